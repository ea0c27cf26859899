"""HTTP with limits: who sends a request slowly, without end or not at all holds neither a place nor memory.

uvicorn itself cuts only a connection that is idle between two requests, and takes a head of any length.
"""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kiosk.server.web.wire import Gathering

REQUEST_SECONDS = 15.0
"""How long a whole request may take to arrive; a kiosk gives up on its own after ten seconds."""

MOST_BESIDE_BODY = 512 * 1024
"""Bytes of a request that are not its body: its head, what follows it, and what divides it into chunks."""


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection whose request has not come whole in time, or brings too much beside its body.

    A request that comes at once costs nothing.
    """

    _cut: asyncio.TimerHandle | None = None
    _arriving = True
    _beside_body = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(Gathering(cast("asyncio.Transport", transport), self.loop))
        self._watch()

    def data_received(self, data: bytes) -> None:
        self._beside_body += len(data)
        super().data_received(data)
        if self._arriving:
            self._watch()
            if self._beside_body > MOST_BESIDE_BODY:
                self.transport.close()

    def on_message_begin(self) -> None:
        self._arriving = True
        self._beside_body = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        self._beside_body -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._arriving = False
        self._forget()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self._cut is None:
            self._cut = self.loop.call_later(REQUEST_SECONDS, self.transport.close)

    def _forget(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None
