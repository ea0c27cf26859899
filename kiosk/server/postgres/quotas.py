"""Quotas in the database; each function runs within the transaction of whoever calls it.

A quota's services are one agency's and share its series: whoever takes of the quota, for a ticket, a lease
or a booking, holds the row of the series' counter until the end of the transaction. What gives back, or turns
a lent number into an issued one, needs no lock: the whole use is read by one statement, and so at one moment.
"""

import logging
from datetime import date
from uuid import UUID

from kiosk.domain.numbering import Label, parse_label
from kiosk.server.lending.leases import Quota, Use
from kiosk.server.postgres.line import Connection

_LOCK = """INSERT INTO counters AS c (mall, day, series, last) VALUES ($1, $2, $3, 0)
    ON CONFLICT (mall, day, series) DO UPDATE SET last = c.last"""

_USE = """SELECT
    (SELECT coalesce(sum(issued), 0) FROM queues WHERE mall = $1 AND day = $2 AND service = ANY($4::text[])),
    (SELECT coalesce(sum(granted - returned), 0) FROM leases WHERE mall = $1 AND day = $2 AND agency = $3)
        - (SELECT coalesce(sum(tickets), 0) FROM drawn WHERE mall = $1 AND day = $2 AND agency = $3),
    (SELECT count(*) FROM bookings WHERE mall = $1 AND day = $2 AND agency = $3)"""

_LENT_TO_KIOSK = """(SELECT coalesce(sum(granted - returned), 0) FROM leases
    WHERE mall = $1 AND day = $2 AND agency = $3 AND kiosk = $4)"""

_DRAW = f"""WITH drew AS (
    INSERT INTO drawn AS d (mall, day, agency, kiosk, tickets)
    SELECT $1::text, $2::date, $3::text, $4::smallint, 1 WHERE 0 < {_LENT_TO_KIOSK}
    ON CONFLICT (mall, day, agency, kiosk) DO UPDATE SET tickets = d.tickets + 1
        WHERE d.tickets < {_LENT_TO_KIOSK}
    RETURNING agency
) UPDATE tickets SET leased = drew.agency FROM drew WHERE mall = $1 AND ticket_id = $5 RETURNING true"""

_UNDRAW = """WITH undrawn AS (
    UPDATE drawn SET tickets = tickets - 1 WHERE mall = $1 AND day = $2 AND agency = $3 AND kiosk = $4
) UPDATE tickets SET leased = NULL WHERE mall = $1 AND ticket_id = $5"""

log = logging.getLogger(__name__)


async def use_of(connection: Connection, mall: str, day: date, quota: Quota) -> Use:
    """Return how much of a quota is used."""
    row = await connection.fetchrow(_USE, mall, day, quota.agency, list(quota.services))
    assert row is not None
    return Use(*row)


async def locked_use_of(connection: Connection, mall: str, day: date, quota: Quota) -> Use:
    """Return how much of a quota is used; nobody else takes of it until the transaction ends."""
    await connection.execute(_LOCK, mall, day, quota.series)
    return await use_of(connection, mall, day, quota)


async def draw(
    connection: Connection, mall: str, day: date, quota: Quota, ticket_id: UUID, label: Label
) -> None:
    """Count a new ticket as one of those that its kiosk was lent, if any are left of them."""
    if label.kiosk is None:
        return
    if not await connection.fetchval(_DRAW, mall, day, quota.agency, label.kiosk, ticket_id):
        log.warning(
            "%s: kiosk %d gave %s without a lent number of %s's quota", mall, label.kiosk, label, quota.agency
        )


async def undraw(connection: Connection, mall: str, ticket_id: UUID) -> None:
    """Count a ticket no more as one that its kiosk was lent: it is void, or gets another label."""
    query = "SELECT day, label, leased FROM tickets WHERE mall = $1 AND ticket_id = $2 AND leased IS NOT NULL"
    row = await connection.fetchrow(query, mall, ticket_id)
    label = parse_label(row["label"]) if row else None
    if row is not None and label is not None:
        await connection.execute(_UNDRAW, mall, row["day"], row["leased"], label.kiosk, ticket_id)
