"""A way on paper: what is to be printed, and how that ends.

The paper is nobody's: it has no number, the journal counts its millimetres and nothing else, and the server
does not hear of it. The answers that it was found with leave the kiosk on it, and are kept nowhere.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.availability import StaffWord
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.holdings import Holdings
from kiosk.domain.route import Way
from kiosk.domain.ticket import Outcome
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.condition import Condition
from kiosk.printing.document import WayDocument
from kiosk.printing.printer import Held, Progress, TicketPrinter

log = logging.getLogger(__name__)

LIFE_SECONDS = 30.0
"""How long a way may wait for the printer: what a citizen said must not come out for the next one."""


@dataclass(frozen=True, slots=True)
class WayPrint:
    """A way as it is to be printed: at a moment, with what was said of the mall, in a language."""

    way: Way
    holdings: Holdings
    catalogue: Catalogue
    staff_word: StaffWord
    at: datetime
    language: str


ComposeWay = Callable[[WayPrint], WayDocument]


class WayPrinting:
    """Prints ways, behind the tickets that came before them.

    ``workers`` is where ways are composed, aside from the event loop.
    """

    def __init__(
        self,
        *,
        printer: TicketPrinter,
        journal: AsyncJournal,
        compose: ComposeWay,
        workers: Executor,
        life_seconds: float = LIFE_SECONDS,
    ) -> None:
        self._printer = printer
        self._journal = journal
        self._compose = compose
        self._workers = workers
        self._life_seconds = life_seconds

    async def print_way(self, wanted: WayPrint, tell: Callable[[Condition], None]) -> Outcome:
        """Print; the condition is told whenever the paper has to wait for a person."""

        def pass_on(progress: Progress) -> None:
            if isinstance(progress, Held):
                tell(progress.condition)

        loop = asyncio.get_running_loop()
        document = await loop.run_in_executor(self._workers, self._compose, wanted)
        result = await self._printer.submit(document, pass_on, self._life_seconds)
        if result.length_mm:
            await self._count(result.length_mm)
        return result.outcome

    async def _count(self, length_mm: float) -> None:
        try:
            await self._journal.do(Journal.paper_used, length_mm)
        except JournalError:
            log.exception("%.0f mm of the roll could not be counted", length_mm)
