"""Leases: the numbers of an agency's daily quota that the server lent this kiosk, for when there is no line.

All counts only grow, but for a number that was used and seen by nobody, which is put back. A lease's row
outlives its day: a clock that goes back must find what was used. Every function runs within a
transaction of the journal's.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime

from kiosk.contract.heartbeat import LeaseBody, LeaseTold
from kiosk.journal.outbox import stamp
from kiosk.journal.rows import Step

AVAILABLE = "granted - used - returned"


def take(connection: sqlite3.Connection, day: date, agency: str) -> bool:
    """Use one of the numbers that are lent; false if there is none."""
    used = connection.execute(
        f"UPDATE lease SET used = used + 1 WHERE day = ? AND agency = ? AND {AVAILABLE} > 0",
        (day.isoformat(), agency),
    )
    return used.rowcount == 1


def put_back(connection: sqlite3.Connection, day: date, agency: str) -> None:
    """Take back that a number was used: nobody has seen it."""
    connection.execute(
        "UPDATE lease SET used = used - 1 WHERE day = ? AND agency = ?", (day.isoformat(), agency)
    )


def change(connection: sqlite3.Connection, told: LeaseBody) -> int:
    """Note what the server lends, give back what it asks for as far as it is there, and return how much."""
    key = (told.day.isoformat(), told.agency)
    connection.execute(
        """INSERT INTO lease (day, agency, granted, used, returned) VALUES (?, ?, ?, 0, 0)
           ON CONFLICT (day, agency) DO UPDATE SET granted = max(granted, excluded.granted)""",
        (*key, told.granted),
    )
    (there,) = connection.execute(
        f"SELECT {AVAILABLE} FROM lease WHERE day = ? AND agency = ?", key
    ).fetchone()
    given_back = min(told.give_back, int(there))
    connection.execute(
        "UPDATE lease SET returned = returned + ? WHERE day = ? AND agency = ?", (given_back, *key)
    )
    return given_back


def available(connection: sqlite3.Connection, day: date) -> dict[str, int]:
    """Return how many numbers are there for a day, by agency; agencies without a lease are left out."""
    return dict(
        connection.execute(f"SELECT agency, {AVAILABLE} FROM lease WHERE day = ?", (day.isoformat(),))
    )


def told(
    connection: sqlite3.Connection, day: date, agency: str, services: Iterable[str], since: datetime
) -> LeaseTold:
    """Return a lease as the server is to hear it; ``recent`` counts the day's numbers from ``since`` on."""
    row = connection.execute(
        "SELECT granted, used, returned FROM lease WHERE day = ? AND agency = ?", (day.isoformat(), agency)
    ).fetchone()
    granted, used, returned = row or (0, 0, 0)
    return LeaseTold(agency, day, granted, used, returned, _given(connection, day, services, since))


def _given(connection: sqlite3.Connection, day: date, services: Iterable[str], since: datetime) -> int:
    wanted = tuple(services)
    count: int = connection.execute(
        f"""SELECT count(*) FROM ticket WHERE day = ? AND service IN ({", ".join("?" * len(wanted))})
            AND step IN ('{Step.PRINTING}', '{Step.DONE}') AND numbered_at >= ?""",
        (day.isoformat(), *wanted, stamp(since)),
    ).fetchone()[0]
    return count
