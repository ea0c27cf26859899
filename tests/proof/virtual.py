"""An event loop on which time only jumps: to the next thing that is due, without anybody waiting for it.

One thread, no sockets, no wall clock: the same steps lead to the same end, and a minute costs as much
as what happens in it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from enum import StrEnum
from typing import Any, TypeVar, TypeVarTuple, Unpack

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

JOB_SECONDS = 0.002
"""What a job of a thread takes: half of it passes before the work, half between the work and its result."""


class Named(StrEnum):
    """A word that is shown as it stands in code, so that a printed schedule can be run."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class Hand:
    """A thread that is none: it does its jobs one after the other, on the loop and in virtual time."""

    def __init__(self, loop: "VirtualLoop") -> None:
        self._loop = loop
        self._jobs: deque[tuple[Callable[[], Any], asyncio.Future[Any]]] = deque()
        self._dead = False

    def take(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Queue a job behind those before it."""
        future: asyncio.Future[T] = self._loop.create_future()
        if self._dead:
            future.cancel()
            return future
        self._jobs.append((work, future))
        if len(self._jobs) == 1:
            self._loop.call_later(JOB_SECONDS / 2, self._work)
        return future

    def die(self) -> None:
        """Do nothing more, as the thread of a process that is no more."""
        self._dead = True

    def _work(self) -> None:
        if self._dead:
            return
        work, future = self._jobs[0]
        settle: Callable[[], None] = _nothing
        if not future.cancelled():  # one that was given up before its turn is not done at all
            try:
                result = work()
            except Exception as error:
                settle = _settling(future, future.set_exception, error)
            else:
                settle = _settling(future, future.set_result, result)
        self._loop.call_later(JOB_SECONDS / 2, self._end, settle)

    def _end(self, settle: Callable[[], None]) -> None:
        if self._dead:
            return
        self._jobs.popleft()
        settle()
        if self._jobs:
            self._loop.call_later(JOB_SECONDS / 2, self._work)


def _nothing() -> None:
    pass


def _settling(future: asyncio.Future[Any], settle: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: None if future.done() else settle(value)


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs until it is told to stop; ``faults`` are the exceptions that nobody awaited."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._selector = self
        self._jumps: int | None = None
        self._hands: dict[Executor | None, Hand] = {}
        self.faults: list[str] = []
        self.set_exception_handler(lambda _, context: self.faults.append(_said(context)))

    def time(self) -> float:
        return self._now

    def select(self, timeout: float | None) -> list[object]:
        """Jump over a wait; what ``BaseEventLoop`` asks of its selector."""
        if timeout is None and self._jumps is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        if timeout is None:
            self.stop()
        elif timeout > 0:
            self._now += timeout
            if self._jumps is not None:
                self._jumps -= 1
                if not self._jumps:
                    self.stop()
        return []

    def run_for(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.call_later(seconds, self.stop)
        self.run_forever()

    def run_jumps(self, count: int) -> None:
        """Let the next ``count`` things that are due happen, and stop in the midst of what follows them."""
        self._jumps = count
        try:
            self.run_forever()
        finally:
            self._jumps = None

    def hand_of(self, executor: Executor | None) -> Hand:
        """Return what works for an executor, whose threads never start."""
        return self._hands.setdefault(executor, Hand(self))

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> asyncio.Future[T]:
        return self.hand_of(executor).take(lambda: func(*args))

    def _process_events(self, event_list: list[object]) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


def _said(context: dict[str, Any]) -> str:
    return f"{context['message']}: {context.get('exception')!r}"
