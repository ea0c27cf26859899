"""What the server keeps, and the face that every store of it shows.

A store knows nothing of catalogues and opening hours: the queue's rules decide before it is asked.
Every row is keyed by mall, and no call touches two malls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from kiosk.domain.availability import Outage, StaffWord, Word
from kiosk.domain.numbering import Label
from kiosk.domain.ticket import EventKind, Press, TicketState
from kiosk.server.commanding.commands import Commands
from kiosk.server.counters.calls import Calls
from kiosk.server.identity.clients import Clients
from kiosk.server.lending.leases import Lending, Quota, QuotaUsedUp


@dataclass(frozen=True, slots=True)
class Entry:
    """A press on its way into a queue.

    ``label`` is the one that the kiosk told, if it told one; ``quota`` is what the ticket counts towards.
    """

    press: Press
    day: date
    series: str
    kiosk: int | None
    label: Label | None
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A ticket as it is kept.

    ``withdrawn`` is the last label that it had before this one. ``standing`` is the service in whose queue
    the person stands: the one that was pressed, unless a counter sent them on.
    """

    press: Press
    day: date
    label: str
    state: TicketState
    kiosk: int | None
    withdrawn: str | None
    standing: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A ticket in its queue; ``ahead`` counts who pressed earlier for its service and still waits."""

    record: Record
    ahead: int
    created: bool


@dataclass(frozen=True, slots=True)
class OtherService:
    """The ticket is there already, for another service."""

    service: str


@dataclass(frozen=True, slots=True)
class LabelTaken:
    """Another ticket of that day has the label."""

    label: str


@dataclass(frozen=True, slots=True)
class QueueCount:
    """A service's queue on one day; ``issued`` counts all its tickets but the voided ones."""

    waiting: int
    issued: int


NO_QUEUE = QueueCount(0, 0)


@dataclass(frozen=True, slots=True)
class UnknownTicket:
    """No such ticket ever reached the server."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The event is on disk, now or from an earlier call."""


@dataclass(frozen=True, slots=True)
class Report:
    """One event of a kiosk; ``entry`` comes with ``issued`` events and with no other."""

    ticket_id: UUID
    kind: EventKind
    at: datetime
    seq: int
    kiosk: int | None
    entry: Entry | None = None


class Topic(StrEnum):
    """What staff's words are about: a service, an agency, or an agency's link to its central system."""

    SERVICE = "service"
    AGENCY = "agency"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Subject:
    """Of which service or agency staff say something."""

    topic: Topic
    id: str


Issued = Placed | OtherService | LabelTaken | QuotaUsedUp
Recorded = Kept | UnknownTicket | OtherService | LabelTaken


class Store(Protocol):
    """The queues' durable memory. What a call has returned survives a crash and a power cut."""

    @property
    def calls(self) -> Calls:
        """The counters' work."""
        ...

    @property
    def lending(self) -> Lending:
        """What it does with quotas."""
        ...

    @property
    def clients(self) -> Clients:
        """Who may speak to the server."""
        ...

    @property
    def commands(self) -> Commands:
        """What kiosks are asked for."""
        ...

    async def issue(self, mall: str, entry: Entry, received: datetime) -> Issued:
        """Put a press into its queue: number it, or take the label that was told.

        A ticket that is there already keeps its number; but if the kiosk tells another one, the paper
        wins, and the number that the server had given is withdrawn. A new press beyond its quota is
        refused; no two, however close, get past it together. Who has a label is taken all the same, if
        the kiosk was lent it as one of its lease.
        """
        ...

    async def record(self, mall: str, reports: Sequence[Report], received: datetime) -> list[Recorded]:
        """Take events in their order, each for itself; those known already change nothing.

        A void may come before its ticket does: then the ticket gets its number, but never enters a queue.
        """
        ...

    async def find(self, mall: str, ticket_id: UUID) -> Placed | None:
        """Return a ticket by its id."""
        ...

    async def follow(self, mall: str, track: str) -> Placed | None:
        """Return a ticket by the code that a phone follows it with."""
        ...

    async def tickets(self, mall: str, day: date) -> list[Record]:
        """Return a day's tickets in the order in which people pressed."""
        ...

    async def queues(self, mall: str, day: date) -> Mapping[str, QueueCount]:
        """Return a day's queues, by service; services that had no ticket are left out."""
        ...

    async def say(self, mall: str, subject: Subject, said: Word | Outage | None, now: datetime) -> None:
        """Keep what staff say instead of what they said before; ``None`` takes it back."""
        ...

    async def staff_word(self, mall: str, now: datetime) -> StaffWord:
        """Return all that staff said and that has not ended by ``now``."""
        ...

    async def forget(self, mall: str, before: date, received_before: datetime) -> int:
        """Forget a batch of the tickets of days before one, with all that belongs to them; return how many.

        0 means that none are left. What was received later stays, however old its day is. With a day's last
        ticket its queues, turns, leases and bookings go, and commands of before then with the last batch. Its
        series' counters stay: a press whose clock is years slow must not get a number of that day twice.
        """
        ...

    async def close(self) -> None:
        """Finish what was begun and close."""
        ...
