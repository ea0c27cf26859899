"""The stops of a plan in their order, each with its reasons."""

from collections.abc import Set
from dataclasses import dataclass

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.route_choice import Choice
from kiosk.domain.route_graph import Graph, in_order, waiting

UNKNOWN_DAYS = 10**6
"""How long a paper takes of which the catalogue does not tell: longer than any other."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A service on the way, and why: it ``gives`` documents that the ``later`` stops need.

    ``brings`` are the papers from outside that this stop asks for. ``after`` has one entry for each
    item that earlier stops meet: the services of which any one is enough.
    """

    service: str
    gives: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    after: tuple[tuple[str, ...], ...] = ()


def stops_of(catalogue: Catalogue, graph: Graph, choice: Choice) -> tuple[Stop, ...]:
    """Put the services of a choice into order, the wanted one last, and say what each is for.

    An item that several earlier stops could meet is explained by the one whose paper is there first.
    """
    papers = frozenset(choice.papers)
    gives: dict[str, dict[str, None]] = {}
    later: dict[str, dict[str, None]] = {}
    after: dict[str, tuple[tuple[str, ...], ...]] = {}
    brings: dict[str, tuple[str, ...]] = {}

    def days(source: tuple[str, str]) -> int:
        ready = catalogue.services[source[1]].ready
        return ready.most if ready else UNKNOWN_DAYS

    before = [name for name in choice.stops if name != graph.wanted]
    for name in (*in_order(graph, before, papers), graph.wanted):
        brought = [_first(need.outside, papers) for need in graph.needs[name]]
        brings[name] = tuple(dict.fromkeys(each for each in brought if each))
        met = [
            [source for source in need.issued if source[1] in gives] for need in waiting(graph, name, papers)
        ]
        after[name] = tuple(tuple(dict.fromkeys(by for _, by in sources)) for sources in met)
        for document, by in (min(sources, key=days) for sources in met):
            gives[by][document] = None
            later[by][name] = None
        gives[name], later[name] = {}, {}
    return tuple(
        Stop(name, tuple(gives[name]), tuple(later[name]), brings[name], after[name]) for name in gives
    )


def _first(names: tuple[str, ...], chosen: Set[str]) -> str | None:
    return next((each for each in names if each in chosen), None)
