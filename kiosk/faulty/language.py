"""ESC/POS as a printer reads it: what the head of its buffer says.

Names, codes and lengths are those of Epson's command reference, the ejector's (GS e) those of the manuals of
Custom's presenters.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a printer does, as far as this one does it."""

    INITIALISE = auto()
    LINE = auto()
    FEED = auto()
    UNITS = auto()
    REPORTS = auto()
    STATUS = auto()
    IDENTITY = auto()
    CUT = auto()
    PICTURE = auto()
    JOB = auto()
    SKIP = auto()
    EJECTOR = auto()
    PASS = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Instruction:
    """One command, how many bytes it takes, what follows its code, and how many more are passed over."""

    kind: Kind
    length: int
    arguments: bytes = b""
    more: int = 0


_FIXED: dict[bytes, tuple[Kind, int]] = {
    b"\n": (Kind.LINE, 0),
    b"\r": (Kind.PASS, 0),
    b"\x1b@": (Kind.INITIALISE, 0),
    b"\x1bJ": (Kind.FEED, 1),
    b"\x1dP": (Kind.UNITS, 2),
    b"\x1da": (Kind.REPORTS, 1),
    b"\x1dr": (Kind.STATUS, 1),
    b"\x1dI": (Kind.IDENTITY, 1),
    b"\x1dv0": (Kind.PICTURE, 5),
    b"\x10\x04": (Kind.PASS, 1),
    b"\x10\x05": (Kind.PASS, 1),
    b"\x10\x14\x01": (Kind.PASS, 2),
    b"\x10\x14\x02": (Kind.PASS, 2),
    b"\x10\x14\x08": (Kind.PASS, 7),
}
_STYLES: dict[bytes, tuple[Kind, int]] = {
    code: (Kind.PASS, length)
    for length, codes in (
        (0, (b"\x1b2", b"\x1c.", b"\x1c&", b"\x1bL", b"\x1bS")),
        (1, tuple(b"\x1b" + bytes((each,)) for each in b"! -3EGMRTUVat{")),
        (1, tuple(b"\x1d" + bytes((each,)) for each in b"!BHbfhw")),
        (1, (b"\x1c!", b"\x1c-", b"\x1cC")),
        (2, (b"\x1b$", b"\x1b\\", b"\x1d$", b"\x1d\\", b"\x1dL", b"\x1dW", b"\x1cS")),
        (8, (b"\x1bW",)),
    )
    for code in codes
}
"""How characters look and where they stand: taken, and without effect here."""
_KNOWN = _FIXED | _STYLES
_FEEDS_TO_CUT = frozenset((65, 66, 97, 98, 103, 104))
_CUT, _EJECTOR = b"\x1dV", b"\x1de"
_JOB = b"\x1d(H\x06\x00"
_FUNCTIONS = {b"\x1d(": 2, b"\x1c(": 2, b"\x1b(": 2, b"\x1d8L": 4, b"\x1dk": 1}
"""Functions that say how long they are, after one letter more: in so many bytes."""


def read(head: bytes, *, presenter: bool) -> Instruction | None:
    """Return the instruction at the head of a buffer; None when the rest of it has not come yet.

    A byte that begins no command is ``TEXT``, whether it can be printed or not.
    """
    for size in (1, 2, 3):
        if (found := _KNOWN.get(head[:size])) and len(head) >= size:
            return _whole(found[0], head, size, found[1])
    if head.startswith(_CUT):
        return _by_argument(Kind.CUT, head, _FEEDS_TO_CUT)
    if presenter and head.startswith(_EJECTOR):
        return _by_argument(Kind.EJECTOR, head, frozenset((3,)))
    if head.startswith(_JOB):
        return _whole(Kind.JOB, head, len(_JOB), 6)
    for code, counted in _FUNCTIONS.items():
        if head.startswith(code) and len(head) >= 3 + counted:
            return Instruction(Kind.SKIP, 3 + counted, more=int.from_bytes(head[3 : 3 + counted], "little"))
    return None if _may_become_one(head) else Instruction(Kind.TEXT, 1, head[:1])


def _whole(kind: Kind, head: bytes, size: int, arguments: int) -> Instruction | None:
    length = size + arguments
    return Instruction(kind, length, head[size:length]) if len(head) >= length else None


def _by_argument(kind: Kind, head: bytes, longer: frozenset[int]) -> Instruction | None:
    """Read a command of one argument, or of two if the first one is among ``longer``."""
    if len(head) < 3:
        return None
    return _whole(kind, head, 2, 2 if head[2] in longer else 1)


def _may_become_one(head: bytes) -> bool:
    """Tell whether what has come so far is the beginning of a command's code."""
    if head[:2] in _FUNCTIONS or head[:3] in _FUNCTIONS:
        return True
    return any(code.startswith(head) for code in (*_KNOWN, *_FUNCTIONS, _CUT, _EJECTOR))
