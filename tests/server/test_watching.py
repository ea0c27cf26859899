"""How the server is watched: whether it is ready, and its figures."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from uuid6 import uuid7

from kiosk.server.web import watching_operations
from kiosk.server.web.operations import OPERATIONS
from kiosk.server.web.watching_operations import BOARD_SECONDS
from tests.postgres_kit import Cluster, cluster
from tests.server.kit import PREPARING, Mall, event, figure, issued, later, open_mall, press, running
from tests.server.test_calling import done, take
from tests.server.test_problems import problem_of
from tests.waiting import until_told

WORKERS = 2
PRESSES = 40


async def test_a_server_is_ready_once_it_knows_the_services_states(mall: Mall) -> None:
    assert "states" in (problem_of(await mall.client.get("/readyz"), 503, "not-ready").detail or "")
    await mall.board.refresh()
    answer = await mall.client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_a_server_whose_states_grow_old_is_not_ready(mall: Mall) -> None:
    await mall.board.refresh()
    mall.clock.advance(BOARD_SECONDS + 1)
    answer = await mall.client.get("/readyz")
    assert "11 s old" in (problem_of(answer, 503, "not-ready").detail or "")
    assert answer.headers["retry-after"] == "1"
    await mall.board.refresh()
    assert (await mall.client.get("/readyz")).status_code == 200


async def test_a_server_without_its_database_is_alive_but_not_ready() -> None:
    with cluster() as postgres:
        async with open_mall(await postgres.new_database()) as mall:
            await mall.board.refresh()
            watching = asyncio.create_task(mall.board.watch())
            assert (await mall.client.get("/readyz")).status_code == 200
            assert await figure(mall.client, "mpp_store_away") == 0
            postgres.stop()
            assert "database" in (problem_of(await mall.client.get("/readyz"), 503, "not-ready").detail or "")
            assert (await mall.client.get("/healthz")).status_code == 200
            await until_told(lambda: figure(mall.client, "mpp_store_away"))
            watching.cancel()
            await asyncio.wait([watching])


async def test_a_database_that_is_slow_makes_the_server_unready(
    mall: Mall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mall.board.refresh()
    monkeypatch.setattr(watching_operations, "DATABASE_SECONDS", 0.0)
    problem_of(await mall.client.get("/readyz"), 503, "not-ready")


async def test_presses_events_and_calls_are_counted(mall: Mall) -> None:
    for seconds in range(3):
        await take(mall, seconds)
    await mall.put(press(3, label="B7-001"))
    again = uuid7()
    for _ in range(2):
        await mall.put(press(4), again)
    await mall.put(press(5, PREPARING))
    await mall.put(press(5, "nowhere"))
    await mall.put({})
    await mall.tell(event(1, uuid7(), "printed"), issued(2, uuid7(), "B7-002", 6))
    await done(mall, "next")
    await mall.board.refresh()
    expected = {
        'mpp_presses_total{label="server"}': 4,
        'mpp_presses_total{label="kiosk"}': 1,
        'mpp_presses_refused_total{reason="preparing"}': 1,
        'mpp_presses_refused_total{reason="unknown-service"}': 1,
        'mpp_presses_refused_total{reason="bad-body"}': 1,
        'mpp_events_total{outcome="acked"}': 4,
        'mpp_events_total{outcome="refused"}': 1,
        'mpp_calls_total{class="regular"}': 1,
        'mpp_waiting{agency="disdukcapil"}': 5,
        'mpp_request_seconds_count{operation="issue_ticket",status="201"}': 5,
        'mpp_request_seconds_count{operation="issue_ticket",status="200"}': 1,
        'mpp_request_seconds_count{operation="issue_ticket",status="422"}': 3,
        'mpp_request_seconds_count{operation="call_next",status="200"}': 1,
        "mpp_store_away": 0,
    }
    assert {name: await figure(mall.client, name) for name in expected} == expected


async def test_open_streams_are_counted_until_they_end(tmp_path: Path) -> None:
    with running(tmp_path / "queue.db") as server:
        async with httpx.AsyncClient(base_url=server.url) as client:

            async def count(expected: int) -> bool:
                return await figure(client, "mpp_streams_open") == expected

            async with client.stream("GET", "/v1/stream"):
                async with client.stream("GET", "/v1/stream"):
                    await until_told(lambda: count(2))
                await until_told(lambda: count(1))
            await until_told(lambda: count(0))


async def test_whichever_worker_is_asked_tells_the_figures_of_all(postgres: Cluster, tmp_path: Path) -> None:
    with running(
        await postgres.new_database(), later(), "--workers", str(WORKERS), folder=tmp_path
    ) as server:
        for number in range(PRESSES):
            # A connection of its own for each: the workers take turns at them.
            async with httpx.AsyncClient(base_url=server.url) as client:
                answer = await client.put(f"/v1/tickets/{uuid7()}", json=press(number))
                assert answer.status_code == 201, answer.text
                assert await figure(client, 'mpp_presses_total{label="server"}') == number + 1
        log = (tmp_path / "server.log").read_text()
        assert len(re.findall(r"worker \d serves as process", log)) == WORKERS


async def test_no_figure_names_a_ticket_or_grows_with_them(mall: Mall) -> None:
    for seconds in range(5):
        await take(mall, seconds)
        await done(mall, "next", f"disdukcapil-{seconds + 1}")
    for path in ("/v1/t/ABC", "/v1/t/DEF", "/nowhere", "/elsewhere", "/metrics"):
        await mall.client.get(path)
    text = (await mall.client.get("/metrics")).text
    assert "B-00" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", text)
    named = {each.name for each in OPERATIONS}
    assert set(re.findall(r'operation="(\w+)"', text)) <= named
    lines = len(text.splitlines())
    for seconds in range(5, 10):
        await take(mall, seconds)
        await done(mall, "next", f"disdukcapil-{seconds + 1}")
    assert len((await mall.client.get("/metrics")).text.splitlines()) == lines
