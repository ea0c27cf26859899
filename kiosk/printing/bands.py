"""A picture cut where that spares bytes: feeds, bands as wide as their ink, bands of doubled dots.

A code's modules are several dots wide and high, so that a quarter of its dots tells them all: the printer
doubles them in both directions (GS v 0, m = 3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from PIL import Image

CLONE_MODULUS = 48
"""Some clones print garbage when a picture's height is a multiple of this."""
SHORTEST_FEED = 4
"""Fewer blank rows than this are cheaper inside a band."""
HEADER_BYTES = 8
"""What a band costs before its dots."""
HALVED = bytes(
    sum(((value >> (7 - 2 * place)) & 1) << (3 - place) for place in range(4)) for value in range(256)
)
"""Of each byte every second bit, from the left."""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that are sent together, ``width`` bytes each; without any they are blank, and fed.

    ``rows`` are as many as are sent; of a ``doubled`` band twice as many come out, and twice as wide.
    """

    rows: int
    width: int = 0
    doubled: bool = False
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class _Run:
    """Equal rows one under another."""

    row: bytes
    count: int

    @property
    def width(self) -> int:
        return len(self.row.rstrip(b"\0"))

    @property
    def kind(self) -> str:
        if not self.width:
            return "blank" if self.count >= SHORTEST_FEED else "plain"
        doubles = self.count % 2 == 0 and _in_pairs(self.row)
        return "doubled" if doubles and 3 * self.width * self.count > 8 * HEADER_BYTES else "plain"


def bands_of(picture: Image.Image, most: int) -> Iterator[Band]:
    """Yield the bands of a picture of mode ``1``, in which black is 0, from head to foot.

    Those that are not fed have at most ``most`` rows: small printers print a larger picture as text.
    """
    ink = picture.point(lambda light: 0 if light else 255)
    size = -(-ink.width // 8)
    data = ink.tobytes()
    rows = (data[start : start + size] for start in range(0, len(data), size))
    runs = (_Run(row, len(list(equal))) for row, equal in groupby(rows))
    for kind, alike in groupby(runs, key=attrgetter("kind")):
        match kind:
            case "blank":
                yield Band(sum(run.count for run in alike))
            case "doubled":
                halves = [_half(run.row) for run in alike for _ in range(run.count // 2)]
                yield from _parted(halves, most, doubled=True)
            case _:
                for stretch in _stretches(alike):
                    yield from _parted(stretch, most, doubled=False)


def _stretches(runs: Iterator[_Run]) -> Iterator[list[bytes]]:
    """Part rows where their width changes so much that a band of its own is cheaper."""
    stretch: list[bytes] = []
    width = 0
    for run in runs:
        wasted = (run.width - width) * len(stretch) if run.width > width else (width - run.width) * run.count
        if stretch and wasted > HEADER_BYTES:
            yield stretch
            stretch, width = [], 0
        stretch += [run.row] * run.count
        width = max(width, run.width)
    yield stretch


def _parted(rows: list[bytes], most: int, *, doubled: bool) -> Iterator[Band]:
    """Cut rows into bands that are low enough, and crop each after its last dark byte."""
    modulus = CLONE_MODULUS // 2 if doubled else CLONE_MODULUS
    top = 0
    while top < len(rows):
        count = min(most, len(rows) - top)
        if count % modulus == 0:
            count -= 1
        band = rows[top : top + count]
        width = max(1, *(len(row.rstrip(b"\0")) for row in band))
        yield Band(count, width, doubled, b"".join(row[:width] for row in band))
        top += count


def _in_pairs(row: bytes) -> bool:
    """Tell whether the dots of a row are equal two by two."""
    bits = int.from_bytes(row, "big")
    odd = int.from_bytes(b"\x55" * len(row), "big")
    return not (bits ^ (bits >> 1)) & odd


def _half(row: bytes) -> bytes:
    """Return every second dot of a row, filled up to whole bytes."""
    nibbles = row.translate(HALVED) + bytes(len(row) % 2)
    return bytes(left << 4 | right for left, right in zip(nibbles[::2], nibbles[1::2], strict=True))
