"""The store's face for quotas on PostgreSQL."""

from collections.abc import Sequence
from datetime import date, datetime

from kiosk.server.lending.leases import (
    HEARD,
    Beat,
    Booked,
    Booking,
    Claim,
    Lease,
    Loan,
    OtherBooking,
    Quota,
    QuotaUsedUp,
    Renewal,
    Use,
)
from kiosk.server.lending.policy import renew
from kiosk.server.postgres.line import Connection, Line
from kiosk.server.postgres.quotas import locked_use_of, use_of

_KEEP_HEALTH = """INSERT INTO healths (mall, kiosk, told_at, health) VALUES ($1, $2, $3, $4)
    ON CONFLICT (mall, kiosk) DO UPDATE SET told_at = excluded.told_at, health = excluded.health"""

_LOAN = """SELECT coalesce(sum(granted) FILTER (WHERE journal = $5), 0),
        coalesce(sum(returned) FILTER (WHERE journal = $5), 0),
        coalesce(sum(granted - returned), 0) - coalesce((SELECT tickets FROM drawn
            WHERE mall = $1 AND day = $2 AND agency = $3 AND kiosk = $4), 0)
    FROM leases WHERE mall = $1 AND day = $2 AND agency = $3 AND kiosk = $4"""

_KEEP_LEASE = """INSERT INTO leases (mall, day, agency, kiosk, journal, granted, returned)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (mall, day, agency, kiosk, journal)
    DO UPDATE SET granted = excluded.granted, returned = excluded.returned"""

_BOOK = """INSERT INTO bookings (mall, booking, day, agency, service, made_at)
    VALUES ($1, $2, $3, $4, $5, $6)"""


class PostgresLending:
    """``Lending`` in a database that any number of processes share."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def uses(self, mall: str, day: date, quotas: Sequence[Quota]) -> list[Use]:
        async def work(connection: Connection) -> list[Use]:
            return [await use_of(connection, mall, day, each) for each in quotas]

        return await self._line.run(work)

    async def beat(self, mall: str, beat: Beat, day: date, now: datetime) -> list[Renewal]:
        async def work(connection: Connection) -> list[Renewal]:
            await connection.execute(_KEEP_HEALTH, mall, beat.kiosk, now, beat.health)
            query = "SELECT count(*) FROM healths WHERE mall = $1 AND told_at > $2"
            kiosks = await connection.fetchval(query, mall, now - HEARD)
            return [await _renew(connection, mall, beat, day, each, kiosks, now) for each in beat.claims]

        return await self._line.transaction(work)

    async def book(
        self, mall: str, booking: Booking, quota: Quota, now: datetime
    ) -> Booked | OtherBooking | QuotaUsedUp:
        async def work(connection: Connection) -> Booked | OtherBooking | QuotaUsedUp:
            return await _book(connection, mall, booking, quota, now)

        return await self._line.transaction(work)

    async def unbook(self, mall: str, booking: str) -> None:
        async def work(connection: Connection) -> None:
            await connection.execute("DELETE FROM bookings WHERE mall = $1 AND booking = $2", mall, booking)

        await self._line.transaction(work)


async def _renew(
    connection: Connection, mall: str, beat: Beat, day: date, claim: Claim, kiosks: int, now: datetime
) -> Renewal:
    use = await locked_use_of(connection, mall, day, claim.quota)
    key = (mall, day, claim.quota.agency, beat.kiosk, str(beat.journal))
    row = await connection.fetchrow(_LOAN, *key)
    assert row is not None
    granted, returned, undrawn = row
    loan = Loan(Lease(granted, returned), undrawn)
    renewal = renew(claim.quota, use, loan, claim.told, kiosks, now)
    if renewal.lease != loan.lease:
        await connection.execute(_KEEP_LEASE, *key, renewal.lease.granted, renewal.lease.returned)
    return renewal


async def _book(
    connection: Connection, mall: str, booking: Booking, quota: Quota, now: datetime
) -> Booked | OtherBooking | QuotaUsedUp:
    use = await locked_use_of(connection, mall, booking.day, quota)
    query = "SELECT service, day FROM bookings WHERE mall = $1 AND booking = $2"
    if row := await connection.fetchrow(query, mall, booking.id):
        known = Booking(booking.id, *row)
        return Booked(created=False) if known == booking else OtherBooking(known)
    if quota.left_for_bookings(use, now) == 0:
        return QuotaUsedUp(quota, use)
    await connection.execute(_BOOK, mall, booking.id, booking.day, quota.agency, booking.service, now)
    return Booked(created=True)
