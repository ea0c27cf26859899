"""The store's public face on SQLite: writing through one thread, reading beside it."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Self, TypeVar
from uuid import UUID

from kiosk.server.refused import Refused
from kiosk.server.sqlite import statements
from kiosk.server.sqlite.opening import open_reader, open_writer
from kiosk.server.sqlite.writer import Writer
from kiosk.server.store import Entry, Issued, Placed, Record, Recorded, Report

T = TypeVar("T")


class SqliteStore:
    """A ``Store`` in one file; made, used and closed on one running loop."""

    @classmethod
    def open(cls, path: Path) -> Self | Refused:
        """Open or make the database, or say why it cannot be used."""
        writing = open_writer(path)
        if isinstance(writing, Refused):
            return writing
        reading = open_reader(path)
        if isinstance(reading, Refused):
            writing.close()
            return reading
        return cls(writing, reading)

    def __init__(self, writing: sqlite3.Connection, reading: sqlite3.Connection) -> None:
        self._writer = Writer(writing)
        self._reading = reading
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="queue-reader")

    async def issue(self, mall: str, entry: Entry, received: datetime) -> Issued:
        return await self._writer.run(lambda connection: statements.issue(connection, mall, entry, received))

    async def record(self, mall: str, reports: Sequence[Report], received: datetime) -> list[Recorded]:
        return await self._writer.run(
            lambda connection: [statements.record(connection, mall, each, received) for each in reports]
        )

    async def find(self, mall: str, ticket_id: UUID) -> Placed | None:
        return await self._read(
            lambda connection: _place(connection, mall, statements.find(connection, mall, ticket_id))
        )

    async def follow(self, mall: str, track: str) -> Placed | None:
        return await self._read(
            lambda connection: _place(connection, mall, statements.follow(connection, mall, track))
        )

    async def tickets(self, mall: str, day: date) -> list[Record]:
        return await self._read(lambda connection: statements.tickets(connection, day, mall))

    async def waiting(self, mall: str, day: date) -> Mapping[str, int]:
        return await self._read(lambda connection: statements.waiting(connection, mall, day))

    async def close(self) -> None:
        await self._writer.close()
        await self._read(sqlite3.Connection.close)
        self._reader.shutdown()

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reader, work, self._reading)


def _place(connection: sqlite3.Connection, mall: str, ticket: Record | None) -> Placed | None:
    return statements.placed(connection, mall, ticket) if ticket else None


def read_tickets(path: Path, day: date) -> list[Record] | Refused:
    """Return a day's tickets of all malls without a store, beside a server that may be running."""
    reading = open_reader(path)
    if isinstance(reading, Refused):
        return reading
    with closing(reading):
        return statements.tickets(reading, day, None)
