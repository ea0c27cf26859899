"""The line to the database: work that is begun again when a connection is lost or two transactions collide.

All work is harmless when it is done twice, because tickets and events are known by their ids.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from kiosk.server.away import StoreAwayError, StoreFullError

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
T = TypeVar("T")

PATIENCE = 0.5
"""Seconds during which lost work is begun again; a kiosk waits little longer for its answer."""

PAUSE = 0.05
"""Seconds between two attempts to reach the database."""

CONNECTION_SECONDS = 2.0
"""How long a call waits for a connection."""

CLOSING_SECONDS = 2.0
"""How long connections have to end in good order."""

TRIES = 8
"""How often work that collides is done at most."""

AWAY = (
    OSError,  # refused, reset, timed out
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it stops, or has not finished starting
    asyncpg.TooManyConnectionsError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,  # it has become another's copy
)


class CollisionError(Exception):
    """Another transaction has just made the row that this one was about to make."""


COLLISIONS = (asyncpg.TransactionRollbackError, asyncpg.UniqueViolationError, CollisionError)
"""The second attempt sees the row that the first one collided with."""

log = logging.getLogger(__name__)


class Line:
    """Does work on a pool's connections; logs once that the database is lost, and once that it is back."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._spare: Connection | None = None
        self._queued = 0
        self._lost = False

    async def run(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do ``work`` and return its result; raise ``StoreAwayError`` if the database cannot be reached."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        tries = 0
        while True:
            tries += 1
            try:
                async with self._connection() as connection:
                    result = await work(connection)
            except COLLISIONS:
                if tries >= TRIES:
                    raise
                await asyncio.sleep(random.uniform(0, PAUSE))
            except asyncpg.DiskFullError as error:
                raise StoreFullError(str(error)) from error
            except AWAY as error:
                self._note_lost(error)
                if loop.time() + PAUSE > deadline:
                    raise StoreAwayError(str(error) or type(error).__name__) from error
                await asyncio.sleep(PAUSE)
            else:
                self._note_back()
                return result

    async def transaction(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do ``work`` as one transaction; what it returns is on disk."""

        async def within(connection: Connection) -> T:
            async with connection.transaction():
                return await work(connection)

        return await self.run(within)

    async def close(self) -> None:
        """Close all connections, and do not wait long for those that are in use."""
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                if self._spare:
                    await self._pool.release(self._spare)
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        connection = await self._acquire()
        kept = False
        try:
            yield connection
            kept = self._keep_spare(connection)
        except (TimeoutError, asyncpg.ReadOnlySQLTransactionError):
            # What did not answer in time is not asked to take back its work either.
            connection.terminate()
            raise
        except asyncpg.InterfaceError as error:
            if _is_lost(connection):
                raise ConnectionResetError(str(error)) from error
            raise
        except asyncpg.InternalClientError as error:
            # So the driver tells, now and then, that the line was cut while it changed its state.
            connection.terminate()
            raise ConnectionResetError(str(error)) from error
        finally:
            if not kept:
                await self._pool.release(connection)

    async def _acquire(self) -> Connection:
        """Take the connection that served last, or one from the pool: that costs two tasks more."""
        spare, self._spare = self._spare, None
        if spare and not _is_lost(spare):
            return spare
        self._queued += 1
        try:
            if spare:
                await self._pool.release(spare)
            return await self._pool.acquire(timeout=CONNECTION_SECONDS)
        except asyncpg.PostgresError as error:
            raise ConnectionRefusedError(str(error)) from error
        finally:
            self._queued -= 1

    def _keep_spare(self, connection: Connection) -> bool:
        """Keep a connection past the pool, unless somebody waits there for one."""
        if self._spare or self._queued or _is_lost(connection) or self._pool.is_closing():
            return False
        self._spare = connection
        return True

    def _note_lost(self, error: Exception) -> None:
        if not self._lost:
            self._lost = True
            log.error("PostgreSQL cannot be reached: %s", str(error) or type(error).__name__)

    def _note_back(self) -> None:
        if self._lost:
            self._lost = False
            log.info("PostgreSQL can be reached again")


def _is_lost(connection: Connection) -> bool:
    """Tell whether the line was cut; the pool may have taken the connection back because of that."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True
