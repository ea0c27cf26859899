from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.kit import Mall, open_mall


@pytest.fixture
async def mall(tmp_path: Path) -> AsyncIterator[Mall]:
    async with open_mall(tmp_path) as opened:
        yield opened
