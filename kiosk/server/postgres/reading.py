"""What is read: tickets, their places, and queues."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import asyncpg

from kiosk.domain.ticket import Press, TicketClass, TicketState
from kiosk.server.postgres.line import Connection
from kiosk.server.store import Placed, QueueCount, Record

LIST_SECONDS = 60.0
"""How long a whole day's list may take."""

_RECORD = """SELECT ticket_id, coalesce(origin, service), pressed_at, class, language, day, label, state,
    kiosk, (SELECT w.label FROM withdrawn_labels w WHERE w.mall = t.mall AND w.ticket_id = t.ticket_id
     ORDER BY nth DESC LIMIT 1) AS withdrawn,
    service
    FROM tickets t """

# Most who ask have just pressed: those behind them are few, those ahead may be thousands.
_AHEAD = """SELECT greatest(0, waiting - (SELECT count(*) FROM tickets t
        WHERE t.mall = $1 AND t.day = $2 AND t.service = $3 AND t.state IN ('numbered', 'waiting')
        AND (t.pressed_at, t.ticket_id) >= ($4, $5)))
    FROM queues WHERE mall = $1 AND day = $2 AND service = $3"""


async def find(connection: Connection, mall: str, ticket_id: UUID, *, locked: bool = False) -> Record | None:
    """Return a ticket by its id; ``locked``: nobody else changes it until the transaction ends."""
    where = "WHERE mall = $1 AND ticket_id = $2 AND service <> ''" + (" FOR UPDATE" if locked else "")
    row = await connection.fetchrow(_RECORD + where, mall, ticket_id)
    return _record(row) if row else None


async def find_placed(connection: Connection, mall: str, ticket_id: UUID) -> Placed | None:
    """Return a ticket by its id, in its queue."""
    ticket = await find(connection, mall, ticket_id)
    return await placed(connection, mall, ticket) if ticket else None


async def follow(connection: Connection, mall: str, track: str) -> Placed | None:
    """Return the latest ticket with a track; two could only share one if an id was forged."""
    where = "WHERE mall = $1 AND track = $2 ORDER BY received_at DESC LIMIT 1"
    row = await connection.fetchrow(_RECORD + where, mall, track) if track.isalnum() else None
    return await placed(connection, mall, _record(row)) if row else None


async def placed(connection: Connection, mall: str, ticket: Record, created: bool = False) -> Placed:
    """Count who is ahead of a ticket."""
    press = ticket.press
    ahead = await connection.fetchval(
        _AHEAD, mall, ticket.day, ticket.standing, press.pressed_at, press.ticket_id
    )
    return Placed(ticket, ahead or 0, created)


async def tickets(connection: Connection, day: date, mall: str | None) -> list[Record]:
    """Return a day's tickets of one mall, or of all, in the order in which people pressed."""
    which, keys = ("day = $1", ()) if mall is None else ("day = $1 AND mall = $2", (mall,))
    query = f"{_RECORD} WHERE {which} AND service <> '' ORDER BY mall, pressed_at, ticket_id"
    return [_record(row) for row in await connection.fetch(query, day, *keys, timeout=LIST_SECONDS)]


async def queues(connection: Connection, mall: str, day: date) -> Mapping[str, QueueCount]:
    """Count a day's queues, by service."""
    counted = await connection.fetch(
        "SELECT service, waiting, issued FROM queues WHERE mall = $1 AND day = $2", mall, day
    )
    return {service: QueueCount(waiting, issued) for service, waiting, issued in counted}


def _record(row: asyncpg.Record) -> Record:
    ticket_id, service, pressed_at, ticket_class, language, day, label, state, kiosk, withdrawn, standing = (
        row
    )
    press = Press(UUID(int=ticket_id.int), service, pressed_at, TicketClass(ticket_class), language)
    return Record(press, day, label, TicketState(state), kiosk, withdrawn, standing)
