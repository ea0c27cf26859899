"""The statements of the counters' work; each function runs within the transaction of whoever calls it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kiosk.domain.ticket import ASIDE, Press, TicketClass, TicketState
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
from kiosk.server.sqlite.moments import micros, moment

_MINUTE = 60_000_000
"""In microseconds."""

_CALL = """SELECT t.ticket_id, coalesce(t.origin, t.service), t.pressed_at, t.class, t.language, t.label,
        t.state, t.service, s.nth, s.counter, s.called_at, s.serving_at, s.ended_at, s.ended_as
    FROM servings s JOIN tickets t ON t.mall = s.mall AND t.ticket_id = s.ticket_id """

# The class is written out: few have priority, and an index of theirs alone saves looking at all who wait.
_FIRST = {
    each: f"""SELECT ticket_id, pressed_at FROM tickets
        WHERE mall = ? AND day = ? AND service = ? AND state IN ('numbered', 'waiting') AND class = '{each}'
            AND (state = 'waiting' OR received_at <= ?)
        ORDER BY pressed_at, ticket_id LIMIT 1"""
    for each in TicketClass
}

_TAKE = """UPDATE tickets SET state = 'called'
    WHERE mall = ? AND ticket_id = ? RETURNING service"""

_LEAVE = "UPDATE queues SET waiting = waiting - 1 WHERE mall = ? AND day = ? AND service = ?"

_JOIN = """INSERT INTO queues (mall, day, service, waiting, issued) VALUES (?, ?, ?, 1, 0)
    ON CONFLICT DO UPDATE SET waiting = waiting + 1"""

_SEND_ON = """UPDATE tickets SET origin = coalesce(origin, service), service = ?
    WHERE mall = ? AND ticket_id = ?"""

_OPEN = """INSERT INTO servings (mall, ticket_id, nth, day, service, counter, called_at)
    SELECT mall, ticket_id,
        1 + (SELECT count(*) FROM servings s WHERE s.mall = t.mall AND s.ticket_id = t.ticket_id),
        day, service, ?, ?
    FROM tickets t WHERE mall = ? AND ticket_id = ?"""

_CLOSE = """UPDATE servings SET ended_at = ?, ended_as = ?
    WHERE mall = ? AND ticket_id = ? AND ended_at IS NULL"""

_TURN = """INSERT INTO turns (mall, day, agency, regulars) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET regulars = excluded.regulars"""

_PACE = """SELECT service, count(*), sum(took), sum(took * took) FROM (
        SELECT service, (ended_at - coalesce(serving_at, called_at)) * 1.0 / ? AS took FROM servings
        WHERE mall = ? AND day = ? AND ended_as = 'done')
    GROUP BY service"""


def present(connection: sqlite3.Connection, mall: str, counter: Counter) -> Call | None:
    """Return whom a counter has on that day."""
    where = "WHERE s.mall = ? AND s.counter = ? AND s.day = ? AND s.ended_at IS NULL"
    return _one(connection, where, (mall, counter.id, counter.day.isoformat()))


def of_ticket(connection: sqlite3.Connection, mall: str, ticket_id: UUID) -> Call | None:
    """Return the call of a ticket that is at a counter."""
    where = "WHERE s.mall = ? AND s.ticket_id = ? AND s.ended_at IS NULL"
    return _one(connection, where, (mall, ticket_id.bytes))


def ended(
    connection: sqlite3.Connection, mall: str, counter: Counter, ticket_id: UUID, ending: Ending
) -> Call | None:
    """Return a ticket's last call if it ended so at that counter."""
    where = "WHERE s.mall = ? AND s.ticket_id = ? ORDER BY s.nth DESC LIMIT 1"
    last = _one(connection, where, (mall, ticket_id.bytes))
    return last if last and (last.counter, last.ended_as) == (counter.id, ending) else None


def end_left_open(connection: sqlite3.Connection, mall: str, counter: Counter) -> None:
    """End what an earlier day left open at a counter."""
    query = "SELECT ticket_id FROM servings WHERE mall = ? AND counter = ? AND day <> ? AND ended_at IS NULL"
    row = connection.execute(query, (mall, counter.id, counter.day.isoformat())).fetchone()
    if row:
        key = (mall, row[0])
        connection.execute(
            """UPDATE tickets SET state = CASE state WHEN 'serving' THEN 'done' ELSE 'no_show' END
            WHERE mall = ? AND ticket_id = ?""",
            key,
        )
        connection.execute(_CLOSE, (micros(counter.now), Ending.LEFT_OPEN, *key))


def next_call(
    connection: sqlite3.Connection, mall: str, counter: Counter, services: Sequence[str], priority_after: int
) -> Call | None:
    """Call whoever is next, if anybody waits."""
    key = (mall, counter.day.isoformat(), counter.agency)
    query = "SELECT regulars FROM turns WHERE mall = ? AND day = ? AND agency = ?"
    row = connection.execute(query, key).fetchone()
    turn = Turn(*row) if row else Turn()
    for each in turn.order(priority_after):
        if ticket_id := _first(connection, mall, counter, services, each):
            connection.execute(_TURN, (*key, turn.after(each).regulars))
            (service,) = connection.execute(_TAKE, (mall, ticket_id)).fetchone()
            connection.execute(_LEAVE, (mall, counter.day.isoformat(), service))
            return _open(connection, mall, counter, ticket_id)
    return None


