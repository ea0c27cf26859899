"""Circles of papers: services that a citizen can never reach because each needs another first."""

from collections.abc import Iterator, Mapping

from kiosk.catalogue.reading import Faults
from kiosk.catalogue.shelves import Stock
from kiosk.domain.catalogue import Document, Requirement, Service

STATES = ("never", "lost")
"""What may have happened to all papers of a citizen; either must leave a way to every service."""


def check_traps(stock: Stock, faults: Faults) -> None:
    """Report each circle once, as the chain of services that leads back to its start."""
    told: set[frozenset[str]] = set()
    for state in STATES:
        for circle in find_circles(stock.services.items, stock.documents.items, state):
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                chain = " -> ".join((*circle, circle[0]))
                node = stock.services.places[circle[0]].at("requires")
                mend = "offer another document in one of them with any_of"
                faults.warn(node, f"no citizen can start the circle {chain}", mend)


def find_circles(
    services: Mapping[str, Service], documents: Mapping[str, Document], state: str
) -> Iterator[tuple[str, ...]]:
    """Yield the circles for a citizen whose papers are all in ``state``, when every condition holds.

    A service is reachable when each requirement has a paper that comes from outside, is made at the
    counter, must be held before, or is issued by a reachable service: the least fixed point of that.
    """
    reached: set[str] = set()
    while new := {
        each.id
        for each in services.values()
        if each.id not in reached and not _unmet(each, documents, state, reached)
    }:
        reached |= new
    for start in services:
        if start not in reached:
            yield _circle(start, services, documents, state, reached)


def _unmet(
    service: Service, documents: Mapping[str, Document], state: str, reached: set[str]
) -> Requirement | None:
    for item in service.requires:
        issuers = [
            None if name in service.must_hold else issuer(documents[name], state) for name in item.documents
        ]
        if not any(each is None or each in reached for each in issuers):
            return item
    return None


def issuer(document: Document, state: str) -> str | None:
    """Return the service that gives the document to a citizen whose own is in ``state``."""
    return None if document.at_counter else document.routes.get(state, document.issued_by)


def _circle(
    start: str,
    services: Mapping[str, Service],
    documents: Mapping[str, Document],
    state: str,
    reached: set[str],
) -> tuple[str, ...]:
    """Follow unmet requirements from an unreachable service until one comes back."""
    way: list[str] = []
    current = start
    while current not in way:
        way.append(current)
        item = _unmet(services[current], documents, state, reached)
        following = item and issuer(documents[item.documents[0]], state)
        assert following, "an unreachable service has an unmet requirement with an issuer"
        current = following
    circle = way[way.index(current) :]
    first = circle.index(min(circle))
    return tuple(circle[first:] + circle[:first])
