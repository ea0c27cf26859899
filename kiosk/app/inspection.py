"""How the kiosk is, as the technician's page tells it: one immutable value."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kiosk.domain.ticket import Outcome


@dataclass(frozen=True, slots=True)
class About:
    """Which kiosk this is; an empty ``server`` is a kiosk that always works by itself."""

    version: str
    number: int
    name: str
    server: str


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket of today; ``outcome`` is unknown as long as its first paper is under way."""

    ticket_id: UUID
    label: str
    service: str
    at: datetime
    outcome: Outcome | None
    copies: int


@dataclass(frozen=True, slots=True)
class LetterLine:
    """Something that the server refused for good, and its words for why."""

    seq: int
    label: str
    at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class TrialLine:
    """The last test of the printer."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Inspection:
    """How the kiosk was at ``at``; where its journal could not be ``read``, what only that knows is missing.

    ``paper_mm`` was used of the roll. ``line_since`` is when the line last went up or down, if it ever did,
    ``catalogue_at`` when the server last sent a catalogue, if it did. ``clock_offset_ms`` is the machine's
    clock less the server's, if that was heard.
    """

    about: About
    at: datetime
    tickets: tuple[TicketLine, ...] = ()
    letters: tuple[LetterLine, ...] = ()
    outbox: int = 0
    oldest_unsent: datetime | None = None
    paper_mm: float = 0.0
    trial: TrialLine | None = None
    line_since: datetime | None = None
    clock_confirmed: bool = True
    clock_offset_ms: int | None = None
    catalogue_at: datetime | None = None
    read: bool = True
