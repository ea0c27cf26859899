"""The journal for the event loop: its one thread does the work, and the loop goes on meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from kiosk.clock import Clock
from kiosk.journal.errors import JournalDamagedError, JournalFullError
from kiosk.journal.journal import Journal

P = ParamSpec("P")
T = TypeVar("T")


class AsyncJournal:
    """Runs a journal's methods, one after the other, in the thread that owns it.

    ``await journal.do(Journal.printing, ticket_id, at)`` returns after the commit. Cancelling the
    wait does not undo the work.
    """

    def __init__(self, journal: Journal, thread: ThreadPoolExecutor, clock: Clock) -> None:
        self._journal = journal
        self._thread = thread
        self._clock = clock

    @classmethod
    async def open(cls, path: Path, kiosk_number: int, clock: Clock) -> Self:
        """Open the journal in a thread of its own; raises a ``JournalError``."""
        thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        try:
            opening = asyncio.get_running_loop().run_in_executor(
                thread, Journal, path, kiosk_number, clock.now()
            )
            return cls(await opening, thread, clock)
        except BaseException:
            thread.shutdown(wait=False)
            raise

    @property
    def aside(self) -> Path | None:
        """Where the last damaged file is kept that this journal replaced."""
        return self._journal.aside

    async def do(self, method: Callable[Concatenate[Journal, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do one of the journal's methods.

        On a full disk it is tried once more after room was made. A journal whose damage shows itself
        is replaced, so that the next call finds a whole one; this call raises.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: self._attempt(method, *args, **kwargs))

    async def do_or_anew(
        self, method: Callable[Concatenate[Journal, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do a method that may find damage where nothing is lost by doing it with the new journal."""
        try:
            return await self.do(method, *args, **kwargs)
        except JournalDamagedError:
            return await self.do(method, *args, **kwargs)

    async def close(self) -> None:
        """Finish what was begun and let go of the file and the thread."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._journal.close)
        self._thread.shutdown()

    def _attempt(self, method: Callable[Concatenate[Journal, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            try:
                return method(self._journal, *args, **kwargs)
            except JournalFullError:
                self._journal.make_room()
                return method(self._journal, *args, **kwargs)
        except JournalDamagedError as damage:
            self._journal.give_up(damage, self._clock.now())
            raise
