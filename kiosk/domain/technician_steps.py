"""What may happen to a technician at the kiosk, and where it leads.

``step`` is the technician's part of ``reduce`` (see ``visit.py``), as pure as the rest.
"""

from dataclasses import dataclass, field, replace
from typing import assert_never

from kiosk.domain.technician import (
    PIN_DIGITS,
    Asking,
    Chore,
    Confirming,
    Doing,
    Done,
    Failed,
    Judging,
    PinPad,
    PrintTrial,
    Resting,
    Shut,
    TechnicianPage,
    Work,
)
from kiosk.domain.ticket import Outcome


@dataclass(frozen=True, slots=True)
class TechnicianWanted:
    """The hidden corner was held; ``shut_minutes`` tells how long no PIN is taken."""

    shut_minutes: int = 0


@dataclass(frozen=True, slots=True)
class PinTyped:
    """A digit was touched."""

    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinErased:
    """The last digit was taken back."""


@dataclass(frozen=True, slots=True)
class PinEntered:
    """The digits are all there."""


@dataclass(frozen=True, slots=True)
class PinRight:
    """The digits are the PIN."""


@dataclass(frozen=True, slots=True)
class PinWrong:
    """The digits are not the PIN; ``shut_minutes`` tells how long no other one is taken."""

    shut_minutes: int = 0


@dataclass(frozen=True, slots=True)
class ChoreWanted:
    """A chore's button was touched."""

    chore: Chore


@dataclass(frozen=True, slots=True)
class ChoreConfirmed:
    """The chore is really meant."""


@dataclass(frozen=True, slots=True)
class ChoreHeld:
    """The chore's paper waits for a person to mend ``condition``."""

    chore: Chore
    condition: str


@dataclass(frozen=True, slots=True)
class ChoreDone:
    """The chore has ended."""

    chore: Chore
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class ChoreFailed:
    """The chore could not be done."""

    chore: Chore


TechnicianTouch = PinTyped | PinErased | PinEntered | ChoreWanted | ChoreConfirmed
"""What a technician causes by a touch."""

TechnicianEvent = (
    TechnicianWanted | TechnicianTouch | PinRight | PinWrong | ChoreHeld | ChoreDone | ChoreFailed
)


@dataclass(frozen=True, slots=True)
class JudgePin:
    """Compare the digits with the PIN."""

    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DoChore:
    """Do a chore."""

    chore: Chore


@dataclass(frozen=True, slots=True)
class Inspect:
    """Look how the kiosk is."""


TechnicianEffect = JudgePin | DoChore | Inspect
Effects = tuple[TechnicianEffect, ...]


def step(place: PinPad | TechnicianPage, event: TechnicianEvent) -> tuple[PinPad | TechnicianPage, Effects]:
    """Return where an event leads on the technician's side, and the effects to carry out."""
    match place:
        case PinPad():
            return _at_the_pad(place, event)
        case TechnicianPage(work):
            after, effects = _at_work(work, event)
            return TechnicianPage(after), effects
        case other:
            assert_never(other)


def _at_the_pad(pad: PinPad, event: TechnicianEvent) -> tuple[PinPad | TechnicianPage, Effects]:
    match event, pad.door:
        case PinTyped(digit), Asking() if len(pad.digits) < PIN_DIGITS[-1]:
            return PinPad(digits=pad.digits + digit), ()
        case PinErased(), Asking():
            return PinPad(digits=pad.digits[:-1]), ()
        case PinEntered(), Asking() if len(pad.digits) in PIN_DIGITS:
            return replace(pad, door=Judging(), digits=""), (JudgePin(pad.digits),)
        case PinRight(), Judging():
            return TechnicianPage(), (Inspect(),)
        case PinWrong(minutes), Judging():
            return PinPad(Shut(minutes) if minutes else Asking(wrong=True)), ()
        case _:
            return pad, ()


def _at_work(work: Work, event: TechnicianEvent) -> tuple[Work, Effects]:
    match event, work:
        case ChoreWanted(PrintTrial() as chore), Resting() | Confirming() | Done() | Failed():
            return Doing(chore), (DoChore(chore),)
        case ChoreWanted(chore), Resting() | Confirming() | Done() | Failed():
            return Confirming(chore), ()
        case ChoreConfirmed(), Confirming(chore):
            return Doing(chore), (DoChore(chore),)
        case ChoreHeld(chore, condition), Doing(doing) if chore == doing:
            return Doing(chore, condition), ()
        case ChoreDone(chore, outcome), Doing(doing) if chore == doing:
            return Done(chore, outcome), (Inspect(),)
        case ChoreFailed(chore), Doing(doing) if chore == doing:
            return Failed(chore), (Inspect(),)
        case _:
            return work, ()
