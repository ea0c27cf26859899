"""How long the tickets that a kiosk gave without a line take to reach the server, through its real uplink."""

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from uuid6 import uuid7

from benchmarks.databases import Database, databases
from benchmarks.driving import MONDAY
from benchmarks.figures import Figure, report
from kiosk.domain.ticket import Outcome, Press, TicketClass
from kiosk.journal.journal import Journal
from tests.issuing_kit import kiosk, running

TICKETS = 10_000
MOST_SECONDS = 15.0
KIOSK = 2
PATIENCE_SECONDS = 600.0
MEMORY = Path("/dev/shm")
"""Where a journal is filled, if it is there: a commit waits for no disk."""


def main(tickets: int) -> None:
    with databases() as both, TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        filled = Path(name, "journal.db")
        fill(filled, tickets)
        for database in both:
            folder = database.folder / f"kiosk-{database.store}"
            folder.mkdir()
            (folder / "journal.db").write_bytes(filled.read_bytes())
            seconds = asyncio.run(upload(database, folder, tickets))
            report(
                Figure(
                    f"{database.store}: upload of {tickets:,} tickets given without a line",
                    [seconds],
                    "s",
                    most=MOST_SECONDS * tickets / TICKETS,
                )
            )


def fill(path: Path, tickets: int) -> None:
    """Make the journal of a kiosk that gave so many tickets and printed them, one every second."""
    journal = Journal(path, KIOSK, MONDAY)
    for second in range(tickets):
        at = MONDAY + timedelta(seconds=second)
        press = Press(uuid7(), "ktp-baru", at, TicketClass.REGULAR, "id")
        journal.pressed(press, "B", MONDAY.date(), asked=False)
        journal.numbered_here(press.ticket_id, at)
        journal.printing(press.ticket_id, at)
        journal.outcome(press.ticket_id, Outcome.PRINTED, at, 115.0)
    journal.close()


async def upload(database: Database, folder: Path, tickets: int) -> float:
    """Return the seconds from the line's coming up until the outbox is empty."""
    with database.served() as server:
        async with kiosk(folder, server.url, number=KIOSK) as alone:
            assert await alone.journal.do(Journal.outbox_size) == 2 * tickets
            begun = time.perf_counter()
            await alone.client.health()
            async with running(alone.uplink.run()), asyncio.timeout(PATIENCE_SECONDS):
                await alone.uplink.drained()
            took = time.perf_counter() - begun
            assert await alone.journal.do(Journal.outbox_size) == 0
            assert await alone.journal.do(Journal.dead_letters) == ()
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS)
