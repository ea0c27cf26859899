"""The store's public face on PostgreSQL."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Self
from uuid import UUID

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.domain.availability import Outage, StaffWord, Word
from kiosk.server.postgres import forgetting, reading, words
from kiosk.server.postgres.calls import PostgresCalls
from kiosk.server.postgres.clients import PostgresClients
from kiosk.server.postgres.commands import PostgresCommands
from kiosk.server.postgres.lending import PostgresLending
from kiosk.server.postgres.line import Connection, Line
from kiosk.server.postgres.opening import open_pool
from kiosk.server.postgres.presses import Presses
from kiosk.server.postgres.recent import Recent
from kiosk.server.postgres.statements import Ledger
from kiosk.server.refused import Refused
from kiosk.server.store import Entry, Issued, Placed, QueueCount, Record, Recorded, Report, Subject


class PostgresStore:
    """A ``Store`` in a database that any number of processes share; used on the loop that opened it.

    While the database cannot be reached, every call raises ``StoreAwayError`` after half a second of trying.
    """

    @classmethod
    async def open(cls, url: str, *, make: bool = True) -> Self | Refused:
        """Open the database, renew its tables, or ``make`` them, or say why it cannot be used."""
        pool = await open_pool(url, make=make)
        return pool if isinstance(pool, Refused) else cls(Line(pool))

    def __init__(self, line: Line) -> None:
        self._line = line
        self._presses = Presses(line)
        self._clients = PostgresClients(line)
        self._words = Recent(self._read_words)
        self._calls = PostgresCalls(line)
        self._lending = PostgresLending(line)
        self._commands = PostgresCommands(line)

    @property
    def calls(self) -> PostgresCalls:
        return self._calls

    @property
    def lending(self) -> PostgresLending:
        return self._lending

    @property
    def clients(self) -> PostgresClients:
        return self._clients

    @property
    def commands(self) -> PostgresCommands:
        return self._commands

    async def issue(self, mall: str, entry: Entry, received: datetime) -> Issued:
        if entry.label is None and entry.quota is None:
            placed = await self._presses.number(mall, entry, received)
            if placed is not None:
                accidents.after(Deed.ISSUE)
                return placed

        async def work(connection: Connection) -> Issued:
            issued = await Ledger(connection, mall, received).issue(entry)
            accidents.before(Deed.ISSUE)
            return issued

        issued = await self._line.transaction(work)
        accidents.after(Deed.ISSUE)
        return issued

    async def record(self, mall: str, reports: Sequence[Report], received: datetime) -> list[Recorded]:
        async def work(connection: Connection) -> list[Recorded]:
            ledger = Ledger(connection, mall, received)
            outcomes = [await ledger.record(each) for each in reports]
            await ledger.finish()
            accidents.before(Deed.RECORD)
            return outcomes

        outcomes = await self._line.transaction(work)
        accidents.after(Deed.RECORD)
        return outcomes

    async def find(self, mall: str, ticket_id: UUID) -> Placed | None:
        return await self._line.run(partial(reading.find_placed, mall=mall, ticket_id=ticket_id))

    async def follow(self, mall: str, track: str) -> Placed | None:
        return await self._line.run(partial(reading.follow, mall=mall, track=track))

    async def tickets(self, mall: str, day: date) -> list[Record]:
        return await self._line.run(partial(reading.tickets, mall=mall, day=day))

    async def queues(self, mall: str, day: date) -> Mapping[str, QueueCount]:
        return await self._line.run(partial(reading.queues, mall=mall, day=day))

    async def say(self, mall: str, subject: Subject, said: Word | Outage | None, now: datetime) -> None:
        try:
            await self._line.transaction(partial(words.say, mall=mall, subject=subject, said=said, now=now))
        finally:
            self._words.forget(mall)

    async def staff_word(self, mall: str, now: datetime) -> StaffWord:
        return words.still_said(await self._words.get(mall), now)

    async def forget(self, mall: str, before: date, received_before: datetime) -> int:
        return await self._line.transaction(
            partial(forgetting.forget, mall=mall, before=before, received_before=received_before)
        )

    async def close(self) -> None:
        await self._presses.close()
        await self._words.close()
        await self._line.close()

    async def _read_words(self, mall: str) -> StaffWord:
        return await self._line.run(partial(words.all_words, mall=mall))


def read_tickets(url: str, day: date) -> list[Record] | Refused:
    """Return a day's tickets of all malls without a store, beside servers that may be running."""
    return asyncio.run(_read_tickets(url, day))


async def _read_tickets(url: str, day: date) -> list[Record] | Refused:
    pool = await open_pool(url, make=False)
    if isinstance(pool, Refused):
        return pool
    line = Line(pool)
    try:
        return await line.run(partial(reading.tickets, mall=None, day=day))
    finally:
        await line.close()
