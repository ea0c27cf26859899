"""Traps in a catalogue: services that nobody can ever reach, since some papers each need another first.

A service can be reached if each of its items has a document that comes from outside, is made at the
counter, or is issued by a service that can be reached. A document that must be held beforehand counts
as an item too: somebody must have been able to get it once.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from kiosk.domain.catalogue import Document, Service
from kiosk.domain.holdings import Holding, issuer
from kiosk.domain.route_graph import Graph, Need, in_order


@dataclass(frozen=True, slots=True)
class Link:
    """What a trapped service waits for: any one of ``documents``, all from services that are trapped too.

    ``place`` leads to it from the service, such as ``("requires", 1)`` or ``("must_hold", 0)``.
    """

    documents: tuple[str, ...]
    place: tuple[str | int, ...]
    issuers: tuple[str, ...]

    @property
    def must_hold(self) -> bool:
        """Whether the document has to be held beforehand."""
        return self.place[0] == "must_hold"


@dataclass(frozen=True, slots=True)
class Trap:
    """A shortest chain of services each of which waits for the next, and the first one's link.

    If the last is the first, they form a circle; otherwise the first waits behind the circle at the end.
    """

    chain: tuple[str, ...]
    link: Link

    @property
    def circle(self) -> bool:
        """Whether the services wait for each other, or only the first for the others."""
        return self.chain[0] == self.chain[-1]


def find_traps(
    services: Mapping[str, Service], documents: Mapping[str, Document], state: Holding
) -> Iterator[Trap]:
    """Yield each circle once, then each service behind one, for whoever has all papers in ``state``.

    Every condition counts as true. Circles begin with what tells most: a document that must be held, then
    a choice that is none, then the first name.
    """
    waiting = _waiting(services, documents, state)
    circles = {name: chain for name in waiting if (chain := _shortest(waiting, name, {name}))}
    told = set()
    for chain in circles.values():
        if frozenset(chain) not in told:
            told.add(frozenset(chain))
            yield min((_trap(waiting, each) for each in _turned(chain)), key=_telling)
    for name in waiting:
        if name not in circles:
            chain = _shortest(waiting, name, circles.keys())
            yield _trap(waiting, (*chain, *circles[chain[-1]][1:]))


def _waiting(
    services: Mapping[str, Service], documents: Mapping[str, Document], state: Holding
) -> dict[str, list[Link]]:
    """Return the services that cannot be reached, each with the links that keep it from that."""
    links = {name: list(_links(each, documents, state)) for name, each in services.items()}
    needs = {
        name: tuple(Need(tuple(zip(link.documents, link.issuers, strict=True)), ()) for link in each)
        for name, each in links.items()
    }
    reached = set(in_order(Graph("", needs), tuple(needs), frozenset()))
    return {
        name: [link for link in each if reached.isdisjoint(link.issuers)]
        for name, each in links.items()
        if name not in reached
    }


def _links(service: Service, documents: Mapping[str, Document], state: Holding) -> Iterator[Link]:
    held = ((("must_hold", index), (name,)) for index, name in enumerate(service.must_hold))
    asked = ((("requires", index), item.documents) for index, item in enumerate(service.requires))
    for place, names in (*held, *asked):
        papers = [documents[name] for name in names]
        issuers = [issuer(each, state) for each in papers if not each.at_counter]
        given = tuple(filter(None, issuers))
        if len(given) == len(names):
            yield Link(names, place, given)


def _shortest(waiting: Mapping[str, Sequence[Link]], start: str, ends: Set[str]) -> tuple[str, ...]:
    """Return the shortest chain of at least one link from a service to one of ``ends``, or nothing."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    queue = [start]
    for name in queue:
        for following in (each for link in waiting[name] for each in link.issuers):
            if following in ends:
                return (*ways[name], following)
            if following not in ways:
                ways[following] = (*ways[name], following)
                queue.append(following)
    return ()


def _turned(circle: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a circle from each of its services on."""
    for place in range(len(circle) - 1):
        yield (*circle[place:-1], *circle[: place + 1])


def _trap(waiting: Mapping[str, Sequence[Link]], chain: tuple[str, ...]) -> Trap:
    return Trap(chain, next(link for link in waiting[chain[0]] if chain[1] in link.issuers))


def _telling(trap: Trap) -> tuple[bool, bool, str]:
    return not trap.link.must_hold, len(trap.link.documents) == 1, trap.chain[0]
