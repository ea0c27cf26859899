"""The rules of a mall's queues, between what travels and what is kept."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import assert_never
from uuid import UUID

from kiosk.clock import Clock
from kiosk.contract.bodies import (
    EventsAnswer,
    EventsRequest,
    IssueAnswer,
    IssueRequest,
    PlaceBody,
    Problem,
    QueueAnswer,
    QueueRow,
    RefusedEvent,
    TrackAnswer,
    WaitBody,
)
from kiosk.contract.problems import ProblemType
from kiosk.domain.availability import StaffWord, availability
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.ticket import WAITING, TicketState, WaitRange, track_of
from kiosk.server.admission import admit, report_of, too_early
from kiosk.server.counters.forecast import Forecast
from kiosk.server.lending.leases import QuotaUsedUp
from kiosk.server.lending.quotas import used_up
from kiosk.server.problems import problem, unavailable
from kiosk.server.store import (
    Entry,
    Issued,
    Kept,
    LabelTaken,
    OtherService,
    Placed,
    Record,
    Report,
    Store,
    UnknownTicket,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """An issue that succeeded; ``created`` tells the first time from a repetition."""

    answer: IssueAnswer
    created: bool


class Queue:
    """One mall's queues."""

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock, forecast: Forecast) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._forecast = forecast
        self._mall = catalogue.mall.id

    async def issue(self, ticket_id: UUID, request: IssueRequest, kiosk: int | None) -> Answered | Problem:
        """Give a press its number, or take the kiosk's; the same id again has the same answer."""
        entry = admit(self._catalogue, ticket_id, request, kiosk)
        if isinstance(entry, Problem):
            return entry
        if early := too_early(entry, self._clock.now()):
            return early
        issued: Issued
        if (shut := await self._shut(entry)) is None:
            issued = await self._store.issue(self._mall, entry, self._clock.now())
        elif (known := await self._store.find(self._mall, ticket_id)) is None:
            return shut
        elif known.record.press.service != entry.press.service:
            issued = OtherService(known.record.press.service)
        else:
            issued = known
        match issued:
            case Placed():
                return self._answered(issued)
            case QuotaUsedUp():
                return self._full(entry, issued)
            case _:
                return _refusal(issued)

    async def record(self, request: EventsRequest, kiosk: int | None) -> EventsAnswer:
        """Take a kiosk's events in their order, each for itself."""
        checked = [(event.seq, report_of(self._catalogue, event, kiosk)) for event in request.events]
        reports = [report for _, report in checked if isinstance(report, Report)]
        outcomes = iter(await self._store.record(self._mall, reports, self._clock.now()))
        acked: list[int] = []
        refused: list[RefusedEvent] = []
        for seq, report in checked:
            outcome = report if isinstance(report, Problem) else next(outcomes)
            match outcome:
                case Kept():
                    acked.append(seq)
                case Problem():
                    refused.append(RefusedEvent(seq, outcome))
                case _:
                    refused.append(RefusedEvent(seq, _refusal(outcome)))
        for each in refused:
            log.warning("event %d of kiosk %s is refused: %s", each.seq, kiosk or "?", each.problem.detail)
        return EventsAnswer(acked, refused)

    async def tickets(self, day: date | None) -> QueueAnswer:
        """List a service day's tickets in the order in which people pressed; today's without a ``day``."""
        chosen = day or service_day(self._clock.now(), self._catalogue.mall.zone)
        records = await self._store.tickets(self._mall, chosen)
        return QueueAnswer(chosen, [row_of(each) for each in records])

    async def follow(self, track: str) -> TrackAnswer | None:
        """Tell a phone how its ticket stands."""
        found = await self._store.follow(self._mall, track.upper())
        if found is None:
            return None
        record = found.record
        label, service, state = record.label, record.standing, record.state
        if state in WAITING:
            wait = self._wait(service, found.ahead)
            return TrackAnswer(label, service, state, found.ahead, wait)
        called = await self._store.calls.calling(self._mall, record.press.ticket_id)
        if called is None:
            return TrackAnswer(label, service, state)
        return TrackAnswer(label, service, called.state, counter=called.counter)

    async def _shut(self, entry: Entry) -> Problem | None:
        """Tell why a press gets no number. Who already holds one is never turned away for the hour."""
        if entry.label is not None:
            return None
        said = await self._store.staff_word(self._mall, self._clock.now())
        service = self._catalogue.services[entry.press.service]
        then = availability(self._catalogue, service, entry.press.pressed_at, said)
        return None if then.ticketed else unavailable(service.id, then)

    def _full(self, entry: Entry, why: QuotaUsedUp) -> Problem:
        service = self._catalogue.services[entry.press.service]
        full = used_up(why.quota, why.use, entry.day, self._clock.now(), self._catalogue.mall.zone)
        said = StaffWord(services={service.id: full})
        return unavailable(service.id, availability(self._catalogue, service, entry.press.pressed_at, said))

    def _answered(self, placed: Placed) -> Answered:
        """Answer a press, and remember the wait that somebody is told who has just got a number."""
        told = self._answer(placed)
        if placed.created and told.wait and placed.record.state is TicketState.NUMBERED:
            self._forecast.promise(told.ticket_id, WaitRange(told.wait.low, told.wait.high))
        return Answered(told, placed.created)

    def _answer(self, placed: Placed) -> IssueAnswer:
        record = placed.record
        service = record.press.service
        place = self._catalogue.agency_of(service).place
        return IssueAnswer(
            ticket_id=record.press.ticket_id,
            label=record.label,
            day=record.day,
            ahead=placed.ahead,
            place=PlaceBody(place.building, place.floor, place.counters),
            state=record.state,
            track=track_of(record.press.ticket_id),
            wait=self._wait(record.standing, placed.ahead),
        )

    def _wait(self, service: str, ahead: int) -> WaitBody | None:
        wait = self._forecast.wait(service, ahead)
        return WaitBody(wait.low, wait.high) if wait else None


def row_of(record: Record) -> QueueRow:
    """Write a ticket as a row of the day's list."""
    press = record.press
    return QueueRow(
        ticket_id=press.ticket_id,
        label=record.label,
        service=press.service,
        ticket_class=press.ticket_class,
        pressed_at=press.pressed_at,
        state=record.state,
        kiosk=record.kiosk,
        withdrawn_label=record.withdrawn,
    )


def _refusal(outcome: OtherService | LabelTaken | UnknownTicket) -> Problem:
    match outcome:
        case OtherService(service):
            return problem(
                ProblemType.TICKET_CONFLICT,
                f"the ticket is for {service!r}; make a new ticket_id for each press",
            )
        case LabelTaken(label):
            return problem(
                ProblemType.LABEL_TAKEN, f"label: {label!r} is another ticket's on that day; see both"
            )
        case UnknownTicket():
            return problem(
                ProblemType.UNKNOWN_TICKET, "ticket_id: no such ticket; send its issued event first"
            )
        case _:
            assert_never(outcome)
