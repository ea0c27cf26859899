"""Asking the server and telling it, each request within its deadline; every answer is a value.

Each answer also goes into the link's health: a good one brings the line up, none takes it down.
"""

import asyncio
import importlib
import logging
import ssl
import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kiosk.clock import Clock
from kiosk.contract.bodies import (
    KIOSK_HEADER,
    MAX_BODY_BYTES,
    VERSION,
    VERSION_HEADER,
    AvailabilityNotice,
    EventsRequest,
    Health,
    IssueRequest,
    TicketEvent,
    TimeNotice,
)
from kiosk.contract.commands import CommandsNotice
from kiosk.contract.heartbeat import HeartbeatRequest
from kiosk.domain.ticket import Press
from kiosk.sync import answers
from kiosk.sync.answers import (
    Answered,
    CatalogueFound,
    CatalogueUnchanged,
    Delivered,
    HeartbeatTaken,
    NoAnswer,
    NoReplyError,
    Refused,
    Reply,
)
from kiosk.sync.link import LinkHealth

if TYPE_CHECKING:
    from kiosk.sync.transport import Transport

log = logging.getLogger(__name__)

FIRST_SHARE = 0.6
"""How much of an issue's deadline the first try may use: a connection that died unnoticed leaves time."""

BACKGROUND_SECONDS = 10.0
PROBE_SECONDS = 1.0
MAX_CATALOGUE_BYTES = 32 * 1024 * 1024
"""Far more than any mall's catalogue, and less than what would hurt."""

ANYBODYS = "/healthz"
"""What the server tells anybody."""

DENIED = (
    "the server does not accept this kiosk (status %d): ask whoever runs it for a code (kiosk server enrol), "
    "enter it here (kiosk enrol CODE --server URL), and start the kiosk again; nothing is lost meanwhile"
)

NOTICES: Mapping[str, type[AvailabilityNotice] | type[CommandsNotice]] = {
    "availability": AvailabilityNotice,
    "commands": CommandsNotice,
}
"""What the stream tells by the names of its events; others are passed over."""

A = TypeVar("A")

Hear = Callable[[datetime, float | None], None]
"""Takes the server's time, and the seconds since it was asked for, if it was."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the stream that this program knows; ``id`` is where to resume after it."""

    id: str
    notice: AvailabilityNotice | CommandsNotice


