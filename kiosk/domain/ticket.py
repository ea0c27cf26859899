"""A ticket: what is known of it, and the steps of its life."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TRACK_BITS = 62
"""The random bits at the end of a UUIDv7 (RFC 9562 section 5.7)."""


class TicketClass(StrEnum):
    """Who is called first; the reason for priority is never known here (UU 27/2022)."""

    REGULAR = "regular"
    PRIORITY = "priority"


class Outcome(StrEnum):
    """How the paper of a ticket ended."""

    PRINTED = "printed"
    HELD = "held"
    UNKNOWN = "unknown"
    BLIND = "blind"
    NOT_SENT = "not_sent"
    ON_SCREEN = "on_screen"


class EventKind(StrEnum):
    """What a kiosk tells the server of a ticket."""

    ISSUED = "issued"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    BLIND = "blind"
    ON_SCREEN = "on_screen"
    VOIDED = "voided"
    REPRINTED = "reprinted"


class TicketState(StrEnum):
    """A ticket's state on the server.

    ``numbered`` was given by the server and not confirmed by the kiosk yet; ``waiting`` is confirmed.
    Both stand in the queue. ``called`` and ``serving`` are at a counter, ``parked`` comes back to one.
    """

    NUMBERED = "numbered"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    DONE = "done"
    NO_SHOW = "no_show"
    VOIDED = "voided"


WAITING = (TicketState.NUMBERED, TicketState.WAITING)
ASIDE = (TicketState.PARKED, TicketState.NO_SHOW)
CALLED_IN_VAIN = (TicketState.CALLED, *ASIDE)
"""Who has not come to a counter: if their paper bears another label, nobody called them yet."""
VOIDABLE = (*WAITING, *CALLED_IN_VAIN)
"""A void is not believed of who came to a counter: somebody holds that number."""


@dataclass(frozen=True, slots=True)
class Press:
    """A citizen's touch on "take a number"; ``ticket_id`` is the idempotency key of all that follows."""

    ticket_id: UUID
    service: str
    pressed_at: datetime
    ticket_class: TicketClass
    language: str


@dataclass(frozen=True, slots=True)
class WaitRange:
    """How long a citizen may wait, in whole minutes."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """A press that has its number. ``ahead`` and ``wait`` are unknown when no server answered.

    ``copy`` is 0 for its first paper; a reprint counts from 1.
    """

    press: Press
    label: str
    online: bool
    ahead: int | None = None
    wait: WaitRange | None = None
    copy: int = 0


def track_of(ticket_id: UUID) -> str:
    """Return the code by which a phone may follow a ticket: 13 letters, 62 random bits.

    It is made from the ticket's id, so that a kiosk without a server can print it too.
    """
    bits = ticket_id.int & ((1 << TRACK_BITS) - 1)
    return "".join(CROCKFORD[(bits >> shift) & 31] for shift in range(60, -1, -5))
