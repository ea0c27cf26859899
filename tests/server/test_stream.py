"""The stream: all states at the start, then each change; a listener that comes back misses nothing."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import ServerSentEvent, connect_sse
from uuid6 import uuid7

from kiosk.server import board as board_module
from tests.server.kit import (
    PREPARING,
    SERVICE,
    Mall,
    catalogue,
    event,
    open_mall,
    press,
    running,
)
from tests.waiting import until

DEADLINE = 5.0


@dataclass(frozen=True, slots=True)
class Heard:
    """One server-sent event, taken apart again."""

    event: str
    data: dict[str, Any]
    id: str | None


def take_apart(written: bytes) -> list[Heard]:
    heard = []
    for block in written.decode().strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        heard.append(Heard(fields["event"], json.loads(fields["data"]), fields.get("id")))
    return heard


async def listen(mall: Mall, last_id: str | None, blocks: int) -> list[Heard]:
    """Hear so many blocks of the stream, at once or before the deadline."""
    heard: list[Heard] = []
    async with aclosing(mall.board.stream(last_id)) as stream, asyncio.timeout(DEADLINE):
        async for block in stream:
            heard += take_apart(block)
            if (blocks := blocks - 1) == 0:
                return heard
    return heard


async def test_a_listener_first_hears_the_time_and_then_of_all_services(mall: Mall) -> None:
    await mall.board.refresh()
    hour, states = await listen(mall, None, 2)
    assert (hour.event, hour.id) == ("time", None)
    assert hour.data == {"now": "2019-02-18T09:00:00+07:00"}
    assert states.event == "availability"
    services = states.data["services"]
    assert services.keys() == catalogue().services.keys()
    assert services[SERVICE] == {
        "state": "open",
        "waiting": 0,
        "since": "2019-02-18T08:00:00+07:00",
        "until": "2019-02-18T15:00:00+07:00",
        "wait": {"low": 0, "high": 0},
        "word": None,
    }
    assert services[PREPARING]["state"] == "preparing"
    assert services[PREPARING]["reason"]["en"].startswith("Waiting for the link")


def one_waits(people: int = 1) -> dict[str, int]:
    """How many wait for each service of one agency when that is one person, or nobody."""
    agency = catalogue().agency_of(SERVICE)
    return dict.fromkeys((each.id for each in catalogue().services_of(agency.id)), 0) | {SERVICE: people}


async def test_a_listener_hears_only_of_services_that_changed(mall: Mall) -> None:
    await mall.board.refresh()
    async with aclosing(mall.board.stream(None)) as stream, asyncio.timeout(DEADLINE):
        assert [await anext(stream), await anext(stream)]
        ticket_id = uuid7()
        await mall.put(press(), ticket_id)
        await mall.board.refresh()
        (joined,) = take_apart(await anext(stream))
        await mall.tell(event(1, ticket_id, "voided"))
        await mall.board.refresh()
        (left,) = take_apart(await anext(stream))
    # Whoever joins a queue lengthens the wait for all services of the agency, whose counters are the same.
    assert {service: each["waiting"] for service, each in joined.data["services"].items()} == one_waits()
    assert {service: each["waiting"] for service, each in left.data["services"].items()} == one_waits(0)


async def test_nothing_is_said_when_nothing_changed(mall: Mall) -> None:
    await mall.board.refresh()
    said = mall.feed.latest
    await mall.board.refresh()
    assert mall.feed.latest == said


async def test_states_change_with_the_clock_alone(mall: Mall) -> None:
    await mall.board.refresh()
    (_, start) = await listen(mall, None, 2)
    mall.clock.advance(6 * 3600)
    await mall.board.refresh()
    _, change = await listen(mall, start.id, 2)
    assert change.data["services"][SERVICE] == {
        "state": "closed",
        "waiting": 0,
        "since": "2019-02-18T15:00:00+07:00",
        "next_open": "2019-02-19T08:00:00+07:00",
        "word": None,
    }
    assert PREPARING not in change.data["services"]


async def test_the_watch_sees_tickets_and_the_clock_by_itself_and_outlives_a_failing_store(
    mall: Mall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(board_module, "LOOK_AGAIN", 0.05)
    monkeypatch.setattr(board_module, "GATHER", 0.0)
    await mall.board.refresh()
    async with aclosing(mall.board.stream(None)) as stream, asyncio.timeout(DEADLINE):
        assert [await anext(stream), await anext(stream)]
        watch = asyncio.create_task(mall.board.watch())
        await mall.put(press())
        (joined,) = take_apart(await anext(stream))
        assert joined.data["services"][SERVICE]["waiting"] == 1

        await mall.sql("ALTER TABLE queues RENAME TO hidden")
        await until(lambda: "could not be brought up to date" in caplog.text)
        await mall.sql("ALTER TABLE hidden RENAME TO queues")

        mall.clock.advance(6 * 3600)
        (hour,) = take_apart(await anext(stream))
        assert hour.event == "time"
        (shut,) = take_apart(await anext(stream))
        assert shut.data["services"][SERVICE]["state"] == "closed"
        watch.cancel()
        await asyncio.wait([watch])


async def test_who_comes_back_hears_exactly_what_it_missed(mall: Mall) -> None:
    await mall.board.refresh()
    _, start = await listen(mall, None, 2)
    for n in range(3):
        await mall.put(press(n))
        await mall.board.refresh()
    hour, *missed = await listen(mall, start.id, 2)
    assert hour.event == "time"
    assert [each.data["services"][SERVICE]["waiting"] for each in missed] == [1, 2, 3]
    hour, *rest = await listen(mall, missed[1].id, 2)
    assert [each.data["services"][SERVICE]["waiting"] for each in rest] == [3]


@pytest.mark.parametrize(
    "last_id", ["", "nonsense", "deadbeef-1", "-1", "{run}-999", "{run}--1", "{run}-x", "{run}-0"]
)
async def test_who_comes_back_too_late_or_from_elsewhere_hears_of_all_services(
    database: str, last_id: str
) -> None:
    async with open_mall(database, kept=2) as mall:
        for n in range(3):
            await mall.put(press(n))
            await mall.board.refresh()
        run = mall.feed.id_of(0).partition("-")[0]
        _, states = await listen(mall, last_id.format(run=run), 2)
        assert states.data["services"].keys() == catalogue().services.keys()
        assert states.data["services"][SERVICE]["waiting"] == 3


async def test_a_silent_line_is_kept_alive_by_comments(mall: Mall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "COMMENT", 0.01)
    await mall.board.refresh()
    async with aclosing(mall.board.stream(None)) as stream, asyncio.timeout(DEADLINE):
        heard = [await anext(stream) for _ in range(4)]
    assert all(each.startswith(b":") and each.endswith(b"\n\n") for each in heard[2:])


async def test_the_time_comes_again_every_minute_and_not_sooner(
    mall: Mall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_module, "COMMENT", 0.01)
    await mall.board.refresh()
    async with aclosing(mall.board.stream(None)) as stream, asyncio.timeout(DEADLINE):
        assert [await anext(stream), await anext(stream)]
        mall.clock.advance(board_module.TIME_AGAIN - 1)
        assert (await anext(stream)).startswith(b":")
        mall.clock.advance(1)
        (hour,) = take_apart(await anext(stream))
        assert (await anext(stream)).startswith(b":")
    assert (hour.event, hour.data) == ("time", {"now": "2019-02-18T09:01:00+07:00"})


async def test_a_stream_ends_with_the_server(mall: Mall) -> None:
    await mall.board.refresh()
    everything = asyncio.create_task(listen(mall, None, 99))
    await asyncio.sleep(0)
    mall.feed.close()
    assert len(await everything) == 2


def first(events: Iterator[ServerSentEvent]) -> tuple[dict[str, Any], str]:
    """Return the first ``availability``, with its id."""
    event = next(each for each in events if each.event == "availability")
    return json.loads(event.data)["services"], event.id


def test_a_real_stream_tells_of_a_ticket_at_once_and_can_be_resumed(tmp_path: Path) -> None:
    with running(tmp_path / "queue.db") as server, httpx.Client(base_url=server.url) as client:
        with connect_sse(client, "GET", "/v1/stream") as source:
            assert source.response.headers["content-type"].startswith("text/event-stream")
            events = source.iter_sse()
            states, start = first(events)
            assert (states.keys(), states[SERVICE]["waiting"]) == (catalogue().services.keys(), 0)
            begun = time.monotonic()
            client.put(f"/v1/tickets/{uuid7()}", json=press())
            told, _ = first(events)
            assert time.monotonic() - begun < 1.5
            assert {service: each["waiting"] for service, each in told.items()} == one_waits()

        with connect_sse(client, "GET", "/v1/stream", headers={"Last-Event-ID": start}) as source:
            missed, _ = first(source.iter_sse())
            assert missed == told


def test_the_head_of_a_stream_is_answered_at_once(tmp_path: Path) -> None:
    with running(tmp_path / "queue.db") as server:
        answer = httpx.head(f"{server.url}/v1/stream")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
