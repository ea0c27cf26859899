"""The store's face for quotas on SQLite."""

import sqlite3
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
from kiosk.server.sqlite.moments import micros
from kiosk.server.sqlite.quotas import use_of
from kiosk.server.sqlite.reader import Reader
from kiosk.server.sqlite.writer import Writer

_KEEP_HEALTH = """INSERT INTO healths (mall, kiosk, told_at, health) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET told_at = excluded.told_at, health = excluded.health"""

_LOAN = """SELECT coalesce(sum(granted) FILTER (WHERE journal = :journal), 0),
        coalesce(sum(returned) FILTER (WHERE journal = :journal), 0),
        coalesce(sum(granted - returned), 0) - coalesce((SELECT tickets FROM drawn
            WHERE mall = :mall AND day = :day AND agency = :agency AND kiosk = :kiosk), 0)
    FROM leases WHERE mall = :mall AND day = :day AND agency = :agency AND kiosk = :kiosk"""

_KEEP_LEASE = """INSERT INTO leases (mall, day, agency, kiosk, journal, granted, returned)
    VALUES (:mall, :day, :agency, :kiosk, :journal, :granted, :returned)
    ON CONFLICT DO UPDATE SET granted = excluded.granted, returned = excluded.returned"""


class SqliteLending:
    """``Lending`` in one file."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def uses(self, mall: str, day: date, quotas: Sequence[Quota]) -> list[Use]:
        return await self._reader.run(
            lambda connection: [use_of(connection, mall, day, each) for each in quotas]
        )

    async def beat(self, mall: str, beat: Beat, day: date, now: datetime) -> list[Renewal]:
        def work(connection: sqlite3.Connection) -> list[Renewal]:
            connection.execute(_KEEP_HEALTH, (mall, beat.kiosk, micros(now), beat.health))
            query = "SELECT count(*) FROM healths WHERE mall = ? AND told_at > ?"
            (kiosks,) = connection.execute(query, (mall, micros(now - HEARD))).fetchone()
            return [_renew(connection, mall, beat, day, each, kiosks, now) for each in beat.claims]

        return await self._writer.run(work)

    async def book(
        self, mall: str, booking: Booking, quota: Quota, now: datetime
    ) -> Booked | OtherBooking | QuotaUsedUp:
        return await self._writer.run(lambda connection: _book(connection, mall, booking, quota, now))

    async def unbook(self, mall: str, booking: str) -> None:
        statement = "DELETE FROM bookings WHERE mall = ? AND booking = ?"
        await self._writer.run(lambda connection: connection.execute(statement, (mall, booking)))


def _renew(
    connection: sqlite3.Connection,
    mall: str,
    beat: Beat,
    day: date,
    claim: Claim,
    kiosks: int,
    now: datetime,
) -> Renewal:
    keys = {
        "mall": mall,
        "day": day.isoformat(),
        "agency": claim.quota.agency,
        "kiosk": beat.kiosk,
        "journal": str(beat.journal),
    }
    granted, returned, undrawn = connection.execute(_LOAN, keys).fetchone()
    loan = Loan(Lease(granted, returned), undrawn)
    use = use_of(connection, mall, day, claim.quota)
    renewal = renew(claim.quota, use, loan, claim.told, kiosks, now)
    if renewal.lease != loan.lease:
        kept = {"granted": renewal.lease.granted, "returned": renewal.lease.returned}
        connection.execute(_KEEP_LEASE, keys | kept)
    return renewal


def _book(
    connection: sqlite3.Connection, mall: str, booking: Booking, quota: Quota, now: datetime
) -> Booked | OtherBooking | QuotaUsedUp:
    query = "SELECT service, day FROM bookings WHERE mall = ? AND booking = ?"
    if row := connection.execute(query, (mall, booking.id)).fetchone():
        known = Booking(booking.id, row[0], date.fromisoformat(row[1]))
        return Booked(created=False) if known == booking else OtherBooking(known)
    use = use_of(connection, mall, booking.day, quota)
    if quota.left_for_bookings(use, now) == 0:
        return QuotaUsedUp(quota, use)
    row = (mall, booking.id, booking.day.isoformat(), quota.agency, booking.service, micros(now))
    connection.execute(
        "INSERT INTO bookings (mall, booking, day, agency, service, made_at) VALUES (?, ?, ?, ?, ?, ?)", row
    )
    return Booked(created=True)
