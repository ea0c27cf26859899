"""PostgreSQL that stops, stalls and returns under load, and several processes on one database.

Whatever happens, no acknowledged ticket is lost, no number is given twice, and none is left out.
"""

import asyncio
import json
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, aclosing, closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self

import httpx
import pytest
from httpx_sse import ServerSentEvent, aconnect_sse
from uuid6 import uuid7

from kiosk.server.away import StoreAwayError
from kiosk.server.postgres import line, opening
from kiosk.server.refused import Refused
from tests.postgres_kit import Cluster, cluster
from tests.server.kit import DAY, SERIES, SERVICE, later, press, running
from tests.server.store_kit import MALL, NOW, entry, label_of, opened
from tests.waiting import STEP, until

CLIENTS = 6
SEEN_WITHIN = 2.0
"""Seconds until every process tells of a ticket that another gave."""


@pytest.fixture
def own_postgres() -> Iterator[Cluster]:
    """A PostgreSQL that the test may stop."""
    with cluster() as started:
        yield started


@dataclass(slots=True)
class Kiosks:
    """Clients that press until told to stop, each again with the same id until it is answered."""

    given: dict[str, str] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=set)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def press(self, url: str) -> None:
        async with httpx.AsyncClient(base_url=url) as client:
            while not self.stopping.is_set():
                ticket_id = str(uuid7())
                label = await self._ask(client, ticket_id)
                while label is None:
                    await asyncio.sleep(STEP)
                    label = await self._ask(client, ticket_id)
                self.given[ticket_id] = label

    async def _ask(self, client: httpx.AsyncClient, ticket_id: str) -> str | None:
        try:
            answer = await client.put(f"/v1/tickets/{ticket_id}", json=press())
        except httpx.TransportError:
            return None
        self.statuses.add(answer.status_code)
        if answer.status_code == 503:
            assert answer.json()["type"] == "urn:mpp-kiosk:problem:store-away"
            assert answer.headers["retry-after"]
            return None
        assert answer.status_code in (200, 201), answer.text
        label: str = answer.json()["label"]
        return label

    async def more(self, tickets: int = 60) -> None:
        """Wait until so many more people have their numbers."""
        wanted = len(self.given) + tickets
        await until(lambda: len(self.given) >= wanted, 20)


async def check(url: str, given: dict[str, str]) -> None:
    """Check that the server has exactly the tickets that were given, each with its number."""
    async with httpx.AsyncClient(base_url=url) as client:
        rows = (await client.get("/v1/tickets", params={"day": DAY})).json()["tickets"]
    assert {each["ticket_id"]: each["label"] for each in rows} == given
    assert sorted(given.values()) == sorted(f"{SERIES}-{n:03d}" for n in range(1, len(given) + 1))


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
async def test_postgresql_restarts_under_load(
    own_postgres: Cluster, how: signal.Signals, workers: int, tmp_path: Path
) -> None:
    kiosks = Kiosks()
    more = ("--workers", str(workers))
    with running(await own_postgres.new_database(), later(), *more, folder=tmp_path) as server:
        async with asyncio.TaskGroup() as pressing:
            for _ in range(CLIENTS):
                pressing.create_task(kiosks.press(server.url))
            await kiosks.more()
            await asyncio.to_thread(own_postgres.stop, how)
            await until(lambda: 503 in kiosks.statuses, 10)
            await asyncio.to_thread(own_postgres.start)
            await kiosks.more()
            kiosks.stopping.set()
        await check(server.url, kiosks.given)
        code, _ = server.stop()
    assert code == 0
    assert kiosks.statuses <= {200, 201, 503}
    log = (tmp_path / "server.log").read_text()
    lost, back = log.count("PostgreSQL cannot be reached:"), log.count("PostgreSQL can be reached again")
    assert 1 <= lost == back <= 3 * workers, (
        "told once for each time that some connection still served after the first loss"
    )


async def test_a_server_stops_at_once_while_postgresql_is_away(own_postgres: Cluster, tmp_path: Path) -> None:
    with running(await own_postgres.new_database(), folder=tmp_path) as server:
        own_postgres.stop()
        code, seconds = server.stop()
    assert (code, seconds < 2) == (0, True)


async def test_two_servers_are_pressed_at_the_same_instant(postgres: Cluster, tmp_path: Path) -> None:
    database, pairs = await postgres.new_database(), 300
    given: dict[str, str] = {}
    with ExitStack() as servers:
        urls = [servers.enter_context(running(database, folder=tmp_path)).url for _ in range(2)]
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(httpx.AsyncClient(base_url=url)) for url in urls]
            for _ in range(pairs):
                ids = [str(uuid7()) for _ in clients]
                answers = await asyncio.gather(
                    *(
                        client.put(f"/v1/tickets/{each}", json=press())
                        for client, each in zip(clients, ids, strict=True)
                    )
                )
                given |= {each: answer.json()["label"] for each, answer in zip(ids, answers, strict=True)}
        assert len(given) == 2 * pairs
        for url in urls:
            await check(url, given)


