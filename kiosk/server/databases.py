"""Which store a database's name leads to."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from kiosk.contract.bodies import QueueRow
from kiosk.server.postgres.url import is_postgres
from kiosk.server.queue import row_of
from kiosk.server.refused import Refused
from kiosk.server.sqlite import opening
from kiosk.server.sqlite.store import SqliteStore, read_tickets
from kiosk.server.store import Record, Store

SQLITE = "sqlite:///"


async def open_store(database: str, *, make: bool = True) -> Store | Refused:
    """Open the store that ``database`` names, on the running loop.

    It is a file's path, ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST:PORT/NAME``. Without ``make``
    only a database that a server has served from is opened, so that a mistyped name makes no second one.
    """
    if is_postgres(database):
        from kiosk.server.postgres.store import PostgresStore

        return await PostgresStore.open(database, make=make)
    path = _path_of(database)
    return path if isinstance(path, Refused) else SqliteStore.open(path, make=make)


def claim(database: str) -> AbstractContextManager[object] | Refused:
    """Keep other servers from a database that only one may serve from, until the end of the block."""
    if is_postgres(database):
        return nullcontext()
    path = _path_of(database)
    return path if isinstance(path, Refused) else opening.claim(path)


def list_tickets(database: str, day: date) -> Iterator[QueueRow] | Refused:
    """Return a service day's tickets of all malls in ``database``, in the order in which people pressed.

    Servers may go on with the same database meanwhile.
    """
    records = _read(database, day)
    return records if isinstance(records, Refused) else map(row_of, records)


def _read(database: str, day: date) -> list[Record] | Refused:
    if is_postgres(database):
        from kiosk.server.postgres import store

        return store.read_tickets(database, day)
    path = _path_of(database)
    return path if isinstance(path, Refused) else read_tickets(path, day)


def _path_of(database: str) -> Path | Refused:
    if "://" not in database:
        return Path(database)
    if database.startswith(SQLITE) and len(database) > len(SQLITE):
        return Path(database.removeprefix(SQLITE))
    return Refused(
        f"{database}: no database that the server knows; write {SQLITE}FILE or postgresql://HOST/NAME"
    )
