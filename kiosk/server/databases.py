"""Which store a database's name leads to."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kiosk.contract.bodies import QueueRow
from kiosk.server.queue import row_of
from kiosk.server.refused import Refused
from kiosk.server.sqlite.store import SqliteStore, read_tickets
from kiosk.server.store import Store

SQLITE = "sqlite:///"


def open_store(database: str) -> Store | Refused:
    """Open the store that ``database`` names, a file's path or ``sqlite:///PATH``, on the running loop."""
    path = _path_of(database)
    return path if isinstance(path, Refused) else SqliteStore.open(path)


def list_tickets(database: str, day: date) -> Iterator[QueueRow] | Refused:
    """Return a service day's tickets of all malls in ``database``, in the order in which people pressed.

    A server may go on with the same database meanwhile.
    """
    path = _path_of(database)
    if isinstance(path, Refused):
        return path
    records = read_tickets(path, day)
    return records if isinstance(records, Refused) else map(row_of, records)


def _path_of(database: str) -> Path | Refused:
    scheme, separator, _ = database.partition("://")
    if not separator:
        return Path(database)
    if database.startswith(SQLITE) and len(database) > len(SQLITE):
        return Path(database.removeprefix(SQLITE))
    if scheme in ("postgresql", "postgres"):
        return Refused(f"{scheme}://: PostgreSQL comes with a later release; use {SQLITE}FILE until then")
    return Refused(f"{database}: no database that the server knows; write {SQLITE}FILE")
