"""Labels: the numbers that people wait for, and the series that they belong to.

The server gives ``A-012``; a kiosk that hears nothing from it gives ``A2-012`` with its own number
in the middle, which can collide with no other kiosk's and no server's label.
"""

import re
from dataclasses import dataclass

SERIES = re.compile(r"[A-HJ-NPR-Z]{1,2}")
"""One or two letters without I, O and Q, which look like digits on paper."""

LABEL = re.compile(r"(?P<series>[A-HJ-NPR-Z]{1,2})(?P<kiosk>[1-9][0-9]?)?-(?P<number>[0-9]{3,})")

KIOSKS = range(1, 100)
"""Kiosk numbers, unique within a mall."""


NUMBERS = range(1, 1_000_000)
"""Numbers within a series and a day."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label in its parts; ``kiosk`` is ``None`` when the server gave it."""

    series: str
    kiosk: int | None
    number: int

    def __str__(self) -> str:
        if self.kiosk is None:
            return server_label(self.series, self.number)
        return kiosk_label(self.series, self.kiosk, self.number)


def parse_label(words: str) -> Label | None:
    """Read a label, or return ``None`` if ``words`` is not written as one."""
    match = LABEL.fullmatch(words)
    if match is None or len(match["number"]) > len(str(NUMBERS[-1])):
        return None
    kiosk, number = match["kiosk"], int(match["number"])
    if number not in NUMBERS:
        return None
    label = Label(match["series"], int(kiosk) if kiosk else None, number)
    return label if str(label) == words else None


def is_series(letters: str) -> bool:
    """Tell whether ``letters`` can be a series."""
    return SERIES.fullmatch(letters) is not None


def is_label(label: str) -> bool:
    """Tell whether ``label`` is one that a server or a kiosk gives."""
    return LABEL.fullmatch(label) is not None


def server_label(series: str, number: int) -> str:
    """Write the label that the server gives; after 999 comes 1000."""
    return f"{_checked(series)}-{_positive(number):03d}"


def kiosk_label(series: str, kiosk: int, number: int) -> str:
    """Write the label that a kiosk gives by itself."""
    if kiosk not in KIOSKS:
        raise ValueError(f"a kiosk's number is {KIOSKS.start} to {KIOSKS.stop - 1}, not {kiosk}")
    return f"{_checked(series)}{kiosk}-{_positive(number):03d}"


def _checked(series: str) -> str:
    if not is_series(series):
        raise ValueError(f"a series is one or two letters without I, O, Q; not {series!r}")
    return series


def _positive(number: int) -> int:
    if number < 1:
        raise ValueError(f"numbers start at 1, not {number}")
    return number
