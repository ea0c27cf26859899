"""The databases without the server: the same tables, and the same statements for a press.

``together`` presses share a transaction, as those that come at once share one in the server. On PostgreSQL
it is one statement for all of them; ``alone`` gives each client a connection, and each press its own
transaction.
"""

import asyncio
import time
from contextlib import closing
from datetime import UTC
from pathlib import Path

import asyncpg
from uuid6 import uuid7

from benchmarks.driving import MONDAY
from kiosk.domain.ticket import Press, TicketClass
from kiosk.server.postgres import opening, presses
from kiosk.server.postgres.store import PostgresStore
from kiosk.server.refused import Refused
from kiosk.server.sqlite import statements
from kiosk.server.sqlite.opening import open_writer
from kiosk.server.store import Entry

NOW = MONDAY.astimezone(UTC)
MALL = "raw"


def entry() -> Entry:
    """Make a press as a kiosk sends it."""
    press = Press(uuid7(), "ktp-baru", NOW, TicketClass.REGULAR, "id")
    return Entry(press, MONDAY.date(), "B", 1, None)


def sqlite_together(path: Path, together: int, tickets: int) -> float:
    """Return how many tickets a second one writer puts into a file."""
    connection = open_writer(path)
    assert not isinstance(connection, Refused), connection
    with closing(connection):
        begun = time.perf_counter()
        for _ in range(tickets // together):
            connection.execute("BEGIN IMMEDIATE")
            for _ in range(together):
                statements.issue(connection, MALL, entry(), NOW)
            connection.execute("COMMIT")
        return tickets / (time.perf_counter() - begun)


async def postgres_together(url: str, together: int, tickets: int) -> float:
    """Return how many tickets a second one connection numbers, so many in each statement."""
    return await _postgres(url, 1, together, tickets)


async def postgres_alone(url: str, clients: int, tickets: int) -> float:
    """Return how many tickets a second so many connections number, each press a transaction of its own."""
    return await _postgres(url, clients, 1, tickets)


async def _postgres(url: str, connections: int, together: int, tickets: int) -> float:
    store = await PostgresStore.open(url)
    assert not isinstance(store, Refused), store
    await store.close()
    connected = [
        await asyncpg.connect(url, server_settings=opening.SESSION, max_cached_statement_lifetime=2)
        for _ in range(connections)
    ]
    rounds = iter(range(tickets // together))

    async def work(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        for _ in rounds:
            rows = [presses.row(entry(), NOW) for _ in range(together)]
            await connection.fetch(presses.NUMBER, MALL, *zip(*rows, strict=True))

    begun = time.perf_counter()
    await asyncio.gather(*map(work, connected))
    rate = tickets / (time.perf_counter() - begun)
    for each in connected:
        await each.close()
    return rate
