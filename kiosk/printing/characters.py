"""A ticket in the printer's own characters: some 2 kB instead of 24, for lines on which that is felt.

ASCII only, so that no code page has to be known; what it lacks is written as people write it without. The
code alone is a picture. Ornaments and logos are left out; sizes are the nearest of the printer's own.
"""

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from kiosk.printing.codes import modules
from kiosk.printing.document import (
    Align,
    Block,
    Document,
    Field,
    Gap,
    Items,
    Logo,
    Number,
    Ornament,
    Papers,
    Qr,
    Rule,
    Stamp,
    Step,
    Text,
)
from kiosk.printing.escpos.encoding import encode_picture
from kiosk.printing.marks import Modules, Sheet
from kiosk.printing.paper import PaperProfile
from kiosk.printing.raster import paint

CELL_WIDTH, CELL_HEIGHT = 12, 24
"""Font A in dots; its capitals are some 2.2 mm high at 203 dpi."""
CAP_MM = 2.2
MOST_TIMES = 8
LEADING_DOTS = 6
TALL_MM, LARGE_MM = 2.8, 4.0
"""From these heights of capitals on, words are twice as high, and twice as wide too."""
BOX = "[ ] "
QR_BORDER, QR_MODULE = 4, 4
INSTEAD = {
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    **dict.fromkeys("\u2013\u2014\u00b7\u2022", "-"),
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    "\u2026": "...",
    "\u00b1": "+/-",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a line looks; ``wide`` and ``high`` are times the cell."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    inverse: bool = False
    align: Align = Align.LEFT

    @property
    def codes(self) -> bytes:
        """Return GS !, ESC E, GS B, ESC a and ESC 3 with what the line needs of each."""
        place = {Align.LEFT: 0, Align.CENTRE: 1, Align.RIGHT: 2}[self.align]
        size = (self.wide - 1) << 4 | (self.high - 1)
        return (
            bytes((0x1D, 0x21, size))
            + bytes((0x1B, 0x45, self.bold, 0x1D, 0x42, self.inverse, 0x1B, 0x61, place))
            + bytes((0x1B, 0x33, self.rows))
        )

    @property
    def rows(self) -> int:
        """Return how far the paper moves for a line, in dots."""
        return CELL_HEIGHT * self.high + LEADING_DOTS


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes, and how many rows of paper they take."""

    data: bytes
    rows: int


def type_out(document: Document, paper: PaperProfile) -> Piece:
    """Return what stands between the printer's reset and its cut; units of feeding are dots (GS P)."""
    pieces = [piece for block in document.blocks for piece in _typed(block, paper)]
    return Piece(b"".join(piece.data for piece in pieces), sum(piece.rows for piece in pieces))


def plain(words: str) -> str:
    """Return words in ASCII: accents go, and what cannot be written is a question mark."""
    written = "".join(INSTEAD.get(letter, letter) for letter in words)
    bare = (each for each in unicodedata.normalize("NFKD", written) if not unicodedata.combining(each))
    return "".join(each if " " <= each <= "~" else "?" for each in bare)


def _typed(block: Block, paper: PaperProfile) -> Iterator[Piece]:
    match block:
        case Ornament() | Logo():
            return
        case Gap(mm):
            yield _feed(paper.to_dots(mm))
        case Qr(data, caption):
            yield _code(data, paper)
            yield from _lines(caption, Style(), paper)
        case Items() | Papers() | Step():
            yield from _list(block, paper)
        case Rule() | Number() | Text() | Field() | Stamp():
            words, style = _styled(block, paper)
            yield from _lines(words, style, paper)
        case _:
            assert_never(block)


def _styled(block: Rule | Number | Text | Field | Stamp, paper: PaperProfile) -> tuple[str, Style]:
    match block:
        case Rule():
            return "-" * (paper.dots // CELL_WIDTH), Style()
        case Number(label, cap_mm):
            times = min(MOST_TIMES, paper.dots // (CELL_WIDTH * len(label)), max(1, round(cap_mm / CAP_MM)))
            return label, Style(times, times, bold=True)
        case Text(words, cap_mm, bold, align):
            return words, Style(1 + (cap_mm >= LARGE_MM), 1 + (cap_mm >= TALL_MM), bold, align=align)
        case Field(name, value):
            return f"{name}: {value}", Style(bold=True)
        case Stamp(words, filled):
            shown = f" {words} " if filled else f"[ {words} ]"
            return shown, Style(2, 2, bold=True, inverse=filled, align=Align.CENTRE)
        case _:
            assert_never(block)


def _list(block: Items | Papers | Step, paper: PaperProfile) -> Iterator[Piece]:
    match block:
        case Items(names):
            yield from chain.from_iterable(_lines(name, Style(), paper, BOX) for name in names)
        case Papers(entries):
            for name, *under in entries:
                yield from _lines(name, Style(bold=True), paper, BOX)
                yield from chain.from_iterable(_lines(each, Style(), paper, " " * len(BOX)) for each in under)
        case Step(number, words):
            yield from _lines(words, Style(bold=True), paper, f"{number}. ")
        case _:
            assert_never(block)


def _lines(words: str, style: Style, paper: PaperProfile, lead: str = "") -> Iterator[Piece]:
    """Yield lines that are broken at spaces, or anywhere in a word that is longer than the paper is wide."""
    columns = paper.dots // (CELL_WIDTH * style.wide)
    written = plain(words)
    lines = [written] if len(lead + written) <= columns and not lead else _wrapped(written, columns, lead)
    for line in lines:
        if line.strip():
            yield Piece(style.codes + line.encode("ascii") + b"\n", style.rows)


def _wrapped(words: str, columns: int, lead: str) -> list[str]:
    indent = " " * len(lead)
    return textwrap.wrap(
        words, columns, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False
    )


def _feed(rows: int) -> Piece:
    whole, rest = divmod(rows, 255)
    return Piece(b"\x1bJ\xff" * whole + (bytes((0x1B, 0x4A, rest)) if rest else b""), rows)


def _code(data: str, paper: PaperProfile) -> Piece:
    """Return a QR code as a picture at the left edge, where doubling makes it cheap."""
    rows = modules(data)
    border = QR_BORDER * QR_MODULE
    side = len(rows) * QR_MODULE
    height = side + 2 * border
    code = Modules(border, border, QR_MODULE, rows)
    picture = paint(Sheet(paper.dots, height, (code,)))
    return Piece(b"\x1ba\x00" + encode_picture(picture, paper), height)
