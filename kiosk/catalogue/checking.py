"""References between items: each must lead somewhere, or its item is left out, or the reference is.

A service without one of its papers, its steps or its agency would mislead citizens, so it is left out.
A paper whose issuer is unknown is still a paper: it counts as coming from outside the mall.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from kiosk.catalogue.papers import with_known_services
from kiosk.catalogue.positions import Node
from kiosk.catalogue.reading import Faults
from kiosk.catalogue.sections import Sections
from kiosk.catalogue.shelves import Shelf, Stock
from kiosk.domain.calendar import Calendar
from kiosk.domain.catalogue import Document, Service
from kiosk.faults import choose_from

Item = TypeVar("Item")


def check_references(stock: Stock, faults: Faults) -> None:
    """Leave out what cannot be used, report every reference that leads nowhere, and cut it."""
    _check_series(stock, faults)
    for service in list(stock.services.items.values()):
        node = stock.services.places[service.id]
        lacks = list(_service_lacks(stock, service, node))
        for place, wrong, mend in lacks:
            faults.error(place, wrong, mend)
        if lacks:
            stock.services.refuse(service.id)
    _check_sources(stock, faults)
    for document in list(stock.documents.items.values()):
        _cut_unknown_issuers(stock, document, faults)
    for service in list(stock.services.items.values()):
        _cut_unknown_substitute(stock, service, faults)


def _check_series(stock: Stock, faults: Faults) -> None:
    owners: dict[str, str] = {}
    for agency in list(stock.agencies.items.values()):
        owner = owners.setdefault(agency.series, agency.id)
        if owner != agency.id:
            node = stock.agencies.places[agency.id].at("letter")
            faults.error(node, f"the letter {agency.series!r} is {owner}'s already", "give it another letter")
            stock.agencies.refuse(agency.id)


def _service_lacks(stock: Stock, service: Service, node: Node) -> Iterator[tuple[Node, str, str]]:
    """Find the references without which a service cannot be offered."""
    yield from _lack(stock.agencies, service.agency, node.at("agency"))
    yield from _lack(stock.procedures, service.procedure, node.at("procedure"))
    for index, name in enumerate(service.must_hold):
        yield from _lack(stock.documents, name, node.at("must_hold", index))
    for index, item in enumerate(service.requires):
        place = node.at("requires", index)
        for choice, name in enumerate(item.documents):
            where = place.at("any_of", choice) if "any_of" in place.keys else place.at("doc")
            yield from _lack(stock.documents, name, where)
        if item.when is not None:
            yield from _lack(stock.conditions, item.when, place.at("when"))


def _lack(shelf: Shelf[Item], name: str, node: Node) -> Iterator[tuple[Node, str, str]]:
    if name not in shelf.items:
        yield (node, *shelf.lack(name))


def _check_sources(stock: Stock, faults: Faults) -> None:
    for service in stock.services.items.values():
        for index, name in enumerate(service.sources):
            if name not in stock.sources.items:
                node = stock.services.places[service.id].at("src", index)
                faults.warn(node, *stock.sources.lack(name))


def _cut_unknown_issuers(stock: Stock, document: Document, faults: Faults) -> None:
    services = stock.services
    node = stock.documents.places[document.id]
    issuers = [(document.issued_by, node.at("issued_by"))]
    issuers += [(service, node.at("routes", state)) for state, service in document.routes.items()]
    unknown = [(name, place) for name, place in issuers if name and name not in services.items]
    for name, place in unknown:
        faults.warn(place, *services.lack(name))
    if unknown:
        stock.documents.items[document.id] = with_known_services(document, frozenset(services.items))


def _cut_unknown_substitute(stock: Stock, service: Service, faults: Faults) -> None:
    if service.instead is not None and service.instead not in stock.services.items:
        node = stock.services.places[service.id].at("instead")
        faults.warn(node, *stock.services.lack(service.instead))
        stock.services.items[service.id] = replace(service, instead=None)


def check_seasons(sections: Sections, stock: Stock, calendar: Calendar, faults: Faults) -> None:
    """Report hours for seasons that the calendar does not have: they would never count."""
    known = dict.fromkeys(each.name for each in calendar.seasons)
    agencies, services = stock.agencies, stock.services
    nodes = [
        Node(sections.single, sections.place.file, 0, ""),
        *(agencies.places[name] for name in agencies.items),
        *(services.places[name] for name in services.items),
    ]
    for node in nodes:
        if "season_hours" not in node.keys:
            continue
        for name in node.at("season_hours").keys:
            if name not in known:
                place = node.at("season_hours", name)
                faults.warn(place, f"the calendar has no season {name!r}", choose_from(name, known))
