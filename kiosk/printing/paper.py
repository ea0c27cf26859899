"""The paper in a printer, and the dots that its head can burn.

Widths and resolutions are those of the makers' data sheets: 58 mm paper has 48 mm of dots, 80 mm paper 72 mm.
"""

from dataclasses import dataclass

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class PaperProfile:
    """A roll and the head above it.

    ``dots`` is the printable width, ``feed_to_cutter_mm`` the way from the head to the blade or the tear bar,
    ``band_rows`` the most rows that the printer takes as one picture, before it doubles any.
    Raises ``ValueError`` for what no head can be.
    """

    width_mm: int
    dots: int
    dpi: int = 203
    cutter: bool = True
    feed_to_cutter_mm: float = 15.0
    band_rows: int = 100

    def __post_init__(self) -> None:
        if self.dots <= 0 or self.dots % 8:
            raise ValueError(f"a head is a whole number of bytes wide, 384 dots for example; not {self.dots}")
        if not 0 < self.dpi < 256:
            raise ValueError(
                f"a unit of feeding is at least 1/255 inch (GS P), so no head has {self.dpi} dpi"
            )
        if self.mm(self.dots) > self.width_mm:
            raise ValueError(f"{self.dots} dots at {self.dpi} dpi are wider than {self.width_mm} mm of paper")

    def to_dots(self, mm: float) -> int:
        """Return the nearest whole number of dots."""
        return round(mm * self.dpi / MM_PER_INCH)

    def mm(self, dots: float) -> float:
        """Return the length of so many dots in millimetres."""
        return dots * MM_PER_INCH / self.dpi


NARROW = PaperProfile(width_mm=58, dots=384)
WIDE = PaperProfile(width_mm=80, dots=576)
WIDE_180 = PaperProfile(width_mm=80, dots=512, dpi=180)
"""Epson TM-T88 and its kin."""


def paper_of(width: str, dots: int = 0) -> PaperProfile:
    """Return the profile for the settings' ``58mm`` or ``80mm``; ``dots`` 0 means as usual for that paper."""
    if width == "58mm":
        return NARROW
    return WIDE_180 if dots == WIDE_180.dots else WIDE
