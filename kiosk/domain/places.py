"""Where a citizen can be in a visit, and how they may want to see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from kiosk.domain.holdings import Holdings
from kiosk.domain.inquiry import Check
from kiosk.domain.route import Way
from kiosk.domain.technician import PinPad, TechnicianPage
from kiosk.domain.text import Text
from kiosk.domain.ticket import Outcome, Press, Ticket


class TextSize(IntEnum):
    """The citizen's choice of text size; capitals of small text are 4.8, 6.1, 7.3 or 9 mm high."""

    NORMAL = 0
    LARGE = 1
    LARGER = 2
    LARGEST = 3


class Contrast(StrEnum):
    """The citizen's choice of colours."""

    HOUSE = "house"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What a citizen may change for the length of the visit; it ends with the visit."""

    language: str
    text_size: TextSize = TextSize.NORMAL
    contrast: Contrast = Contrast.HOUSE
    low_reach: bool = False


@dataclass(frozen=True, slots=True)
class Welcome:
    """Nobody is here; a touch begins a visit."""


@dataclass(frozen=True, slots=True)
class Agencies:
    """Choosing an agency, or searching; ``query`` is ``None`` while the keyboard is put away."""

    query: str | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """Choosing a service of an agency."""

    agency: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading what a service needs; ``back`` is where the citizen came from."""

    service: str
    back: Agencies | Services


@dataclass(frozen=True, slots=True)
class Checking:
    """Telling which papers are at hand; nothing of it outlives the visit."""

    reading: Reading
    check: Check


@dataclass(frozen=True, slots=True)
class WayPaper:
    """A way on its way to paper; ``paper_id`` is the print's own."""

    paper_id: UUID
    paper: "Paper"


@dataclass(frozen=True, slots=True)
class Wayfinding:
    """Reading which counters to visit.

    ``back`` is the check, the service if it asks for no papers, or the agencies after a scanned code.

    ``chosen`` is the place in ``way.stops`` of the stop whose number is offered.
    """

    way: Way
    holdings: Holdings
    back: Checking | Reading | Agencies
    chosen: int = 0
    print: WayPaper | None = None


@dataclass(frozen=True, slots=True)
class Issuing:
    """A number was asked for and is not there yet."""

    press: Press


@dataclass(frozen=True, slots=True)
class Printing:
    """The paper is on its way; ``held`` names what a person must mend first."""

    held: str | None = None


@dataclass(frozen=True, slots=True)
class PaperDone:
    """What became of the paper."""

    outcome: Outcome


Paper = Printing | PaperDone


@dataclass(frozen=True, slots=True)
class Holding:
    """The citizen has a number; the paper may still be coming."""

    ticket: Ticket
    paper: Paper = Printing()


@dataclass(frozen=True, slots=True)
class Refused:
    """No number could be given; ``cause`` names why in the program's words, ``reason`` in the mall's."""

    service: str
    cause: str
    reason: Text | None = None
    next_open: datetime | None = None


Place = (
    Welcome
    | Agencies
    | Services
    | Reading
    | Checking
    | Wayfinding
    | Issuing
    | Holding
    | Refused
    | PinPad
    | TechnicianPage
)
