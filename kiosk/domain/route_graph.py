"""What the services on a citizen's way still need, given what the citizen holds.

Only what the wanted service may need, directly or through others, is looked at; the rest of the
catalogue costs nothing.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from kiosk.domain.catalogue import Catalogue, Requirement, Service
from kiosk.domain.holdings import Holdings, issuer


@dataclass(frozen=True, slots=True)
class Need:
    """An item that is neither held nor made at the counter: any one of these documents meets it.

    ``issued`` are documents with the services that issue them to this citizen, ``outside`` those that
    come from outside the mall.
    """

    issued: tuple[tuple[str, str], ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The needs of every service that can be a stop before the wanted one, and of that one.

    ``blocked`` are services that cannot be stops, each with the documents that it would have to find
    held already.
    """

    wanted: str
    needs: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    blocked: dict[str, tuple[str, ...]] = field(default_factory=dict)


def lacking(service: Service, holdings: Holdings) -> tuple[str, ...]:
    """Return the documents that a service wants held beforehand and that are not."""
    return tuple(each for each in service.must_hold if not holdings.has(each))


def explore(catalogue: Catalogue, wanted: str, holdings: Holdings) -> Graph:
    """Walk from a wanted service, which must not lack anything itself, to all that could help."""
    graph = Graph(wanted)
    stack = [wanted]
    while stack:
        name = stack.pop()
        if name in graph.needs or name in graph.blocked:
            continue
        service = catalogue.services[name]
        if lacks := lacking(service, holdings):
            graph.blocked[name] = lacks
            continue
        graph.needs[name] = tuple(
            _need(catalogue, item, holdings) for item in service.requires if _open(catalogue, item, holdings)
        )
        stack.extend(by for need in graph.needs[name] for _, by in need.issued)
    return graph


def _open(catalogue: Catalogue, item: Requirement, holdings: Holdings) -> bool:
    """Whether an item applies and is met neither by what is held nor by what the counter makes."""
    return holdings.applies(item) and not any(
        holdings.has(each) or catalogue.documents[each].at_counter for each in item.documents
    )


def _need(catalogue: Catalogue, item: Requirement, holdings: Holdings) -> Need:
    issued, outside = [], []
    for name in item.documents:
        by = issuer(catalogue.documents[name], holdings.of(name))
        if by is None:
            outside.append(name)
        else:
            issued.append((name, by))
    return Need(tuple(issued), tuple(outside))


def in_order(graph: Graph, names: Sequence[str], papers: Set[str]) -> Iterator[str]:
    """Yield those of some services that can be stops, at every step the first of the possible ones.

    The citizen brings ``papers`` from outside. Whatever circles the services form, each is looked at once.
    """
    place = {name: index for index, name in enumerate(names)}
    unmet = {name: set(waiting(graph, name, papers)) for name in names}
    meets: dict[str, list[tuple[str, Need]]] = {name: [] for name in names}
    for name, needs in unmet.items():
        for need in needs:
            for _, by in need.issued:
                if by in meets:
                    meets[by].append((name, need))
    possible = [place[name] for name, needs in unmet.items() if not needs]
    heapify(possible)
    while possible:
        done = names[heappop(possible)]
        yield done
        for name, need in meets[done]:
            if need in unmet[name]:
                unmet[name].remove(need)
                if not unmet[name]:
                    heappush(possible, place[name])


def waiting(graph: Graph, name: str, papers: Set[str]) -> list[Need]:
    """Return what a service needs from earlier stops when the citizen brings ``papers`` from outside."""
    return [need for need in graph.needs[name] if papers.isdisjoint(need.outside)]


def obstacles(graph: Graph) -> tuple[str, ...]:
    """Return the documents that stand against every plan for the wanted service.

    These are documents that must be held beforehand, where a service on the way is blocked for lack of
    them; else the documents of a circle of services that each need another first.
    """
    papers = {name for needs in graph.needs.values() for need in needs for name in need.outside}
    reached = set(in_order(graph, tuple(graph.needs), papers))
    held: dict[str, None] = {}
    circle: dict[str, None] = {}
    seen = {graph.wanted}
    stack = [graph.wanted]
    while stack:
        name = stack.pop()
        if name in graph.blocked:
            held |= dict.fromkeys(graph.blocked[name])
            continue
        for need in waiting(graph, name, papers):
            issuers = {by for _, by in need.issued}
            if reached.isdisjoint(issuers):
                circle |= dict.fromkeys(document for document, _ in need.issued)
                stack.extend(issuers - seen)
                seen |= issuers
    return tuple(held or circle)
