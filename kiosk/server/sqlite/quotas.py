"""Quotas in the database; each function runs within the transaction of whoever calls it."""

import json
import logging
import sqlite3
from datetime import date
from uuid import UUID

from kiosk.domain.numbering import Label, parse_label
from kiosk.server.lending.leases import Quota, Use

_LENT = "SELECT coalesce(sum(granted - returned), 0) FROM leases"

_USE = f"""SELECT
    (SELECT coalesce(sum(issued), 0) FROM queues
        WHERE mall = :mall AND day = :day AND service IN (SELECT value FROM json_each(:services))),
    ({_LENT} WHERE mall = :mall AND day = :day AND agency = :agency)
        - (SELECT coalesce(sum(tickets), 0) FROM drawn
            WHERE mall = :mall AND day = :day AND agency = :agency),
    (SELECT count(*) FROM bookings WHERE mall = :mall AND day = :day AND agency = :agency)"""

_LENT_TO_KIOSK = f"{_LENT} WHERE mall = :mall AND day = :day AND agency = :agency AND kiosk = :kiosk"

_DRAW = f"""INSERT INTO drawn (mall, day, agency, kiosk, tickets)
    SELECT :mall, :day, :agency, :kiosk, 1 WHERE 0 < ({_LENT_TO_KIOSK})
    ON CONFLICT DO UPDATE SET tickets = tickets + 1 WHERE tickets < ({_LENT_TO_KIOSK})"""

_UNDRAW = """UPDATE drawn SET tickets = tickets - 1
    WHERE mall = ? AND day = ? AND agency = ? AND kiosk = ?"""

_MARK = "UPDATE tickets SET leased = ? WHERE mall = ? AND ticket_id = ?"

log = logging.getLogger(__name__)


def use_of(connection: sqlite3.Connection, mall: str, day: date, quota: Quota) -> Use:
    """Return how much of a quota is used."""
    services = json.dumps(quota.services)
    keys = {"mall": mall, "day": day.isoformat(), "agency": quota.agency, "services": services}
    return Use(*connection.execute(_USE, keys).fetchone())


def draw(
    connection: sqlite3.Connection, mall: str, day: date, quota: Quota, ticket_id: UUID, label: Label
) -> None:
    """Count a new ticket as one of those that its kiosk was lent, if any are left of them."""
    if label.kiosk is None:
        return
    keys = {"mall": mall, "day": day.isoformat(), "agency": quota.agency, "kiosk": label.kiosk}
    if connection.execute(_DRAW, keys).rowcount:
        connection.execute(_MARK, (quota.agency, mall, ticket_id.bytes))
    else:
        log.warning(
            "%s: kiosk %d gave %s without a lent number of %s's quota", mall, label.kiosk, label, quota.agency
        )


def undraw(connection: sqlite3.Connection, mall: str, ticket_id: UUID) -> None:
    """Count a ticket no more as one that its kiosk was lent: it is void, or gets another label."""
    query = "SELECT day, label, leased FROM tickets WHERE mall = ? AND ticket_id = ?"
    day, words, agency = connection.execute(query, (mall, ticket_id.bytes)).fetchone()
    label = parse_label(words)
    if agency is not None and label is not None:
        connection.execute(_UNDRAW, (mall, day, agency, label.kiosk))
        connection.execute(_MARK, (None, mall, ticket_id.bytes))
