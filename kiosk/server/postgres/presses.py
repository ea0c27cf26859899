"""Presses that come at once share one statement, one transaction and one round trip.

A series' counter is one row, locked from the number that it gives until that number is on disk. Were every
press a transaction of its own, the disk would set how many numbers a series can give in a second.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.domain.ticket import TicketState, track_of
from kiosk.server.away import StoreAwayError
from kiosk.server.postgres.line import Connection, Line
from kiosk.server.store import Entry, Placed, Record

log = logging.getLogger(__name__)

GROUP = 64
"""The most presses in one statement: it bounds how long the first of them waits."""

# NOT EXISTS would be planned as a join with all of the mall's tickets: a scalar subquery looks each id up.
# Counters come first and queues last in every transaction, each in one order, so that none wait in a circle:
# that of code points, in which Python sorts, whatever the database's own is.
# Whoever pressed earlier and waits is ahead: counted as all who wait but those behind, who are few.
NUMBER = """
WITH fresh AS MATERIALIZED (
    SELECT p.* FROM unnest($2::uuid[], $3::text[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::timestamptz[], $10::smallint[], $11::timestamptz[]) WITH ORDINALITY
        AS p (ticket_id, track, day, series, service, class, language, pressed_at, kiosk, received_at, nth)
    WHERE (SELECT true FROM tickets t WHERE t.mall = $1 AND t.ticket_id = p.ticket_id) IS NULL
), counted AS (
    INSERT INTO counters AS c (mall, day, series, last)
    SELECT $1, day, series, count(*) FROM fresh GROUP BY day, series ORDER BY day, series COLLATE "C"
    ON CONFLICT (mall, day, series) DO UPDATE SET last = c.last + excluded.last
    RETURNING day, series, last
), numbered AS (
    SELECT f.*, (last + 1 - row_number() OVER (PARTITION BY day, series ORDER BY nth DESC))::text AS number
    FROM fresh f JOIN counted USING (day, series)
), entered AS (
    INSERT INTO tickets (mall, ticket_id, track, day, service, class, language, pressed_at, label, state,
        kiosk, received_at)
    SELECT $1, ticket_id, track, day, service, class, language, pressed_at,
        series || '-' || lpad(number, greatest(3, length(number)), '0'), 'numbered', kiosk, received_at
    FROM numbered
    RETURNING ticket_id, day, service, pressed_at, label
), joined AS (
    INSERT INTO queues AS q (mall, day, service, waiting, issued)
    SELECT $1, day, service, count(*), count(*) FROM entered
    GROUP BY day, service ORDER BY day, service COLLATE "C"
    ON CONFLICT (mall, day, service)
        DO UPDATE SET waiting = q.waiting + excluded.waiting, issued = q.issued + excluded.issued
    RETURNING day, service, waiting
)
SELECT e.ticket_id, e.label, greatest(0, j.waiting
    - count(*) OVER (PARTITION BY e.day, e.service ORDER BY e.pressed_at DESC, e.ticket_id DESC)
    - (SELECT count(*) FROM tickets t WHERE t.mall = $1 AND t.day = e.day AND t.service = e.service
        AND t.state IN ('numbered', 'waiting') AND (t.pressed_at, t.ticket_id) > (e.pressed_at, e.ticket_id)))
FROM entered e JOIN joined j USING (day, service)
"""


@dataclass(frozen=True, slots=True)
class _Waiting:
    mall: str
    entry: Entry
    received: datetime
    future: asyncio.Future[Placed | None]


class Presses:
    """Numbers presses without a label and without a quota."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting: deque[_Waiting] = deque()
        self._numbering: asyncio.Task[None] | None = None

    async def number(self, mall: str, entry: Entry, received: datetime) -> Placed | None:
        """Put a new press into its queue; ``None`` if it has to be looked at alone, and nothing was done."""
        future: asyncio.Future[Placed | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(mall, entry, received, future))
        if self._numbering is None:
            self._numbering = asyncio.create_task(self._number_all(), name="numbering")
        return await future

    async def close(self) -> None:
        """Let all presses that wait get their numbers."""
        if self._numbering is not None:
            await asyncio.wait([self._numbering])

    async def _number_all(self) -> None:
        try:
            while self._waiting:
                group = self._next_group()
                _settle(group, await self._number_group(group))
        finally:
            self._numbering = None

    def _next_group(self) -> dict[UUID, _Waiting]:
        mall = self._waiting[0].mall
        group: dict[UUID, _Waiting] = {}
        while self._waiting and len(group) < GROUP:
            first = self._waiting[0]
            if first.mall != mall or first.entry.press.ticket_id in group:
                break
            group[first.entry.press.ticket_id] = self._waiting.popleft()
        return group

    async def _number_group(self, group: Mapping[UUID, _Waiting]) -> Mapping[UUID, Placed] | StoreAwayError:
        try:
            return await self._line.run(partial(_number, group=group))
        except StoreAwayError as error:
            return error
        except Exception:
            # One of them spoils it for all: alone, it fails for itself.
            log.exception("%d presses could not be numbered together", len(group))
            return {}


async def _number(connection: Connection, group: Mapping[UUID, _Waiting]) -> dict[UUID, Placed]:
    mall = next(iter(group.values())).mall
    columns = zip(*(row(each.entry, each.received) for each in group.values()), strict=True)
    accidents.before(Deed.ISSUE)
    rows = await connection.fetch(NUMBER, mall, *columns)
    return {
        ticket_id: Placed(_record(group[ticket_id].entry, label), ahead, created=True)
        for ticket_id, label, ahead in rows
    }


def row(entry: Entry, received: datetime) -> tuple[object, ...]:
    """Return what ``NUMBER`` takes of a press, one value for each of its columns."""
    press = entry.press
    told = (press.service, press.ticket_class, press.language, press.pressed_at)
    return (press.ticket_id, track_of(press.ticket_id), entry.day, entry.series, *told, entry.kiosk, received)


def _record(entry: Entry, label: str) -> Record:
    return Record(entry.press, entry.day, label, TicketState.NUMBERED, entry.kiosk, None, entry.press.service)


def _settle(group: Mapping[UUID, _Waiting], outcome: Mapping[UUID, Placed] | StoreAwayError) -> None:
    for ticket_id, each in group.items():
        if each.future.done():
            continue
        if isinstance(outcome, StoreAwayError):
            each.future.set_exception(outcome)
        else:
            each.future.set_result(outcome.get(ticket_id))
