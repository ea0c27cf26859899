"""What is heard in the hall: who was called to which counter by what label, and whether that was right.

It is the oracle's own reckoning. It hears each request of a counter as it reaches the server and what is
answered, also when the answer is lost on its way; of the server's list it takes who could be called.
"""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import inf, nan
from typing import Final
from uuid import UUID

import msgspec

from kiosk.clock import Clock
from kiosk.contract.calling import CallAnswer, NextRequest
from kiosk.domain.hours import service_day
from kiosk.domain.ticket import TicketClass, TicketState
from kiosk.server.store import QueueCount, Record
from kiosk.sync.answers import Reply
from tests.proof.central import Sent
from tests.proof.oracle import IN_QUEUE, Oracle

GRACE: Final = timedelta(seconds=20)
"""After which a number is called that no kiosk confirmed: ``docs/api.md``, "A counter's work"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A counter's request at the moment when it reaches the server.

    ``rows`` are all tickets then, ``callable`` those that could surely be called.
    """

    counter: str
    agency: str
    verb: str
    day: date
    order: int
    rows: Mapping[UUID, Record]
    callable: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who should have been called: a fault, unless a call of theirs is heard of meanwhile."""

    ticket_id: UUID
    order: int
    words: str


@dataclass(slots=True)
class Seat:
    """Whom a counter has, by which label, on which day; ``came`` once they are served."""

    ticket_id: UUID
    label: str
    day: date
    came: bool = False


@dataclass(slots=True)
class Hall:
    """Keeps the calls of a mall; ``services`` are those for which each counter works.

    ``called`` are all labels by which somebody was called, ``aside`` who did not come or was parked, and
    by what label.
    """

    oracle: Oracle
    clock: Clock
    services: Mapping[str, tuple[str, ...]]
    priority_after: int
    called: set[tuple[UUID, str]] = field(default_factory=set)
    aside: dict[UUID, str] = field(default_factory=dict)
    _seats: dict[str, Seat] = field(default_factory=dict)
    _given: dict[UUID, str] = field(default_factory=dict)
    _regulars: dict[tuple[date, str], float] = field(default_factory=lambda: defaultdict(lambda: inf))
    _known_since: dict[UUID, datetime] = field(default_factory=dict)
    _voided: set[UUID] = field(default_factory=set)
    _passed: list[Passed] = field(default_factory=list)
    _last_call: dict[UUID, int] = field(default_factory=dict)
    _under_way: int = 0
    _order: int = 0
    _doubts: int = 0

    @property
    def today(self) -> date:
        """The service day."""
        return service_day(self.clock.now(), self.oracle.zone)

    def holds(self, row: Record) -> bool:
        """Whether somebody has seen the label that a ticket has on the server."""
        citizen = self.oracle.citizens.get(row.press.ticket_id)
        return citizen is not None and citizen.label == row.label

    def asked(self, sent: Sent, rows: Sequence[Record]) -> Asked:
        """Hear that a counter's request reached the server, which has these tickets."""
        self._note(rows)
        self._judge_passed(rows)
        self._under_way += 1
        counter, _, verb = sent.path.removeprefix("/v1/counters/").partition("/")
        services = self.services[counter]
        if verb == "next":
            services = tuple(msgspec.json.decode(sent.body, type=NextRequest).services or services)
        here = [row for row in rows if row.day == self.today and row.standing in services]
        free = [row for row in here if self._is_callable(row)]
        by_id = {row.press.ticket_id: row for row in rows}
        return Asked(counter, counter.rpartition("-")[0], verb, self.today, self._order, by_id, free)

    def answered(self, asked: Asked, reply: Reply | None) -> None:
        """Hear what the server answered; nothing if it died meanwhile, and it may have been done or not."""
        self._under_way -= 1
        self._order += 1
        if reply is None:
            self._doubt(asked)
        elif asked.verb == "next" and reply.status == 204:
            self._pass(asked, list(asked.callable), "nobody")
        elif asked.verb and reply.status == 200:
            self._changed(asked, msgspec.json.decode(reply.body, type=CallAnswer))

    def judge(self, rows: Sequence[Record], queues: Mapping[tuple[date, str], QueueCount]) -> None:
        """I2, I5: judge what the server has while no counter's request is under way."""
        self._note(rows)
        self._judge_counts(rows, queues)
        self._judge_passed(rows)
        if not self._under_way:
            for row in rows:
                self._judge_uncalled(row)
            self._doubts = 0

    def judge_end(self, rows: Sequence[Record]) -> None:
        """I2: once the counters have called all who wait and all who were set aside, nobody is left."""
        for row in rows:
            if (
                row.day == self.today
                and self.holds(row)
                and (row.press.ticket_id, row.label) not in self.called
            ):
                self.oracle.complain("I2", f"{row.label} is held by a citizen whom no counter calls: {row}")

    def _is_callable(self, row: Record) -> bool:
        if row.state is TicketState.NUMBERED:
            return self.clock.now() - self._known_since[row.press.ticket_id] >= GRACE
        return row.state is TicketState.WAITING

    def _note(self, rows: Sequence[Record]) -> None:
        for row in rows:
            ticket_id = row.press.ticket_id
            self._known_since.setdefault(ticket_id, self.clock.now())
            if row.state is TicketState.VOIDED:
                self._voided.add(ticket_id)
            elif ticket_id in self._voided:
                self.oracle.complain("I2", f"{row.label} was voided, and is {row.state}")

    def _judge_passed(self, rows: Sequence[Record]) -> None:
        """I5: who came first and was not called still waits, and no other counter's answer is under way."""
        if self._under_way:
            return
        waiting = {row.press.ticket_id for row in rows if row.state in IN_QUEUE}
        for each in self._passed:
            if each.ticket_id in waiting and self._last_call.get(each.ticket_id, -1) <= each.order:
                self.oracle.complain("I5", each.words)
        self._passed.clear()

    def _judge_counts(self, rows: Sequence[Record], queues: Mapping[tuple[date, str], QueueCount]) -> None:
        waiting = Tally((row.day, row.standing) for row in rows if row.state in IN_QUEUE)
        for queue in {*waiting, *queues}:
            told = queues[queue].waiting if queue in queues else 0
            if told != waiting[queue]:
                self.oracle.complain(
                    "I5", f"the server counts {told} who wait for {queue}, not {waiting[queue]}"
                )

    def _judge_uncalled(self, row: Record) -> None:
        """I2: who holds a label by which nobody was called yet still waits."""
        if row.state in IN_QUEUE or not self.holds(row):
            return
        key = (row.press.ticket_id, row.label)
        if row.state is TicketState.CALLED and self._doubts:
            self.called.add(key)
        elif key not in self.called:
            self.oracle.complain("I2", f"{row.label} is held by a citizen who was never called by it: {row}")

    def _doubt(self, asked: Asked) -> None:
        """Forget what nobody can know any more; whoever is called on the server then was called."""
        self._doubts += 1
        self._passed.clear()
        if seat := self._seats.pop(asked.counter, None):
            self._given.pop(seat.ticket_id, None)
        if asked.verb == "next":
            self._regulars[asked.day, asked.agency] = nan

    def _changed(self, asked: Asked, call: CallAnswer) -> None:
        match asked.verb:
            case "next":
                self._judge_next(asked, call)
                self._sit(asked, call)
            case "recall":
                self._sit(asked, call)
            case "serve":
                self._seats[asked.counter] = Seat(call.ticket_id, call.label, asked.day, came=True)
            case _:
                self._leave(asked, call)

    def _leave(self, asked: Asked, call: CallAnswer) -> None:
        seat = self._seats.get(asked.counter)
        if seat and seat.ticket_id == call.ticket_id:
            del self._seats[asked.counter]
        match asked.verb:
            case "transfer":
                self._given.pop(call.ticket_id, None)
            case "park" | "no-show":
                self.aside[call.ticket_id] = call.label

    def _sit(self, asked: Asked, call: CallAnswer) -> None:
        """Let somebody be at a counter: nobody is at two, and nobody who was voided is at one."""
        for counter, seat in self._seats.items():
            there = counter != asked.counter and (seat.ticket_id, seat.day) == (call.ticket_id, asked.day)
            if there and (seat.came or seat.label == call.label):
                self.oracle.complain("I5", f"{call.label} is called to {asked.counter} and is at {counter}")
        row = asked.rows.get(call.ticket_id)
        if row and row.state is TicketState.VOIDED:
            self.oracle.complain("I2", f"{call.label} is void, and is called to {asked.counter}")
        self._seats[asked.counter] = Seat(call.ticket_id, call.label, asked.day)
        self._last_call[call.ticket_id] = self._order
        self.called.add((call.ticket_id, call.label))
        self.aside.pop(call.ticket_id, None)

    def _judge_next(self, asked: Asked, call: CallAnswer) -> None:
        """I5: nobody who could be called and comes first is passed over, and nobody is called twice."""
        if self._given.get(call.ticket_id) == call.label:
            self.oracle.complain("I5", f"{call.label} is called once more, now to {asked.counter}")
        self._given[call.ticket_id] = call.label
        turn = (asked.day, asked.agency)
        regulars = self._regulars[turn]
        self._regulars[turn] = 0 if call.ticket_class is TicketClass.PRIORITY else regulars + 1
        called = self.oracle.citizens[call.ticket_id].press
        place = (called.pressed_at, called.ticket_id)
        first = []
        for row in asked.callable:
            press = row.press
            if press.ticket_class is called.ticket_class:
                comes_first = (press.pressed_at, press.ticket_id) < place
            elif press.ticket_class is TicketClass.PRIORITY:
                comes_first = regulars >= self.priority_after
            else:
                comes_first = regulars < self.priority_after
            if comes_first:
                first.append(row)
        self._pass(asked, first, f"{call.label} ({call.ticket_class})")

    def _pass(self, asked: Asked, over: Sequence[Record], called: str) -> None:
        for row in over:
            passed = f"{row.label} ({row.press.ticket_class})"
            words = f"{asked.counter} calls {called}; {passed} waits and comes first"
            self._passed.append(Passed(row.press.ticket_id, asked.order, words))
