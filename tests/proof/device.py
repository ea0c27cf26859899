"""A printer: the device on its table, and the program's hold on it."""

import asyncio
from collections import deque
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Condition, NoPaper, Ready
from kiosk.printing.document import Document, TicketDocument
from kiosk.printing.holding import NotReady, Patience, turn_at
from kiosk.printing.printer import LIFE_SECONDS, FirstByte, PrintResult, Tell
from tests.proof.virtual import Named

PRINT_SECONDS = 0.6
POLL_SECONDS = 2.0
PAPER_MM = 115.0


class Paper(Named):
    """What becomes of a paper once its first byte has left."""

    PRINTED = "printed"
    UNKNOWN = "unknown"  # the printer's word on it is lost
    BLIND = "blind"  # the printer never says anything


OUTCOMES = {
    Paper.PRINTED: Outcome.PRINTED,
    Paper.UNKNOWN: Outcome.UNKNOWN,
    Paper.BLIND: Outcome.BLIND,
}


class Device:
    """The printer on its table; ``begun`` hears of each paper whose first byte has come."""

    def __init__(self, begun: Callable[[TicketDocument], None]) -> None:
        self._begun = begun
        self.condition: Condition = Ready()
        self.papers: deque[Paper] = deque()

    def set_ready(self, ready: bool) -> None:
        """Give it paper, or take it away."""
        self.condition = Ready() if ready else NoPaper()

    def take(self, document: TicketDocument) -> Paper:
        """Take a paper, which somebody may hold from now on, and say what becomes of it."""
        self._begun(document)
        return self.papers.popleft() if self.papers else Paper.PRINTED


class Driver:
    """The program's hold on the printer, with the real rules of waiting for one that is not ready."""

    def __init__(self, device: Device, clock: Clock) -> None:
        self._device = device
        self._clock = clock
        self._turn = asyncio.Lock()
        self._patience = Patience(clock, POLL_SECONDS, asyncio.Event())

    @property
    def condition(self) -> Condition:
        return self._device.condition

    async def refresh(self) -> Condition:
        return self.condition

    async def submit(self, document: Document, tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        assert isinstance(document, TicketDocument)
        ticket = document
        expires = self._clock.elapsed() + life
        async with turn_at(self._turn, life) as ours:
            if not ours:
                return PrintResult(Outcome.NOT_SENT, self.condition)
            return await self._patience.print_when_ready(lambda: self._print(ticket, tell), tell, expires)

    async def close(self) -> None:
        pass

    async def _print(self, ticket: TicketDocument, tell: Tell) -> NotReady | PrintResult:
        if not self.condition.prints:
            return NotReady(self.condition)
        paper = self._device.take(ticket)
        tell(FirstByte(self._clock.elapsed()))
        await asyncio.sleep(PRINT_SECONDS)
        return PrintResult(OUTCOMES[paper], self.condition, length_mm=PAPER_MM)
