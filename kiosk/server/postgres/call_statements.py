"""The statements of the counters' work; each function runs within the transaction of whoever calls it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import asyncpg

from kiosk.domain.ticket import ASIDE, WAITING, Press, TicketClass, TicketState
from kiosk.server.counters.calls import (
    AFTER,
    GRACE,
    Call,
    Counter,
    Ending,
    Measured,
    NotSetAside,
    Pace,
    Turn,
)
from kiosk.server.postgres.line import CollisionError, Connection

_CALL = """SELECT t.ticket_id, coalesce(t.origin, t.service) AS service, t.pressed_at, t.class, t.language,
        t.label, t.state, t.service AS standing, s.nth, s.counter, s.called_at, s.serving_at, s.ended_at,
        s.ended_as
    FROM servings s JOIN tickets t ON t.mall = s.mall AND t.ticket_id = s.ticket_id """

_PRESENT = "WHERE s.mall = $1 AND s.counter = $2 AND s.day = $3 AND s.ended_at IS NULL"

_LOCK = "SELECT true FROM tickets WHERE mall = $1 AND ticket_id = $2 FOR UPDATE"

_LOCK_TURN = """INSERT INTO turns (mall, day, agency) VALUES ($1, $2, $3)
    ON CONFLICT (mall, day, agency) DO UPDATE SET agency = excluded.agency RETURNING regulars"""

_TURN = "UPDATE turns SET regulars = $4 WHERE mall = $1 AND day = $2 AND agency = $3"

# One look into each service's part of an index; sorting all who wait would take as long as they are many. The
# class is written out, so that the index of the few who have priority serves for them.
_FIRST = {
    each: f"""SELECT first.ticket_id FROM unnest($3::text[]) AS asked (service) CROSS JOIN LATERAL (
        SELECT ticket_id, pressed_at FROM tickets t
        WHERE t.mall = $1 AND t.day = $2 AND t.service = asked.service AND t.state IN ('numbered', 'waiting')
            AND t.class = '{each}' AND (t.state = 'waiting' OR t.received_at <= $4)
        ORDER BY t.pressed_at, t.ticket_id LIMIT 1) first
    ORDER BY first.pressed_at, first.ticket_id LIMIT 1"""
    for each in TicketClass
}

_TAKE = """UPDATE tickets SET state = 'called'
    WHERE mall = $1 AND ticket_id = $2 AND state = ANY ($3::text[]) RETURNING service"""

_LEAVE = "UPDATE queues SET waiting = waiting - 1 WHERE mall = $1 AND day = $2 AND service = $3"

_JOIN = """INSERT INTO queues AS q (mall, day, service, waiting, issued) VALUES ($1, $2, $3, 1, 0)
    ON CONFLICT (mall, day, service) DO UPDATE SET waiting = q.waiting + 1"""

_OPEN = """INSERT INTO servings (mall, ticket_id, nth, day, service, counter, called_at)
    SELECT mall, ticket_id,
        1 + (SELECT count(*) FROM servings s WHERE s.mall = t.mall AND s.ticket_id = t.ticket_id),
        day, service, $3, $4
    FROM tickets t WHERE mall = $1 AND ticket_id = $2"""

_CLOSE = """UPDATE servings SET ended_at = $3, ended_as = $4
    WHERE mall = $1 AND ticket_id = $2 AND ended_at IS NULL"""

_SEND_ON = """UPDATE tickets SET origin = coalesce(origin, service), service = $3
    WHERE mall = $1 AND ticket_id = $2"""

_PACE = """SELECT service, count(*) AS served, sum(took) AS minutes, sum(took * took) AS squares FROM (
        SELECT service, extract(epoch FROM ended_at - coalesce(serving_at, called_at))::float8 / 60 AS took
        FROM servings WHERE mall = $1 AND day = $2 AND ended_as = 'done') measured
    GROUP BY service"""


async def look(connection: Connection, mall: str, counter: Counter) -> Call | None:
    """Return whom a counter has on that day."""
    return await _one(connection, _PRESENT, mall, counter.id, counter.day)


async def present(connection: Connection, mall: str, counter: Counter) -> Call | None:
    """Return whom a counter has on that day, and let nobody else change that."""
    while seen := await look(connection, mall, counter):
        await connection.execute(_LOCK, mall, seen.press.ticket_id)
        again = await look(connection, mall, counter)
        if again is None or again.press.ticket_id == seen.press.ticket_id:
            return again
    return None


async def of_ticket(connection: Connection, mall: str, ticket_id: UUID) -> Call | None:
    """Return the call of a ticket that is at a counter."""
    where = "WHERE s.mall = $1 AND s.ticket_id = $2 AND s.ended_at IS NULL"
    return await _one(connection, where, mall, ticket_id)


async def last_call(connection: Connection, mall: str, ticket_id: UUID) -> Call | None:
    """Return a ticket's last call."""
    where = "WHERE s.mall = $1 AND s.ticket_id = $2 ORDER BY s.nth DESC LIMIT 1"
    return await _one(connection, where, mall, ticket_id)


async def ended(
    connection: Connection, mall: str, counter: Counter, ticket_id: UUID, ending: Ending
) -> Call | None:
    """Return a ticket's last call if it ended so at that counter."""
    last = await last_call(connection, mall, ticket_id)
    return last if last and (last.counter, last.ended_as) == (counter.id, ending) else None


async def lock_turn(connection: Connection, mall: str, counter: Counter) -> Turn:
    """Return whose turn it is, and let nobody else call for that agency until the transaction ends."""
    return Turn(await connection.fetchval(_LOCK_TURN, mall, counter.day, counter.agency))


