"""Where a technician can be at the kiosk: before the PIN that opens their page, and on it."""

from dataclasses import dataclass, field
from uuid import UUID

from kiosk.domain.ticket import Outcome

PIN_DIGITS = range(6, 13)
"""How many digits a PIN has: 6 to 12."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Digits may be typed; ``wrong`` tells that those before were not the PIN."""

    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Judging:
    """The digits are being compared."""


@dataclass(frozen=True, slots=True)
class Shut:
    """After too many wrong PINs no digit is taken for some minutes."""

    minutes: int


Door = Asking | Judging | Shut


@dataclass(frozen=True, slots=True)
class PinPad:
    """Somebody held the hidden corner; the digits are shown to nobody and stand in no log."""

    door: Door = Asking()
    digits: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PrintTrial:
    """Print a paper that says it is a test."""


@dataclass(frozen=True, slots=True)
class NewRoll:
    """Count the paper of a fresh roll from zero."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """Print a ticket once more, as SALINAN."""

    ticket_id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class SeeTo:
    """Put a dead letter away: somebody has seen to it."""

    seq: int


Chore = PrintTrial | NewRoll | Reprint | SeeTo


@dataclass(frozen=True, slots=True)
class Resting:
    """Nothing was asked for."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """The page asks whether the chore is really meant."""

    chore: Chore


@dataclass(frozen=True, slots=True)
class Doing:
    """The chore goes on; ``held`` names what a person must mend before its paper comes out."""

    chore: Chore
    held: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The chore has ended; ``outcome`` is its paper's, if it has one."""

    chore: Chore
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The chore could not be done; the log says why."""

    chore: Chore


Work = Resting | Confirming | Doing | Done | Failed


@dataclass(frozen=True, slots=True)
class TechnicianPage:
    """How the kiosk is, and what a technician can do about it."""

    work: Work = Resting()
