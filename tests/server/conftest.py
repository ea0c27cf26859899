from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.postgres_kit import Cluster, postgres
from tests.server.kit import Mall, open_mall

__all__ = ["postgres"]


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The name of an empty database, of one kind after the other."""
    if request.param == "sqlite":
        yield str(tmp_path / "queue.db")
        return
    started: Cluster = request.getfixturevalue("postgres")
    url = await started.new_database()
    yield url
    await started.drop(url)


@pytest.fixture
async def mall(database: str) -> AsyncIterator[Mall]:
    async with open_mall(database) as opened:
        yield opened
