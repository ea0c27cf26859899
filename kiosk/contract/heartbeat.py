"""A kiosk's heartbeat: its health goes up, and the numbers that it may give without a line come down.

All counts of a lease only ever grow, so that a message which is lost, late or repeated does no harm: each
side takes the highest that it was told.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from kiosk.contract.commands import MOST_OUTCOMES, CommandOrder, CommandOutcome
from kiosk.contract.values import Moment

Count = Annotated[int, Meta(ge=0, le=10**9)]
Milliseconds = Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Words = Annotated[str, Meta(max_length=200)]


class LeaseTold(msgspec.Struct, frozen=True):
    """A lease as the kiosk's journal knows it; all zeros for one that it has not got yet.

    Of ``granted`` numbers ``used`` were given to people and ``returned`` were given back. ``recent`` is how
    many numbers of the agency's limited services the kiosk gave within the last hour, with a line or without.
    """

    agency: str
    day: date
    granted: Count
    used: Count
    returned: Count
    recent: Count


class HeartbeatRequest(msgspec.Struct, frozen=True):
    """``POST /v1/heartbeat``: how the kiosk is.

    ``journal`` names the journal's file: one that replaces a damaged file has no claim on what was lent to
    that. ``now`` is the kiosk's time; ``clock_offset_ms`` is its machine's clock less the server's, if it
    ever heard the server. ``paper_used_mm`` counts from the change of the roll. ``commands`` are those
    that ended and of which no answer to a heartbeat has come.
    """

    version: Words
    journal: UUID
    now: Moment
    clock_confirmed: bool
    printer: Words
    paper_used_mm: float
    outbox: Count
    dead_letters: Count
    leases: Annotated[list[LeaseTold], Meta(max_length=200)]
    clock_offset_ms: Milliseconds | None = None
    oldest_unsent: Moment | None = None
    commands: Annotated[list[CommandOutcome], Meta(max_length=MOST_OUTCOMES)] = []


class LeaseBody(msgspec.Struct, frozen=True):
    """What the server lends: all that it ever granted of that day, and how many to give back now."""

    agency: str
    day: date
    granted: Count
    give_back: Count = 0


class HeartbeatAnswer(msgspec.Struct, frozen=True):
    """The server's time, an answer to each lease that was told, and what staff ask of the kiosk.

    A command comes with every answer until its outcome was told, so a kiosk does none whose id it knows.
    """

    now: Moment
    leases: list[LeaseBody]
    commands: list[CommandOrder] = []
