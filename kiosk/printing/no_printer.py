"""A kiosk without a printer: the number is shown on the screen only."""

from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Condition, Ready
from kiosk.printing.document import Document
from kiosk.printing.printer import LIFE_SECONDS, PrintResult, Tell


class NoPrinter:
    """Takes every document and prints none."""

    @property
    def condition(self) -> Condition:
        """Nothing is wrong with what is not there."""
        return Ready()

    async def refresh(self) -> Condition:
        """Return the same."""
        return self.condition

    async def submit(self, document: Document, tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        """Leave on the screen what is there."""
        del document, tell, life
        return PrintResult(Outcome.ON_SCREEN, self.condition)

    async def close(self) -> None:
        """Do nothing."""