class ServerClient:
    """The server as a kiosk sees it. Before ``start`` and after ``close`` it never answers.

    ``hear`` is told the server's time whenever it comes.
    """

    def __init__(
        self,
        url: str,
        kiosk_number: int,
        link: LinkHealth,
        clock: Clock,
        token: str | None = None,
        hear: Hear = lambda *_: None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.kiosk_number = kiosk_number
        self._url = url
        self._headers = {KIOSK_HEADER: str(kiosk_number), VERSION_HEADER: VERSION}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._link = link
        self._clock = clock
        self._hear = hear
        self._tls = tls
        self._denied = False
        self._transport: Transport | None = None

    async def start(self) -> None:
        """Load the HTTP library aside from the event loop, and make a first, warm connection."""
        module = await asyncio.to_thread(_load_transport)
        self._transport = module.Transport(self._url, self._headers, self._tls)
        await self.health()

    async def close(self) -> None:
        """Close all connections."""
        transport, self._transport = self._transport, None
        if transport:
            await transport.close()

    async def issue(
        self, press: Press, deadline_seconds: float, label: str | None = None
    ) -> Answered | Refused | NoAnswer:
        """Ask for a number, or tell the one that the press has.

        The whole answer is here within the deadline, or there is none. What fails is tried once
        more with the same id, if time is left.
        """
        ask = IssueRequest(press.service, press.pressed_at, press.ticket_class, press.language, label)
        body = msgspec.json.encode(ask)
        begun = self._clock.elapsed()
        answer: Answered | Refused | NoAnswer = NoAnswer("no time was left to ask")
        for share in (FIRST_SHARE, 1.0):
            left = deadline_seconds * share - (self._clock.elapsed() - begun)
            if left > 0 and isinstance(answer, NoAnswer):
                reply = await self._exchange(left, "PUT", f"/v1/tickets/{press.ticket_id}", body=body)
                answer = reply if isinstance(reply, NoAnswer) else answers.read_issue(reply, press, label)
        return self._noted(answer)

    async def events(self, rows: Sequence[TicketEvent]) -> Delivered | Refused | NoAnswer:
        """Tell the server a batch of the outbox; ``Refused`` means that it took none of it."""
        body = msgspec.json.encode(EventsRequest(list(rows)))
        reply = await self._exchange(BACKGROUND_SECONDS, "POST", "/v1/events", body=body)
        if isinstance(reply, NoAnswer):
            return self._noted(reply)
        return self._noted(answers.read_events(reply, frozenset(row.seq for row in rows)))

    async def heartbeat(self, told: HeartbeatRequest) -> HeartbeatTaken | Refused | NoAnswer:
        """Tell how the kiosk is, and hear what it may give without a line."""
        body, begun = msgspec.json.encode(told), self._clock.elapsed()
        reply = await self._exchange(BACKGROUND_SECONDS, "POST", "/v1/heartbeat", body=body)
        answer = reply if isinstance(reply, NoAnswer) else answers.read_heartbeat(reply)
        if isinstance(answer, HeartbeatTaken):
            self._hear(answer.answer.now, self._clock.elapsed() - begun)
        return self._noted(answer)

    async def catalogue(self, etag: str | None) -> CatalogueFound | CatalogueUnchanged | NoAnswer:
        """Ask for the catalogue, if it is another than the one that ``etag`` names."""
        reply = await self._exchange(
            BACKGROUND_SECONDS,
            "GET",
            "/v1/catalogue",
            headers={"If-None-Match": etag} if etag else {},
            longest=MAX_CATALOGUE_BYTES,
        )
        return self._noted(reply if isinstance(reply, NoAnswer) else answers.read_catalogue(reply))

    async def health(self) -> Health | NoAnswer:
        """Ask whether the server lives."""
        begun = self._clock.elapsed()
        reply = await self._exchange(PROBE_SECONDS, "GET", ANYBODYS)
        answer = reply if isinstance(reply, NoAnswer) else answers.read_health(reply)
        if self._denied and not isinstance(answer, NoAnswer):
            answer = await self._admitted() or answer
        if not isinstance(answer, NoAnswer) and answer.now:
            self._hear(answer.now, self._clock.elapsed() - begun)
        return self._noted(answer)

    async def stream(self, last_event_id: str | None) -> AsyncGenerator[Told, None]:
        """Yield what the server tells, from after ``last_event_id``, until the stream ends or breaks."""
        if self._transport is None:
            return
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        try:
            async with aclosing(self._transport.events("/v1/stream", headers)) as events:
                async for event in events:
                    self._link.good()
                    if event.event == "time" and (told := _read(event.data, TimeNotice)):
                        self._hear(told.now, None)
                    kind = NOTICES.get(event.event)
                    if kind and (notice := _read(event.data, kind)):
                        yield Told(event.id, notice)
        except NoReplyError as fault:
            self._link.bad(f"stream: {fault}")
        else:
            self._link.bad("the server ended the stream")

    async def _exchange(
        self,
        seconds: float,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        longest: int = MAX_BODY_BYTES,
    ) -> Reply | NoAnswer:
        if self._transport is None:
            return NoAnswer("the client is not started")
        try:
            async with asyncio.timeout(seconds):
                reply = await self._transport.exchange(method, path, headers or {}, body, longest)
        except TimeoutError:
            return NoAnswer(f"no answer within {seconds:.2f} s")
        except NoReplyError as fault:
            return NoAnswer(str(fault))
        return self._denial(path, reply) or reply

    async def _admitted(self) -> NoAnswer | None:
        """Ask what only a kiosk may ask, and that costs nothing, after the server refused this one."""
        reply = await self._exchange(PROBE_SECONDS, "GET", "/v1/catalogue", headers={"If-None-Match": "*"})
        return reply if isinstance(reply, NoAnswer) else None

    def _denial(self, path: str, reply: Reply) -> NoAnswer | None:
        """Tell whether the server does not know this kiosk: that is no answer, and logged once."""
        if reply.status not in (401, 403):
            self._denied = self._denied and path == ANYBODYS
            return None
        if not self._denied:
            self._denied = True
            log.error(DENIED, reply.status)
        return NoAnswer(f"it does not accept this kiosk, status {reply.status}")

    def _noted(self, answer: A) -> A:
        if isinstance(answer, NoAnswer):
            self._link.bad(answer.reason)
        else:
            self._link.good()
        return answer


def _load_transport() -> ModuleType:
    """Import the HTTP library without its command line, which would take 8 MB where it can be imported."""
    sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
    return importlib.import_module("kiosk.sync.transport")


def _read(data: str, form: type[A]) -> A | None:
    try:
        return msgspec.json.decode(data, type=form)
    except msgspec.DecodeError as error:
        log.warning("the stream told what cannot be read as %s: %s", form.__name__, error)
        return None
