"""Forgetting old tickets; the function runs within the transaction of whoever calls it."""

from datetime import date, datetime

from kiosk.server.postgres import commands
from kiosk.server.postgres.line import Connection

BATCH = 500
"""The most tickets that are forgotten at once."""

SECONDS = 60.0
"""How long one statement may take: no index leads to a day's tickets, as presses would have to pay for it."""

# What another server is about to forget is left to that one.
_OLD = f"""SELECT ticket_id FROM tickets WHERE mall = $1 AND day < $2 AND received_at < $3
    LIMIT {BATCH} FOR UPDATE SKIP LOCKED"""

_BY_TICKET = [
    f"DELETE FROM {table} WHERE mall = $1 AND ticket_id = ANY($2::uuid[])"
    for table in ("events", "servings", "withdrawn_labels", "tickets")
]

# Whoever puts a ticket into a queue holds its row: once all are locked, it is known which days have tickets.
_LOCK_QUEUES = """SELECT true FROM queues WHERE mall = $1 AND day < $2
    ORDER BY day, service COLLATE "C" FOR UPDATE"""

_LEFT = "SELECT DISTINCT day FROM tickets WHERE mall = $1 AND day < $2"

_BY_DAY = [
    f"DELETE FROM {table} WHERE mall = $1 AND day < $2 AND day <> ALL($3::date[])"
    for table in ("queues", "turns", "leases", "drawn", "bookings")
]


async def forget(connection: Connection, mall: str, before: date, received_before: datetime) -> int:
    """Forget a batch; see ``Store.forget``."""
    rows = await connection.fetch(_OLD, mall, before, received_before, timeout=SECONDS)
    old = [row["ticket_id"] for row in rows]
    for statement in _BY_TICKET:
        await connection.execute(statement, mall, old, timeout=SECONDS)
    if len(old) < BATCH:
        await connection.execute(_LOCK_QUEUES, mall, before)
        left = [row["day"] for row in await connection.fetch(_LEFT, mall, before, timeout=SECONDS)]
        for statement in _BY_DAY:
            await connection.execute(statement, mall, before, left)
        await connection.execute(commands.FORGET, mall, received_before)
    return len(old)
