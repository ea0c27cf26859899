"""The store's public face on SQLite: writing through one thread, reading beside it."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Self
from uuid import UUID

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.domain.availability import Outage, StaffWord, Word
from kiosk.server.refused import Refused
from kiosk.server.sqlite import forgetting, statements, words
from kiosk.server.sqlite.calls import SqliteCalls
from kiosk.server.sqlite.clients import SqliteClients
from kiosk.server.sqlite.commands import SqliteCommands
from kiosk.server.sqlite.lending import SqliteLending
from kiosk.server.sqlite.opening import open_reader, open_writer
from kiosk.server.sqlite.reader import Reader
from kiosk.server.sqlite.writer import Writer
from kiosk.server.store import Entry, Issued, Placed, QueueCount, Record, Recorded, Report, Subject


class SqliteStore:
    """A ``Store`` in one file; made, used and closed on one running loop."""

    @classmethod
    def open(cls, path: Path, *, make: bool = True) -> Self | Refused:
        """Open the database, ``make`` it if there is none, or say why it cannot be used."""
        writing = open_writer(path, make=make)
        if isinstance(writing, Refused):
            return writing
        reading = open_reader(path)
        if isinstance(reading, Refused):
            writing.close()
            return reading
        return cls(writing, reading)

    def __init__(self, writing: sqlite3.Connection, reading: sqlite3.Connection) -> None:
        self._writer = Writer(writing)
        # Every press asks for them. The writer's jobs end in their order, so the last to end is the newest.
        self._words: dict[str, StaffWord] = {}
        self._reader = Reader(reading)
        self._calls = SqliteCalls(self._writer, self._reader)
        self._clients = SqliteClients(self._writer, self._reader)
        self._lending = SqliteLending(self._writer, self._reader)
        self._commands = SqliteCommands(self._writer, self._reader)

    @property
    def calls(self) -> SqliteCalls:
        return self._calls

    @property
    def lending(self) -> SqliteLending:
        return self._lending

    @property
    def clients(self) -> SqliteClients:
        return self._clients

    @property
    def commands(self) -> SqliteCommands:
        return self._commands

    async def issue(self, mall: str, entry: Entry, received: datetime) -> Issued:
        def work(connection: sqlite3.Connection) -> Issued:
            issued = statements.issue(connection, mall, entry, received)
            accidents.before(Deed.ISSUE)
            return issued

        issued = await self._writer.run(work)
        accidents.after(Deed.ISSUE)
        return issued

    async def record(self, mall: str, reports: Sequence[Report], received: datetime) -> list[Recorded]:
        def work(connection: sqlite3.Connection) -> list[Recorded]:
            outcomes = [statements.record(connection, mall, each, received) for each in reports]
            accidents.before(Deed.RECORD)
            return outcomes

        outcomes = await self._writer.run(work)
        accidents.after(Deed.RECORD)
        return outcomes

    async def find(self, mall: str, ticket_id: UUID) -> Placed | None:
        return await self._reader.run(
            lambda connection: _place(connection, mall, statements.find(connection, mall, ticket_id))
        )

    async def follow(self, mall: str, track: str) -> Placed | None:
        return await self._reader.run(
            lambda connection: _place(connection, mall, statements.follow(connection, mall, track))
        )

    async def tickets(self, mall: str, day: date) -> list[Record]:
        return await self._reader.run(lambda connection: statements.tickets(connection, day, mall))

    async def queues(self, mall: str, day: date) -> Mapping[str, QueueCount]:
        return await self._reader.run(lambda connection: statements.queues(connection, mall, day))

    async def say(self, mall: str, subject: Subject, said: Word | Outage | None, now: datetime) -> None:
        self._words[mall] = await self._writer.run(
            lambda connection: words.say(connection, mall, subject, said, now)
        )

    async def staff_word(self, mall: str, now: datetime) -> StaffWord:
        if mall not in self._words:
            kept = await self._writer.run(lambda connection: words.staff_word(connection, mall))
            self._words.setdefault(mall, kept)
        return words.not_ended(self._words[mall], now)

    async def forget(self, mall: str, before: date, received_before: datetime) -> int:
        return await self._writer.run(
            lambda connection: forgetting.forget(connection, mall, before, received_before)
        )

    async def close(self) -> None:
        await self._writer.close()
        await self._reader.close()


def _place(connection: sqlite3.Connection, mall: str, ticket: Record | None) -> Placed | None:
    return statements.placed(connection, mall, ticket) if ticket else None


def read_tickets(path: Path, day: date) -> list[Record] | Refused:
    """Return a day's tickets of all malls without a store, beside a server that may be running."""
    reading = open_reader(path)
    if isinstance(reading, Refused):
        return reading
    with closing(reading):
        return statements.tickets(reading, day, None)
