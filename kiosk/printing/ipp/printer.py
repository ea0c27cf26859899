"""An office printer, or a queue, that speaks the Internet Printing Protocol."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.address import IppAddress
from kiosk.printing.condition import Condition
from kiosk.printing.document import Document, TicketDocument
from kiosk.printing.holding import NotReady, Patience, turn_at
from kiosk.printing.ipp.answer import Attributes
from kiosk.printing.ipp.client import IppClient
from kiosk.printing.ipp.device import IppDevice, IppJob
from kiosk.printing.ipp.media import Choice, choose
from kiosk.printing.ipp.watch import IppTimes
from kiosk.printing.layout import lay_out
from kiosk.printing.leftover import NOTHING_KNOWN, Leftover
from kiosk.printing.paper import PaperProfile
from kiosk.printing.pdf import draw_pdf, prepare
from kiosk.printing.printer import LIFE_SECONDS, Held, PrintResult, Tell

USUAL_TIMES = IppTimes()


class IppPrinter:
    """Hands each ticket over as one PDF job, and follows that job to its end.

    A ticket is ``PRINTED`` only when the printer completed its job; behind a queue that counts bytes it is
    ``BLIND``. A job that is not over within its life is canceled, and none is handed over twice. What an
    earlier program with the same ``leftover`` may have left in the printer is canceled first.
    """

    def __init__(
        self,
        address: IppAddress,
        paper: PaperProfile,
        clock: Clock,
        leftover: Leftover = NOTHING_KNOWN,
        times: IppTimes = USUAL_TIMES,
    ) -> None:
        self._paper = paper
        self._clock = clock
        self._turn = asyncio.Lock()
        self._closing = asyncio.Event()
        self._patience = Patience(clock, times.poll, self._closing)
        client = IppClient(address, f"kiosk@{socket.gethostname()}")
        self._device = IppDevice(client, clock, times, leftover, self._closing)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ipp-printer")
        self._thread.submit(prepare)

    @property
    def condition(self) -> Condition:
        """The last condition that was seen."""
        return self._device.condition

    async def refresh(self) -> Condition:
        """Ask the printer, unless a job is asking it already."""
        if self._turn.locked() or self._closing.is_set():
            return self.condition
        async with self._turn:
            return await self._device.look()

    async def submit(self, document: Document, tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        """Print one document."""
        expires = self._clock.elapsed() + life
        loop = asyncio.get_running_loop()

        async def draw(printer: Attributes) -> tuple[Choice, bytes]:
            return await loop.run_in_executor(self._thread, self._draw, document, printer)

        job = IppJob(_name(document), draw, expires, tell)

        async def attempt() -> NotReady | PrintResult:
            return await self._device.attempt(job)

        if self._turn.locked() and not self.condition.prints:
            tell(Held(self.condition))  # behind another one that is held
        async with turn_at(self._turn, life) as ours:
            if not ours:
                return PrintResult(Outcome.NOT_SENT, self.condition, done=self._clock.elapsed())
            return await self._patience.print_when_ready(attempt, tell, expires)

    async def close(self) -> None:
        """Give up what is held, call back what is printing, and end the thread."""
        self._closing.set()
        async with self._turn:
            self._thread.shutdown()

    def _draw(self, document: Document, printer: Attributes) -> tuple[Choice, bytes]:
        sheet = lay_out(document, self._paper)
        choice = choose(printer, sheet, self._paper)
        return choice, draw_pdf(sheet, self._paper, document.title, choice.page)


def _name(document: Document) -> str:
    """Return a name that no other paper has: by it a job is found again."""
    if isinstance(document, TicketDocument):
        return f"{document.ticket_id}-{document.copy}"
    return str(uuid4())
