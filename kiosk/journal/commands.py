"""Commands of the server: each is noted before it is begun, so that none is done twice.

A row stays long after its outcome was told, for the same command may come once more with an answer that was
late. Every function runs within a transaction of the journal's.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kiosk.contract.commands import MOST_OUTCOMES, CommandKind, CommandOrder, CommandOutcome
from kiosk.journal.outbox import stamp

KEPT = 200
"""Of how many commands the ids are kept; the server hands one out for minutes."""

STARTED_AGAIN = "the kiosk was started again"

CUT_SHORT = (
    "the kiosk ended in the midst of it; a copy may have come out: look there, and ask again if there is none"
)


def begin(connection: sqlite3.Connection, order: CommandOrder, at: datetime) -> bool:
    """Note that a command is begun; false if it was begun before."""
    begun = connection.execute(
        "INSERT INTO command (command, kind, begun_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (str(order.command), order.kind, stamp(at)),
    )
    connection.execute(
        "DELETE FROM command WHERE told AND seq <= (SELECT max(seq) FROM command) - ?", (KEPT,)
    )
    return begun.rowcount == 1


def end(connection: sqlite3.Connection, outcome: CommandOutcome, at: datetime) -> None:
    """Note how a command ended."""
    connection.execute(
        "UPDATE command SET done = ?, detail = ?, ended_at = ? WHERE command = ?",
        (outcome.done, outcome.detail, stamp(at), str(outcome.command)),
    )


def end_unended(connection: sqlite3.Connection, at: datetime) -> None:
    """End, after a start, what was begun before it: a new start is what one of them asked for."""
    rows = connection.execute("SELECT command, kind FROM command WHERE ended_at IS NULL").fetchall()
    for command, kind in rows:
        again = kind == CommandKind.RESTART
        end(connection, CommandOutcome(UUID(command), again, STARTED_AGAIN if again else CUT_SHORT), at)


def untold(connection: sqlite3.Connection) -> tuple[CommandOutcome, ...]:
    """Return the outcomes that the server has yet to hear, the oldest first."""
    rows = connection.execute(
        """SELECT command, done, detail FROM command WHERE ended_at IS NOT NULL AND NOT told
           ORDER BY seq LIMIT ?""",
        (MOST_OUTCOMES,),
    )
    return tuple(CommandOutcome(UUID(command), bool(done), detail) for command, done, detail in rows)


def tell(connection: sqlite3.Connection, outcomes: Iterable[CommandOutcome]) -> None:
    """Note that the server has heard outcomes."""
    connection.executemany(
        "UPDATE command SET told = 1 WHERE command = ?", [(str(each.command),) for each in outcomes]
    )
