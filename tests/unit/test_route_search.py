"""The planner's plans are the best ones: compared with trying every order, and every set of parts."""

import itertools
from collections.abc import Iterable
from random import Random

import pytest

from kiosk.domain.route import Way, find_way
from kiosk.domain.route_search import Problem, lightest
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
        assert way.proven
        assert _plan(case, way) == best_by_trying(case), (batch, number, way)


PARTS = 9
PROBLEMS = 300


def _random_problem(random: Random, parts: int) -> Problem:
    """Return a problem of nothing but choices, with parts that weigh nothing on the rough level."""

    def items() -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(random.sample(range(1, parts), random.choice((1, 2, 2, 3))))
            for _ in range(random.choice((0, 1, 2, 2)))
        )

    rough = [random.choice((0, 0, 1, 2)) for _ in range(parts)]
    fine = [100 * parts * each + random.randint(1, 90) for each in rough]
    return Problem([rough, fine], [items() for _ in range(parts)], goal=0)


def _reaches(problem: Problem, chosen: Iterable[int]) -> bool:
    left, reached = set(chosen), set[int]()
    while new := {part for part in left if all(reached & set(item) for item in problem.items[part])}:
        reached |= new
        left -= new
    return problem.goal in reached


def test_no_set_of_parts_is_lighter_than_the_solution() -> None:
    random = Random(11)
    solved = 0
    for _ in range(PROBLEMS):
        problem = _random_problem(random, PARTS)
        weights = [
            sum(problem.levels[-1][part] for part in chosen)
            for count in range(PARTS + 1)
            for chosen in itertools.combinations(range(PARTS), count)
            if _reaches(problem, chosen)
        ]
        solution = lightest(problem)
        assert (solution is None) == (not weights)
        if solution is not None:
            solved += 1
            assert _reaches(problem, solution.parts)
            assert sum(problem.levels[-1][part] for part in solution.parts) == min(weights)
    assert solved > PROBLEMS / 2


def test_a_search_that_may_not_go_on_says_that_its_solution_is_not_proven() -> None:
    random = Random(3)
    problems = [_random_problem(random, 60) for _ in range(40)]
    cut_short = [lightest(problem, branches=1) for problem in problems]
    assert any(each and not each.proven for each in cut_short)
    for problem, solution in zip(problems, cut_short, strict=True):
        assert (solution is None) == (lightest(problem) is None)
        assert solution is None or _reaches(problem, solution.parts)
