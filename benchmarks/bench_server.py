"""Tickets a second from one server process on both stores, beside the raw database in the same run.

Every ticket is durable before it is answered. The clients, the server and the database share the machine.
"""

import asyncio
import sys
from pathlib import Path

from benchmarks.databases import Database, databases
from benchmarks.figures import Figure, report
from benchmarks.pressing import load
from benchmarks.raw_database import postgres_alone, postgres_together, sqlite_together

TICKETS = {1: 3000, 8: 12000, 32: 20000}
"""How many tickets are asked for, by the number of clients."""
WARM = 500
LEAST = {"SQLite": {1: 1500, 32: 5000}, "PostgreSQL": {1: 1000, 8: 3500, 32: 4500}}
"""Targets, tickets a second."""
MOST_P99 = {("SQLite", 8): 10.0}
SHARE = 60.0
"""The target of the server's part of the raw database's rate, percent."""

ONE_PROCESS = "one process on the machine's two cores, which it shares with the clients and the database"


def main(part: float) -> None:
    """Measure; ``part`` of the usual number of tickets is asked for."""
    with databases() as both:
        for database in both:
            measure(database, part)


def measure(database: Database, part: float) -> None:
    """Report a store's figures, each number of clients beside the raw database."""
    store, least = database.store, LEAST[database.store]
    with database.served() as server:
        load(server.url, 8, WARM)
        for clients, usual in TICKETS.items():
            tickets = max(10 * clients, int(usual * part) // clients * clients)
            found = load(server.url, clients, tickets)
            raw = raw_rates(database, clients, tickets)
            name = f"{store}, {clients} client{'s' if clients > 1 else ''}"
            rate = tickets / sum(tickets / len(found.rates) / each for each in found.rates)
            report(
                Figure(
                    f"{name}: tickets a second",
                    found.rates,
                    "a second",
                    least=least.get(clients),
                    reason=ONE_PROCESS,
                ),
                Figure(f"{name}: an answer", [1000 * each for each in found.answers], "ms"),
                Figure(
                    f"{name}: 99 of 100 answers within",
                    [found.p99()],
                    "ms",
                    most=MOST_P99.get((store, clients)),
                    reason=ONE_PROCESS,
                ),
                *(Figure(f"{name}: raw, {how}", [each], "a second") for how, each in raw.items()),
                *(
                    Figure(
                        f"{name}: the server's share of raw, {how}",
                        [100 * rate / each],
                        "%",
                        least=None if database.on_sqlite else SHARE,
                        reason=f"it also speaks HTTP: {ONE_PROCESS}",
                    )
                    for how, each in raw.items()
                ),
            )


def raw_rates(database: Database, clients: int, tickets: int) -> dict[str, float]:
    """Return the raw database's tickets a second, by how its presses share transactions."""
    if database.on_sqlite:
        file = Path(database.folder, f"raw-{clients}.db")
        return {together(clients): sqlite_together(file, clients, tickets)}
    rates = {together(clients): asyncio.run(postgres_together(database.name, clients, tickets))}
    if clients > 1:
        rates["a connection each"] = asyncio.run(postgres_alone(database.name, clients, tickets))
    return rates


def together(clients: int) -> str:
    """Say how presses are grouped."""
    return "a transaction each" if clients == 1 else f"{clients} to a transaction"


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
