"""What one ticket costs when the day has many: one client's answers at 1,000 and at 1,000,000 tickets.

The tickets before are loaded into the database at once, all waiting in the queue that is pressed for.
"""

import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import date
from statistics import median

import asyncpg

from benchmarks.databases import Database, databases
from benchmarks.driving import MONDAY
from benchmarks.figures import Figure, report
from benchmarks.pressing import load
from kiosk.server.sqlite.moments import micros
from tests.server.kit import SERIES, SERVICE, catalogue

FEW, MANY = 1_000, 1_000_000
WARM, PRESSES = 1000, 3000
MOST_RATIO = 1.5
COLUMNS = """mall, ticket_id, track, day, service, class, language, pressed_at, label, state, kiosk,
    received_at"""

SQLITE = f"""WITH RECURSIVE n (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM n WHERE n < :last)
    INSERT INTO tickets ({COLUMNS})
    SELECT :mall, randomblob(16), hex(randomblob(6)), :day, '{SERVICE}', 'regular', 'id',
        :now - (:last - n) * 1000, '{SERIES}-' || printf('%03d', n), 'waiting', 1, :now FROM n"""

POSTGRES = f"""INSERT INTO tickets ({COLUMNS})
    SELECT $1, gen_random_uuid(), upper(substr(md5(n::text), 1, 13)), $2, '{SERVICE}', 'regular', 'id',
        $3::timestamptz - ($5 - n) * interval '1 millisecond',
        '{SERIES}-' || lpad(n::text, greatest(3, length(n::text)), '0'), 'waiting', 1, $3
    FROM generate_series($4::int, $5::int) n"""

COUNTS = (
    """INSERT INTO queues (mall, day, service, waiting, issued)
        SELECT mall, day, service, count(*), count(*) FROM tickets WHERE true GROUP BY mall, day, service
        ON CONFLICT (mall, day, service)
        DO UPDATE SET waiting = excluded.waiting, issued = excluded.issued""",
    f"""INSERT INTO counters (mall, day, series, last)
        SELECT mall, day, '{SERIES}', count(*) FROM tickets WHERE true GROUP BY mall, day
        ON CONFLICT (mall, day, series) DO UPDATE SET last = excluded.last""",
)
"""The labels loaded are the first ones, so that a series' last number is how many it has."""


def main(many: int) -> None:
    with databases() as both:
        for database in both:
            with database.served():
                pass  # it makes the tables
            costs: dict[int, list[float]] = {}
            there = 0
            for last in (FEW, many):
                fill(database, there + 1, last)
                costs[last] = cost(database)
                there = last + WARM + PRESSES
                report(Figure(f"{database.store}: an answer at {last:,} tickets a day", costs[last], "ms"))
            ratio = median(costs[many]) / median(costs[FEW])
            report(
                Figure(
                    f"{database.store}: a ticket's cost at {many:,} a day, by that at {FEW:,}",
                    [ratio],
                    "times",
                    most=MOST_RATIO,
                )
            )


def cost(database: Database) -> list[float]:
    """Return how long each answer took, in milliseconds, once the server is warm."""
    with database.served() as server:
        load(server.url, 1, WARM)
        return [1000 * each for each in load(server.url, 1, PRESSES).answers]


def fill(database: Database, first: int, last: int) -> None:
    """Load tickets with these numbers, and bring the counts of the queue and the series up to date."""
    mall, day = catalogue().mall.id, MONDAY.date()
    if database.on_sqlite:
        values = {"mall": mall, "day": day.isoformat(), "now": micros(MONDAY), "first": first, "last": last}
        with closing(sqlite3.connect(database.name)) as file, file:
            file.execute(SQLITE, values)
            for statement in COUNTS:
                file.execute(statement)
    else:
        asyncio.run(fill_postgres(database.name, mall, day, first, last))


async def fill_postgres(url: str, mall: str, day: date, first: int, last: int) -> None:
    """Do the same on PostgreSQL, and what its own housekeeping does after a while."""
    connection = await asyncpg.connect(url)
    await connection.execute(POSTGRES, mall, day, MONDAY, first, last)
    for statement in (*COUNTS, "VACUUM ANALYZE"):
        await connection.execute(statement)
    await connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
