"""What the journal tells: its rows as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from kiosk.contract.bodies import Problem, TicketEvent
from kiosk.domain.ticket import Outcome, Press, TicketClass


class Step(StrEnum):
    """How far a ticket has come; each step is durable before the next is begun."""

    PRESSED = "pressed"
    NUMBERED = "numbered"
    PRINTING = "printing"
    DONE = "done"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as the journal knows it; ``asked`` is true when the server may have heard of the press.

    ``leased`` is the agency of whose lent numbers it used one, if it did; ``copies`` counts its reprints.
    """

    press: Press
    day: date
    series: str
    asked: bool
    step: Step
    label: str | None
    online: bool | None
    outcome: Outcome | None
    numbered_at: datetime | None
    printing_at: datetime | None
    ended_at: datetime | None
    leased: str | None
    copies: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A ticket that is to be printed once more, and which copy of it that is, from 1."""

    row: TicketRow
    number: int


TICKET_COLUMNS = """ticket_id, service, pressed_at, ticket_class, language,
    day, series, asked, step, label, online, outcome, numbered_at, printing_at, ended_at, leased, copies"""


def ticket_row(row: tuple[Any, ...]) -> TicketRow:
    """Make a ticket from the values of ``TICKET_COLUMNS``."""
    ticket_id, service, pressed_at, ticket_class, language = row[:5]
    day, series, asked, step, label, online, outcome, numbered_at, printing_at, ended_at, leased = row[5:16]
    press = Press(
        UUID(ticket_id), service, datetime.fromisoformat(pressed_at), TicketClass(ticket_class), language
    )
    return TicketRow(
        press,
        date.fromisoformat(day),
        series,
        bool(asked),
        Step(step),
        label,
        None if online is None else bool(online),
        Outcome(outcome) if outcome else None,
        _time(numbered_at),
        _time(printing_at),
        _time(ended_at),
        leased,
        int(row[16]),
    )


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A row that the server refused for good, kept until a technician has seen to it."""

    event: TicketEvent
    problem: Problem
    refused_at: datetime


@dataclass(frozen=True, slots=True)
class CatalogueCopy:
    """The server's catalogue as it was last received; ``document`` is its JSON text."""

    etag: str
    document: bytes
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class JournalHealth:
    """How the journal is.

    ``journal_id`` is the file's own; ``paper_mm`` was printed since the roll was changed.
    """

    journal_id: UUID
    outbox: int
    oldest_unsent: datetime | None
    dead_letters: int
    paper_mm: float


@dataclass(frozen=True, slots=True)
class Trial:
    """The last paper that was printed to try the printer."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a start found unfinished: presses that came to nothing, and papers that may have come out."""

    voided: tuple[UUID, ...] = ()
    unknown: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Salvage:
    """What a damaged file could still tell. ``numbers``: its own highest, by day and series."""

    kept_as: Path
    epoch: int = 0
    numbers: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unsent: tuple[TicketEvent, ...] = ()
