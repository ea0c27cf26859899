"""A way on paper: what it says, and how it is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.availability import StaffWord
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.holdings import Holdings
from kiosk.domain.route import Way
from kiosk.domain.ticket import Outcome
from kiosk.printing.printer import Condition, TicketPrinter


@dataclass(frozen=True, slots=True)
class WayPrint:
    """A way as it is to be printed: at a moment, with what was said of the mall, in a language."""

    way: Way
    holdings: Holdings
    catalogue: Catalogue
    staff_word: StaffWord
    at: datetime
    language: str


class WayPrinting:
    """Prints ways."""

    def __init__(self, printer: TicketPrinter) -> None:
        self._printer = printer

    async def print_way(self, wanted: WayPrint, tell: Callable[[Condition], None]) -> Outcome:
        """Print; the condition is told whenever the paper has to wait for a person."""
        return Outcome.NOT_SENT
