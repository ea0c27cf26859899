"""The counters' work on PostgreSQL.

An agency's row of turns is the lock that serialises who is next there; whatever changes one call locks its
ticket first and a queue's row last, as all other transactions do.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TypeVar
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
from kiosk.server.postgres import call_statements
from kiosk.server.postgres.line import Connection, Line

T = TypeVar("T")


class PostgresCalls:
    """``Calls`` in a database that any number of processes share."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def next(
        self, mall: str, counter: Counter, services: Sequence[str], priority_after: int
    ) -> NextCall:
        async def work(connection: Connection) -> NextCall:
            turn = await call_statements.lock_turn(connection, mall, counter)
            await call_statements.end_left_open(connection, mall, counter)
            if present := await call_statements.present(connection, mall, counter):
                return CounterBusy(present)
            return await call_statements.next_call(connection, mall, counter, services, turn, priority_after)

        return await self._once(mall, work)

    async def recall(self, mall: str, counter: Counter, label: str | None) -> Recalled:
        async def work(connection: Connection) -> Recalled:
            await call_statements.end_left_open(connection, mall, counter)
            present = await call_statements.present(connection, mall, counter)
            if present and label in (None, present.label):
                return await call_statements.call_again(connection, mall, counter, present)
            if present:
                return CounterBusy(present)
            return (
                await call_statements.call_back(connection, mall, counter, label) if label else CounterFree()
            )

        return await self._once(mall, work)

    async def serve(self, mall: str, counter: Counter, ticket_id: UUID | None) -> Changed:
        async def work(connection: Connection) -> Changed:
            present = await call_statements.present(connection, mall, counter)
            if present and ticket_id in (None, present.press.ticket_id):
                return await call_statements.serve(connection, mall, counter, present)
            return CounterBusy(present) if present else CounterFree()

        return await self._once(mall, work)

    async def end(
        self,
        mall: str,
        counter: Counter,
        ending: Ending,
        ticket_id: UUID | None,
        service: str | None = None,
    ) -> Changed:
        async def work(connection: Connection) -> Changed:
            present = await call_statements.present(connection, mall, counter)
            if present and ticket_id in (None, present.press.ticket_id):
                return await call_statements.end(connection, mall, counter, present, ending, service)
            if ticket_id and (
                ended := await call_statements.ended(connection, mall, counter, ticket_id, ending)
            ):
                return ended
            return CounterBusy(present) if present else CounterFree()

        return await self._once(mall, work)

    async def present(self, mall: str, counter: Counter) -> Call | None:
        return await self._line.run(partial(call_statements.look, mall=mall, counter=counter))

    async def calling(self, mall: str, ticket_id: UUID) -> Call | None:
        return await self._line.run(partial(call_statements.of_ticket, mall=mall, ticket_id=ticket_id))

    async def pace(self, mall: str, day: date, since: datetime) -> Pace:
        return await self._line.run(partial(call_statements.pace, mall=mall, day=day, since=since))

    async def _once(self, mall: str, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do work that is not harmless twice: what was done before its answer was lost is not done again."""
        done: list[T] = []

        async def unless_done(connection: Connection) -> T:
            if done and isinstance(call := done[-1], Call):
                last = await call_statements.last_call(connection, mall, call.press.ticket_id)
                if last == call:
                    return done[-1]
            done.append(await work(connection))
            return done[-1]

        return await self._line.transaction(unless_done)
