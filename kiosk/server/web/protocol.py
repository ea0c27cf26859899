"""HTTP with a limit of time: who sends a request slowly, or none at all, holds no place for ever.

uvicorn itself cuts only a connection that is idle between two requests.
"""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kiosk.server.web.wire import Gathering

REQUEST_SECONDS = 15.0
"""How long a whole request may take to arrive; a kiosk gives up on its own after ten seconds."""


class TimedProtocol(HttpToolsProtocol):
    """Closes a connection whose request has not come whole in time; one that comes at once costs nothing."""

    _cut: asyncio.TimerHandle | None = None
    _arriving = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(Gathering(cast("asyncio.Transport", transport), self.loop))
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._arriving:
            self._watch()

    def on_message_begin(self) -> None:
        self._arriving = True
        super().on_message_begin()

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
