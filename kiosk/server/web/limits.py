"""How much of the server one client, or all together, may take."""

import asyncio
import math
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.contract.bodies import Problem
from kiosk.contract.problems import ProblemType
from kiosk.server.identity.access import Roster
from kiosk.server.pace import Pace
from kiosk.server.problems import problem
from kiosk.server.web.guard import bearer
from kiosk.server.web.http import problem_answer

STREAM = "/v1/stream"

LISTENING_SECONDS = 1.0
"""How often it is looked whether who listens to a stream was revoked."""

BUSY_SECONDS = 1
STREAM_SECONDS = 30
"""When to ask again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed.

    ``rate`` requests a second for each client, ``burst`` at once, both 0 for any number; ``concurrency``
    requests under way; ``streams_each`` open streams for each client and ``streams`` for all.
    """

    rate: int = 200
    concurrency: int = 512
    streams_each: int = 4
    streams: int = 1000

    @property
    def burst(self) -> int:
        """How many requests a client that was idle may send at once."""
        return 2 * self.rate


class Limited:
    """The application behind its limits. What is refused costs next to nothing."""

    def __init__(
        self, app: ASGIApp, limits: Limits, roster: Roster, elapsed: Callable[[], float], local: bool
    ) -> None:
        """Make it; ``local`` tells that who is on this machine has no rate and no limit of streams."""
        self._app = app
        self._limits = limits
        self._roster = roster
        self._pace = Pace(limits.rate, limits.burst, elapsed) if limits.rate else None
        self._local = local
        self._under_way = 0
        self._streams: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = self._who(scope)
        if self._pace and who and (seconds := self._pace.wait(who)):
            await _refuse(ProblemType.TOO_MANY_REQUESTS, _TOO_FAST, seconds, scope, receive, send)
        elif scope["path"] == STREAM:
            await self._stream(who, scope, receive, send)
        elif self._under_way >= self._limits.concurrency:
            await _refuse(ProblemType.BUSY, _BUSY, BUSY_SECONDS, scope, receive, send)
        else:
            self._under_way += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._under_way -= 1

    def _who(self, scope: Scope) -> str:
        """Name who asks: a client that is known, else an address; nothing if no limit is for them."""
        token = bearer(scope)
        if token and (client := self._roster.glance(token)):
            return client.id
        host: str = scope["client"][0] if scope["client"] else ""
        return "" if self._local and is_loopback(host) else host

    async def _stream(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        if who and self._streams[who] >= self._limits.streams_each:
            said = f"{self._limits.streams_each} streams are open already; close one"
            await _refuse(ProblemType.TOO_MANY_REQUESTS, said, STREAM_SECONDS, scope, receive, send)
        elif self._streams.total() >= self._limits.streams:
            await _refuse(ProblemType.BUSY, _BUSY, STREAM_SECONDS, scope, receive, send)
        else:
            self._streams[who] += 1
            try:
                await self._until_revoked(scope, receive, send)
            finally:
                self._streams[who] -= 1
                if not self._streams[who]:
                    del self._streams[who]

    async def _until_revoked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a stream go on for as long as its listener may hear it."""
        token = bearer(scope)
        if token is None:
            await self._app(scope, receive, send)
            return
        telling = asyncio.ensure_future(self._app(scope, receive, send))
        try:
            while not (await asyncio.wait({telling}, timeout=LISTENING_SECONDS))[0]:
                if not await self._roster.lives(token):
                    telling.cancel()
                    with suppress(asyncio.CancelledError):
                        await telling
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
                    return
            telling.result()
        finally:
            telling.cancel()


_TOO_FAST = "too many requests came from you; send fewer"
_BUSY = "the server has as much to do as it can; send the same again later"


@lru_cache
def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _refuse(
    kind: ProblemType, said: str, seconds: float, scope: Scope, receive: Receive, send: Send
) -> None:
    why: Problem = problem(kind, said)
    answer = problem_answer(Request(scope), why, {"Retry-After": str(math.ceil(seconds))})
    await answer(scope, receive, send)
