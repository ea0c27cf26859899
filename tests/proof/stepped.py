"""The server's store on SQLite with its transactions and groups; the loop does the work of its threads."""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import TypeVar
from unittest.mock import patch

from kiosk.server.sqlite import store as sqlite_store
from kiosk.server.sqlite.store import SqliteStore
from kiosk.server.sqlite.writer import Writer, _settle
from tests.proof.virtual import JOB_SECONDS, VirtualLoop

T = TypeVar("T")


class SteppedWriter(Writer):
    """The one writer with its transactions and groups; in place of its thread, the loop gives it its turns.

    ``committed`` is called between a commit and its answer.
    """

    def __init__(self, connection: sqlite3.Connection, committed: Callable[[], None]) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._jobs = SimpleQueue()
        self._committed = committed
        self._dead = False

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._jobs.empty():
            self._loop.call_later(JOB_SECONDS / 2, self._turn)
        return await super().run(work)

    def die(self) -> None:
        """Let go of the file with jobs undone; no turn comes any more."""
        self._dead = True
        self._connection.close()

    def _turn(self) -> None:
        if self._dead or self._jobs.empty():
            return
        group, _ = self._next_group()
        self._loop.call_later(JOB_SECONDS / 2, _settle, self._commit(group))
        if not self._jobs.empty():
            self._loop.call_later(JOB_SECONDS / 2, self._turn)
        self._committed()


class SteppedStore(SqliteStore):
    """The store on its own two connections, worked by the loop."""

    committed: Callable[[], None]

    def __init__(self, writing: sqlite3.Connection, reading: sqlite3.Connection) -> None:
        self.writing, self.reading = writing, reading
        with patch.object(sqlite_store, "Writer", partial(SteppedWriter, committed=self._tell)):
            super().__init__(writing, reading)

    def die(self, loop: VirtualLoop) -> None:
        """Leave undone what is not done yet, as a process that is killed."""
        assert isinstance(self._writer, SteppedWriter)
        self._writer.die()
        self.reading.close()
        loop.hand_of(self._reader.thread).die()

    def _tell(self) -> None:
        self.committed()