def call_again(connection: sqlite3.Connection, mall: str, counter: Counter, call: Call) -> Call:
    """Call the present person again; who came already keeps their time."""
    if call.serving_at is not None:
        return call
    connection.execute(
        "UPDATE servings SET called_at = ? WHERE mall = ? AND ticket_id = ? AND nth = ?",
        (micros(counter.now), mall, call.press.ticket_id.bytes, call.nth),
    )
    return replace(call, called_at=counter.now)


def call_back(connection: sqlite3.Connection, mall: str, counter: Counter, label: str) -> Call | NotSetAside:
    """Call back whoever was set aside or did not come, and stands in a queue of the counter's agency."""
    query = "SELECT ticket_id, service, state FROM tickets WHERE mall = ? AND day = ? AND label = ?"
    row = connection.execute(query, (mall, counter.day.isoformat(), label)).fetchone()
    if row is None or row[1] not in counter.services:
        return NotSetAside(label, None)
    ticket_id, _, state = row
    if state not in ASIDE:
        return NotSetAside(label, TicketState(state))
    connection.execute(_TAKE, (mall, ticket_id))
    return _open(connection, mall, counter, ticket_id)


def serve(connection: sqlite3.Connection, mall: str, counter: Counter, call: Call) -> Call:
    """Keep that the person came; when they did is kept once."""
    if call.serving_at is not None:
        return call
    key = (mall, call.press.ticket_id.bytes)
    connection.execute("UPDATE tickets SET state = 'serving' WHERE mall = ? AND ticket_id = ?", key)
    connection.execute(
        "UPDATE servings SET serving_at = ? WHERE mall = ? AND ticket_id = ? AND ended_at IS NULL",
        (micros(counter.now), *key),
    )
    return replace(call, state=TicketState.SERVING, serving_at=counter.now)


def end(
    connection: sqlite3.Connection,
    mall: str,
    counter: Counter,
    call: Call,
    ending: Ending,
    service: str | None,
) -> Call:
    """End a call; with a ``service`` the person waits for that one from now on."""
    key = (mall, call.press.ticket_id.bytes)
    connection.execute(_CLOSE, (micros(counter.now), ending, *key))
    connection.execute("UPDATE tickets SET state = ? WHERE mall = ? AND ticket_id = ?", (AFTER[ending], *key))
    if service is not None:
        connection.execute(_SEND_ON, (service, *key))
        connection.execute(_JOIN, (mall, counter.day.isoformat(), service))
    standing = service or call.standing
    return replace(call, state=AFTER[ending], standing=standing, ended_at=counter.now, ended_as=ending)


def pace(connection: sqlite3.Connection, mall: str, day: date, since: datetime) -> Pace:
    """Measure a day."""
    rows = connection.execute(_PACE, (_MINUTE, mall, day.isoformat()))
    services = {service: Measured(*figures) for service, *figures in rows}
    query = "SELECT DISTINCT counter FROM servings WHERE mall = ? AND day = ? AND called_at >= ?"
    counters = connection.execute(query, (mall, day.isoformat(), micros(since)))
    return Pace(services, frozenset(counter for (counter,) in counters))


def _first(
    connection: sqlite3.Connection,
    mall: str,
    counter: Counter,
    services: Sequence[str],
    ticket_class: TicketClass,
) -> bytes | None:
    """Return who of a class pressed first among all queues."""
    confirmed_by = micros(counter.now - GRACE)
    firsts = [
        connection.execute(
            _FIRST[ticket_class], (mall, counter.day.isoformat(), service, confirmed_by)
        ).fetchone()
        for service in services
    ]
    waiting = [(pressed_at, ticket_id) for ticket_id, pressed_at in filter(None, firsts)]
    return min(waiting)[1] if waiting else None


def _open(connection: sqlite3.Connection, mall: str, counter: Counter, ticket_id: bytes) -> Call:
    connection.execute(_OPEN, (counter.id, micros(counter.now), mall, ticket_id))
    call = of_ticket(connection, mall, UUID(bytes=ticket_id))
    assert call is not None
    return call


def _one(connection: sqlite3.Connection, where: str, keys: tuple[object, ...]) -> Call | None:
    row = connection.execute(_CALL + where, keys).fetchone()
    return _call(*row) if row else None


def _call(
    ticket_id: bytes,
    service: str,
    pressed_at: int,
    ticket_class: str,
    language: str,
    label: str,
    state: str,
    standing: str,
    nth: int,
    counter: str,
    called_at: int,
    *ends: Any,
) -> Call:
    serving_at, ended_at, ended_as = ends
    return Call(
        press=Press(UUID(bytes=ticket_id), service, moment(pressed_at), TicketClass(ticket_class), language),
        label=label,
        state=TicketState(state),
        standing=standing,
        nth=nth,
        counter=counter,
        called_at=moment(called_at),
        serving_at=None if serving_at is None else moment(serving_at),
        ended_at=None if ended_at is None else moment(ended_at),
        ended_as=Ending(ended_as) if ended_as else None,
    )
