from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.postgres_kit import Cluster
from tests.server.kit import Mall, open_mall


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of an empty database, of one kind after the other."""
    if request.param == "sqlite":
        return str(tmp_path / "queue.db")
    postgres: Cluster = request.getfixturevalue("postgres")
    return await postgres.new_database()


@pytest.fixture
async def mall(database: str) -> AsyncIterator[Mall]:
    async with open_mall(database) as opened:
        yield opened
