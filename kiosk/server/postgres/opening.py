"""Opening a database: its connections' settings, its schema, and when it is refused."""

import asyncio
import logging

import asyncpg

from kiosk.server.postgres.line import AWAY, CONNECTION_SECONDS, PAUSE, Connection, Pool
from kiosk.server.postgres.schema import MIGRATIONS, VERSIONS
from kiosk.server.postgres.url import without_password
from kiosk.server.refused import Refused

CONNECTIONS = 8
"""The most that one process has open."""

START_SECONDS = 10.0
"""How long a database that starts later than the server is waited for."""

COMMAND_SECONDS = 5.0
"""How long one statement may take; whoever asked has given up by then."""

PLAN_SECONDS = 2
"""How long a statement's plan serves: one that was made for empty tables is a bad one soon after."""

MIGRATION_LOCK = 0x4D505051
"""The advisory lock that lets one process at a time change the schema."""

SESSION = {
    "application_name": "mpp-kiosk-server",
    "synchronous_commit": "on",
    "default_transaction_isolation": "read committed",
    "timezone": "UTC",
    # A process that stands still must not hold a counter's row.
    "idle_in_transaction_session_timeout": "5s",
    "lock_timeout": "3s",
    "plan_cache_mode": "force_generic_plan",  # planning a press takes longer than doing it
    "enable_seqscan": "off",
    "jit": "off",
}
"""The settings of every session, whatever the database's own are."""

log = logging.getLogger(__name__)


async def open_pool(url: str, *, make: bool = True) -> "Pool | Refused":
    """Connect to the database and bring its schema up to date, or say why it cannot be used.

    Without ``make`` a database that has no schema is refused.
    """
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    told = False
    while True:
        try:
            return await _open(url, make=make)
        except AWAY as error:
            if asyncio.get_running_loop().time() > deadline:
                return Refused(
                    f"{without_password(url)}: cannot be reached: {error or type(error).__name__}; "
                    "start PostgreSQL, or give another --database"
                )
            if not told:
                log.warning("waiting for PostgreSQL: %s", error)
                told = True
            await asyncio.sleep(PAUSE)
        except (asyncpg.PostgresError, ValueError) as error:
            return Refused(f"{without_password(url)}: cannot be used: {error}; check the name and the rights")


async def _open(url: str, *, make: bool) -> "Pool | Refused":
    pool = await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=CONNECTIONS,
        timeout=CONNECTION_SECONDS,
        command_timeout=COMMAND_SECONDS,
        max_cached_statement_lifetime=PLAN_SECONDS,
        server_settings=SESSION,
        reset=_leave_as_it_is,
    )
    try:
        async with pool.acquire() as connection, connection.transaction():
            refusal = await _migrate(connection, url, make=make)
    except BaseException:
        pool.terminate()
        raise
    if refusal is not None:
        await pool.close()
        return refusal
    return pool


async def _leave_as_it_is(_connection: object) -> None:
    """Save the round trip that resets a session: none of them is ever changed."""


async def _migrate(connection: Connection, url: str, *, make: bool) -> Refused | None:
    await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
    tables = await connection.fetch(
        "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
    )
    if not tables and not make:
        return Refused(
            f"{without_password(url)}: is empty, no server has made its tables; "
            "give the --database that the server uses"
        )
    if not tables:
        await connection.execute(f"CREATE TABLE {VERSIONS} (version integer NOT NULL PRIMARY KEY)")
    elif VERSIONS not in {each["tablename"] for each in tables}:
        return Refused(
            f"{without_password(url)}: is another program's database; give the queue server one of its own"
        )
    version = await connection.fetchval(f"SELECT coalesce(max(version), 0) FROM {VERSIONS}")
    if version > len(MIGRATIONS):
        return Refused(
            f"{without_password(url)}: has schema {version}, this program knows up to {len(MIGRATIONS)}; "
            "start the newer program that wrote it, or give another --database"
        )
    for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
        for statement in statements:
            await connection.execute(statement)
        await connection.execute(f"INSERT INTO {VERSIONS} VALUES ($1)", number)
    return None
