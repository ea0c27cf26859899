"""Opening the database: its settings, its schema, and when it is refused.

A damaged or foreign file is never mended or set aside here: its tickets are the mall's only record.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.server.refused import Refused
from kiosk.server.sqlite.schema import MIGRATIONS

APPLICATION_ID = 0x4D505051
"""Marks the file as a queue server's (https://www.sqlite.org/pragma.html#pragma_application_id): MPPQ."""

BUSY_SECONDS = 5.0
"""How long to wait for another process that has the database open."""

CLAIM_SECONDS = 1.0
"""How long a server waits for one before it to end."""

FALSE_ALARM = "NULL value in withdrawn_labels."
"""What SQLite 3.40 says of that table as it was before schema version 3, though no value is missing."""


def claim(path: Path) -> closing[sqlite3.Connection] | Refused:
    """Keep other servers from the database until the end of the block, or of the process.

    The lock is SQLite's own, on an empty file beside the database: it needs no tidying up after a crash,
    and who reads or says a word is not held up by it.
    """
    if missing := _no_folder(path):
        return missing
    beside = path.with_name(f"{path.name}.lock")
    try:
        connection = sqlite3.connect(beside, isolation_level=None, timeout=CLAIM_SECONDS)
    except sqlite3.Error as error:
        return Refused(f"{beside}: cannot be opened: {error}; check the path and its permissions")
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            return Refused(f"{beside}: cannot be locked: {error}; check the disk and the permissions")
        return Refused(
            f"{path}: another server serves from it; stop that one, give this one another --database, "
            "or let both use one postgresql://..."
        )
    return closing(connection)


def open_writer(path: Path, *, make: bool = True) -> sqlite3.Connection | Refused:
    """Open the database for writing and bring its schema up to date; ``make`` the file if there is none."""
    if missing := _no_folder(path) if make else _no_file(path):
        return missing
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        return Refused(f"{path}: cannot be opened: {error}; check the path and its permissions")
    try:
        refusal = (None if make else _unmade(connection, path)) or _prepare(connection, path)
    except sqlite3.Error as error:
        refusal = _unusable(path, error)
    if refusal is not None:
        connection.close()
        return refusal
    return connection


def open_reader(path: Path) -> sqlite3.Connection | Refused:
    """Open a connection for reading alone to a database that a server made before."""
    if missing := _no_file(path):
        return missing
    connection = _connect(path)
    try:
        refusal = _foreign(connection, path) or _unmade(connection, path)
        connection.execute("PRAGMA query_only=ON")
    except sqlite3.Error as error:
        refusal = _unusable(path, error)
    if refusal is not None:
        connection.close()
        return refusal
    return connection


def _no_folder(path: Path) -> Refused | None:
    if path.parent.is_dir():
        return None
    return Refused(f"{path}: there is no folder {path.parent}; make it, or give another --database")


def _no_file(path: Path) -> Refused | None:
    if path.is_file():
        return None
    return Refused(f"{path}: there is no such file; give the --database that the server uses")


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)


def _prepare(connection: sqlite3.Connection, path: Path) -> Refused | None:
    if foreign := _foreign(connection, path):
        return foreign
    wrong = _damage(connection)
    if wrong and not wrong.startswith(FALSE_ALARM):
        return _damaged(path, wrong)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    _migrate(connection)
    still_wrong = _damage(connection) if wrong else ""
    return _damaged(path, still_wrong) if still_wrong else None


def _damage(connection: sqlite3.Connection) -> str:
    """Return what SQLite's own check finds first, or nothing."""
    (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if health == "ok" else str(health)


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


def _unmade(connection: sqlite3.Connection, path: Path) -> Refused | None:
    if _version(connection):
        return None
    return Refused(f"{path}: is empty, no server has made it; give the --database that the server uses")


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
    primary_code = error.sqlite_errorcode & 0xFF
    if primary_code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return _damaged(path, str(error))
    return Refused(
        f"{path}: cannot be used: {error}; check the disk, the permissions, and who else has it open"
    )


def _damaged(path: Path, wrong: str) -> Refused:
    return Refused(
        f"{path}: is damaged ({wrong}); copy the file and its -wal to a safe place, then restore a backup, "
        f"or recover it with: sqlite3 {path} .recover"
    )
