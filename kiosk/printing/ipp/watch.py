"""A job in an IPP printer, from its handing over to its end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.printing.condition import Condition
from kiosk.printing.ipp.client import GONE, NOT_FOUND, IppClient, IppError, RefusedError
from kiosk.printing.ipp.states import JOB_ASKED, JobSeen, job_seen, may_wait
from kiosk.printing.printer import Held, Tell


@dataclass(frozen=True, slots=True)
class IppTimes:
    """Seconds for an answer, for a document with its answer, between two looks, for a canceled job's end."""

    ask: float = 5.0
    send: float = 20.0
    poll: float = 0.5
    grace: float = 10.0


@dataclass(frozen=True, slots=True)
class Ended:
    """A job that is over; ``waited`` if nothing of it could have come out when it was seen before."""

    job: JobSeen
    waited: bool


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at jobs of one printer, whose condition ``look`` asks for; ``closing`` ends every wait."""

    client: IppClient
    clock: Clock
    times: IppTimes
    closing: asyncio.Event
    look: Callable[[], Awaitable[Condition]]

    async def find(self, name: str) -> int | None:
        """Return the number of the job with this name; nothing, if the printer tells of none."""
        last = self.clock.elapsed() + self.times.grace
        while True:
            for which in ("not-completed", "completed"):
                if (number := await self._among(which, name)) is not None:
                    return number
            if self.clock.elapsed() >= last:
                return None
            await self._pause()

    async def _among(self, which: str, name: str) -> int | None:
        try:
            jobs = await self.client.jobs(which, JOB_ASKED, self.times.ask)
        except IppError:
            return None
        return next((job.integer("job-id") for job in jobs if name in job.texts("job-name")), None)

    async def end_of(self, number: int, expires: float, tell: Tell, *, roll: bool) -> Ended | None:
        """Return how a job ended; nothing, if that cannot be found out.

        At the second ``expires`` it is canceled. ``Held`` is told when the printer stops for another reason.
        """
        waited = canceled = False
        told: Condition | None = None
        last = float("inf")
        while True:
            ending = self.closing.is_set() or self.clock.elapsed() >= expires
            if ending:
                last = min(last, self.clock.elapsed() + self.times.grace)
            try:
                job = job_seen(await self.client.job(number, JOB_ASKED, self.times.ask))
            except IppError as error:
                if isinstance(error, RefusedError) and error.status in (NOT_FOUND, GONE):
                    return None
                job = None
            condition = await self.look()
            if job is not None and job.over:
                return Ended(job, waited)
            waited = job is not None and may_wait(job, condition, roll=roll)
            if not condition.prints and condition != told:
                tell(Held(condition))
            told = condition
            canceled = canceled or (ending and await self.cancel(number))
            if self.clock.elapsed() >= last:
                return None
            await self._pause()

    async def cancel(self, number: int) -> bool:
        """Ask for a job's end; tell whether the printer answered."""
        try:
            await self.client.cancel(number, self.times.ask)
        except IppError as error:
            return isinstance(error, RefusedError)
        return True

    async def _pause(self) -> None:
        if self.closing.is_set():
            await asyncio.sleep(self.times.poll)
            return
        try:
            async with asyncio.timeout(self.times.poll):
                await self.closing.wait()
        except TimeoutError:
            return
