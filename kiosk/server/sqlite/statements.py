"""The store's statements: each function runs within the transaction of whoever calls it."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from kiosk.domain.numbering import Label, server_label
from kiosk.domain.ticket import (
    CALLED_IN_VAIN,
    VOIDABLE,
    WAITING,
    EventKind,
    Press,
    TicketClass,
    TicketState,
    track_of,
)
from kiosk.server.lending.leases import QuotaUsedUp
from kiosk.server.sqlite import quotas
from kiosk.server.sqlite.moments import micros, moment
from kiosk.server.store import (
    Entry,
    Issued,
    Kept,
    LabelTaken,
    OtherService,
    Placed,
    QueueCount,
    Record,
    Recorded,
    Report,
    UnknownTicket,
)

_RECORD = """SELECT ticket_id, coalesce(origin, service), pressed_at, class, language, day, label, state,
    kiosk, (SELECT w.label FROM withdrawn_labels w WHERE w.mall = t.mall AND w.ticket_id = t.ticket_id
     ORDER BY withdrawn_at DESC LIMIT 1),
    service
    FROM tickets t """

_NEXT_NUMBER = """INSERT INTO counters (mall, day, series, last) VALUES (?, ?, ?, 1)
    ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last"""

_TAKE_NUMBER_BACK = "UPDATE counters SET last = last - 1 WHERE mall = ? AND day = ? AND series = ?"

_LIFT_COUNTER = """INSERT INTO counters (mall, day, series, last) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last = max(last, excluded.last)"""

_INSERT = """INSERT INTO tickets (mall, ticket_id, track, day, service, class, language, pressed_at, label,
    state, kiosk, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (mall, ticket_id) DO UPDATE SET track = excluded.track, day = excluded.day,
        service = excluded.service, class = excluded.class, language = excluded.language,
        pressed_at = excluded.pressed_at, label = excluded.label, kiosk = excluded.kiosk,
        received_at = excluded.received_at
    RETURNING state"""

_INSERT_NEW = """INSERT INTO tickets (mall, ticket_id, track, day, service, class, language, pressed_at,
    label, state, kiosk, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (mall, ticket_id) DO NOTHING"""

# A void that comes before its press: the press finds its place taken, and stays voided.
_VOID_AHEAD = """INSERT INTO tickets (mall, ticket_id, track, day, service, class, language, pressed_at,
    label, state, kiosk, received_at) VALUES (?, ?, '', ?, '', '', '', ?, ?, 'voided', ?, ?)
    ON CONFLICT DO NOTHING"""

_LEAVE_QUEUE = "UPDATE queues SET waiting = waiting - 1 WHERE mall = ? AND day = ? AND service = ?"

_RETURN_TO_QUEUE = "UPDATE queues SET waiting = waiting + 1 WHERE mall = ? AND day = ? AND service = ?"

_TAKE_BACK = "UPDATE queues SET issued = issued - 1 WHERE mall = ? AND day = ? AND service = ?"

_END_CALL = """UPDATE servings SET ended_at = ?, ended_as = 'voided'
    WHERE mall = ? AND ticket_id = ? AND ended_at IS NULL"""

_JOIN_QUEUE = """INSERT INTO queues (mall, day, service, waiting, issued) VALUES (?, ?, ?, 1, 1)
    ON CONFLICT DO UPDATE SET waiting = waiting + 1, issued = issued + 1"""

# Most who ask have just pressed: those behind them are few, those ahead may be thousands.
_ALL_BUT_BEHIND = """waiting - (SELECT count(*) FROM tickets t WHERE t.mall = queues.mall
        AND t.day = queues.day AND t.service = queues.service AND t.state IN ('numbered', 'waiting')
        AND (t.pressed_at, t.ticket_id) >= (?, ?))"""

_AHEAD = f"SELECT {_ALL_BUT_BEHIND} FROM queues WHERE mall = ? AND day = ? AND service = ?"

_JOIN_AND_COUNT_AHEAD = f"{_JOIN_QUEUE} RETURNING {_ALL_BUT_BEHIND}"

_WITHDRAW = """INSERT INTO withdrawn_labels (mall, ticket_id, day, label, replaced_by, withdrawn_at)
    SELECT mall, ticket_id, day, label, ?, ? FROM tickets WHERE mall = ? AND ticket_id = ?
    ON CONFLICT DO NOTHING"""

_EVENT = """INSERT INTO events (mall, ticket_id, kind, at, seq, kiosk, received_at)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class _Entered:
    record: Record
    created: bool


def issue(connection: sqlite3.Connection, mall: str, entry: Entry, received: datetime) -> Issued:
    """Put a press into its queue, or hear again of one that is there; see ``Store.issue``."""
    if entry.label is None and entry.quota:
        use = quotas.use_of(connection, mall, entry.day, entry.quota)
        if entry.quota.left(use, received) == 0 and find(connection, mall, entry.press.ticket_id) is None:
            return QuotaUsedUp(entry.quota, use)
    if entry.label is None and (new := _number(connection, mall, entry, received)):
        return new
    entered = _enter(connection, mall, entry, received)
    if isinstance(entered, _Entered):
        return placed(connection, mall, entered.record, entered.created)
    return entered


def record(connection: sqlite3.Connection, mall: str, report: Report, received: datetime) -> Recorded:
    """Take one event; see ``Store.record``."""
    if report.entry is not None:
        entered = _enter(connection, mall, report.entry, received)
        if not isinstance(entered, _Entered):
            return entered
    elif (ticket := find(connection, mall, report.ticket_id)) is not None:
        if report.kind is EventKind.VOIDED:
            _void(connection, mall, ticket, received)
        else:
            _confirm(connection, mall, report.ticket_id)
    elif report.kind is EventKind.VOIDED:
        _void_ahead(connection, mall, report, received)
    else:
        return UnknownTicket()
    row = (report.kind, micros(report.at), report.seq, report.kiosk, micros(received))
    connection.execute(_EVENT, (mall, report.ticket_id.bytes, *row))
    return Kept()


def find(connection: sqlite3.Connection, mall: str, ticket_id: UUID) -> Record | None:
    """Return a ticket by its id."""
    where = "WHERE mall = ? AND ticket_id = ? AND service <> ''"
    row = connection.execute(_RECORD + where, (mall, ticket_id.bytes)).fetchone()
    return _record(row) if row else None


def follow(connection: sqlite3.Connection, mall: str, track: str) -> Record | None:
    """Return the latest ticket with a track; two could only share one if an id was forged."""
    where = "WHERE mall = ? AND track = ? ORDER BY received_at DESC LIMIT 1"
    row = connection.execute(_RECORD + where, (mall, track)).fetchone()
    return _record(row) if row else None


def placed(connection: sqlite3.Connection, mall: str, ticket: Record, created: bool = False) -> Placed:
    """Count who is ahead of a ticket."""
    press = ticket.press
    queue = (mall, ticket.day.isoformat(), ticket.standing)
    place = (micros(press.pressed_at), press.ticket_id.bytes)
    counted = connection.execute(_AHEAD, (*place, *queue)).fetchone()
    return Placed(ticket, counted[0] if counted else 0, created)


def tickets(connection: sqlite3.Connection, day: date, mall: str | None) -> list[Record]:
    """Return a day's tickets of one mall, or of all, in the order in which people pressed."""
    which, keys = ("day = ?", ()) if mall is None else ("day = ? AND mall = ?", (mall,))
    query = f"{_RECORD} WHERE {which} AND service <> '' ORDER BY mall, pressed_at, ticket_id"
    return [_record(row) for row in connection.execute(query, (day.isoformat(), *keys))]


def queues(connection: sqlite3.Connection, mall: str, day: date) -> dict[str, QueueCount]:
    """Count a day's queues, by service."""
    counted = connection.execute(
        "SELECT service, waiting, issued FROM queues WHERE mall = ? AND day = ?", (mall, day.isoformat())
    )
    return {service: QueueCount(waiting, issued) for service, waiting, issued in counted}


def _number(connection: sqlite3.Connection, mall: str, entry: Entry, received: datetime) -> Placed | None:
    """Put a new press into its queue; ``None`` if its id is known, and nothing was done."""
    press, day = entry.press, entry.day.isoformat()
    counter, queue = (mall, day, entry.series), (mall, day, press.service)
    ticket_id, pressed_at = press.ticket_id.bytes, micros(press.pressed_at)
    (number,) = connection.execute(_NEXT_NUMBER, counter).fetchone()
    label, state = server_label(entry.series, number), TicketState.NUMBERED
    keys = (mall, ticket_id, track_of(press.ticket_id), day, press.service)
    told = (press.ticket_class, press.language, pressed_at, label, state, entry.kiosk, micros(received))
    if connection.execute(_INSERT_NEW, (*keys, *told)).rowcount == 0:
        connection.execute(_TAKE_NUMBER_BACK, counter)
        return None
    (ahead,) = connection.execute(_JOIN_AND_COUNT_AHEAD, (*queue, pressed_at, ticket_id)).fetchone()
    record = Record(press, entry.day, label, state, entry.kiosk, None, press.service)
    return Placed(record, ahead, created=True)


def _enter(
    connection: sqlite3.Connection, mall: str, entry: Entry, received: datetime
) -> _Entered | OtherService | LabelTaken:
    known = find(connection, mall, entry.press.ticket_id)
    if known is None:
        return _create(connection, mall, entry, received)
    if known.press.service != entry.press.service:
        return OtherService(known.press.service)
    if entry.label is None:
        return _Entered(known, created=False)
    if str(entry.label) != known.label:
        if _label_taken(connection, mall, known.day, entry.label):
            return LabelTaken(str(entry.label))
        if entry.quota and known.state is not TicketState.VOIDED:
            quotas.undraw(connection, mall, known.press.ticket_id)
            quotas.draw(connection, mall, known.day, entry.quota, known.press.ticket_id, entry.label)
        _paper_wins(connection, mall, known, entry.label, received)
    _confirm(connection, mall, entry.press.ticket_id)
    return _Entered(find(connection, mall, entry.press.ticket_id) or known, created=False)


def _create(
    connection: sqlite3.Connection, mall: str, entry: Entry, received: datetime
) -> _Entered | LabelTaken:
    day = entry.day.isoformat()
    if entry.label is None:
        (number,) = connection.execute(_NEXT_NUMBER, (mall, day, entry.series)).fetchone()
        label, state = server_label(entry.series, number), TicketState.NUMBERED
    elif _label_taken(connection, mall, entry.day, entry.label):
        return LabelTaken(str(entry.label))
    else:
        _lift_counter(connection, mall, entry.day, entry.label)
        label, state = str(entry.label), TicketState.WAITING
    press = entry.press
    keys = (mall, press.ticket_id.bytes, track_of(press.ticket_id), day, press.service)
    told = (press.ticket_class, press.language, micros(press.pressed_at), label, state, entry.kiosk)
    (kept,) = connection.execute(_INSERT, (*keys, *told, micros(received))).fetchone()
    if kept != TicketState.VOIDED:
        connection.execute(_JOIN_QUEUE, (mall, day, press.service))
        if entry.label and entry.quota:
            quotas.draw(connection, mall, entry.day, entry.quota, press.ticket_id, entry.label)
    ticket = Record(press, entry.day, label, TicketState(kept), entry.kiosk, None, press.service)
    return _Entered(ticket, created=True)


def _paper_wins(
    connection: sqlite3.Connection, mall: str, ticket: Record, label: Label, received: datetime
) -> None:
    """Give a ticket the label on its paper; whoever was called by the other one waits to be called by it."""
    key = (mall, ticket.press.ticket_id.bytes)
    connection.execute(_WITHDRAW, (str(label), micros(received), *key))
    connection.execute("UPDATE tickets SET label = ? WHERE mall = ? AND ticket_id = ?", (str(label), *key))
    _lift_counter(connection, mall, ticket.day, label)
    if ticket.state in CALLED_IN_VAIN:
        connection.execute("UPDATE tickets SET state = 'waiting' WHERE mall = ? AND ticket_id = ?", key)
        connection.execute(_END_CALL, (micros(received), *key))
        connection.execute(_RETURN_TO_QUEUE, (mall, ticket.day.isoformat(), ticket.standing))


def _lift_counter(connection: sqlite3.Connection, mall: str, day: date, label: Label) -> None:
    # A server's label that the server itself does not know was lost with a database that was restored.
    if label.kiosk is None:
        connection.execute(_LIFT_COUNTER, (mall, day.isoformat(), label.series, label.number))


def _label_taken(connection: sqlite3.Connection, mall: str, day: date, label: Label) -> bool:
    key = (mall, day.isoformat(), str(label))
    query = "SELECT 1 FROM tickets WHERE mall = ? AND day = ? AND label = ?"
    return connection.execute(query, key).fetchone() is not None


def _confirm(connection: sqlite3.Connection, mall: str, ticket_id: UUID) -> None:
    connection.execute(
        "UPDATE tickets SET state = ? WHERE mall = ? AND ticket_id = ? AND state = ?",
        (TicketState.WAITING, mall, ticket_id.bytes, TicketState.NUMBERED),
    )


def _void(connection: sqlite3.Connection, mall: str, ticket: Record, received: datetime) -> None:
    """Take a ticket back, and leave its counter free if it was called, unless somebody came with it."""
    if ticket.state not in VOIDABLE:
        return
    key, day = (mall, ticket.press.ticket_id.bytes), ticket.day.isoformat()
    connection.execute("UPDATE tickets SET state = 'voided' WHERE mall = ? AND ticket_id = ?", key)
    connection.execute(_TAKE_BACK, (mall, day, ticket.press.service))
    quotas.undraw(connection, mall, ticket.press.ticket_id)
    if ticket.state in WAITING:
        connection.execute(_LEAVE_QUEUE, (mall, day, ticket.standing))
    elif ticket.state is TicketState.CALLED:
        connection.execute(_END_CALL, (micros(received), *key))


def _void_ahead(connection: sqlite3.Connection, mall: str, report: Report, received: datetime) -> None:
    """Take the place of a press that has not come yet; only its ``service``, which is empty, tells."""
    key, at = report.ticket_id, report.at
    row = (
        mall,
        key.bytes,
        at.astimezone(UTC).date().isoformat(),
        micros(at),
        str(key),
        report.kiosk,
        micros(received),
    )
    connection.execute(_VOID_AHEAD, row)


def _record(row: tuple[Any, ...]) -> Record:
    ticket_id, service, pressed_at, ticket_class, language, day, label, state, kiosk, withdrawn, standing = (
        row
    )
    press = Press(UUID(bytes=ticket_id), service, moment(pressed_at), TicketClass(ticket_class), language)
    return Record(press, date.fromisoformat(day), label, TicketState(state), kiosk, withdrawn, standing)
