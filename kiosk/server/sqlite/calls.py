"""The counters' work on SQLite."""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from kiosk.server.counters.calls import (
    Call,
    Changed,
    Counter,
    CounterBusy,
    CounterFree,
    Ending,
    NextCall,
    Pace,
    Recalled,
)
from kiosk.server.sqlite import calling
from kiosk.server.sqlite.writer import Writer

T = TypeVar("T")


class Read(Protocol):
    """Reads beside the writer."""

    def __call__(self, work: Callable[[sqlite3.Connection], T]) -> Awaitable[T]: ...


class SqliteCalls:
    """``Calls`` through a store's one writer: what two counters do at once is done one after the other."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer = writer
        self._read = read

    async def next(
        self, mall: str, counter: Counter, services: Sequence[str], priority_after: int
    ) -> NextCall:
        def work(connection: sqlite3.Connection) -> NextCall:
            calling.end_left_open(connection, mall, counter)
            if present := calling.present(connection, mall, counter):
                return CounterBusy(present)
            return calling.next_call(connection, mall, counter, services, priority_after)

        return await self._writer.run(work)

    async def recall(self, mall: str, counter: Counter, label: str | None) -> Recalled:
        def work(connection: sqlite3.Connection) -> Recalled:
            calling.end_left_open(connection, mall, counter)
            present = calling.present(connection, mall, counter)
            if present and label in (None, present.label):
                return calling.call_again(connection, mall, counter, present)
            if present:
                return CounterBusy(present)
            return calling.call_back(connection, mall, counter, label) if label else CounterFree()

        return await self._writer.run(work)

    async def serve(self, mall: str, counter: Counter, ticket_id: UUID | None) -> Changed:
        def work(connection: sqlite3.Connection) -> Changed:
            present = calling.present(connection, mall, counter)
            if present and ticket_id in (None, present.press.ticket_id):
                return calling.serve(connection, mall, counter, present)
            return CounterBusy(present) if present else CounterFree()

        return await self._writer.run(work)

    async def end(
        self,
        mall: str,
        counter: Counter,
        ending: Ending,
        ticket_id: UUID | None,
        service: str | None = None,
    ) -> Changed:
        def work(connection: sqlite3.Connection) -> Changed:
            present = calling.present(connection, mall, counter)
            if present and ticket_id in (None, present.press.ticket_id):
                return calling.end(connection, mall, counter, present, ending, service)
            if ticket_id and (ended := calling.ended(connection, mall, counter, ticket_id, ending)):
                return ended
            return CounterBusy(present) if present else CounterFree()

        return await self._writer.run(work)

    async def present(self, mall: str, counter: Counter) -> Call | None:
        return await self._read(lambda connection: calling.present(connection, mall, counter))

    async def calling(self, mall: str, ticket_id: UUID) -> Call | None:
        return await self._read(lambda connection: calling.of_ticket(connection, mall, ticket_id))

    async def pace(self, mall: str, day: date, since: datetime) -> Pace:
        return await self._read(lambda connection: calling.pace(connection, mall, day, since))
