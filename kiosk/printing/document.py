"""A paper as it is meant to look: a flat row of blocks, in millimetres, without any printer in mind."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

import msgspec

QR_CHARACTERS = 60
"""More would need more than 33 modules a side at error correction M (ISO/IEC 18004 table 7)."""
LOGO_MM = 40.0
LOGO_BYTES = 200_000
"""How wide a logo may be on paper, and how large its file."""


class Align(StrEnum):
    """Where a line of text stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Ornament(msgspec.Struct, frozen=True, tag="ornament", tag_field="block"):
    """A band of *pucuk rebung*, the bamboo-shoot triangles of Riau's woven cloth."""

    height_mm: float = 3.4


class Logo(msgspec.Struct, frozen=True, tag="logo", tag_field="block"):
    """A picture, as the content of a PNG file; it is printed in one bit, ``width_mm`` wide."""

    png: bytes
    width_mm: float
    align: Align = Align.CENTRE

    def __post_init__(self) -> None:
        if not (0 < self.width_mm <= LOGO_MM and 0 < len(self.png) <= LOGO_BYTES):
            raise ValueError(f"a logo is at most {LOGO_MM:g} mm wide and {LOGO_BYTES} bytes large")


class Text(msgspec.Struct, frozen=True, tag="text", tag_field="block"):
    """A paragraph; ``cap_mm`` is the height of its capitals. It wraps, and shrinks rather than run long."""

    words: str
    cap_mm: float = 2.4
    bold: bool = False
    align: Align = Align.LEFT


class Number(msgspec.Struct, frozen=True, tag="number", tag_field="block"):
    """The label, as large as the paper allows and at most ``cap_mm``; it never wraps."""

    label: str
    cap_mm: float = 15.0


class Field(msgspec.Struct, frozen=True, tag="field", tag_field="block"):
    """A fact under its small name; two short ones in a row share a line."""

    name: str
    value: str


class Stamp(msgspec.Struct, frozen=True, tag="stamp", tag_field="block"):
    """A word that nobody may overlook: white on black, or in a frame."""

    words: str
    filled: bool = True


class Rule(msgspec.Struct, frozen=True, tag="rule", tag_field="block"):
    """A thin line across the paper; what follows begins under everything before it."""


class Gap(msgspec.Struct, frozen=True, tag="gap", tag_field="block"):
    """Empty paper."""

    mm: float


class Qr(msgspec.Struct, frozen=True, tag="qr", tag_field="block"):
    """A QR code at the right edge; the blocks that follow stand beside it, up to the next ``Rule``."""

    data: str
    caption: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.data.encode()) <= QR_CHARACTERS:
            raise ValueError(f"a QR code on paper holds 1 to {QR_CHARACTERS} bytes, not {self.data!r}")


class Items(msgspec.Struct, frozen=True, tag="items", tag_field="block"):
    """A list to tick off."""

    names: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, tag="step", tag_field="block"):
    """A stop of a way: its number in a black square, and beside it what is done there."""

    number: int
    words: str
    cap_mm: float = 2.9


class Papers(msgspec.Struct, frozen=True, tag="papers", tag_field="block"):
    """A list to tick off: of each entry first its name, then what stands small under it."""

    entries: tuple[tuple[str, ...], ...]


Block = Ornament | Logo | Text | Number | Field | Stamp | Rule | Gap | Qr | Items | Step | Papers


class _Paper(msgspec.Struct, frozen=True):
    def to_json(self) -> bytes:
        """Write the document as JSON."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, text: bytes | str) -> Self:
        """Read what ``to_json`` wrote; raises ``msgspec.DecodeError`` with the place of the fault."""
        return msgspec.json.decode(text, type=cls)


class TicketDocument(_Paper, frozen=True):
    """One ticket: whose it is, and its blocks from head to foot.

    ``copy`` is 0 for the first paper; a reprint counts from 1 and says so on its face.
    """

    ticket_id: UUID
    label: str
    printed_at: datetime
    language: str
    blocks: tuple[Block, ...]
    copy: int = 0

    @property
    def title(self) -> str:
        """A short name for files, pages and logs."""
        return self.label


class WayDocument(_Paper, frozen=True):
    """One way to the service with the id ``wanted``; it is nobody's, and no number stands on it."""

    wanted: str
    printed_at: datetime
    language: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """A short name for files, pages and logs."""
        return f"way-{self.wanted}"


class TrialDocument(_Paper, frozen=True):
    """A paper that tries the printer; no number stands on it."""

    printed_at: datetime
    language: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """A short name for files, pages and logs."""
        return "test"


Document = TicketDocument | WayDocument | TrialDocument
