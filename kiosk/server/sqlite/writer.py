"""One thread that writes, many jobs to a transaction.

A commit with ``synchronous=FULL`` waits for the disk; jobs that arrive meanwhile share the next one.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from kiosk.server.away import StoreFullError

GROUP = 64
"""The most jobs in one transaction: it bounds how long the first of them waits."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Done:
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None


class Writer:
    """Owns the writing connection and its thread; made and used on one running loop."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._write, name="queue-writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do ``work`` within a transaction and return its result once that is on disk.

        What ``work`` raises undoes its own changes alone and is raised here. If another job of its
        transaction raises, that is undone and ``work`` done again.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(work, future))
        return await future

    async def close(self) -> None:
        """Let all waiting jobs end, then the thread, and close the connection."""
        self._jobs.put(None)
        await self._ended.wait()
        self._thread.join()
        self._connection.close()

    def _write(self) -> None:
        going = True
        while going:
            group, going = self._next_group()
            if group:
                self._loop.call_soon_threadsafe(_settle, self._commit(group))
        self._loop.call_soon_threadsafe(self._ended.set)

    def _next_group(self) -> tuple[list[_Job], bool]:
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == GROUP:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _commit(self, group: list[_Job]) -> list[_Done]:
        """Do a group in one transaction; one that a job spoils is undone, and each job done for itself."""
        done: list[_Done] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            done += [_Done(job.future, job.work(self._connection)) for job in group]
            self._connection.execute("COMMIT")
        except Exception as error:
            begun = self._connection.in_transaction
            if begun:
                self._connection.execute("ROLLBACK")
            told = StoreFullError(str(error)) if _is_full(error) else error
            if told is error and begun and not done and len(group) > 1:
                return [alone for job in group for alone in self._commit([job])]
            return [_Done(job.future, error=told) for job in group]
        return done


def _is_full(error: Exception) -> bool:
    """Tell whether the disk takes no more; of a used-up quota SQLite tells that it cannot write."""
    full = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) in full


def _settle(done: list[_Done]) -> None:
    for each in done:
        if each.future.done():
            continue
        if each.error is None:
            each.future.set_result(each.result)
        else:
            each.future.set_exception(each.error)
