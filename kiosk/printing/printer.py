"""What the rest of the kiosk knows of a printer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Condition

if TYPE_CHECKING:  # a screen that knows of conditions need not wait for documents
    from kiosk.printing.document import Document

LIFE_SECONDS = 90.0
"""How long a job may wait for a mended printer; after that it never comes out."""


@dataclass(frozen=True, slots=True)
class Held:
    """A job waits until a person mends the printer."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class FirstByte:
    """The first byte of the paper has left for the printer; ``elapsed`` is the monotonic second."""

    elapsed: float


Progress = Held | FirstByte
Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class PrintResult:
    """How a job ended: ``PRINTED``, ``NOT_SENT``, ``UNKNOWN`` or ``BLIND``.

    Times are monotonic seconds. ``condition`` tells why, where the outcome is not ``PRINTED``;
    ``files`` are what a file printer wrote, ``length_mm`` the paper that was used.
    """

    outcome: Outcome
    condition: Condition
    first_byte: float | None = None
    done: float | None = None
    length_mm: float = 0.0
    files: tuple[str, ...] = ()


class TicketPrinter(Protocol):
    """Puts tickets and ways on paper, one at a time."""

    @property
    def condition(self) -> Condition:
        """The last condition that was seen; asking never waits."""
        ...

    async def refresh(self) -> Condition:
        """Ask the printer for its condition; never raises."""
        ...

    async def submit(self, document: "Document", tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        """Print one document and tell what happens; returns only when the outcome is known to be final.

        Within ``life`` seconds it begins to come out, or it never does.
        """
        ...

    async def close(self) -> None:
        """Let go of the device and end the worker; a job under way is brought to an outcome first."""
        ...
