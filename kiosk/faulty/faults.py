"""What is wrong with a printer, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import Image, ImageChops

FULL_ROLL_MM = 50_000.0


@dataclass
class Faults:
    """What is wrong with the printer, or will be; it may be changed while the printer works.

    Lengths are in millimetres, times in seconds. ``reset_at_byte`` and ``drop_at_byte`` count from the first
    byte that the printer ever got: the power fails for a moment, or the connection breaks. A ``mute`` printer
    answers nothing, a ``deaf`` one takes nothing off the line, a ``late`` one answers after so many seconds.
    ``completions`` is how many questions for completion are still answered. ``taken_after`` is when a citizen
    takes a ticket that hangs out of the printer; None leaves it there.
    """

    paper_mm: float = FULL_ROLL_MM
    near_end: bool = False
    cover_open: bool = False
    cutter_jam: bool = False
    jam_at_cut: bool = False
    too_hot: bool = False
    offline: bool = False
    broken: bool = False
    mute: bool = False
    deaf: bool = False
    late: float = 0.0
    cut_seconds: float = 0.0
    reset_at_byte: int | None = None
    drop_at_byte: int | None = None
    refuse: bool = False
    port_busy: float = 0.0
    completions: int | None = None
    taken_after: float | None = None


class Fate(StrEnum):
    """What became of a paper."""

    FELL = "fell"
    HELD = "held"
    TAKEN = "taken"
    EJECTED = "ejected"
    RETRACTED = "retracted"


@dataclass
class Paper:
    """A piece that came out. ``ink`` is what was really burnt, in mode ``1``: a burnt dot is 255."""

    number: int
    ink: Image.Image
    fate: Fate

    def picture(self) -> Image.Image:
        """Return it as people see it, black on white."""
        return ImageChops.invert(self.ink)


@dataclass
class Seen:
    """What the printer has lived through.

    ``bands`` are pictures' widths in bytes and heights in rows. ``strays`` counts bytes that were printed, or
    kept for printing, as characters, or that no command begins with.
    """

    papers: list[Paper] = field(default_factory=list)
    bands: list[tuple[int, int]] = field(default_factory=list)
    real_time_in_pictures: int = 0
    strays: int = 0
    received: int = 0
    connections: int = 0

    @property
    def tickets(self) -> list[Image.Image]:
        """The ink of every paper."""
        return [paper.ink for paper in self.papers]


@dataclass
class Trigger:
    """Something that happens at a second of the clock, or when so much paper has come out in all."""

    act: Callable[[], object]
    second: float | None = None
    mm: float | None = None

    def is_due(self, second: float, mm: float) -> bool:
        """Tell whether its moment has come."""
        return (self.second is not None and second >= self.second) or (self.mm is not None and mm >= self.mm)
