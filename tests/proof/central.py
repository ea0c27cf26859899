"""The central server as it is, but for its threads and sockets: the real queue on a real database."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

from starlette.types import ASGIApp

from kiosk.clock import Clock
from kiosk.contract.bodies import KIOSK_HEADER
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.ticket import TicketState
from kiosk.server.board import Board
from kiosk.server.feed import Feed
from kiosk.server.refused import Refused
from kiosk.server.sqlite import statements
from kiosk.server.store import QueueCount, Record
from kiosk.server.web import app as server_app
from kiosk.server.web.openapi import openapi
from kiosk.server.web.operations import OPERATIONS
from kiosk.sync.answers import Reply
from tests.proof.stepped import SteppedStore
from tests.proof.virtual import VirtualLoop

T = TypeVar("T")

DATABASE = "queue.db"


@cache
def description() -> dict[str, Any]:
    """The description of the API; it takes longer to make than a schedule."""
    return openapi(OPERATIONS)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request on its way."""

    kiosk: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Central:
    """The server: it starts, answers, and can be killed between any two steps."""

    def __init__(self, loop: VirtualLoop, folder: Path, clock: Clock, catalogue: Catalogue) -> None:
        self._loop = loop
        self._folder = folder
        self._lives = 0
        self._clock = clock
        self._catalogue = catalogue
        self._store: SteppedStore | None = None
        self._app: ASGIApp | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._heard: dict[int, set[int]] = {}
        self.dies_at_commit = False
        self.faults: list[str] = []
        self._path.mkdir(parents=True)

    @property
    def up(self) -> bool:
        """Whether the process lives."""
        return self._app is not None

    async def start(self) -> None:
        """Start a process on the database as the last one left it."""
        if self.up:
            return
        store = SteppedStore.open(self._path / DATABASE)
        assert not isinstance(store, Refused), store
        store.committed = self._committed
        board = Board(self._catalogue, store, self._clock, Feed())
        with patch.object(server_app, "openapi", lambda _: description()):
            app = server_app.build_app(self._catalogue, store, self._clock, board)
        await board.refresh()
        self._store, self._app = store, app

    def kill(self) -> None:
        """End the process in the midst of everything; only what is in the database's files remains."""
        if self._store is None:
            return
        self.heard(0)
        store, self._store, self._app = self._store, None, None
        self.dies_at_commit = False
        before, self._lives = self._path, self._lives + 1
        self._path.mkdir()
        for name in (DATABASE, f"{DATABASE}-wal"):
            shutil.copy(before / name, self._path / name)
        store.die(self._loop)
        for task in self._tasks:
            task.cancel()

    async def answer(self, sent: Sent) -> Reply | None:
        """Return the answer to a request; ``None`` if the process dies before it is written."""
        messages: list[dict[str, Any]] = []
        if not await self._served(sent, messages.append):
            return None
        head, *rest = messages
        etag = dict(head["headers"]).get(b"etag", b"").decode()
        return Reply(head["status"], b"".join(each.get("body", b"") for each in rest), etag)

    async def stream(self, sent: Sent) -> AsyncGenerator[bytes, None]:
        """Yield the chunks of an answer that goes on for ever, until the process dies."""
        told: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        serving = asyncio.ensure_future(self._served(sent, told.put_nowait))
        serving.add_done_callback(lambda _: told.put_nowait(None))
        try:
            while message := await told.get():
                yield message.get("body", b"")
        finally:
            serving.cancel()

    def rows(self) -> list[Record]:
        """Return all tickets, day by day in the order in which the server lists them."""
        if self._store is None:
            return []
        found = [
            statements.tickets(self._store.reading, day, self._catalogue.mall.id) for day in self._days()
        ]
        return [row for rows in found for row in rows]

    def queues(self) -> dict[tuple[date, str], QueueCount]:
        """Return what the server counts of the queues of all days, by day and service."""
        assert self._store
        found = {
            day: statements.queues(self._store.reading, self._catalogue.mall.id, day) for day in self._days()
        }
        return {(day, service): told for day, queues in found.items() for service, told in queues.items()}

    def waiting(self) -> int:
        """Return how many stand in the queues of all days."""
        return sum(row.state is not TicketState.VOIDED for row in self.rows())

    async def ahead(self, rows: list[Record]) -> dict[UUID, int]:
        """Return how many the server counts before each ticket."""
        assert self._store
        ids = [row.press.ticket_id for row in rows]
        found = [await self._store.find(self._catalogue.mall.id, each) for each in ids]
        return {each.record.press.ticket_id: each.ahead for each in found if each}

    def give(self, keys: list[tuple[str, str, int]]) -> None:
        """Let numbers be given already: the last of each day and series."""
        assert self._store
        rows = [(self._catalogue.mall.id, *each) for each in keys]
        self._store.writing.executemany(
            "INSERT INTO counters (mall, day, series, last) VALUES (?, ?, ?, ?)", rows
        )

    def heard(self, kiosk: int) -> set[int]:
        """Return which rows of a kiosk's outbox are in the database."""
        if self._store:
            self._heard = {}
            for number, seq in self._store.reading.execute("SELECT kiosk, seq FROM events"):
                self._heard.setdefault(number, set()).add(seq)
        return self._heard.get(kiosk, set())

    def _days(self) -> list[date]:
        assert self._store
        days = self._store.reading.execute("SELECT DISTINCT day FROM tickets ORDER BY day")
        return [date.fromisoformat(day) for (day,) in days]

    @property
    def _path(self) -> Path:
        return self._folder / f"server-{self._lives}"

    def _committed(self) -> None:
        if self.dies_at_commit:
            self.kill()

    async def _served(self, sent: Sent, send: Callable[[dict[str, Any]], None]) -> bool:
        if self._app is None:
            return False
        task = self._loop.create_task(self._serve(self._app, sent, send))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()
        if not task.cancelled() and (error := task.exception()):
            self.faults.append(f"the server failed at {sent.method} {sent.path}: {error!r}")
        return not task.cancelled()

    async def _serve(self, app: ASGIApp, sent: Sent, send: Callable[[dict[str, Any]], None]) -> None:
        headers = {**sent.headers, KIOSK_HEADER: str(sent.kiosk)}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": sent.method,
            "scheme": "http",
            "path": sent.path,
            "raw_path": sent.path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": sent.body, "more_body": False}

        async def tell(message: Any) -> None:
            send(message)

        await app(scope, receive, tell)
