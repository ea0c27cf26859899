"""The outbox: what the server has yet to hear, in order, and the dead letters that it refused.

Every function runs within a transaction of the journal's.
"""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from kiosk.contract.bodies import Problem, TicketEvent
from kiosk.domain.ticket import EventKind, Press
from kiosk.journal.rows import DeadLetter


def told_of(
    press: Press, kind: EventKind, at: datetime, label: str | None = None, online: bool | None = None
) -> TicketEvent:
    """Make an event that carries all that the server needs to know of a press; its ``seq`` comes later."""
    return TicketEvent(
        seq=0,
        ticket_id=press.ticket_id,
        kind=kind,
        at=at,
        service=press.service,
        pressed_at=press.pressed_at,
        ticket_class=press.ticket_class,
        language=press.language,
        label=label,
        online=online,
    )


def append(connection: sqlite3.Connection, event: TicketEvent) -> None:
    """Put an event at the end of the outbox, which gives it its ``seq``."""
    connection.execute(
        "INSERT INTO outbox (ticket_id, kind, at, body) VALUES (?, ?, ?, ?)",
        (str(event.ticket_id), event.kind, stamp(event.at), msgspec.json.encode(event).decode()),
    )


def oldest(connection: sqlite3.Connection, limit: int) -> tuple[TicketEvent, ...]:
    """Return up to ``limit`` events, the oldest first."""
    rows = connection.execute("SELECT seq, body FROM outbox ORDER BY seq LIMIT ?", (limit,))
    return tuple(_event(seq, body) for seq, body in rows)


def size(connection: sqlite3.Connection) -> int:
    """Return how many events wait."""
    count: int = connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
    return count


def oldest_at(connection: sqlite3.Connection) -> datetime | None:
    """Return the time of the oldest event."""
    row = connection.execute("SELECT at FROM outbox ORDER BY seq LIMIT 1").fetchone()
    return row and datetime.fromisoformat(row[0])


def remove(connection: sqlite3.Connection, seqs: Iterable[int]) -> None:
    """Forget events that are safe on the server."""
    connection.executemany("DELETE FROM outbox WHERE seq = ?", [(seq,) for seq in seqs])


def bury(connection: sqlite3.Connection, seq: int, problem: Problem, at: datetime) -> None:
    """Move an event to the dead letters; one that is not in the outbox is left alone."""
    connection.execute(
        """INSERT OR IGNORE INTO dead_letter (seq, ticket_id, body, problem, refused_at)
           SELECT seq, ticket_id, body, ?, ? FROM outbox WHERE seq = ?""",
        (msgspec.json.encode(problem).decode(), stamp(at), seq),
    )
    remove(connection, [seq])


def buried(connection: sqlite3.Connection) -> tuple[DeadLetter, ...]:
    """Return the dead letters, the oldest first."""
    rows = connection.execute("SELECT seq, body, problem, refused_at FROM dead_letter ORDER BY seq")
    return tuple(
        DeadLetter(_event(seq, body), msgspec.json.decode(problem, type=Problem), datetime.fromisoformat(at))
        for seq, body, problem, at in rows
    )


def buried_count(connection: sqlite3.Connection) -> int:
    """Return how many dead letters there are."""
    count: int = connection.execute("SELECT count(*) FROM dead_letter").fetchone()[0]
    return count


def forget(connection: sqlite3.Connection, seq: int) -> None:
    """Forget a dead letter; one that is not there is no matter."""
    connection.execute("DELETE FROM dead_letter WHERE seq = ?", (seq,))


def stamp(at: datetime) -> str:
    """Write a time as the journal keeps it: UTC, ISO 8601, sortable as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _event(seq: int, body: str) -> TicketEvent:
    return msgspec.structs.replace(msgspec.json.decode(body, type=TicketEvent), seq=seq)
