"""One ticket at an IPP printer: handed over once, when it is ready, and followed to the end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Condition, Offline, Unknown
from kiosk.printing.holding import NotReady
from kiosk.printing.ipp.answer import Attributes
from kiosk.printing.ipp.client import IppClient, IppError, NoAnswerError, NotReachedError, RefusedError
from kiosk.printing.ipp.media import ASKED, Choice
from kiosk.printing.ipp.states import (
    JOB_ASKED,
    PRINTER_ASKED,
    condition_of,
    is_believed,
    outcome_of,
)
from kiosk.printing.ipp.watch import IppTimes, Watch
from kiosk.printing.leftover import Leftover
from kiosk.printing.printer import FirstByte, PrintResult, Tell

PDF = "application/pdf"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IppJob:
    """A document to print under a name that no other job has; ``expires`` is a monotonic second.

    ``draw`` makes its PDF for a printer with these attributes.
    """

    name: str
    draw: Callable[[Attributes], Awaitable[tuple[Choice, bytes]]]
    expires: float
    tell: Tell


@dataclass(frozen=True, slots=True)
class _Sent:
    """A job in the printer; it was handed over at the second ``begun``."""

    number: int
    choice: Choice
    believed: bool
    begun: float


class IppDevice:
    """The printer, and the last condition that was seen of it. One job at a time."""

    def __init__(
        self,
        client: IppClient,
        clock: Clock,
        times: IppTimes,
        leftover: Leftover,
        closing: asyncio.Event,
    ) -> None:
        self._client = client
        self._clock = clock
        self._times = times
        self._leftover = leftover
        self._watch = Watch(client, clock, times, closing, self.look)
        self._uncleared = leftover.stands()
        self._complaint = ""
        self._refused: Condition | None = None
        self.condition: Condition = Unknown()

    async def look(self) -> Condition:
        """Ask for the condition, and cancel what may be left in the printer."""
        await self._ask_printer(PRINTER_ASKED)
        return self.condition

    async def attempt(self, job: IppJob) -> NotReady | PrintResult:
        """Hand a job over, if the printer is ready for it, and wait for its end."""
        printer = await self._ask_printer((*PRINTER_ASKED, *ASKED))
        if printer is None or not condition_of(printer).prints:
            return NotReady(self.condition)
        if PDF not in printer.texts("document-format-supported"):
            self._complain(f"takes no PDF, only {', '.join(printer.texts('document-format-supported'))}")
            return self._refuse(Unknown())
        if not (believed := is_believed(printer)):
            self._complain("is a queue that counts bytes and knows nothing of paper: its tickets are blind")
        choice, pdf = await job.draw(printer)
        sent = await self._send(job, choice, pdf, believed=believed)
        return sent if isinstance(sent, NotReady | PrintResult) else await self._follow(job, sent)

    async def _ask_printer(self, names: Sequence[str]) -> Attributes | None:
        try:
            printer = await self._client.printer(names, self._times.ask)
            if self._uncleared:
                await self._clear()
        except IppError as error:
            self._complain(f"cannot be asked: {error}")
            self.condition = Offline(error.cause)
            return None
        if isinstance(self.condition, Offline) and self._refused is None:
            self._complaint = ""
        seen = condition_of(printer)
        self.condition = self._refused if self._refused and seen.prints else seen
        return printer

    async def _clear(self) -> None:
        """Cancel every job of this kiosk that is not over; a printer that tells of none keeps them."""
        try:
            jobs = await self._client.jobs("not-completed", JOB_ASKED, self._times.ask)
        except RefusedError as error:
            log.warning("the printer does not tell what is left in it: %s", error)
            jobs = ()
        for job in jobs:
            number = job.integer("job-id")
            if number is not None and self._client.user in job.texts("job-originating-user-name"):
                log.warning("the job %d was left in the printer; it is canceled", number)
                with suppress(RefusedError):  # it is over, or not to be canceled any more
                    await self._client.cancel(number, self._times.ask)
        self._settle()

    def _settle(self) -> None:
        """Remember that nothing is left in the printer."""
        self._uncleared = False
        self._leftover.forget()

    async def _send(
        self, job: IppJob, choice: Choice, pdf: bytes, *, believed: bool
    ) -> _Sent | NotReady | PrintResult:
        begun: list[float] = []

        def begin() -> None:
            accidents.before(Deed.FIRST_BYTE)
            begun.append(self._clock.elapsed())
            job.tell(FirstByte(begun[0]))

        self._leftover.note()
        try:
            number = await self._client.print_pdf(job.name, pdf, choice.template, self._times.send, begin)
        except NotReachedError as error:
            self._settle()
            self._complain(f"cannot be reached: {error}")
            return NotReady(Offline(error.cause))
        except RefusedError as error:
            self._settle()
            self._complain(f"refuses the ticket: {error}")
            return self._refuse(Offline(error.cause))
        except NoAnswerError as error:
            self._complain(f"did not say whether it took a ticket: {error}")
            if (found := await self._watch.find(job.name)) is None:
                self._uncleared = True
                return self._result(Outcome.UNKNOWN, begun[0], choice)
            number = found
        accidents.after(Deed.FIRST_BYTE)
        self._refused = None
        return _Sent(number, choice, believed, begun[0])

    async def _follow(self, job: IppJob, sent: _Sent) -> PrintResult:
        ended = await self._watch.end_of(sent.number, job.expires, job.tell, roll=sent.choice.roll)
        if ended is None:
            self._uncleared = True
            return self._result(Outcome.UNKNOWN, sent.begun, sent.choice)
        self._settle()
        outcome = outcome_of(ended.job, believed=sent.believed, waited=ended.waited, condition=self.condition)
        if outcome is Outcome.UNKNOWN:
            reasons = ", ".join(sorted(ended.job.reasons))
            log.warning("the printer ended a ticket as %s: %s", ended.job.state.name.lower(), reasons)
        return self._result(outcome, sent.begun, sent.choice)

    def _refuse(self, condition: Condition) -> NotReady:
        """Remember that it takes no ticket, until it takes one: it calls itself ready all the same."""
        self._refused = self.condition = condition
        return NotReady(condition)

    def _result(self, outcome: Outcome, begun: float, choice: Choice) -> PrintResult:
        length = 0.0 if outcome is Outcome.NOT_SENT else choice.page.height
        return PrintResult(outcome, self.condition, begun, self._clock.elapsed(), length)

    def _complain(self, complaint: str) -> None:
        """Log what is wrong, once as long as it stays so."""
        if complaint and complaint != self._complaint:
            log.warning("the printer %s", complaint)
        self._complaint = complaint
