"""What is known of the printer while nobody prints: its state, and how much of the roll is left."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.advice import advice
from kiosk.printing.condition import Condition, NearEnd, Ready
from kiosk.printing.printer import TicketPrinter
from kiosk.words import Words

log = logging.getLogger(__name__)

POLL_SECONDS = 10.0
"""Most network printers take one client at a time: ask no more often than this while nobody prints."""

LOW_MM = 5_000.0
"""A roll of which less is left ends soon: some fifty tickets."""


class PrinterWatch:
    """Looks at the printer again and again, and logs once when its state changes, and what to do.

    ``roll_mm`` is the length of a new roll; then the journal's count warns of its end where the printer has
    no sensor for it. 0: nobody counts.
    """

    def __init__(
        self,
        *,
        printer: TicketPrinter,
        journal: AsyncJournal,
        words: Words,
        roll_mm: float,
    ) -> None:
        self._printer = printer
        self._journal = journal
        self._words = words
        self._roll_mm = roll_mm
        self._left_mm: float | None = None
        self._logged = advice(Ready()).seen

    @property
    def condition(self) -> Condition:
        """The state that was seen last; asking never waits."""
        return counted(self._printer.condition, self._left_mm)

    async def run(self, publish: Callable[[Condition], None]) -> None:
        """Look for as long as the program runs; ``publish`` hears what is seen."""
        while True:
            publish(await self.look())
            await asyncio.sleep(POLL_SECONDS)

    async def look(self) -> Condition:
        """Ask the printer and the journal, and return what is seen."""
        await self._printer.refresh()
        if self._roll_mm:
            with suppress(JournalError):  # whoever records a ticket there says so
                self._left_mm = self._roll_mm - await self._journal.do(Journal.roll_mm)
        self._log(self.condition)
        return self.condition

    def _log(self, condition: Condition) -> None:
        told = advice(condition)
        if told.seen == self._logged:
            return
        self._logged = told.seen
        seen, what_to_do = told.told(self._words, "en")
        log.log(logging.INFO if condition == Ready() else logging.WARNING, "%s %s", seen, what_to_do)


def counted(condition: Condition, left_mm: float | None) -> Condition:
    """Return a state with what is counted of the roll: a printer's own sensors are believed first."""
    if condition == Ready() and left_mm is not None and left_mm < LOW_MM:
        return NearEnd(max(0.0, left_mm))
    return condition
