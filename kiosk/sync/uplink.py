"""The way up: the outbox is told to the server, in order, until nothing is left."""

import asyncio
import logging
from collections.abc import Sequence
from typing import assert_never

import msgspec

from kiosk.clock import Clock
from kiosk.contract.bodies import MAX_BODY_BYTES, MAX_EVENTS, EventsAnswer, Problem, TicketEvent
from kiosk.contract.problems import ProblemType
from kiosk.domain.ticket import EventKind
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.sync.answers import Delivered, NoAnswer, Refused
from kiosk.sync.client import ServerClient
from kiosk.sync.link import LinkHealth

log = logging.getLogger(__name__)

JOURNAL_SECONDS = 5.0
"""How long to leave a journal alone that failed."""

ENVELOPE_BYTES = 64
"""What a batch weighs without its rows, generously."""


class Uplink:
    """Sends the outbox whenever the line is up and there is news.

    What the server acknowledged is forgotten, what it refused becomes a dead letter; while it does
    neither, everything stays. Sending a row twice is harmless.
    """

    def __init__(self, journal: AsyncJournal, client: ServerClient, link: LinkHealth, clock: Clock) -> None:
        self._journal = journal
        self._client = client
        self._link = link
        self._clock = clock
        self._longest = MAX_EVENTS
        self._news = asyncio.Event()
        self._rest = asyncio.Event()

    def wake(self) -> None:
        """Say that the outbox has grown."""
        self._rest.clear()
        self._news.set()

    async def drained(self) -> None:
        """Return when the outbox was seen empty with nothing new since."""
        await self._rest.wait()

    async def run(self) -> None:
        """Send for as long as the program runs; a journal that fails is logged and tried again."""
        while True:
            try:
                await self._link.wait_up()
                await self._next()
            except JournalError:
                log.exception("the outbox cannot be worked on")
                await asyncio.sleep(JOURNAL_SECONDS)

    async def _next(self) -> None:
        self._news.clear()
        if rows := await self._journal.do(Journal.outbox, self._longest):
            await self._send(packed(rows))
        elif not self._news.is_set():
            self._rest.set()
            await self._news.wait()

    async def _send(self, rows: Sequence[TicketEvent]) -> None:
        match await self._client.events(rows):
            case Delivered(answer=answer):
                self._longest = MAX_EVENTS
                await self._settle(rows, answer)
            case Refused(problem=problem) if len(rows) == 1:
                await self._bury(rows[0], problem)
            case Refused():
                self._longest = len(rows) // 2
            case NoAnswer():
                pass
            case other:
                assert_never(other)

    async def _settle(self, rows: Sequence[TicketEvent], answer: EventsAnswer) -> None:
        sent = {row.seq: row for row in rows}
        await self._journal.do(Journal.acknowledged, answer.acked)
        for refused in answer.refused:
            await self._bury(sent[refused.seq], refused.problem)

    async def _bury(self, row: TicketEvent, problem: Problem) -> None:
        if row.kind is EventKind.VOIDED and problem.type == ProblemType.UNKNOWN_TICKET:
            await self._journal.do(Journal.acknowledged, [row.seq])
            return
        log.error("the server refuses row %d (%s of %s): %s", row.seq, row.kind, row.ticket_id, problem)
        await self._journal.do(Journal.refused, row.seq, problem, self._clock.now())


def packed(rows: Sequence[TicketEvent]) -> Sequence[TicketEvent]:
    """Return as many of the first rows as one request may carry, and at least one."""
    room = MAX_BODY_BYTES - ENVELOPE_BYTES
    for count, row in enumerate(rows):
        room -= len(msgspec.json.encode(row)) + 1
        if room < 0 and count:
            return rows[:count]
    return rows
