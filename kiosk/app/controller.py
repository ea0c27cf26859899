"""The one loop of the kiosk: events come in, the model changes, screens and effects follow."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Protocol, assert_never

from uuid6 import uuid7

from kiosk.app.inspection import Inspection
from kiosk.app.issuing import (
    CannotIssue,
    Issued,
    IssueProgress,
    IssueResult,
    PaperHeld,
    Refusal,
    TicketNumbered,
)
from kiosk.app.model import Line, Model, Queue
from kiosk.app.ways import WayPrint
from kiosk.clock import Clock
from kiosk.domain import events, places
from kiosk.domain import visit as v
from kiosk.domain.availability import StaffWord
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.inquiry import Check, begin, next_round, questions
from kiosk.domain.route import Way
from kiosk.domain.technician import Chore, TechnicianPage
from kiosk.domain.technician_steps import DoChore, Inspect, JudgePin
from kiosk.domain.text import Text
from kiosk.domain.ticket import Outcome, Press, TicketClass
from kiosk.domain.way_code import way_of_code
from kiosk.printing.condition import Condition

log = logging.getLogger(__name__)

Subscriber = Callable[[Model], None]
Spawn = Callable[[Coroutine[object, object, None]], object]


class Issues(Protocol):
    """Gives a press its number and its paper."""

    async def issue(
        self, press: Press, tell: Callable[[IssueProgress], None], way: Way | None = None
    ) -> IssueResult:
        """Go through the steps of a press; progress is told while it goes on.

        ``way`` is the one that the number is taken on; its paper says how it goes on.
        """
        ...


class PrintsWays(Protocol):
    """Puts a way on paper."""

    async def print_way(self, wanted: WayPrint, tell: Callable[[Condition], None]) -> Outcome:
        """Print; the condition is told whenever the paper has to wait for a person."""
        ...


class Tends(Protocol):
    """Lets a technician in and does what they ask for; see ``app/technician.py``."""

    def knock(self) -> events.Event | None:
        """Return what the hidden corner leads to."""
        ...

    async def judge(self, digits: str) -> events.Event:
        """Compare digits with the PIN."""
        ...

    async def do(self, chore: Chore, language: str, tell: Callable[[events.Event], None]) -> events.Event:
        """Do a chore."""
        ...

    async def inspect(self) -> Inspection:
        """Look how the kiosk is."""
        ...


class Controller:
    """Holds the model, reduces events, runs effects, and keeps the visit's one delay."""

    def __init__(
        self,
        model: Model,
        issuing: Issues,
        ways: PrintsWays,
        technician: Tends,
        clock: Clock,
        delays: v.Delays,
        spawn: Spawn,
    ) -> None:
        self._model = model
        self._issuing = issuing
        self._ways = ways
        self._technician = technician
        self._clock = clock
        self._delays = delays
        self._spawn = spawn
        self._subscribers: list[Subscriber] = []
        self._timer: asyncio.TimerHandle | None = None
        self._corner: asyncio.TimerHandle | None = None

    @property
    def model(self) -> Model:
        """The moment, as it is now."""
        return self._model

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call ``subscriber`` now and at every change of the model."""
        self._subscribers.append(subscriber)
        subscriber(self._model)

    def dispatch(self, event: events.Event) -> None:
        """Let an event happen to the visit."""
        before = self._model.visit
        after, effects = v.reduce(before, event)
        if after != before:
            self._become(replace(self._model, visit=after))
            self._time(before, after)
        for effect in effects:
            match effect:
                case v.Issue(press, way):
                    self._spawn(self._issue(press, way))
                case v.PrintWay():
                    self._spawn(self._print_way(effect))
                case JudgePin(digits):
                    self._spawn(self._answer(self._technician.judge(digits)))
                case DoChore(chore):
                    language = after.adjustments.language
                    self._spawn(self._answer(self._technician.do(chore, language, self.dispatch)))
                case Inspect():
                    self._spawn(self._inspect())
                case other:
                    assert_never(other)

    def take_number(self, service: str, ticket_class: TicketClass) -> None:
        """Ask for a number, as the citizen's touch on the button does."""
        language = self._model.visit.adjustments.language
        press = Press(uuid7(), service, self._clock.now(), ticket_class, language)
        self.dispatch(events.NumberWanted(press))

    def check_papers(self) -> None:
        """Begin to ask for the papers of the service that is read; if none are needed, show the way."""
        catalogue, place = self._model.catalogue, self._model.visit.place
        if catalogue is None or not isinstance(place, places.Reading):
            return
        check = begin(place.service)
        if questions(catalogue, check):
            self.dispatch(events.CheckWanted())
        else:
            self._lead_on(catalogue, check)

    def check_answered(self) -> None:
        """Let the answers of a check lead on: to further questions, or to the way."""
        catalogue, place = self._model.catalogue, self._model.visit.place
        if catalogue and isinstance(place, places.Checking):
            self._lead_on(catalogue, place.check)

    def _lead_on(self, catalogue: Catalogue, check: Check) -> None:
        match next_round(catalogue, check, self._model.now, self._model.staff_word):
            case Check() as further:
                self.dispatch(events.CheckWentOn(further))
            case Way() as way:
                self.dispatch(events.WayFound(way))

    def print_way(self) -> None:
        """Ask for the way on paper."""
        self.dispatch(events.WayPaperWanted(uuid7()))

    def code_scanned(self, code: str) -> None:
        """Show the way whose code a scanner read; any other code changes nothing."""
        if self._model.catalogue and (way := way_of_code(self._model.catalogue, code)):
            self.dispatch(events.WayScanned(way))

    def corner_held(self, held: bool) -> None:
        """Let the hidden corner lead to the technician's page once it was held long enough."""
        if self._corner:
            self._corner.cancel()
            self._corner = None
        if held:
            self._corner = asyncio.get_running_loop().call_later(self._delays.corner, self._knock)

    def _knock(self) -> None:
        if wanted := self._technician.knock():
            self.dispatch(wanted)

    def catalogue_arrived(self, catalogue: Catalogue, none_lent: Text | None = None) -> None:
        """Show another catalogue; whoever reads something that it no longer has goes back to the start.

        ``none_lent`` is told where no number of a daily quota may be given without a line.
        """
        lent = replace(self._model.lent, reason=none_lent)
        self._become(replace(self._model, catalogue=catalogue, lent=lent).judged())
        if not _still_there(self._model.visit.place, catalogue):
            self.dispatch(events.HomeWanted())

    def line_changed(self, line: Line, staff_word: StaffWord, queues: dict[str, Queue]) -> None:
        """Show what the server says, or that it says nothing; it is judged by the moment at which it came."""
        told = replace(self._model, now=self._clock.now(), line=line, server_word=staff_word, queues=queues)
        self._become(told.judged())
        self._look_again()

    def lent_changed(self, numbers: Mapping[str, int]) -> None:
        """Show how many numbers may be given of the daily quotas without a line, by agency."""
        if numbers != self._model.lent.numbers:
            lent = replace(self._model.lent, numbers=numbers)
            self._become(replace(self._model, lent=lent).judged())

    def printer_changed(self, condition: Condition) -> None:
        """Show another condition of the printer."""
        self._become(replace(self._model, printer=condition))
        self._look_again()

    def tick(self) -> None:
        """Let the clock be seen: call it at least once a minute."""
        self._become(replace(self._model, now=self._clock.now()).judged())
        self._look_again()

    def stop(self) -> None:
        """Forget the delay and everybody who listens."""
        for timer in (self._timer, self._corner):
            if timer:
                timer.cancel()
        self._subscribers.clear()

    def _become(self, model: Model) -> None:
        if model == self._model:
            return
        self._model = model
        for subscriber in tuple(self._subscribers):
            subscriber(model)

    def _time(self, before: v.Visit, after: v.Visit) -> None:
        same = (before.touches, before.warned, before.place) == (after.touches, after.warned, after.place)
        if same:
            return
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if (delay := v.delay_of(after, self._delays)) is not None:
            self._timer = asyncio.get_running_loop().call_later(delay, self.dispatch, events.TimeUp())

    async def _answer(self, work: Awaitable[events.Event]) -> None:
        self.dispatch(await work)

    def _look_again(self) -> None:
        if isinstance(self._model.visit.place, TechnicianPage):
            self._spawn(self._inspect())

    async def _inspect(self) -> None:
        found = await self._technician.inspect()
        self._become(replace(self._model, inspection=found))

    async def _print_way(self, wanted: v.PrintWay) -> None:
        model, paper_id = self._model, wanted.paper_id
        assert model.catalogue is not None, "a way leads through a catalogue"
        job = WayPrint(
            wanted.way,
            wanted.holdings,
            model.catalogue,
            model.staff_word,
            self._clock.now(),
            model.visit.adjustments.language,
        )
        outcome = await self._ways.print_way(
            job, lambda condition: self.dispatch(events.PaperHeld(paper_id, condition.word))
        )
        self.dispatch(events.PaperEnded(paper_id, outcome))

    async def _issue(self, press: Press, way: Way | None) -> None:
        result = await self._issuing.issue(press, lambda progress: self._told(press, progress), way)
        match result:
            case Issued(ticket=ticket, result=printed):
                self.dispatch(events.PaperEnded(ticket.press.ticket_id, printed.outcome))
            case Refusal(cause=cause, reason=reason, next_open=next_open):
                self.dispatch(events.NumberRefused(press.ticket_id, cause, reason, next_open))
            case CannotIssue(cause=cause):
                self.dispatch(events.NumberRefused(press.ticket_id, cause))
            case other:
                assert_never(other)

    def _told(self, press: Press, progress: IssueProgress) -> None:
        match progress:
            case TicketNumbered(ticket=ticket):
                self.dispatch(events.Numbered(ticket))
            case PaperHeld(condition=condition):
                self.dispatch(events.PaperHeld(press.ticket_id, condition.word))
            case _:
                pass


def _still_there(place: places.Place, catalogue: Catalogue) -> bool:
    """Whether a catalogue has everything that the citizen looks at."""
    match place:
        case places.Services(agency):
            return agency in catalogue.agencies
        case places.Reading(service) | places.Checking(reading=places.Reading(service)):
            return service in catalogue.services
        case places.Wayfinding(way=way):
            return all(stop.service in catalogue.services for stop in way.stops)
        case _:
            return True
