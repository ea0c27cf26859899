"""After how many working days each stop of a way can be done."""

from dataclasses import replace

import pytest

from kiosk.domain.catalogue import Catalogue, Ready
from kiosk.domain.route import Way
from kiosk.domain.route_stops import Stop
from kiosk.domain.way_days import AT_ONCE, days_until
from tests.unit.route_kit import mall, service

LATE = Ready(4, 4)
SPAN = Ready(1, 14)


def open_mall(**ready: Ready | None) -> Catalogue:
    return mall([replace(service(name), ready=each) for name, each in ready.items()], ())


def way(*stops: Stop) -> Way:
    return Way(stops[-1].service, stops)


def test_what_needs_nothing_from_earlier_stops_can_be_done_at_once() -> None:
    plan = way(Stop("a"), Stop("b"), Stop("c", after=(("a",),)))
    assert days_until(open_mall(a=AT_ONCE, b=SPAN, c=LATE), plan) == (AT_ONCE, AT_ONCE, AT_ONCE)


def test_the_days_of_stops_that_wait_for_one_another_add_up() -> None:
    plan = way(Stop("a"), Stop("b", after=(("a",),)), Stop("c", after=(("b",),)))
    assert days_until(open_mall(a=SPAN, b=LATE, c=AT_ONCE), plan) == (AT_ONCE, SPAN, Ready(5, 18))


def test_of_several_papers_that_are_all_needed_the_last_counts() -> None:
    plan = way(Stop("a"), Stop("b"), Stop("c", after=(("a",), ("b",))))
    assert days_until(open_mall(a=SPAN, b=LATE, c=AT_ONCE), plan)[-1] == Ready(4, 14)


def test_of_several_papers_of_which_one_is_enough_the_first_that_is_sure_counts() -> None:
    plan = way(Stop("a"), Stop("b"), Stop("c", after=(("a", "b"),)))
    assert days_until(open_mall(a=SPAN, b=LATE, c=AT_ONCE), plan)[-1] == LATE


@pytest.mark.parametrize(
    ("after", "expected"), [((("a",),), None), ((("a",), ("b",)), None), ((("a", "b"),), LATE)]
)
def test_where_the_catalogue_does_not_tell_nothing_is_promised(
    after: tuple[tuple[str, ...], ...], expected: Ready | None
) -> None:
    plan = way(Stop("a"), Stop("b"), Stop("c", after=after))
    assert days_until(open_mall(a=None, b=LATE, c=AT_ONCE), plan)[-1] == expected
