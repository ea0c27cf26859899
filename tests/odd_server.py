"""Servers on real sockets that answer as a test wants: well, late, half, rubbish, or never."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self
from uuid import UUID

import msgspec

from kiosk.contract.bodies import EventsRequest, TicketEvent
from kiosk.domain.ticket import track_of


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def ticket_id(self) -> UUID:
        return UUID(self.path.rsplit("/", 1)[-1])


Behave = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


class OddServer:
    """A server on a real socket that answers ``/healthz`` well and everything else as it likes."""

    def __init__(self, behave: Behave) -> None:
        self.behave = behave
        self.requests: list[Request] = []
        self._talks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    def puts(self) -> list[Request]:
        return [each for each in self.requests if each.method == "PUT"]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._talks.add(task)
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
                while not writer.is_closing():
                    request = await _read(reader)
                    self.requests.append(request)
                    behave = healthy if request.path == "/healthz" else self.behave
                    await behave(request, writer)
                    await writer.drain()
        finally:
            self._talks.discard(task)
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    start, *lines = head.strip().split("\r\n")
    method, path, _ = start.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, path, headers, body)


def response(body: object, status: int = 200, kind: str = "application/json") -> bytes:
    """Write a whole HTTP response; a body that is no bytes is written as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


def issue_answer(request: Request, label: str = "B-012") -> dict[str, object]:
    return {
        "ticket_id": str(request.ticket_id),
        "label": label,
        "day": "2019-02-18",
        "ahead": 3,
        "wait": {"low": 5, "high": 9},
        "place": {"building": "A", "floor": "1", "counters": 4},
        "state": "waiting",
        "track": track_of(request.ticket_id),
    }


async def healthy(_request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response({"status": "ok", "version": "1"}))


async def numbering(request: Request, writer: asyncio.StreamWriter) -> None:
    """Give the label that a good server gives."""
    writer.write(response(issue_answer(request)))


async def stalling(_request: Request, _writer: asyncio.StreamWriter) -> None:
    """Take the request and never answer."""
    await asyncio.Event().wait()


async def cutting(_request: Request, writer: asyncio.StreamWriter) -> None:
    """Take the request and hang up."""
    writer.close()


def rows_of(request: Request) -> list[TicketEvent]:
    return msgspec.json.decode(request.body, type=EventsRequest).events


async def acknowledging(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response({"acked": [row.seq for row in rows_of(request)], "refused": []}))
