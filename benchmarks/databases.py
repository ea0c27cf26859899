"""The two kinds of database that the server's benchmarks run on, as it is shipped for them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.driving import MONDAY
from tests.postgres_kit import cluster
from tests.server.kit import Running, running

DURABLE = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "128MB"}
"""A real server's settings, where the tests' own would not wait for the disk."""


@dataclass(frozen=True, slots=True)
class Database:
    """A database: what its store is called, its name, and a folder beside it."""

    store: str
    name: str
    folder: Path

    @property
    def on_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.store == "SQLite"

    @contextmanager
    def served(self) -> Iterator[Running]:
        """Run a server on it until the end of the block."""
        with running(self.name, MONDAY.isoformat(), folder=self.folder) as server:
            yield server


@contextmanager
def databases() -> Iterator[tuple[Database, Database]]:
    """Make an empty database of each kind, with PostgreSQL running, until the end of the block."""
    with TemporaryDirectory() as name, cluster(**DURABLE) as postgres:
        folder = Path(name)
        url = asyncio.run(postgres.new_database())
        yield Database("SQLite", str(folder / "queue.db"), folder), Database("PostgreSQL", url, folder)
