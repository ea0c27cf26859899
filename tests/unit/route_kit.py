"""Small catalogues for the planner's tests, and an independent planner that tries every order."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from kiosk.domain.catalogue import (
    Agency,
    Catalogue,
    Condition,
    Document,
    FreeFee,
    Mall,
    Place,
    Requirement,
    Service,
    Standing,
)
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.hours import Span, WeekHours
from kiosk.domain.text import Text

MONDAY = datetime(2019, 2, 18, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
STATES = tuple(Holding)
CONDITIONS = ("married", "abroad")
WORDS = Text.plain("-")
ALWAYS = WeekHours(((Span(MONDAY.time().replace(hour=8), MONDAY.time().replace(hour=15)),),) * 7)


def mall(services: Sequence[Service], documents: Sequence[Document]) -> Catalogue:
    """Return a catalogue of one agency, open every day from 8 to 15."""
    return Catalogue(
        version=1,
        as_of="",
        mall=Mall("m", WORDS, ZoneInfo("Asia/Jakarta"), (), ALWAYS, None, "IDR", WORDS),
        agencies={"a": Agency("a", WORDS, "A", "A", Place("A", "1", 1))},
        services={each.id: each for each in services},
        documents={each.id: each for each in documents},
        conditions={each: Condition(each, WORDS) for each in CONDITIONS},
        procedures={},
    )


def service(name: str, *items: Requirement, minutes: int = 5) -> Service:
    return Service(name, "a", WORDS, items, "p", FreeFee(), handling_minutes=minutes)


def needs(*documents: str, when: str | None = None) -> Requirement:
    return Requirement(documents, when=when)


@dataclass(frozen=True, slots=True)
class Case:
    catalogue: Catalogue
    wanted: str
    holdings: Holdings
    now: datetime | None


def random_case(random: Random) -> Case:
    """Return a small mall with loops, choices, conditions, papers to be held and shut counters."""
    names = [f"s{index}" for index in range(random.choice((3, 4, 5, 5, 6)))]
    papers = [f"d{index}" for index in range(random.randint(3, 10))]
    random.shuffle(names)
    density = random.choice((0.5, 0.7, 0.9))
    plain = random.random() < 0.5

    def issuing() -> str | None:
        return random.choice(names) if random.random() < density else None

    def document(name: str) -> Document:
        routes = {
            state: random.choice(names)
            for state in ("lost", "damaged", "expired", "changed", "inactive")
            if random.random() < 0.15
        }
        return Document(name, WORDS, issuing(), routes, at_counter=random.random() < 0.05)

    def item() -> Requirement:
        choice = random.sample(papers, random.choice((1, 1, 2, 2, 3)))
        return needs(*choice, when=None if plain else random.choice((None, None, *CONDITIONS)))

    def stop(name: str) -> Service:
        made = service(
            name, *(item() for _ in range(random.choice((0, 1, 1, 2, 2, 3)))), minutes=random.randint(1, 3)
        )
        if not plain and random.random() < 0.15:
            held = tuple(random.sample(papers, random.choice((1, 1, 2))))
            instead = random.choice((None, *names))
            made = replace(made, must_hold=held, instead=instead)
        return replace(made, standing=random.choice((None, None, None, Standing.PREPARING)))

    services = [stop(name) for name in names]
    most = max(len(each.requires) for each in services)
    return Case(
        mall(services, [document(name) for name in papers]),
        random.choice([each.id for each in services if len(each.requires) == most or not plain]),
        Holdings(
            {name: random.choice(STATES) for name in papers if random.random() < (0.1 if plain else 0.4)},
            Holding.NEVER if plain else random.choice(STATES),
            frozenset(each for each in CONDITIONS if random.random() < 0.5),
        ),
        random.choice((None, MONDAY)),
    )


@dataclass(frozen=True, slots=True, order=True)
class Plan:
    """A plan that compares as the rules weigh it."""

    shut: int
    papers: int
    stops: int
    minutes: int
    places: tuple[int, ...]
    paper_places: tuple[int, ...]
    order: tuple[int, ...]


def best_by_trying(case: Case) -> Plan | None:
    """Try every order of every set of services, and every set of papers from outside."""
    goal = _goal(case)
    if goal is None:
        return None
    others = [name for name in case.catalogue.services if name != goal and not _lacks(case, name)]
    at_hand = {each for each in case.catalogue.documents if _without_asking(case, each)}
    givers = {each: _giver(case, each) for each in case.catalogue.documents if each not in at_hand}
    orders = (
        (*order, goal) for count in range(len(others) + 1) for order in itertools.permutations(others, count)
    )
    return min((plan for order in orders for plan in _plans(case, order, at_hand, givers)), default=None)


def _plans(
    case: Case, order: tuple[str, ...], at_hand: set[str], givers: dict[str, str | None]
) -> Iterator[Plan]:
    """Yield the plans of an order: one for each way to meet from outside what it leaves open."""
    groups: list[set[str]] = []
    shown = set(at_hand)
    for name in order:
        for item in case.catalogue.services[name].requires:
            applies = item.when is None or item.when in case.holdings.conditions
            if applies and shown.isdisjoint(item.documents):
                groups.append({each for each in item.documents if givers[each] is None})
        shown |= {each for each, giver in givers.items() if giver == name}
    if not all(groups):
        return
    services, documents = list(case.catalogue.services), list(case.catalogue.documents)
    shut = [case.catalogue.services[name].standing is not None for name in order]
    minutes = sum(case.catalogue.services[name].handling_minutes or 0 for name in order)
    places = tuple(services.index(name) for name in order)
    for papers in {frozenset(choice) for choice in itertools.product(*groups)}:
        yield Plan(
            sum(shut) if case.now else 0,
            len(papers),
            len(order),
            minutes,
            tuple(sorted(places)),
            tuple(sorted(documents.index(each) for each in papers)),
            places,
        )


def _without_asking(case: Case, document: str) -> bool:
    return _state(case, document) == "have" or case.catalogue.documents[document].at_counter


def _giver(case: Case, document: str) -> str | None:
    """Return the service that gives a paper that is not held."""
    paper = case.catalogue.documents[document]
    match _state(case, document):
        case "lost":
            return paper.routes.get("lost") or paper.issued_by
        case "damaged":
            return paper.routes.get("damaged") or paper.issued_by
        case "outdated":
            routes = paper.routes
            return routes.get("expired") or routes.get("changed") or routes.get("inactive") or paper.issued_by
        case _:
            return paper.issued_by


def _state(case: Case, document: str) -> str:
    return case.holdings.documents.get(document, case.holdings.others).value


def _lacks(case: Case, name: str) -> bool:
    return any(_state(case, each) != "have" for each in case.catalogue.services[name].must_hold)


def _goal(case: Case) -> str | None:
    goal: str | None = case.wanted
    for _ in case.catalogue.services:
        if goal is not None and _lacks(case, goal):
            goal = case.catalogue.services[goal].instead
    return None if goal is None or _lacks(case, goal) else goal
