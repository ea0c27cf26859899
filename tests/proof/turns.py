"""Whose turn it is: the oracle's reckoning of who comes first when a counter calls the next person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf, nan
from uuid import UUID

from kiosk.contract.calling import CallAnswer
from kiosk.domain.ticket import Press, TicketClass
from kiosk.server.store import Record
from tests.proof.oracle import IN_QUEUE, Oracle


@dataclass(frozen=True, slots=True)
class Asked:
    """A counter's request at the moment when it reaches the server.

    ``calls`` counts those that were heard of by then, ``rows`` are all tickets, ``callable`` those that
    could surely be called.
    """

    counter: str
    agency: str
    verb: str
    day: date
    calls: int
    rows: Mapping[UUID, Record]
    callable: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who should have been called: a fault, unless one of the later ``calls`` was theirs."""

    ticket_id: UUID
    calls: int
    words: str


@dataclass(slots=True)
class Turns:
    """Keeps who was called in which order; ``calls`` counts all calls.

    How many regular people an agency called since one with priority is infinite before the first of those:
    they are due at once. It is not a number, and judges nothing, once an answer died with the server.
    """

    oracle: Oracle
    priority_after: int
    calls: int = 0
    _regulars: dict[tuple[date, str], float] = field(default_factory=lambda: defaultdict(lambda: inf))
    _given: dict[UUID, str] = field(default_factory=dict)
    _last: dict[UUID, int] = field(default_factory=dict)
    _passed: list[Passed] = field(default_factory=list)

    def called(self, ticket_id: UUID) -> None:
        """Hear that somebody was called, first or again."""
        self.calls += 1
        self._last[ticket_id] = self.calls

    def sent_on(self, ticket_id: UUID) -> None:
        """Hear that somebody waits again, and may be given to a counter once more."""
        self._given.pop(ticket_id, None)

    def nobody(self, asked: Asked) -> None:
        """Hear that nobody could be called."""
        self._pass(asked, asked.callable, "nobody")

    def next(self, asked: Asked, call: CallAnswer) -> None:
        """I5: hear who is next. Whoever comes first is not passed over, and nobody is given twice."""
        if self._given.get(call.ticket_id) == call.label:
            self.oracle.complain("I5", f"{call.label} is called once more, now to {asked.counter}")
        self._given[call.ticket_id] = call.label
        turn = (asked.day, asked.agency)
        regulars = self._regulars[turn]
        self._regulars[turn] = 0 if call.ticket_class is TicketClass.PRIORITY else regulars + 1
        called = self.oracle.citizens[call.ticket_id].press
        first = [row for row in asked.callable if self._comes_first(row.press, called, regulars)]
        self._pass(asked, first, f"{call.label} ({call.ticket_class})")

    def doubt(self, asked: Asked) -> None:
        """Forget what nobody can know any more, since the server died before it answered."""
        self._passed.clear()
        if asked.verb == "next":
            self._regulars[asked.day, asked.agency] = nan

    def judge(self, rows: Sequence[Record]) -> None:
        """I5: judge who was passed over, still waits, and was not called since; no answer is under way."""
        waiting = {row.press.ticket_id for row in rows if row.state in IN_QUEUE}
        for each in self._passed:
            if each.ticket_id in waiting and self._last.get(each.ticket_id, 0) <= each.calls:
                self.oracle.complain("I5", each.words)
        self._passed.clear()

    def _comes_first(self, one: Press, called: Press, regulars: float) -> bool:
        if one.ticket_class is called.ticket_class:
            return (one.pressed_at, one.ticket_id) < (called.pressed_at, called.ticket_id)
        if one.ticket_class is TicketClass.PRIORITY:
            return regulars >= self.priority_after
        return regulars < self.priority_after

    def _pass(self, asked: Asked, over: Sequence[Record], called: str) -> None:
        for row in over:
            passed = f"{row.label} ({row.press.ticket_class})"
            words = f"{asked.counter} calls {called}; {passed} waits and comes first"
            self._passed.append(Passed(row.press.ticket_id, asked.calls, words))
