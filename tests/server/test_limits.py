"""Limits: one client cannot take what belongs to all, and who trickles is cut off."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uuid6 import uuid7

from kiosk.contract.bodies import MAX_BODY_BYTES
from kiosk.contract.problems import ProblemType
from kiosk.server.board import COMMENT
from kiosk.server.identity.access import Roster
from kiosk.server.pace import REMEMBERED, Pace
from kiosk.server.refused import Refused
from kiosk.server.serving import ServerOptions, _listen
from kiosk.server.web import protocol
from kiosk.server.web.limits import Limited, Limits
from tests.server.identity_kit import MALL, enrol
from tests.server.kit import Mall, later, press, running
from tests.waiting import until

HERE, THERE = "127.0.0.1", "192.0.2.7"


class Time:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_pace_lets_a_burst_through_and_then_so_many_a_second() -> None:
    elapsed = Time()
    pace = Pace(10, 20, elapsed)
    assert [pace.wait("a") for _ in range(20)] == [0.0] * 20
    assert pace.wait("a") == pytest.approx(0.1)
    assert pace.wait("b") == 0.0, "everybody has a pace of their own"
    elapsed.now += 0.1
    assert (pace.wait("a") == 0.0, pace.wait("a") > 0) == (True, True)
    elapsed.now += 1.0
    assert [pace.wait("a") for _ in range(11)][9:] == [0.0, pytest.approx(0.1)]
    elapsed.now += 3600
    assert [pace.wait("a") for _ in range(21)][19:] == [0.0, pytest.approx(0.1)], "a burst is not saved up"


def test_a_pace_remembers_no_more_than_it_must() -> None:
    elapsed = Time()
    pace = Pace(10, 20, elapsed)
    for number in range(3 * REMEMBERED):
        elapsed.now += 0.001
        pace.wait(str(number))
    assert len(pace._rested) <= REMEMBERED + 1


def behind(
    mall: Mall, limits: Limits, *, local: bool = False, host: str = THERE, roster: Roster | None = None
) -> httpx.AsyncClient:
    """Ask a mall's application from an address, through limits."""
    limited = Limited(mall.app, limits, roster or Roster(mall.store.clients, MALL), time.monotonic, local)
    return httpx.AsyncClient(transport=httpx.ASGITransport(limited, client=(host, 1)), base_url="http://mall")


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Limits know nothing of stores."""
    return str(tmp_path / "queue.db")


async def test_who_asks_too_often_is_told_to_wait_and_nothing_is_written(mall: Mall) -> None:
    async with behind(mall, Limits(rate=5)) as client:
        answers = [await client.put(f"/v1/tickets/{uuid7()}", json=press(n)) for n in range(12)]
    statuses = [each.status_code for each in answers]
    assert statuses[:10] == [201] * 10
    assert 429 in statuses[10:]
    slow = answers[statuses.index(429)]
    assert (slow.json()["type"], slow.headers["retry-after"]) == (ProblemType.TOO_MANY_REQUESTS, "1")
    assert len(await mall.rows()) == statuses.count(201)


async def test_no_rate_holds_for_this_machine_where_all_is_open(mall: Mall) -> None:
    for local, host, expected in ((True, HERE, {200}), (False, HERE, {200, 429}), (True, THERE, {200, 429})):
        async with behind(mall, Limits(rate=2), local=local, host=host) as client:
            assert {(await client.get("/healthz")).status_code for _ in range(8)} == expected
    async with behind(mall, Limits(rate=0)) as client:
        assert {(await client.get("/healthz")).status_code for _ in range(50)} == {200}


async def test_clients_behind_one_address_are_told_apart_by_their_tokens_and_forged_ones_are_not(
    mall: Mall,
) -> None:
    _, first = await enrol(mall.store.clients, mall.client)
    _, second = await enrol(mall.store.clients, mall.client)
    roster = Roster(mall.store.clients, MALL)
    assert await roster.find(first["Authorization"].removeprefix("Bearer "))
    async with behind(mall, Limits(rate=3), roster=roster) as client:
        for header in (first, second):
            statuses = [(await client.get("/healthz", headers=header)).status_code for _ in range(8)]
            assert (statuses[:6], 429 in statuses) == ([200] * 6, True)
        forged = [{"Authorization": f"Bearer {n}"} for n in range(8)]
        assert 429 in [(await client.get("/healthz", headers=each)).status_code for each in forged]


async def test_beyond_the_requests_under_way_the_rest_is_sent_away(mall: Mall) -> None:
    entered, leave = asyncio.Semaphore(0), asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        entered.release()
        await leave.wait()
        await mall.app(scope, receive, send)

    limited = Limited(slow, Limits(concurrency=3), Roster(mall.store.clients, MALL), time.monotonic, False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(limited), base_url="http://mall") as client:
        async with asyncio.TaskGroup() as group:
            waiting = [group.create_task(client.get("/healthz")) for _ in range(3)]
            for _ in waiting:
                await entered.acquire()
            sent_away = await client.get("/healthz")
            leave.set()
        assert (sent_away.status_code, sent_away.json()["type"]) == (503, ProblemType.BUSY)
        assert sent_away.headers["retry-after"] == "1"
        assert [each.result().status_code for each in waiting] == [200] * 3
        assert (await client.get("/healthz")).status_code == 200


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[str]:
    with running(tmp_path / "queue.db", later(), "--access", "open", "--rate", "100") as server:
        yield server.url
    assert "Traceback" not in (tmp_path / "server.log").read_text()


async def test_one_client_holds_four_streams_and_gets_a_place_back_for_each_that_it_closes(
    served: str,
) -> None:
    async with httpx.AsyncClient(base_url=served) as client, AsyncExitStack() as most:
        for _ in range(3):
            await most.enter_async_context(client.stream("GET", "/v1/stream"))
        async with client.stream("GET", "/v1/stream") as fourth:
            assert fourth.status_code == 200
            refused = await client.get("/v1/stream")
            assert (refused.status_code, refused.json()["type"]) == (429, ProblemType.TOO_MANY_REQUESTS)
            assert int(refused.headers["retry-after"]) > 0

        async def again() -> int:
            async with client.stream("GET", "/v1/stream") as stream:
                return stream.status_code

        deadline = time.monotonic() + 5
        while await again() != 200:
            assert time.monotonic() < deadline


def test_who_is_gone_without_a_word_gives_their_streams_back_soon(tmp_path: Path) -> None:
    """Four cuts in a quarter of an hour, of which the server does not hear, would shut a kiosk out."""
    listener = _listen(ServerOptions(database="", catalogue=tmp_path, port=0))
    assert not isinstance(listener, Refused)
    with listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            patience = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert COMMENT < patience / 1000 <= 30


@pytest.fixture
async def hasty(mall: Mall, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """The port of a server that waits for a request half a second."""
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.5)
    config = uvicorn.Config(mall.app, http=protocol.BoundedProtocol, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    with socket.create_server((HERE, 0)) as listener:
        serving = asyncio.create_task(server._serve([listener]))
        await until(lambda: server.started)
        yield listener.getsockname()[1]
        server.should_exit = True
        await serving


async def test_who_trickles_a_request_is_cut_and_who_sends_none_too(hasty: int) -> None:
    head = b"POST /v1/events HTTP/1.1\r\nHost: mall\r\nContent-Length: 100\r\n\r\n"
    for first in (b"", b"GET /health", b"GET /healthz HTTP/1.1\r\nHost: mall\r\n", head, head + b"{"):
        reader, writer = await asyncio.open_connection(HERE, hasty)
        trickling = asyncio.create_task(trickle(writer, first))
        async with asyncio.timeout(5):
            cut = await heard_before_the_end(reader) == b""
        trickling.cancel()
        await asyncio.wait([trickling])
        writer.close()
        assert cut, first


async def test_who_sends_a_request_without_end_is_cut_before_it_costs_memory(hasty: int) -> None:
    """A head, or what follows the last chunk, has no length of its own: half a second of it are many MB."""
    last_chunk = b"PUT /v1/tickets/x HTTP/1.1\r\nHost: mall\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    for first in (b"GET /", b"GET /healthz HTTP/1.1\r\nX-Long: ", last_chunk + b"X-Long: "):
        _, writer = await asyncio.open_connection(HERE, hasty)
        writer.write(first)
        sent = 0
        with suppress(ConnectionError):
            while sent < 32 * protocol.MOST_BESIDE_BODY:
                writer.write(b"a" * 65536)
                await writer.drain()
                sent += 65536
        writer.transport.abort()
        assert sent < 32 * protocol.MOST_BESIDE_BODY, first


async def test_chunks_of_one_byte_are_a_body_like_any_other(hasty: int) -> None:
    head = (
        b"POST /v1/events HTTP/1.1\r\nHost: mall\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunks = b"1\r\n \r\n" * (MAX_BODY_BYTES - 2) + b"2\r\n{}\r\n0\r\n\r\n"
    reader, writer = await asyncio.open_connection(HERE, hasty)
    writer.write(head + chunks)
    assert (await reader.readline()).startswith(b"HTTP/1.1 422 ")
    writer.close()


async def test_who_keeps_a_connection_or_hears_a_stream_is_not_cut(hasty: int) -> None:
    async with (
        asyncio.timeout(5),
        httpx.AsyncClient(base_url=f"http://{HERE}:{hasty}") as client,
        client.stream("GET", "/v1/stream") as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == "event: time"
        begun = time.monotonic()
        while time.monotonic() - begun < 0.8:
            assert (await client.get("/healthz")).status_code == 200
        assert (await anext(lines)).startswith("data: ")
        assert not stream.is_closed


async def heard_before_the_end(reader: asyncio.StreamReader) -> bytes:
    """Read to the end; who is cut while it still sends may find the connection reset."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


async def trickle(writer: asyncio.StreamWriter, first: bytes) -> None:
    """Send a byte now and then, for ever."""
    writer.write(first)
    while first and not writer.is_closing():
        await asyncio.sleep(0.02)
        writer.write(b"a")
