"""What a mall's ticket shows, in which order and how large; the facts of a ticket come from elsewhere."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.text import Text
from kiosk.printing.document import Align


class Show(StrEnum):
    """What a block of a ticket is about."""

    ORNAMENT = "ornament"
    LOGO = "logo"
    LINE = "line"
    MALL = "mall"
    AGENCY = "agency"
    SERVICE = "service"
    COPY = "copy"
    NUMBER = "number"
    PRIORITY = "priority"
    QUEUE = "queue"
    TRACK = "track"
    PLACE = "place"
    PLEASE_WAIT = "please_wait"
    MOMENT = "moment"
    CLOCK = "clock"
    OWN_NUMBER = "own_number"
    DOCUMENTS = "documents"
    WAY = "way"


WORDS = frozenset(
    {
        Show.LINE,
        Show.MALL,
        Show.AGENCY,
        Show.SERVICE,
        Show.PLACE,
        Show.PLEASE_WAIT,
        Show.MOMENT,
        Show.CLOCK,
        Show.OWN_NUMBER,
    }
)
"""Blocks that are a paragraph of words."""
NO_WORDS = Text.plain("")
REPEATABLE = frozenset({Show.ORNAMENT, Show.LOGO, Show.LINE})
NEEDED = (Show.NUMBER, Show.SERVICE, Show.COPY, Show.MOMENT, Show.CLOCK)
"""A ticket that lacks one of these could not be told from another's, from its own copy, or in its time."""


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the template, with what the file says of it; a kind ignores what it does not know.

    ``rule`` puts a line over it and ``space_mm`` white under it, wherever it has something to say.
    ``picture`` is a logo's PNG file.
    """

    show: Show
    space_mm: float = 0.0
    rule: bool = False
    cap_mm: float = 0.0
    bold: bool = False
    align: Align = Align.LEFT
    height_mm: float = 0.0
    width_mm: float = 0.0
    words: Text = NO_WORDS
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Template:
    """The blocks of a ticket, from head to foot."""

    parts: tuple[Part, ...]
