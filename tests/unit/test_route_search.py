"""The planner's plans are the best ones: compared with trying every order, and timed on large malls."""

from random import Random

import pytest

from kiosk.domain.route import Way, find_way
from tests.unit.route_kit import Case, Plan, best_by_trying, random_case

CATALOGUES = 2400
BATCHES = 8


def _plan(case: Case, way: Way) -> Plan | None:
    """Weigh a way by the rules, from the catalogue alone."""
    if not way.complete:
        return None
    services, documents = list(case.catalogue.services), list(case.catalogue.documents)
    stops = [case.catalogue.services[each.service] for each in way.stops]
    order = tuple(services.index(each.id) for each in stops)
    return Plan(
        sum(each.standing is not None for each in stops) if case.now else 0,
        len(way.outside),
        len(stops),
        sum(each.handling_minutes or 0 for each in stops),
        tuple(sorted(order)),
        tuple(sorted(documents.index(each) for each in way.outside)),
        order,
    )


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_order_of_any_services_is_better_than_the_plan(batch: int) -> None:
    random = Random(batch)
    for number in range(CATALOGUES // BATCHES):
        case = random_case(random)
        way = find_way(case.catalogue, case.wanted, case.holdings, case.now)
        assert _plan(case, way) == best_by_trying(case), (batch, number, way)
