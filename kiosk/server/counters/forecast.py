"""What people are told of their wait, from the measured day, and how right it turns out."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kiosk.clock import Clock
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.ticket import WaitRange
from kiosk.server.counters.calls import Call, Pace
from kiosk.server.counters.waits import Handling, handling_of, wait_behind
from kiosk.server.store import NO_QUEUE, QueueCount, Store

PACE_SECONDS = 3.0
"""How old the measured day may be."""

AT_WORK = timedelta(minutes=20)
"""A counter that called nobody for so long is not at work."""

PROMISES = 20_000
"""How many promises a process remembers; the oldest are forgotten first."""


class Hit(StrEnum):
    """Where a wait lay: below the range that was told, within it, or above it."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a promise; ``error`` is how many minutes the wait lay from the middle of the range."""

    hit: Hit
    error: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A service's queue among those that its agency's counters serve, as of the last refresh.

    ``beside`` are the agency's other queues: how long one person takes, and how many wait.
    """

    handling: Handling
    waiting: int
    beside: tuple[tuple[Handling, int], ...]
    counters: int


class Forecast:
    """One process's forecasts for a mall; ``refresh`` brings them up to date."""

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._queues: Mapping[str, QueueCount] = {}
        self._pace = Pace()
        self._handlings = self._handlings_of(self._pace)
        self._measured_at = float("-inf")
        self._lines: dict[str, _Line | None] = {}
        self._promises: OrderedDict[UUID, tuple[datetime, WaitRange]] = OrderedDict()

    async def refresh(self, queues: Mapping[str, QueueCount]) -> None:
        """Take the day's queues, and measure the day again if that is some seconds ago."""
        self._queues = queues
        self._lines.clear()
        if self._clock.elapsed() - self._measured_at < PACE_SECONDS:
            return
        now, mall = self._clock.now(), self._catalogue.mall
        self._pace = await self._store.calls.pace(mall.id, service_day(now, mall.zone), now - AT_WORK)
        self._handlings = self._handlings_of(self._pace)
        self._lines.clear()
        self._measured_at = self._clock.elapsed()

    def wait(self, service: str, ahead: int) -> WaitRange | None:
        """Return the wait behind ``ahead`` people of a service; ``None`` if nobody knows how long they take.

        An agency's counters serve all its queues in the order of the presses: of each other queue as large
        a part is ahead as of the service's own.
        """
        if service not in self._lines:
            self._lines[service] = self._line(service)
        line = self._lines[service]
        if line is None:
            return None
        share = (ahead + 1) / max(ahead + 1, line.waiting)
        people = [(handling, share * waiting) for handling, waiting in line.beside]
        return wait_behind([(line.handling, ahead), *people], line.counters)

    def promise(self, ticket_id: UUID, wait: WaitRange) -> None:
        """Remember what somebody was told."""
        self._promises[ticket_id] = self._clock.now(), wait
        if len(self._promises) > PROMISES:
            self._promises.popitem(last=False)

    def kept(self, call: Call) -> Kept | None:
        """Compare what somebody was told with their call; ``None`` if this process told them nothing."""
        promised_at, wait = self._promises.pop(call.press.ticket_id, (None, None))
        if promised_at is None or wait is None:
            return None
        waited = (call.called_at - promised_at) / timedelta(minutes=1)
        return Kept(_hit(waited, wait), abs(waited - (wait.low + wait.high) / 2))

    def waiting(self) -> dict[str, int]:
        """Return how many wait for each agency, as of the last refresh."""
        return {
            agency: sum(self._waiting(each.id) for each in self._catalogue.services_of(agency))
            for agency in self._catalogue.agencies
        }

    def _line(self, service: str) -> _Line | None:
        known = self._catalogue.services.get(service)
        own = self._handlings.get(service)
        if known is None or own is None:
            return None
        others = [each.id for each in self._catalogue.services_of(known.agency) if each.id != service]
        beside = tuple((self._handlings.get(each, own), self._waiting(each)) for each in others)
        # Whoever is not there takes no time.
        beside = tuple((handling, waiting) for handling, waiting in beside if waiting)
        return _Line(own, self._waiting(service), beside, self._counters_of(known.agency))

    def _waiting(self, service: str) -> int:
        return self._queues.get(service, NO_QUEUE).waiting

    def _handlings_of(self, pace: Pace) -> dict[str, Handling]:
        handlings = {}
        for service in self._catalogue.services.values():
            if handling := handling_of(service.handling_minutes, pace.services.get(service.id)):
                handlings[service.id] = handling
        return handlings

    def _counters_of(self, agency: str) -> int:
        """Return how many counters work for an agency, as many as it has if none called anybody lately."""
        at_work = sum(each.rpartition("-")[0] == agency for each in self._pace.counters)
        return at_work or max(1, self._catalogue.agencies[agency].place.counters)


def _hit(waited: float, wait: WaitRange) -> Hit:
    if waited < wait.low:
        return Hit.BELOW
    # Whole minutes: who was told 5 may be called at any moment of the sixth.
    return Hit.WITHIN if waited < wait.high + 1 else Hit.ABOVE