async def test_a_server_sees_what_another_gave_within_two_seconds(postgres: Cluster, tmp_path: Path) -> None:
    database = await postgres.new_database()
    with running(database, folder=tmp_path) as here, running(database, folder=tmp_path) as there:
        async with (
            httpx.AsyncClient() as client,
            aconnect_sse(client, "GET", f"{there.url}/v1/stream") as stream,
            aclosing(stream.aiter_sse()) as heard,
        ):
            for waiting in range(1, 4):
                await client.put(f"{here.url}/v1/tickets/{uuid7()}", json=press())
                async with asyncio.timeout(SEEN_WITHIN):
                    while await waiting_in(heard) != waiting:
                        pass


async def waiting_in(heard: AsyncIterator[ServerSentEvent]) -> int | None:
    """Return how many wait for the service as the next event tells it, if it does."""
    told = json.loads((await anext(heard)).data)
    waiting: int | None = told.get("services", {}).get(SERVICE, {}).get("waiting")
    return waiting


async def test_a_database_that_says_nothing_more_is_given_up_in_time(
    postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "COMMAND_SECONDS", 0.3)
    for module in (opening, line):
        monkeypatch.setattr(module, "CONNECTION_SECONDS", 0.3)
    async with Gate(postgres.port) as gate:
        database = (await postgres.new_database()).replace(f":{postgres.port}", f":{gate.port}")
        async with opened(database) as store:
            assert label_of(await store.issue(MALL, entry(), NOW)) == "B-001"
            gate.open.clear()
            unanswered = entry()
            async with asyncio.timeout(2):
                with pytest.raises(StoreAwayError):
                    await store.issue(MALL, unanswered, NOW)
            gate.open.set()
            assert label_of(await store.issue(MALL, unanswered, NOW)) == "B-002"
            assert label_of(await store.issue(MALL, entry(), NOW)) == "B-003"


class Gate:
    """A way to PostgreSQL on which nothing passes while ``open`` is not set."""

    def __init__(self, beyond: int) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.port = 0
        self._beyond = beyond
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        self._stack.callback(server.close)
        self.port = server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stack.aclose()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection("127.0.0.1", self._beyond)
        with closing(writer), closing(there[1]):
            back = asyncio.create_task(self._forward(there[0], writer))
            await self._forward(reader, there[1])
            back.cancel()
            await asyncio.wait([back])

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                await self.open.wait()
                writer.write(data)


async def test_a_killed_worker_is_replaced_and_the_others_go_on(postgres: Cluster, tmp_path: Path) -> None:
    kiosks, log = Kiosks(), tmp_path / "server.log"
    with running(await postgres.new_database(), later(), "--workers", "2", folder=tmp_path) as server:
        async with asyncio.TaskGroup() as pressing:
            for _ in range(CLIENTS):
                pressing.create_task(kiosks.press(server.url))
            await kiosks.more()
            for killed in workers(log):
                os.kill(killed, signal.SIGKILL)
                await kiosks.more()
                await until(partial(is_replaced, log, killed), 10)
            kiosks.stopping.set()
        await check(server.url, kiosks.given)
        replaced = workers(log)
        code, _ = server.stop()
    assert code == 0
    assert kiosks.statuses <= {200, 201}
    assert not any(is_alive(each) for each in replaced)


async def test_workers_end_with_whoever_began_them(postgres: Cluster, tmp_path: Path) -> None:
    with running(await postgres.new_database(), later(), "--workers", "2", folder=tmp_path) as server:
        begun = workers(tmp_path / "server.log")
        server.kill()
        await until(lambda: not any(is_alive(each) for each in begun), 5)


def workers(log: Path) -> list[int]:
    """Return the processes that serve now, as the log tells them."""
    now: dict[str, int] = {}
    for number, process in re.findall(r"worker (\d) serves as process (\d+)", log.read_text()):
        now[number] = int(process)
    return list(now.values())


def is_replaced(log: Path, process: int) -> bool:
    return process not in workers(log)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_whoever_waits_for_a_connection_gets_the_next_that_comes_back(own_postgres: Cluster) -> None:
    pool = await opening.open_pool(await own_postgres.new_database())
    assert not isinstance(pool, Refused)
    shared = line.Line(pool)
    held, taken, one, all_of_them = set(), asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def hold(until_then: asyncio.Event) -> None:
        async def work(connection: line.Connection) -> None:
            held.add(connection)
            if len(held) == opening.CONNECTIONS:
                taken.set()
            await until_then.wait()

        await shared.run(work)

    async with asyncio.TaskGroup() as clients:
        clients.create_task(hold(one))
        for _ in range(opening.CONNECTIONS - 1):
            clients.create_task(hold(all_of_them))
        await taken.wait()
        waiting = clients.create_task(shared.run(lambda connection: connection.fetchval("SELECT 1")))
        await asyncio.sleep(0)
        one.set()
        assert await waiting == 1
        all_of_them.set()
    await shared.close()
