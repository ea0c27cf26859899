"""Opening the database: its settings, its schema, and when it is refused.

A damaged or foreign file is never mended or set aside here: its tickets are the mall's only record.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

APPLICATION_ID = 0x4D505051
"""Marks the file as a queue server's (https://www.sqlite.org/pragma.html#pragma_application_id): MPPQ."""

BUSY_SECONDS = 5.0
"""How long to wait for another process that has the database open."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE tickets (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            track TEXT NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            class TEXT NOT NULL,
            language TEXT NOT NULL,
            pressed_at INTEGER NOT NULL,
            label TEXT NOT NULL,
            state TEXT NOT NULL,
            kiosk INTEGER,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (mall, ticket_id),
            UNIQUE (mall, day, label)
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX queue ON tickets (mall, day, service, pressed_at, ticket_id, state)
            WHERE state IN ('numbered', 'waiting')""",
        "CREATE INDEX followed ON tickets (mall, track)",
        """CREATE TABLE queues (
            mall TEXT NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            waiting INTEGER NOT NULL,
            PRIMARY KEY (mall, day, service)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE counters (
            mall TEXT NOT NULL,
            day TEXT NOT NULL,
            series TEXT NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (mall, day, series)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE withdrawn_labels (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            day TEXT NOT NULL,
            label TEXT NOT NULL,
            replaced_by TEXT NOT NULL,
            withdrawn_at INTEGER NOT NULL,
            PRIMARY KEY (mall, ticket_id, withdrawn_at, label)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE events (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            kiosk INTEGER,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (mall, ticket_id, kind, at)
        ) STRICT, WITHOUT ROWID""",
    ),
)
"""The statements that lead from each schema version to the next; times are microseconds since 1970, UTC."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The database cannot be used; ``why`` says what is wrong and what to do."""

    why: str


def open_writer(path: Path) -> sqlite3.Connection | Refused:
    """Open the database for writing and bring its schema up to date, making the file if there is none."""
    if not path.parent.is_dir():
        return Refused(f"{path}: there is no folder {path.parent}; make it, or give another --database")
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        return Refused(f"{path}: cannot be opened: {error}; check the path and its permissions")
    try:
        refusal = _prepare(connection, path)
    except sqlite3.Error as error:
        refusal = _unusable(path, error)
    if refusal is not None:
        connection.close()
        return refusal
    return connection


def open_reader(path: Path) -> sqlite3.Connection | Refused:
    """Open a connection for reading alone to a database that a server made before."""
    if not path.is_file():
        return Refused(f"{path}: there is no such file; give the --database that the server uses")
    connection = _connect(path)
    try:
        refusal = _foreign(connection, path)
        connection.execute("PRAGMA query_only=ON")
    except sqlite3.Error as error:
        refusal = _unusable(path, error)
    if refusal is not None:
        connection.close()
        return refusal
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)


def _prepare(connection: sqlite3.Connection, path: Path) -> Refused | None:
    if foreign := _foreign(connection, path):
        return foreign
    (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok":
        return _damaged(path, health)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    _migrate(connection)
    return None


def _foreign(connection: sqlite3.Connection, path: Path) -> Refused | None:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if mark != APPLICATION_ID and (mark or tables):
        return Refused(f"{path}: is another program's database; give the queue server a file of its own")
    if (version := _version(connection)) > len(MIGRATIONS):
        return Refused(
            f"{path}: has schema {version}, this program knows up to {len(MIGRATIONS)}; "
            "start the newer program that wrote it, or give another --database"
        )
    return None


def _version(connection: sqlite3.Connection) -> int:
    version: int
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return version


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for number, statements in enumerate(MIGRATIONS):
        if number >= _version(connection):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number + 1}")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("COMMIT")


def _unusable(path: Path, error: sqlite3.Error) -> Refused:
    if error.sqlite_errorcode in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return _damaged(path, str(error))
    return Refused(
        f"{path}: cannot be used: {error}; check the disk, the permissions, and who else has it open"
    )


def _damaged(path: Path, wrong: str) -> Refused:
    return Refused(
        f"{path}: is damaged ({wrong}); copy the file and its -wal to a safe place, then restore a backup, "
        f"or recover it with: sqlite3 {path} .recover"
    )
