"""A damaged journal: it is set aside and kept, and what it can still tell is carried over.

The rule that keeps labels unique (no two papers of a day carry one label): journals are counted in
epochs, 0 being the first. In the journal of epoch *n* > 0 the kiosk's own numbers start, up to the
day of the damage, above both ``1000 * n - 500`` and the highest number that the damaged file can
still tell: a file that lost its end tells too little, so its word alone is not enough. From the next
day on they start at 1 again. The epoch is at least the number of files that were set aside, so
that it is known also when the damaged file says nothing at all.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kiosk.contract.bodies import TicketEvent
from kiosk.domain.numbering import NUMBERS, is_series, parse_label
from kiosk.journal.rows import Salvage

FURTHEST_ZONE = timedelta(hours=14)
"""No place on earth is further ahead of UTC, so no service day is later than this tells."""

SEQS_OF_AN_EPOCH = 1_000_000_000
"""Outbox rows of a new journal are numbered above all that the server may have seen of the old one."""

EPOCH = "SELECT CAST(value AS INTEGER) FROM fact WHERE name = 'epoch'"
COUNTERS = f"SELECT day, series, last FROM counter WHERE last BETWEEN 1 AND {NUMBERS[-1]}"
OWN_LABELS = "SELECT day, label FROM ticket WHERE online = 0"


def set_aside(path: Path, at: datetime) -> Path:
    """Rename a damaged file and its log, keeping both, and return where it is now.

    The file goes before its log: a log without its file is ignored, a file without its log would
    seem whole although its last commits are gone.
    """
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%S}"
    tries = (f"{path.name}.damaged-{stamp}{turn}Z" for turn in ("", *(f".{n}" for n in range(1, 1000))))
    aside = next(free for name in tries if not (free := path.with_name(name)).exists())
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def set_aside_before(path: Path) -> list[Path]:
    """Return the files that were ever set aside for ``path``, the oldest first."""
    return sorted(each for each in path.parent.glob(f"{path.name}.damaged-*") if each.name.endswith("Z"))


def begin_after(connection: sqlite3.Connection, told: Salvage, epoch: int, at: datetime) -> None:
    """Start a new journal's numbers where the damaged one cannot have come; within a transaction."""
    floor = 1000 * epoch - 500
    latest = max([(at.astimezone(UTC) + FURTHEST_ZONE).date().isoformat(), *(day for day, _ in told.numbers)])
    connection.executemany(
        "INSERT INTO fact (name, value) VALUES (?, ?)",
        [("epoch", str(epoch)), ("floor", str(floor)), ("floor_until", latest)],
    )
    connection.executemany(
        "INSERT INTO counter (day, series, last) VALUES (?, ?, ?)",
        [(day, series, max(floor, number)) for (day, series), number in told.numbers.items()],
    )
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?)", (epoch * SEQS_OF_AN_EPOCH,)
    )


def salvage(path: Path) -> Salvage:
    """Read what a set-aside file can still tell; never raises for what it cannot."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return Salvage(path)
    with contextlib.closing(connection):
        epochs = [epoch for (epoch,) in _rows(connection, EPOCH) if isinstance(epoch, int)]
        return Salvage(path, max(epochs, default=0), _numbers(connection), tuple(_unsent(connection)))


def _numbers(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    highest: dict[tuple[str, str], int] = {}
    for day, series, number in (*_rows(connection, COUNTERS), *_label_numbers(connection)):
        if is_series(str(series)) and _is_day(day):
            highest[day, series] = max(highest.get((day, series), 0), number)
    return highest


def _label_numbers(connection: sqlite3.Connection) -> Iterator[tuple[Any, Any, int]]:
    for day, written in _rows(connection, OWN_LABELS):
        if (label := parse_label(str(written))) is not None:
            yield day, label.series, label.number


def _is_day(day: object) -> bool:
    try:
        return date.fromisoformat(str(day)).isoformat() == day
    except ValueError:
        return False


def _unsent(connection: sqlite3.Connection) -> Iterator[TicketEvent]:
    for (body,) in _rows(connection, "SELECT body FROM outbox ORDER BY seq"):
        with contextlib.suppress(msgspec.DecodeError, TypeError):
            yield msgspec.json.decode(body, type=TicketEvent)


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows until the damage is met."""
    with contextlib.suppress(sqlite3.Error):
        yield from connection.execute(query)