async def end_left_open(connection: Connection, mall: str, counter: Counter) -> None:
    """End what an earlier day left open at a counter."""
    query = """SELECT ticket_id FROM servings
        WHERE mall = $1 AND counter = $2 AND day <> $3 AND ended_at IS NULL"""
    if ticket_id := await connection.fetchval(query, mall, counter.id, counter.day):
        await connection.execute(
            """UPDATE tickets SET state = CASE state WHEN 'serving' THEN 'done' ELSE 'no_show' END
            WHERE mall = $1 AND ticket_id = $2 AND state IN ('called', 'serving')""",
            mall,
            ticket_id,
        )
        await connection.execute(_CLOSE, mall, ticket_id, counter.now, Ending.LEFT_OPEN)


async def next_call(
    connection: Connection,
    mall: str,
    counter: Counter,
    services: Sequence[str],
    turn: Turn,
    priority_after: int,
) -> Call | None:
    """Call whoever is next, if anybody waits; who is voided meanwhile is passed over."""
    for each in turn.order(priority_after):
        queue = (mall, counter.day, services, counter.now - GRACE)
        while ticket_id := await connection.fetchval(_FIRST[each], *queue):
            if service := await connection.fetchval(_TAKE, mall, ticket_id, WAITING):
                if (then := turn.after(each)) != turn:
                    await connection.execute(_TURN, mall, counter.day, counter.agency, then.regulars)
                call = await _open(connection, mall, counter, ticket_id)
                await connection.execute(_LEAVE, mall, counter.day, service)
                return call
    return None


async def call_again(connection: Connection, mall: str, counter: Counter, call: Call) -> Call:
    """Call the present person again; who came already keeps their time."""
    if call.serving_at is not None:
        return call
    statement = "UPDATE servings SET called_at = $4 WHERE mall = $1 AND ticket_id = $2 AND nth = $3"
    await connection.execute(statement, mall, call.press.ticket_id, call.nth, counter.now)
    return replace(call, called_at=counter.now)


async def call_back(connection: Connection, mall: str, counter: Counter, label: str) -> Call | NotSetAside:
    """Call back whoever was set aside or did not come, and stands in a queue of the counter's agency."""
    query = "SELECT ticket_id, service, state FROM tickets WHERE mall = $1 AND day = $2 AND label = $3"
    row = await connection.fetchrow(query, mall, counter.day, label)
    if row is None or row["service"] not in counter.services:
        return NotSetAside(label, None)
    if not await connection.fetchval(_TAKE, mall, row["ticket_id"], ASIDE):
        state = "SELECT state FROM tickets WHERE mall = $1 AND ticket_id = $2"
        return NotSetAside(label, TicketState(await connection.fetchval(state, mall, row["ticket_id"])))
    return await _open(connection, mall, counter, row["ticket_id"])


async def serve(connection: Connection, mall: str, counter: Counter, call: Call) -> Call:
    """Keep that the person came; when they did is kept once."""
    if call.serving_at is not None:
        return call
    key = (mall, call.press.ticket_id)
    await connection.execute("UPDATE tickets SET state = 'serving' WHERE mall = $1 AND ticket_id = $2", *key)
    statement = """UPDATE servings SET serving_at = $3
        WHERE mall = $1 AND ticket_id = $2 AND ended_at IS NULL"""
    await connection.execute(statement, *key, counter.now)
    return replace(call, state=TicketState.SERVING, serving_at=counter.now)


async def end(
    connection: Connection, mall: str, counter: Counter, call: Call, ending: Ending, service: str | None
) -> Call:
    """End a call; with a ``service`` the person waits for that one from now on."""
    key = (mall, call.press.ticket_id)
    await connection.execute(
        "UPDATE tickets SET state = $3 WHERE mall = $1 AND ticket_id = $2", *key, AFTER[ending]
    )
    if service is not None:
        await connection.execute(_SEND_ON, *key, service)
    await connection.execute(_CLOSE, *key, counter.now, ending)
    if service is not None:
        await connection.execute(_JOIN, mall, counter.day, service)
    standing = service or call.standing
    return replace(call, state=AFTER[ending], standing=standing, ended_at=counter.now, ended_as=ending)


async def pace(connection: Connection, mall: str, day: date, since: datetime) -> Pace:
    """Measure a day."""
    services = {
        row["service"]: Measured(row["served"], row["minutes"], row["squares"])
        for row in await connection.fetch(_PACE, mall, day)
    }
    query = "SELECT DISTINCT counter FROM servings WHERE mall = $1 AND day = $2 AND called_at >= $3"
    counters = await connection.fetch(query, mall, day, since)
    return Pace(services, frozenset(row["counter"] for row in counters))


async def _open(connection: Connection, mall: str, counter: Counter, ticket_id: UUID) -> Call:
    await connection.execute(_OPEN, mall, ticket_id, counter.id, counter.now)
    call = await of_ticket(connection, mall, ticket_id)
    if call is None:
        raise CollisionError
    return call


async def _one(connection: Connection, where: str, *keys: object) -> Call | None:
    row = await connection.fetchrow(_CALL + where, *keys)
    return _call(row) if row else None


def _call(row: asyncpg.Record) -> Call:
    ticket_id = UUID(int=row["ticket_id"].int)
    ticket_class = TicketClass(row["class"])
    return Call(
        press=Press(ticket_id, row["service"], row["pressed_at"], ticket_class, row["language"]),
        label=row["label"],
        state=TicketState(row["state"]),
        standing=row["standing"],
        nth=row["nth"],
        counter=row["counter"],
        called_at=row["called_at"],
        serving_at=row["serving_at"],
        ended_at=row["ended_at"],
        ended_as=Ending(row["ended_as"]) if row["ended_as"] else None,
    )
