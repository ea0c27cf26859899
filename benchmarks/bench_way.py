"""The planner: every service of the real mall, and malls of 500 and 5,000 services that hang together.

A large mall is made of copies of the real one whose papers lead from copy to copy: every second service
needs one more paper of any copy, or takes it instead of one of its own. So plans grow to dozens of stops,
with loops through several copies.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random
from statistics import quantiles

from benchmarks.driving import CATALOGUE, MONDAY
from benchmarks.figures import Figure, report
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.catalogue import Catalogue, Document, Requirement, Service
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import find_way

SIZES = (500, 5000)
WAYS = 1500
MOST_P99, MOST = 10.0, 100.0


def linked(catalogue: Catalogue, count: int, random: Random) -> Catalogue:
    """Return a mall of ``count`` services whose papers lead across its copies of the real one."""
    copies = range(-(-count // len(catalogue.services)))
    papers = [_named(name, copy) for copy in copies for name in catalogue.documents]
    documents = [_document(each, copy) for copy in copies for each in catalogue.documents.values()]
    services = [
        _service(each, copy, random, papers) for copy in copies for each in catalogue.services.values()
    ]
    return replace(
        catalogue,
        services={each.id: each for each in services},
        documents={each.id: each for each in documents},
    )


def _named(name: str, copy: int) -> str:
    return f"{name}-{copy}"


def _document(document: Document, copy: int) -> Document:
    return replace(
        document,
        id=_named(document.id, copy),
        issued_by=document.issued_by and _named(document.issued_by, copy),
        routes={state: _named(service, copy) for state, service in document.routes.items()},
    )


def _service(service: Service, copy: int, random: Random, papers: list[str]) -> Service:
    items = [
        replace(item, documents=tuple(_named(each, copy) for each in item.documents))
        for item in service.requires
    ]
    match random.randrange(4):
        case 0:
            items.append(Requirement((random.choice(papers),)))
        case 1 if items:
            place = random.randrange(len(items))
            either = (*items[place].documents, random.choice(papers))
            items[place] = replace(items[place], documents=either)
    return replace(
        service,
        id=_named(service.id, copy),
        requires=tuple(items),
        must_hold=tuple(_named(each, copy) for each in service.must_hold),
        instead=service.instead and _named(service.instead, copy),
    )


def everybody(catalogue: Catalogue, random: Random) -> Iterator[tuple[str, Holdings]]:
    """Yield every service for who holds nothing and who lost everything, then anybody for anything."""
    conditions = frozenset(catalogue.conditions)
    for state in (Holding.NEVER, Holding.LOST):
        for service in catalogue.services:
            yield service, Holdings(others=state)
            yield service, Holdings(others=state, conditions=conditions)
    services = list(catalogue.services)
    for _ in range(WAYS):
        yield random.choice(services), anybody(catalogue, random)


def somebody(catalogue: Catalogue, random: Random) -> Iterator[tuple[str, Holdings]]:
    services = list(catalogue.services)
    for _ in range(WAYS):
        yield random.choice(services), Holdings(others=random.choice((Holding.NEVER, Holding.LOST)))


def anybody(catalogue: Catalogue, random: Random) -> Holdings:
    held = random.random()
    states = {
        name: Holding.HAVE if random.random() < held else random.choice(list(Holding))
        for name in catalogue.documents
    }
    conditions = frozenset(each for each in catalogue.conditions if random.random() < 0.3)
    return Holdings(states, Holding.HAVE, conditions)


def measure(what: str, catalogue: Catalogue, wishes: Iterable[tuple[str, Holdings]]) -> None:
    times = []
    for service, holdings in wishes:
        begun = time.perf_counter()
        way = find_way(catalogue, service, holdings, MONDAY)
        times.append(1000 * (time.perf_counter() - begun))
        assert way.proven
    p99 = quantiles(times, n=100, method="inclusive")[-1]
    report(
        Figure(f"{what}: a way", times, "ms"),
        Figure(f"{what}: 99 of 100 ways within", [p99], "ms", MOST_P99),
        Figure(f"{what}: the slowest way", [max(times)], "ms", MOST),
    )


def main() -> None:
    catalogue = load_catalogue(CATALOGUE).catalogue
    assert catalogue is not None
    random = Random(1)
    measure(f"{len(catalogue.services)} services", catalogue, everybody(catalogue, random))
    for size in SIZES:
        mall = linked(catalogue, size, random)
        measure(f"{size:,} services", mall, somebody(mall, random))


if __name__ == "__main__":
    main()
