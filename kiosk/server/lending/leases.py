"""A day's quota: who has how much of it, and what a store does to lend numbers and to keep them for bookings.

A quota's numbers are issued by the server, lent to kiosks, or kept for bookings; what is none of these is
left. A number that is lent stays so until the kiosk gives it back or the day ends: a ticket that the kiosk
issued from its lease is counted as issued and no more as lent. So the sum cannot exceed the quota while a
line is cut, however long and whatever is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from kiosk.contract.heartbeat import LeaseTold

HEARD = timedelta(minutes=2)
"""A kiosk that was heard within that time counts among those that share what is left."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a quota is used on its day, all of it read at one moment.

    ``issued`` counts tickets but the voided ones, ``lent`` the numbers that kiosks have and of which no
    ticket has come, ``booked`` the bookings.
    """

    issued: int
    lent: int
    booked: int


@dataclass(frozen=True, slots=True)
class Quota:
    """How many tickets some services of an agency may have together on one day.

    Up to ``release`` as many as ``share`` are kept for bookings, later only those that are booked. The
    agency's ``series`` numbers the tickets: a store that many processes use locks its counter.
    """

    agency: str
    series: str
    services: tuple[str, ...]
    most: int
    share: int = 0
    release: datetime | None = None

    def left(self, use: Use, now: datetime) -> int:
        """Return how many may still be issued or lent."""
        kept = max(use.booked, 0 if self._released(now) else self.share)
        return max(0, self.most - use.issued - use.lent - kept)

    def free_again(self, use: Use, now: datetime) -> datetime | None:
        """Return when the release of the share leaves something, if it is still to come."""
        if self.release is None or self._released(now) or self.left(use, self.release) == 0:
            return None
        return self.release

    def left_for_bookings(self, use: Use, now: datetime) -> int:
        """Return how many may still be booked: of the share until its release, then of all that is left."""
        left = self.most - use.issued - use.lent - use.booked
        return max(0, left if self._released(now) else min(left, self.share - use.booked))

    def _released(self, now: datetime) -> bool:
        return self.release is None or now >= self.release


@dataclass(frozen=True, slots=True)
class QuotaUsedUp:
    """The quota has nothing left on that day for who asked, because of this use."""

    quota: Quota
    use: Use


@dataclass(frozen=True, slots=True)
class Lease:
    """The numbers lent to one journal of a kiosk: all that it ever got, and all that it gave back."""

    granted: int
    returned: int


@dataclass(frozen=True, slots=True)
class Loan:
    """What the server knows of a kiosk's lease.

    ``undrawn`` counts the numbers that the kiosk has, by this journal and others, and of which no ticket
    has come.
    """

    lease: Lease
    undrawn: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What a kiosk tells of a lease on a quota of the present service day."""

    quota: Quota
    told: LeaseTold


@dataclass(frozen=True, slots=True)
class Beat:
    """A kiosk's heartbeat; ``health`` is JSON, ``journal`` names the file to which numbers are lent."""

    kiosk: int
    journal: UUID
    health: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A lease as it is from now on, and how many numbers the kiosk is asked to give back."""

    lease: Lease
    give_back: int


@dataclass(frozen=True, slots=True)
class Booking:
    """A number that is kept for whoever booked it; ``id`` is the booking system's own."""

    id: str
    service: str
    day: date


@dataclass(frozen=True, slots=True)
class Booked:
    """The booking is on disk, now or from an earlier call."""

    created: bool


@dataclass(frozen=True, slots=True)
class OtherBooking:
    """The id is another booking's."""

    booking: Booking


class Lending(Protocol):
    """What a store does with quotas; each call is one transaction, exact beside all others at that moment."""

    async def uses(self, mall: str, day: date, quotas: Sequence[Quota]) -> list[Use]:
        """Return how much of each quota is used."""
        ...

    async def beat(self, mall: str, beat: Beat, day: date, now: datetime) -> list[Renewal]:
        """Keep a kiosk's health and renew its leases of a day, one for each claim."""
        ...

    async def book(
        self, mall: str, booking: Booking, quota: Quota, now: datetime
    ) -> Booked | OtherBooking | QuotaUsedUp:
        """Keep a number for a booking; one that is there already keeps the number that it has."""
        ...

    async def unbook(self, mall: str, booking: str) -> None:
        """Give a booking's number back, if there is such a booking."""
        ...
