"""What the services on a citizen's way still need, given what the citizen holds.

Only what the wanted service may need, directly or through others, is looked at; the rest of the
catalogue costs nothing.
"""

from dataclasses import dataclass, field

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


def obstacles(graph: Graph) -> tuple[str, ...]:
    """Return the documents that stand against every plan for the wanted service.

    These are documents that must be held beforehand, where a service on the way is blocked for lack of
    them; else the documents of a circle of services that each need another first.
    """
    reached = _reached(graph)
    held: dict[str, None] = {}
    circle: dict[str, None] = {}
    seen = {graph.wanted}
    stack = [graph.wanted]
    while stack:
        name = stack.pop()
        if name in graph.blocked:
            held |= dict.fromkeys(graph.blocked[name])
            continue
        for need in graph.needs[name]:
            if not need.outside and reached.isdisjoint(by for _, by in need.issued):
                circle |= dict.fromkeys(document for document, _ in need.issued)
                stack.extend(by for _, by in need.issued if by not in seen)
                seen |= {by for _, by in need.issued}
    return tuple(held or circle)


def _reached(graph: Graph) -> set[str]:
    """Return the services that can be stops of some plan: the least fixed point."""
    reached: set[str] = set()
    while new := {
        name
        for name, needs in graph.needs.items()
        if name not in reached
        and all(need.outside or not reached.isdisjoint(by for _, by in need.issued) for need in needs)
    }:
        reached |= new
    return reached
