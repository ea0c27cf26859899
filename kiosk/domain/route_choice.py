"""Which stops and which papers from outside make the best plan: a catalogue's graph as a search problem."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.route_graph import Graph, Need
from kiosk.domain.route_search import Problem, lightest


@dataclass(frozen=True, slots=True)
class Choice:
    """The stops and the papers from outside of a plan, each in the catalogue's order.

    ``proven`` if there is certainly no better one.
    """

    stops: tuple[str, ...]
    papers: tuple[str, ...]
    proven: bool


def best_choice(catalogue: Catalogue, graph: Graph, shut: Callable[[str], bool]) -> Choice | None:
    """Return what the best plan is made of, or ``None`` if no plan leads to the wanted service."""
    stops = [each for each in catalogue.services if each in graph.needs]
    asked = {name for needs in graph.needs.values() for need in needs for name in need.outside}
    papers = [each for each in catalogue.documents if each in asked]
    number = {name: index for index, name in enumerate(stops)}
    paper_number = {name: index for index, name in enumerate(papers, len(stops))}

    def providers(need: Need) -> tuple[int, ...]:
        issuers = (number[by] for _, by in need.issued if by in number)
        return (*issuers, *(paper_number[each] for each in need.outside))

    minutes = [catalogue.services[each].handling_minutes or 0 for each in stops]
    items = [tuple(providers(need) for need in graph.needs[name]) for name in stops]
    problem = Problem(
        levels=_levels(minutes, [shut(each) for each in stops], len(papers)),
        items=[*items, *(() for _ in papers)],
        goal=number[graph.wanted],
    )
    solution = lightest(problem)
    if solution is None:
        return None
    return Choice(
        tuple(each for each in stops if number[each] in solution.parts),
        tuple(each for each in papers if paper_number[each] in solution.parts),
        solution.proven,
    )


def _levels(minutes: list[int], shut: list[bool], papers: int) -> list[list[int]]:
    """Weigh stops, then papers, so that the sums over two choices compare as the plans do.

    Each measure has bits of its own, wide enough for the sum over all parts, and the levels go from the
    highest down. Lowest, each part has one bit, the catalogue's first part the highest, which makes a
    choice lighter: among equals the one wins that has the first part in which they differ.
    """
    parts = len(minutes) + papers
    stop = 1 << sum(minutes).bit_length()
    paper = stop << len(minutes).bit_length()
    no_opening = paper << papers.bit_length()
    weights = [no_opening * closed + stop + each for closed, each in zip(shut, minutes, strict=True)]
    weights += [paper] * papers
    measures = [no_opening] * any(shut) + [paper] * bool(papers) + [stop, 1]
    levels = [[weight // measure for weight in weights] for measure in measures]
    return [*levels, [(weight << parts) - (1 << (parts - 1 - part)) for part, weight in enumerate(weights)]]
