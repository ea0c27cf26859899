"""Which counters first: the best plan from what a citizen holds to what they came for.

A plan is an order of distinct services that ends with the wanted one. Each item of each stop's list is
met by a document that is held, made at the counter, issued by an earlier stop, or brought from outside
the mall. The best plan has, in this order of weight, the fewest stops that are shut with no known
opening (when a time is given), the fewest papers from outside, the fewest stops, the fewest minutes at
the counters, the stops and then the papers that stand first in the catalogue; and of its possible
orders, the one that follows the catalogue most.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.availability import NO_WORD, StaffWord, availability
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.holdings import Holdings
from kiosk.domain.hours import service_day
from kiosk.domain.route_choice import best_choice
from kiosk.domain.route_graph import explore, lacking, obstacles
from kiosk.domain.route_stops import Stop, stops_of


@dataclass(frozen=True, slots=True)
class Way:
    """The stops in order, the last of them what the citizen came for, and the papers from outside.

    ``instead`` is the service that takes the place of the wanted one, because the citizen does not
    hold documents that must be held beforehand: ``lacking``. Without stops there is no way, and
    ``missing`` are the documents that stand against it. ``proven`` is false only for a way out of a maze
    so large that a better one could not be ruled out.
    """

    wanted: str
    stops: tuple[Stop, ...] = ()
    outside: tuple[str, ...] = ()
    instead: str | None = None
    lacking: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    proven: bool = True

    @property
    def complete(self) -> bool:
        """Whether the way leads to its end."""
        return bool(self.stops)


def find_way(
    catalogue: Catalogue,
    wanted: str,
    holdings: Holdings,
    now: datetime | None = None,
    staff_word: StaffWord = NO_WORD,
) -> Way:
    """Return the best plan for a known service; without ``now`` it does not matter what is shut."""
    goal, lacks = _substitute(catalogue, wanted, holdings)
    if goal is None:
        return Way(wanted, lacking=lacks, missing=lacks)
    graph = explore(catalogue, goal, holdings)
    instead = goal if goal != wanted else None

    def shut(service: str) -> bool:
        return now is not None and _opening(catalogue, service, now, staff_word) is None

    choice = best_choice(catalogue, graph, shut)
    if choice is None:
        return Way(wanted, instead=instead, lacking=lacks, missing=obstacles(graph))
    return Way(
        wanted, stops_of(catalogue, graph, choice), choice.papers, instead, lacks, proven=choice.proven
    )


def possible_today(
    catalogue: Catalogue, way: Way, now: datetime, staff_word: StaffWord = NO_WORD
) -> tuple[bool, ...]:
    """Tell of each stop whether it can be done today.

    Its service is open now or opens later today, and every item that earlier stops meet is met by one
    that is possible today and hands its paper over at once, for sure and not only at best.
    """
    zone = catalogue.mall.zone
    today = service_day(now, zone)
    handed_over: set[str] = set()
    answers = []
    for stop in way.stops:
        opening = _opening(catalogue, stop.service, now, staff_word)
        opens = opening is not None and service_day(opening, zone) == today
        possible = opens and all(not handed_over.isdisjoint(each) for each in stop.after)
        ready = catalogue.services[stop.service].ready
        if possible and ready is not None and ready.most == 0:
            handed_over.add(stop.service)
        answers.append(possible)
    return tuple(answers)


def _opening(catalogue: Catalogue, service: str, now: datetime, staff_word: StaffWord) -> datetime | None:
    """Return when a number for a service can be taken: ``now``, later, or ``None`` if nobody knows."""
    state = availability(catalogue, catalogue.services[service], now, staff_word)
    return now if state.ticketed else state.next_open or state.until


def _substitute(catalogue: Catalogue, wanted: str, holdings: Holdings) -> tuple[str | None, tuple[str, ...]]:
    """Return the service to go for, ``None`` if there is none, and the documents that made it another."""
    lacks: dict[str, None] = {}
    seen = set()
    goal: str | None = wanted
    while goal is not None and goal not in seen:
        seen.add(goal)
        service = catalogue.services[goal]
        here = lacking(service, holdings)
        if not here:
            return goal, tuple(lacks)
        lacks |= dict.fromkeys(here)
        goal = service.instead
    return None, tuple(lacks)
