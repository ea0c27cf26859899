"""Forgetting old tickets; the function runs within the transaction of whoever calls it."""

import sqlite3
from datetime import date, datetime

from kiosk.server.sqlite import commands
from kiosk.server.sqlite.moments import micros

BATCH = 50
"""The most tickets that are forgotten at once: so long a press may wait for the writer."""

_OLD = "SELECT ticket_id FROM tickets WHERE mall = ? AND day < ? AND received_at < ? LIMIT ?"

_BY_TICKET = [
    f"DELETE FROM {table} WHERE mall = ? AND ticket_id = ?"
    for table in ("events", "servings", "withdrawn_labels", "tickets")
]

_BY_DAY = [
    f"""DELETE FROM {table} WHERE mall = ?1 AND day < ?2
        AND day NOT IN (SELECT day FROM tickets WHERE mall = ?1 AND day < ?2)"""
    for table in ("queues", "turns", "leases", "drawn", "bookings")
]


def forget(connection: sqlite3.Connection, mall: str, before: date, received_before: datetime) -> int:
    """Forget a batch; see ``Store.forget``."""
    day = before.isoformat()
    old = connection.execute(_OLD, (mall, day, micros(received_before), BATCH)).fetchall()
    for statement in _BY_TICKET:
        connection.executemany(statement, [(mall, ticket_id) for (ticket_id,) in old])
    if len(old) < BATCH:
        for statement in _BY_DAY:
            connection.execute(statement, (mall, day))
        connection.execute(commands.FORGET, (mall, micros(received_before)))
    return len(old)
