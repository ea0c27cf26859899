"""A thread that owns a device, and that can be given up when it is stuck."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

Result = TypeVar("Result")


class WorkerStuckError(Exception):
    """The thread did not come back in time; it was told to end and must not be used again."""


class Worker:
    """Runs one function after the other in a thread of its own."""

    def __init__(self, name: str) -> None:
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._retired = threading.Event()
        # A daemon: a thread that never comes back must not keep the program from ending.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def is_retired(self) -> bool:
        """Tell whether the worker was given up or ended; its functions ask this and stop."""
        return self._retired.is_set()

    async def run(self, function: Callable[[], Result], seconds: float) -> Result:
        """Return what the function returns; raises ``WorkerStuckError`` after so many seconds."""
        future: Future[Result] = Future()

        def task() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(function())
            except BaseException as error:
                future.set_exception(error)

        self._tasks.put(task)
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            self.end()
            raise WorkerStuckError(f"{self._thread.name} did not come back in {seconds:.0f} s") from None

    def end(self) -> None:
        """Let the thread end when it comes back."""
        self._retired.set()
        self._tasks.put(None)

    def join(self, seconds: float) -> None:
        """Wait for the end of the thread."""
        self._thread.join(seconds)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
