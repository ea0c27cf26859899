"""What may happen in a visit: the citizen's touches, the passing of time, and the outcomes of effects."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kiosk.domain.holdings import Holding
from kiosk.domain.inquiry import Check
from kiosk.domain.places import Adjustments
from kiosk.domain.route import Way
from kiosk.domain.technician_steps import TechnicianEvent
from kiosk.domain.text import Text
from kiosk.domain.ticket import Outcome, Press, Ticket


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
class CheckWanted:
    """The button that asks whether one has everything was touched."""


@dataclass(frozen=True, slots=True)
class PapersTold:
    """The citizen said the same of each of some documents."""

    documents: tuple[str, ...]
    holding: Holding


@dataclass(frozen=True, slots=True)
class ConditionTold:
    """The citizen answered a condition's question."""

    condition: str
    true: bool


@dataclass(frozen=True, slots=True)
class CheckWentOn:
    """All questions were answered, and the answers lead to others."""

    check: Check


@dataclass(frozen=True, slots=True)
class WayFound:
    """All questions were answered, and this is the way."""

    way: Way


@dataclass(frozen=True, slots=True)
class WayScanned:
    """The code on a printed way was shown to the scanner."""

    way: Way


@dataclass(frozen=True, slots=True)
class StopChosen:
    """A stop of a scanned way was touched; its number is offered now."""

    place: int


@dataclass(frozen=True, slots=True)
class WayPaperWanted:
    """The button that prints the way was touched."""

    paper_id: UUID


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
    """The printer waits for a person to mend ``condition``; ``paper_id`` is the ticket's, or a way's."""

    paper_id: UUID
    condition: str


@dataclass(frozen=True, slots=True)
class PaperEnded:
    """The outcome of a ticket's or a way's paper is known."""

    paper_id: UUID
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
    | CheckWanted
    | PapersTold
    | ConditionTold
    | CheckWentOn
    | WayFound
    | WayScanned
    | StopChosen
    | WayPaperWanted
    | BackWanted
    | HomeWanted
    | Adjusted
    | HelpWanted
    | TimeUp
    | Numbered
    | PaperHeld
    | PaperEnded
    | NumberRefused
    | TechnicianEvent
)

CITIZEN = (
    Started,
    Touched,
    AgencyChosen,
    ServiceChosen,
    SearchChanged,
    NumberWanted,
    CheckWanted,
    PapersTold,
    ConditionTold,
    CheckWentOn,
    WayFound,
    WayScanned,
    StopChosen,
    WayPaperWanted,
    BackWanted,
    HomeWanted,
    Adjusted,
    HelpWanted,
)
"""The events that a citizen causes: each puts the idle warning away and begins the wait anew."""
