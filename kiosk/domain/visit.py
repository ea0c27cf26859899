"""One citizen's visit: what they see, what may happen, and what follows.

``reduce(visit, event)`` is the only place where a visit changes. It is pure: it returns the next visit
and the effects that somebody else carries out, whose outcomes come back as events.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import assert_never
from uuid import UUID

from kiosk.domain.text import Text
from kiosk.domain.ticket import Outcome, Press, Ticket


class TextSize(IntEnum):
    """The citizen's choice of text size; capitals of small text are 4.8, 6.1, 7.3 or 9 mm high."""

    NORMAL = 0
    LARGE = 1
    LARGER = 2
    LARGEST = 3


class Contrast(StrEnum):
    """The citizen's choice of colours."""

    HOUSE = "house"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What a citizen may change for the length of the visit; it ends with the visit."""

    language: str
    text_size: TextSize = TextSize.NORMAL
    contrast: Contrast = Contrast.HOUSE
    low_reach: bool = False


# --- where the citizen is


@dataclass(frozen=True, slots=True)
class Welcome:
    """Nobody is here; a touch begins a visit."""


@dataclass(frozen=True, slots=True)
class Agencies:
    """Choosing an agency, or searching; ``query`` is ``None`` while the keyboard is put away."""

    query: str | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """Choosing a service of an agency."""

    agency: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading what a service needs; ``back`` is where the citizen came from."""

    service: str
    back: Agencies | Services


@dataclass(frozen=True, slots=True)
class Issuing:
    """A number was asked for and is not there yet."""

    press: Press


@dataclass(frozen=True, slots=True)
class Printing:
    """The paper is on its way; ``held`` names what a person must mend first."""

    held: str | None = None


@dataclass(frozen=True, slots=True)
class PaperDone:
    """What became of the paper."""

    outcome: Outcome


Paper = Printing | PaperDone


@dataclass(frozen=True, slots=True)
class Holding:
    """The citizen has a number; the paper may still be coming."""

    ticket: Ticket
    paper: Paper = Printing()


@dataclass(frozen=True, slots=True)
class Refused:
    """No number could be given; ``cause`` names why in the program's words, ``reason`` in the mall's."""

    service: str
    cause: str
    reason: Text | None = None
    next_open: datetime | None = None


Place = Welcome | Agencies | Services | Reading | Issuing | Holding | Refused


@dataclass(frozen=True, slots=True)
class Visit:
    """Where the citizen is and how they want it; ``touches`` counts what they did, to time idleness."""

    place: Place
    adjustments: Adjustments
    default_language: str
    warned: bool = False
    helped: bool = False
    touches: int = 0


def fresh(default_language: str) -> Visit:
    """Return the visit of nobody."""
    return Visit(Welcome(), Adjustments(default_language), default_language)


# --- what may happen


@dataclass(frozen=True, slots=True)
class Started:
    """The welcome screen was touched, perhaps on a language."""

    language: str | None = None


@dataclass(frozen=True, slots=True)
class Touched:
    """The citizen did something that changes nothing but shows that they are there."""


@dataclass(frozen=True, slots=True)
class AgencyChosen:
    """An agency's tile was touched."""

    agency: str


@dataclass(frozen=True, slots=True)
class ServiceChosen:
    """A service was touched, in an agency's list or among the found ones."""

    service: str


@dataclass(frozen=True, slots=True)
class SearchChanged:
    """The citizen typed; ``None`` puts the keyboard away."""

    query: str | None


@dataclass(frozen=True, slots=True)
class NumberWanted:
    """The button that takes a number was touched."""

    press: Press


@dataclass(frozen=True, slots=True)
class BackWanted:
    """Back was touched."""


@dataclass(frozen=True, slots=True)
class HomeWanted:
    """Home, or "done", was touched."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The citizen chose a language, a size, colours or a lower reach."""

    adjustments: Adjustments


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """Help was touched: it comes, or goes away again."""


@dataclass(frozen=True, slots=True)
class TimeUp:
    """The visit's delay has passed without a touch."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The press has its number."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class PaperHeld:
    """The printer waits for a person to mend ``condition``."""

    ticket_id: UUID
    condition: str


@dataclass(frozen=True, slots=True)
class PaperEnded:
    """The paper's outcome is known."""

    ticket_id: UUID
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class NumberRefused:
    """No number was given for the press."""

    ticket_id: UUID
    cause: str
    reason: Text | None = None
    next_open: datetime | None = None


Event = (
    Started
    | Touched
    | AgencyChosen
    | ServiceChosen
    | SearchChanged
    | NumberWanted
    | BackWanted
    | HomeWanted
    | Adjusted
    | HelpWanted
    | TimeUp
    | Numbered
    | PaperHeld
    | PaperEnded
    | NumberRefused
)

