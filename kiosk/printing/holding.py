"""A job's wait for a printer that a person must mend."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Condition, Unknown
from kiosk.printing.printer import Held, PrintResult, Tell


@dataclass(frozen=True, slots=True)
class NotReady:
    """Nothing was sent, because the printer would not have printed it."""

    condition: Condition


Attempt = Callable[[], Awaitable[NotReady | PrintResult]]


@asynccontextmanager
async def turn_at(printer: asyncio.Lock, seconds: float) -> AsyncIterator[bool]:
    """Hold the printer for the block; false, without holding it, if the jobs before took so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await printer.acquire()
    except TimeoutError:
        yield False
        return
    try:
        yield True
    finally:
        printer.release()


@dataclass(frozen=True, slots=True)
class Patience:
    """How a printer's jobs wait: a question every ``poll_seconds``, until ``closing`` is set."""

    clock: Clock
    poll_seconds: float
    closing: asyncio.Event

    async def print_when_ready(self, attempt: Attempt, tell: Tell, expires: float) -> PrintResult:
        """Attempt until the job was sent, the printer is closed, or the second ``expires`` has come.

        ``Held`` is told at the first refusal and whenever its reason changes.
        """
        condition: Condition = Unknown()
        told: Condition | None = None
        while (left := expires - self.clock.elapsed()) > 0 and not self.closing.is_set():
            match await attempt():
                case PrintResult() as result:
                    return result
                case NotReady(condition):
                    if condition != told:
                        tell(Held(condition))
                        told = condition
                    await self._wait(min(self.poll_seconds, left))
        return PrintResult(Outcome.NOT_SENT, condition, done=self.clock.elapsed())

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.closing.wait()
        except TimeoutError:
            return
