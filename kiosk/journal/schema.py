"""The journal's tables, how they came about, and how the file is opened.

Write-ahead log and ``synchronous=FULL``: a commit that returned outlives a power cut, which
``NORMAL`` does not promise (sqlite.org/pragma.html#pragma_synchronous). The exclusive lock keeps a
second program from writing the same file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.journal.errors import JournalDamagedError, JournalTooNewError, error_of

BUSY_SECONDS = 1.0

LOG_PAGES = 100
"""How long the log grows before it is folded into the file: on a full disk that must fit into the reserve."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE ticket (
            ticket_id TEXT PRIMARY KEY,
            day TEXT NOT NULL,
            series TEXT NOT NULL,
            service TEXT NOT NULL,
            ticket_class TEXT NOT NULL,
            language TEXT NOT NULL,
            pressed_at TEXT NOT NULL,
            asked INTEGER NOT NULL,
            step TEXT NOT NULL CHECK (step IN ('pressed', 'numbered', 'printing', 'done', 'voided')),
            label TEXT,
            online INTEGER,
            outcome TEXT,
            numbered_at TEXT,
            printing_at TEXT,
            ended_at TEXT,
            UNIQUE (day, label)
        ) STRICT""",
        "CREATE INDEX ticket_unfinished ON ticket (step) WHERE step IN ('pressed', 'numbered', 'printing')",
        """CREATE TABLE counter (
            day TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (day, series)
        ) STRICT""",
        """CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            ticket_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            at TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE dead_letter (
            seq INTEGER PRIMARY KEY,
            ticket_id TEXT NOT NULL,
            body TEXT NOT NULL,
            problem TEXT NOT NULL,
            refused_at TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE catalogue_copy (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            etag TEXT NOT NULL,
            document BLOB NOT NULL,
            saved_at TEXT NOT NULL
        ) STRICT""",
    ),
    (
        """CREATE TABLE lease (
            day TEXT NOT NULL,
            agency TEXT NOT NULL,
            granted INTEGER NOT NULL,
            used INTEGER NOT NULL CHECK (used >= 0),
            returned INTEGER NOT NULL CHECK (returned >= 0),
            PRIMARY KEY (day, agency),
            CHECK (used + returned <= granted)
        ) STRICT""",
        "ALTER TABLE ticket ADD COLUMN leased TEXT",
    ),
    ("ALTER TABLE ticket ADD COLUMN copies INTEGER NOT NULL DEFAULT 0",),
    (
        """CREATE TABLE command (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            command TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            begun_at TEXT NOT NULL,
            ended_at TEXT,
            done INTEGER,
            detail TEXT,
            told INTEGER NOT NULL DEFAULT 0
        ) STRICT""",
    ),
)
"""Statements that lead from one schema version to the next; an old entry is never changed."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for this thread alone; raises a ``JournalError``."""
    if path.exists() and path.stat().st_size == 0:
        raise JournalDamagedError(f"{path}: the journal is empty, which no journal ever is")
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    except sqlite3.Error as error:
        raise error_of(error, str(path)) from error
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema version; 0 means that nothing was ever written."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Run, within the caller's transaction, the migrations that the file has not seen yet."""
    for version in range(version_of(connection), len(MIGRATIONS)):
        for statement in MIGRATIONS[version]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version + 1}")


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, deed: Deed | None = None) -> Iterator[None]:
    """Commit what is done within, or nothing of it; SQLite's errors become journal faults.

    What is read within and cannot be what was written is damage: SQLite has no checksums of rows.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            if deed:
                accidents.before(deed)
            connection.execute("COMMIT")
            if deed:
                accidents.after(deed)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise error_of(error, str(path)) from error
    except (ValueError, TypeError, msgspec.DecodeError) as error:
        raise JournalDamagedError(
            f"{path}: the journal is damaged (it holds what it never was: {error})"
        ) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}").fetchone()
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}").fetchone()
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        version = version_of(connection)
    except sqlite3.Error as error:
        raise error_of(error, str(path)) from error
    if verdict != "ok":
        raise JournalDamagedError(f"{path}: the journal is damaged ({verdict})")
    if version > len(MIGRATIONS):
        raise JournalTooNewError(
            f"{path}: the journal has schema {version}, this program knows up to {len(MIGRATIONS)}; "
            "install the newer program again, or move the file away once its outbox is empty"
        )
