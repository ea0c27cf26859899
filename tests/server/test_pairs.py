"""Ten thousand times, two kiosks press at the same instant."""

import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from uuid6 import uuid7

from tests.postgres_kit import Cluster
from tests.server.kit import DAY, SERVICE, later, press, running
from tests.server.store_kit import labels
from tests.wire_kit import Caller, callers

PAIRS = 10_000
LANES = 8
"""So many pairs press at once, all for numbers of one series: the two of a pair, and the pairs, meet."""


@pytest.fixture(params=["sqlite", "postgresql"])
async def servers(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[str]]:
    """The servers of a pair's two kiosks: one on SQLite, two on PostgreSQL."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield [stack.enter_context(running(tmp_path / "queue.db")).url] * 2
            return
        cluster: Cluster = request.getfixturevalue("postgres")
        database = await cluster.new_database()
        yield [stack.enter_context(running(database, later(), folder=tmp_path)).url for _ in range(2)]
    await cluster.drop(database)


async def test_no_number_is_given_twice_and_none_is_left_out(servers: list[str]) -> None:
    given: dict[str, str] = {}
    with callers(*servers * LANES) as kiosks:
        for n in range(PAIRS // LANES):
            given |= press_together(kiosks, json.dumps(press(n / 1000)).encode())
    assert len(given) == 2 * PAIRS
    assert sorted(given.values()) == sorted(labels(1, 2 * PAIRS))
    async with httpx.AsyncClient(base_url=servers[0], timeout=60) as client:
        kept = (await client.get("/v1/tickets", params={"day": DAY})).json()["tickets"]
    assert {each["ticket_id"]: each["label"] for each in kept} == given
    assert {each["service"] for each in kept} == {SERVICE}


def press_together(kiosks: list[Caller], body: bytes) -> dict[str, str]:
    """Let all kiosks press before any has its answer; return the numbers by ticket."""
    for number, each in enumerate(kiosks, start=1):
        each.press(uuid7(), body, number)
    told = [each.answer() for each in kiosks]
    assert {status for status, _ in told} == {201}, told
    return {answer["ticket_id"]: answer["label"] for _, answer in told}
