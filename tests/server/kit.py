"""What the server's tests stand on: its application in this process, and real server processes."""

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from starlette.types import ASGIApp
from uuid6 import uuid7

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.clock import ManualClock
from kiosk.domain.catalogue import Catalogue
from kiosk.server.board import Board
from kiosk.server.databases import open_store
from kiosk.server.feed import Feed
from kiosk.server.identity.access import Access
from kiosk.server.identity.identities import Identity
from kiosk.server.postgres.url import is_postgres
from kiosk.server.refused import Refused
from kiosk.server.store import Store
from kiosk.server.web.app import build_app

MONDAY = datetime.fromisoformat("2019-02-18T09:00:00+07:00")
DAY = "2019-02-18"
SERVICE, SERIES = "ktp-baru", "B"
SAME_AGENCY = "kk-baru"
PREPARING = "paspor-baru"
CATALOGUE = asset("catalogue", "pekanbaru")
START_SECONDS = 20.0
STOP_SECONDS = 10.0

Body = dict[str, Any]


@cache
def catalogue() -> Catalogue:
    loaded = load_catalogue(CATALOGUE).catalogue
    assert loaded is not None
    return loaded


def later(seconds: float = 0.0) -> str:
    """Write the time so many seconds after Monday, nine o'clock."""
    return (MONDAY + timedelta(seconds=seconds)).isoformat()


def press(seconds: float = 0.0, service: str = SERVICE, **more: Any) -> Body:
    """Write the body of an issue."""
    return {
        "service": service,
        "pressed_at": later(seconds),
        "class": "regular",
        "language": "id",
        **more,
    }


def issued(seq: int, ticket_id: UUID, label: str, seconds: float = 0.0, **more: Any) -> Body:
    """Write an ``issued`` event."""
    return {
        "seq": seq,
        "ticket_id": str(ticket_id),
        "kind": "issued",
        "at": later(seconds),
        "label": label,
        **press(seconds),
        **more,
    }


def event(seq: int, ticket_id: UUID, kind: str, seconds: float = 1.0) -> Body:
    """Write any other event."""
    return {"seq": seq, "ticket_id": str(ticket_id), "kind": kind, "at": later(seconds)}


@dataclass(frozen=True, slots=True)
class Mall:
    """A server in this process, asked through its application."""

    client: httpx.AsyncClient
    app: ASGIApp
    database: str
    store: Store
    board: Board
    feed: Feed
    clock: ManualClock

    async def put(self, body: Body, ticket_id: UUID | None = None, **headers: str) -> httpx.Response:
        return await self.client.put(f"/v1/tickets/{ticket_id or uuid7()}", json=body, headers=headers)

    async def tell(self, *events: Body) -> Body:
        answer = await self.client.post("/v1/events", json={"events": events})
        assert answer.status_code == 200, answer.text
        told: Body = answer.json()
        return told

    async def rows(self, day: str = DAY) -> list[Body]:
        rows: list[Body] = (await self.client.get("/v1/tickets", params={"day": day})).json()["tickets"]
        return rows

    async def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Do a statement in the database, beside the server."""
        if is_postgres(self.database):
            connection = await asyncpg.connect(self.database)
            try:
                return [tuple(row) for row in await connection.fetch(statement)]
            finally:
                await connection.close()
        with closing(sqlite3.connect(self.database, isolation_level=None)) as beside:
            return beside.execute(statement).fetchall()

    async def labels(self, day: str = DAY) -> list[str]:
        return [each["label"] for each in await self.rows(day)]


async def figure(client: httpx.AsyncClient, name: str) -> float:
    """Read one of a server's figures, by its name with its labels; one that was never told is 0."""
    lines = (await client.get("/metrics")).text.splitlines()
    return sum(float(line.removeprefix(f"{name} ")) for line in lines if line.startswith(f"{name} "))


@asynccontextmanager
async def open_mall(
    database: str, kept: int = 512, known: Catalogue | None = None, access: Access = Access.OPEN
) -> AsyncIterator[Mall]:
    """Open a server in this process with a real database."""
    known = known or catalogue()
    store = await open_store(database)
    assert not isinstance(store, Refused), store
    clock, feed = ManualClock(MONDAY), Feed(kept)
    board = Board(known, store, clock, feed)
    identity = Identity.of(store.clients, known.mall.id, access, clock)
    app = build_app(known, store, clock, board, identity)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://mall") as client:
            yield Mall(client, app, database, store, board, feed, clock)
    finally:
        await store.close()


@dataclass(slots=True)
class Running:
    """A real server process."""

    process: subprocess.Popen[str]
    url: str

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def stop(self, stop_signal: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Ask it to stop; return its exit code and the seconds that it took."""
        begun = time.monotonic()
        self.process.send_signal(stop_signal)
        return self.process.wait(STOP_SECONDS), time.monotonic() - begun


def command(database: str | Path, *more: str) -> list[str]:
    """Write the command line of a server."""
    return [sys.executable, "-m", "kiosk.server", "--database", str(database), "--port", "0", *more]


@contextmanager
def running(
    database: str | Path, at: str = later(), *more: str, folder: Path | None = None
) -> Iterator[Running]:
    """Run a server process until the end of the block; its log is in ``folder``, else beside the database."""
    with (
        ((folder or Path(database).parent) / "server.log").open("a") as log,
        subprocess.Popen(
            command(database, "--at", at, *more),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "error"},
        ) as process,
    ):
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
            assert ready, "the server did not say that it listens"
            yield Running(process, json.loads(process.stdout.readline())["url"])
        finally:
            process.kill()
