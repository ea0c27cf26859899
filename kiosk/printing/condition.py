"""The states of a printer that matter: to whoever waits for a paper, and to whoever must mend it."""

import errno
import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Cause(StrEnum):
    """Why a printer cannot be reached, as far as the machine tells."""

    REFUSED = "refused"
    NO_ROUTE = "no_route"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    NO_DEVICE = "no_device"
    PERMISSION = "permission"
    BROKEN = "broken"


class Doubt(StrEnum):
    """Why a printer that can be reached is in no known state."""

    SILENT = "silent"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing is in the way."""

    word: ClassVar[str] = "ready"
    prints: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class NearEnd:
    """It prints; the roll ends soon, after ``mm_left`` millimetres where somebody counts them."""

    word: ClassVar[str] = "near_end"
    prints: ClassVar[bool] = True
    mm_left: float | None = None


@dataclass(frozen=True, slots=True)
class NoPaper:
    """The roll is at its end."""

    word: ClassVar[str] = "no_paper"
    prints: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CoverOpen:
    """The cover stands open."""

    word: ClassVar[str] = "cover_open"
    prints: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CutterJam:
    """Something is in the cutter's way."""

    word: ClassVar[str] = "cutter_jam"
    prints: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Offline:
    """It cannot be reached, for a ``cause``; without one it answers, and says that it is off line."""

    word: ClassVar[str] = "offline"
    prints: ClassVar[bool] = False
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class TooHot:
    """The head must cool down; it will, by itself."""

    word: ClassVar[str] = "too_hot"
    prints: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing certain can be said: for a ``doubt``, or because it was not asked yet."""

    word: ClassVar[str] = "unknown"
    prints: ClassVar[bool] = False
    doubt: Doubt | None = None


Condition = Ready | NearEnd | NoPaper | CoverOpen | CutterJam | Offline | TooHot | Unknown
"""The state of a printer. ``word`` is its name on the wire and in files; ``prints``: a ticket may be sent."""

PLAIN: tuple[Condition, ...] = (
    Ready(),
    NearEnd(),
    NoPaper(),
    CoverOpen(),
    CutterJam(),
    Offline(),
    TooHot(),
    Unknown(),
)
"""Each state once, with nothing more said of it."""


def condition_of_word(word: str) -> Condition:
    """Return the state that a word names; raises ``ValueError``, listing all words."""
    found = next((each for each in PLAIN if each.word == word), None)
    if found is None:
        raise ValueError(f"{word!r} is no condition; write one of {', '.join(each.word for each in PLAIN)}")
    return found


def cause_of(error: OSError) -> Cause:
    """Return why a printer could not be reached: by the error's kind and number (POSIX, ``errno.h``)."""
    match error:
        case ConnectionRefusedError():
            return Cause.REFUSED
        case TimeoutError():
            return Cause.NO_ANSWER
        case PermissionError():
            return Cause.PERMISSION
        case socket.gaierror() | OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
            return Cause.NO_ROUTE
        case OSError(errno=errno.EBUSY):
            return Cause.BUSY
        case OSError(errno=errno.ENOENT | errno.ENODEV | errno.ENXIO):
            return Cause.NO_DEVICE
        case _:
            return Cause.BROKEN
