"""HTTP by httpx, which takes 60 ms to import: only ``ServerClient.start`` imports this module."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

import httpx
from httpx_sse import ServerSentEvent, SSEError, aconnect_sse

from kiosk.sync.answers import NoReplyError, Reply
from kiosk.sync.connections import Connections
from kiosk.sync.trust import explained

SILENCE_SECONDS = 25.0
"""The server's stream sends a comment every 10 s: two missing ones mean that it is gone."""


class Transport:
    """A kiosk's connections to the server, kept alive between requests."""

    def __init__(self, url: str, headers: Mapping[str, str], tls: ssl.SSLContext | None) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers=dict(headers),
            timeout=None,
            trust_env=False,
            transport=Connections(tls),
        )

    async def exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, longest: int
    ) -> Reply:
        """Send a request and return the whole response, of up to ``longest`` bytes; raises ``NoReplyError``.

        It may wait for ever: the caller keeps the deadline.
        """
        content = bytearray()
        try:
            async with self._client.stream(method, path, headers=headers, content=body) as response:
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > longest:
                        raise NoReplyError(f"the answer is longer than {longest} bytes")
        except httpx.HTTPError as error:
            raise NoReplyError(explained(error)) from error
        return Reply(response.status_code, bytes(content), response.headers.get("etag", ""))

    async def events(self, path: str, headers: Mapping[str, str]) -> AsyncGenerator[ServerSentEvent, None]:
        """Yield the events of a stream until the server ends it; raises ``NoReplyError``."""
        timeout = httpx.Timeout(SILENCE_SECONDS)
        try:
            async with aconnect_sse(
                self._client, "GET", path, headers=dict(headers), timeout=timeout
            ) as source:
                if source.response.status_code != httpx.codes.OK:
                    raise NoReplyError(f"status {source.response.status_code}")
                async with aclosing(source.aiter_sse()) as events:
                    async for event in events:
                        yield event
        except (httpx.HTTPError, SSEError) as error:
            raise NoReplyError(explained(error)) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()
        await asyncio.sleep(0)  # one that was given up while it was made closes in the loop's next turn
