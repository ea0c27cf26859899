"""The counters' work on SQLite."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
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
from kiosk.server.sqlite import call_statements
from kiosk.server.sqlite.reader import Reader
from kiosk.server.sqlite.writer import Writer


class SqliteCalls:
    """``Calls`` through a store's one writer: what two counters do at once is done one after the other."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def next(
        self, mall: str, counter: Counter, services: Sequence[str], priority_after: int
    ) -> NextCall:
        def work(connection: sqlite3.Connection) -> NextCall:
            call_statements.end_left_open(connection, mall, counter)
            if present := call_statements.present(connection, mall, counter):
                return CounterBusy(present)
            return call_statements.next_call(connection, mall, counter, services, priority_after)

        return await self._writer.run(work)

    async def recall(self, mall: str, counter: Counter, label: str | None) -> Recalled:
        def work(connection: sqlite3.Connection) -> Recalled:
            call_statements.end_left_open(connection, mall, counter)
            present = call_statements.present(connection, mall, counter)
            if present and label in (None, present.label):
                return call_statements.call_again(connection, mall, counter, present)
            if present:
                return CounterBusy(present)
            return call_statements.call_back(connection, mall, counter, label) if label else CounterFree()

        return await self._writer.run(work)

    async def serve(self, mall: str, counter: Counter, ticket_id: UUID | None) -> Changed:
        def work(connection: sqlite3.Connection) -> Changed:
            present = call_statements.present(connection, mall, counter)
            if present and ticket_id in (None, present.press.ticket_id):
                return call_statements.serve(connection, mall, counter, present)
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
            present = call_statements.present(connection, mall, counter)
            if present and ticket_id in (None, present.press.ticket_id):
                return call_statements.end(connection, mall, counter, present, ending, service)
            if ticket_id and (ended := call_statements.ended(connection, mall, counter, ticket_id, ending)):
                return ended
            return CounterBusy(present) if present else CounterFree()

        return await self._writer.run(work)

    async def present(self, mall: str, counter: Counter) -> Call | None:
        return await self._reader.run(lambda connection: call_statements.present(connection, mall, counter))

    async def calling(self, mall: str, ticket_id: UUID) -> Call | None:
        return await self._reader.run(
            lambda connection: call_statements.of_ticket(connection, mall, ticket_id)
        )

    async def pace(self, mall: str, day: date, since: datetime) -> Pace:
        return await self._reader.run(lambda connection: call_statements.pace(connection, mall, day, since))