CITIZEN = (
    Started,
    Touched,
    AgencyChosen,
    ServiceChosen,
    SearchChanged,
    NumberWanted,
    BackWanted,
    HomeWanted,
    Adjusted,
    HelpWanted,
)
"""The events that a citizen causes: each puts the idle warning away and begins the wait anew."""


# --- what follows


@dataclass(frozen=True, slots=True)
class Issue:
    """Give the press a number and print it."""

    press: Press


Effect = Issue


@dataclass(frozen=True, slots=True)
class Delays:
    """How long each kind of place lasts without a touch, in seconds (WCAG 2.2 2.2.1: at least 20)."""

    idle: float = 60.0
    warning: float = 30.0
    ticket: float = 20.0
    number_on_screen: float = 60.0


def delay_of(visit: Visit, delays: Delays) -> float | None:
    """Return after how many seconds without a touch ``TimeUp`` comes, or ``None`` for never."""
    match visit.place:
        case Welcome() | Issuing() | Holding(paper=Printing()):
            return None
        case Holding(paper=PaperDone(Outcome.PRINTED)):
            return delays.ticket
        case Holding():
            return delays.number_on_screen
        case Agencies() | Services() | Reading() | Refused():
            return delays.warning if visit.warned else delays.idle
        case other:
            assert_never(other)


def reduce(visit: Visit, event: Event) -> tuple[Visit, tuple[Effect, ...]]:
    """Return the visit after ``event``, and the effects to carry out."""
    if isinstance(event, CITIZEN):
        helped = isinstance(event, HelpWanted) and not visit.helped
        visit = replace(visit, warned=False, helped=helped, touches=visit.touches + 1)
    match event:
        case NumberWanted(press):
            return _wanted(visit, press)
        case Numbered() | PaperHeld() | PaperEnded() | NumberRefused():
            return _answered(visit, event), ()
        case HomeWanted() | BackWanted() | TimeUp():
            return _left(visit, event), ()
        case Adjusted(adjustments):
            return replace(visit, adjustments=adjustments), ()
        case Touched() | HelpWanted():
            return visit, ()
        case Started() | AgencyChosen() | ServiceChosen() | SearchChanged():
            return _went(visit, event), ()
        case other:
            assert_never(other)


def _went(visit: Visit, event: Started | AgencyChosen | ServiceChosen | SearchChanged) -> Visit:
    match event, visit.place:
        case Started(language), Welcome():
            chosen = replace(visit.adjustments, language=language or visit.default_language)
            return replace(visit, place=Agencies(), adjustments=chosen)
        case AgencyChosen(agency), Agencies():
            return replace(visit, place=Services(agency))
        case ServiceChosen(service), Agencies() | Services() as back:
            return replace(visit, place=Reading(service, back))
        case SearchChanged(query), Agencies():
            return replace(visit, place=Agencies(query))
        case _:
            return visit


def _wanted(visit: Visit, press: Press) -> tuple[Visit, tuple[Effect, ...]]:
    match visit.place:
        case Reading(service=service) if service == press.service:
            return replace(visit, place=Issuing(press)), (Issue(press),)
        case _:
            return visit, ()


def _left(visit: Visit, event: HomeWanted | BackWanted | TimeUp) -> Visit:
    match event, visit.place:
        case _, Welcome() | Issuing() | Holding(paper=Printing(held=None)):
            return visit
        case TimeUp(), Agencies() | Services() | Reading() | Refused() if not visit.warned:
            return replace(visit, warned=True)
        case BackWanted(), Agencies(query=str()):
            return replace(visit, place=Agencies())
        case BackWanted(), Services():
            return replace(visit, place=Agencies())
        case BackWanted(), Reading(back=back):
            return replace(visit, place=back)
        case _:
            return fresh(visit.default_language)


def _answered(visit: Visit, event: Numbered | PaperHeld | PaperEnded | NumberRefused) -> Visit:
    match event, visit.place:
        case Numbered(ticket), Issuing(press) if ticket.press.ticket_id == press.ticket_id:
            return replace(visit, place=Holding(ticket))
        case NumberRefused() as no, Issuing(press) if no.ticket_id == press.ticket_id:
            return replace(visit, place=Refused(press.service, no.cause, no.reason, no.next_open))
        case PaperHeld(ticket_id, condition), Holding(ticket=ticket) if ticket_id == ticket.press.ticket_id:
            return replace(visit, place=Holding(ticket, Printing(condition)))
        case PaperEnded(ticket_id, outcome), Holding(ticket=ticket) if ticket_id == ticket.press.ticket_id:
            return replace(visit, place=Holding(ticket, PaperDone(outcome)))
        case _:
            return visit
