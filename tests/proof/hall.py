"""What is heard in the hall: who was called to which counter by what label, and whether that was right.

It is the oracle's own reckoning. It hears each request of a counter as it reaches the server and what is
answered, also when the answer is lost on its way; of the server's list it takes who could be called.
"""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from kiosk.clock import Clock
from kiosk.contract.calling import CallAnswer, NextRequest
from kiosk.domain.hours import service_day
from kiosk.domain.ticket import TicketState
from kiosk.server.store import QueueCount, Record
from kiosk.sync.answers import Reply
from tests.proof.central import Sent
from tests.proof.oracle import IN_QUEUE, Oracle
from tests.proof.turns import Asked, Turns

GRACE: Final = timedelta(seconds=20)
"""After which a number is called that no kiosk confirmed: ``docs/api.md``, "A counter's work"."""


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
    turns: Turns
    called: set[tuple[UUID, str]] = field(default_factory=set)
    aside: dict[UUID, str] = field(default_factory=dict)
    _seats: dict[str, Seat] = field(default_factory=dict)
    _known_since: dict[UUID, datetime] = field(default_factory=dict)
    _voided: set[UUID] = field(default_factory=set)
    _under_way: int = 0
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
        self._judge_turns(rows)
        self._under_way += 1
        counter, _, verb = sent.path.removeprefix("/v1/counters/").partition("/")
        services = self.services[counter]
        if verb == "next":
            services = tuple(msgspec.json.decode(sent.body, type=NextRequest).services or services)
        here = [row for row in rows if row.day == self.today and row.standing in services]
        free = [row for row in here if self._is_callable(row)]
        by_id = {row.press.ticket_id: row for row in rows}
        return Asked(counter, counter.rpartition("-")[0], verb, self.today, self.turns.calls, by_id, free)

    def answered(self, asked: Asked, reply: Reply | None) -> None:
        """Hear what the server answered; nothing if it died meanwhile, and it may have been done or not."""
        self._under_way -= 1
        if reply is None:
            self._doubt(asked)
        elif asked.verb == "next" and reply.status == 204:
            self.turns.nobody(asked)
        elif asked.verb and reply.status == 200:
            self._changed(asked, msgspec.json.decode(reply.body, type=CallAnswer))

    def judge(self, rows: Sequence[Record], queues: Mapping[tuple[date, str], QueueCount]) -> None:
        """I2, I5: judge what the server has; some of it only while no counter's answer is under way."""
        self._note(rows)
        self._judge_counts(rows, queues)
        self._judge_turns(rows)
        if not self._under_way:
            for row in rows:
                self._judge_uncalled(row)
            self._doubts = 0

    def judge_end(self, rows: Sequence[Record]) -> None:
        """I2: once the counters have called all who wait and all who were set aside, nobody is left."""
        for row in rows:
            called = (row.press.ticket_id, row.label) in self.called
            if row.day == self.today and self.holds(row) and not called:
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

    def _judge_turns(self, rows: Sequence[Record]) -> None:
        if not self._under_way:
            self.turns.judge(rows)

    def _judge_counts(self, rows: Sequence[Record], queues: Mapping[tuple[date, str], QueueCount]) -> None:
        waiting = Tally((row.day, row.standing) for row in rows if row.state in IN_QUEUE)
        for queue in {*waiting, *queues}:
            told = queues[queue].waiting if queue in queues else 0
            if told != waiting[queue]:
                self.oracle.complain("I5", f"the server counts {told} in {queue}, not {waiting[queue]}")

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
        self.turns.doubt(asked)
        if seat := self._seats.pop(asked.counter, None):
            self.turns.sent_on(seat.ticket_id)

    def _changed(self, asked: Asked, call: CallAnswer) -> None:
        match asked.verb:
            case "next":
                self.turns.next(asked, call)
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
                self.turns.sent_on(call.ticket_id)
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
        self.turns.called(call.ticket_id)
        self.called.add((call.ticket_id, call.label))
        self.aside.pop(call.ticket_id, None)
