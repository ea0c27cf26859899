"""The journal's transactions on this machine's disk: each is durable before it returns."""

import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from uuid6 import uuid7

from benchmarks.figures import Figure, report
from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome, Press, TicketClass
from kiosk.journal.journal import Journal

TICKETS = 500


def timed(journal: Journal, clock: SystemClock) -> tuple[float, float]:
    """Take an offline ticket through the journal; return the milliseconds to its number, and to its end."""
    now = clock.now()
    press = Press(uuid7(), "ktp-hilang", now, TicketClass.REGULAR, "id")
    begun = time.perf_counter()
    journal.pressed(press, "B", now.date(), False)
    journal.numbered_here(press.ticket_id, now)
    numbered = time.perf_counter()
    journal.printing(press.ticket_id, now)
    journal.outcome(press.ticket_id, Outcome.PRINTED, now + timedelta(seconds=1), 90.0)
    return 1000 * (numbered - begun), 1000 * (time.perf_counter() - begun)


def main() -> None:
    clock = SystemClock()
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.db", 1, clock.now())
        times = [timed(journal, clock) for _ in range(TICKETS)]
        journal.close()
    report(
        Figure("journal: a press and its number, two commits", [number for number, _ in times], "ms"),
        Figure("journal: a whole ticket, four commits", [whole for _, whole in times], "ms"),
    )


if __name__ == "__main__":
    main()
