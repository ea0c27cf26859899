"""One thread that reads, beside the one that writes."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Reader:
    """Owns the reading connection and its thread; used and closed on one running loop."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="queue-reader")

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do ``work`` and return its result; it sees what was committed when it begins to read."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work, self._connection)

    async def close(self) -> None:
        """Let what waits be read, and close the connection."""
        await self.run(sqlite3.Connection.close)
        self.thread.shutdown()
