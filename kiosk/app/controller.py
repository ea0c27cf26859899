"""The one loop of the kiosk: events come in, the model changes, screens and effects follow."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Protocol, assert_never

from uuid6 import uuid7

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
from kiosk.clock import Clock
from kiosk.domain import visit as v
from kiosk.domain.availability import StaffWord
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.ticket import Press, TicketClass
from kiosk.printing.printer import Condition

log = logging.getLogger(__name__)

Subscriber = Callable[[Model], None]
Spawn = Callable[[Coroutine[object, object, None]], object]


class Issues(Protocol):
    """Gives a press its number and its paper."""

    async def issue(self, press: Press, tell: Callable[[IssueProgress], None]) -> IssueResult:
        """Go through the steps of a press; progress is told while it goes on."""
        ...


class Controller:
    """Holds the model, reduces events, runs effects, and keeps the visit's one delay."""

    def __init__(self, model: Model, issuing: Issues, clock: Clock, delays: v.Delays, spawn: Spawn) -> None:
        self._model = model
        self._issuing = issuing
        self._clock = clock
        self._delays = delays
        self._spawn = spawn
        self._subscribers: list[Subscriber] = []
        self._timer: asyncio.TimerHandle | None = None

    @property
    def model(self) -> Model:
        """The moment, as it is now."""
        return self._model

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call ``subscriber`` now and at every change of the model."""
        self._subscribers.append(subscriber)
        subscriber(self._model)

    def dispatch(self, event: v.Event) -> None:
        """Let an event happen to the visit."""
        before = self._model.visit
        after, effects = v.reduce(before, event)
        if after != before:
            self._become(replace(self._model, visit=after))
            self._time(before, after)
        for effect in effects:
            self._spawn(self._issue(effect.press))

    def take_number(self, service: str, ticket_class: TicketClass) -> None:
        """Ask for a number, as the citizen's touch on the button does."""
        language = self._model.visit.adjustments.language
        press = Press(uuid7(), service, self._clock.now(), ticket_class, language)
        self.dispatch(v.NumberWanted(press))

    def catalogue_arrived(self, catalogue: Catalogue) -> None:
        """Show another catalogue; whoever reads something that it no longer has goes back to the start."""
        self._become(self._judged(replace(self._model, catalogue=catalogue)))
        place = self._model.visit.place
        gone = (isinstance(place, v.Reading) and place.service not in catalogue.services) or (
            isinstance(place, v.Services) and place.agency not in catalogue.agencies
        )
        if gone:
            self.dispatch(v.HomeWanted())

    def line_changed(self, line: Line, staff_word: StaffWord, queues: dict[str, Queue]) -> None:
        """Show what the server says, or that it says nothing."""
        self._become(self._judged(replace(self._model, line=line, staff_word=staff_word, queues=queues)))

    def printer_changed(self, condition: Condition) -> None:
        """Show another condition of the printer."""
        self._become(replace(self._model, printer=condition))

    def tick(self) -> None:
        """Let the clock be seen: call it at least once a minute."""
        self._become(self._judged(replace(self._model, now=self._clock.now())))

    def stop(self) -> None:
        """Forget the delay and everybody who listens."""
        if self._timer:
            self._timer.cancel()
        self._subscribers.clear()

    def _judged(self, model: Model) -> Model:
        return replace(model, availability=model.computed())

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
            self._timer = asyncio.get_running_loop().call_later(delay, self.dispatch, v.TimeUp())

    async def _issue(self, press: Press) -> None:
        result = await self._issuing.issue(press, lambda progress: self._told(press, progress))
        match result:
            case Issued(ticket=ticket, result=printed):
                self.dispatch(v.PaperEnded(ticket.press.ticket_id, printed.outcome))
            case Refusal(cause=cause, reason=reason, next_open=next_open):
                self.dispatch(v.NumberRefused(press.ticket_id, cause, reason, next_open))
            case CannotIssue(cause=cause):
                self.dispatch(v.NumberRefused(press.ticket_id, cause))
            case other:
                assert_never(other)

    def _told(self, press: Press, progress: IssueProgress) -> None:
        match progress:
            case TicketNumbered(ticket=ticket):
                self.dispatch(v.Numbered(ticket))
            case PaperHeld(condition=condition):
                self.dispatch(v.PaperHeld(press.ticket_id, condition.value))
            case _:
                pass
