"""Connections that are given up while they are made."""

import asyncio
import ssl

import pytest

from kiosk.sync.transport import Transport


@pytest.mark.parametrize("scheme", ["https", "http"])
async def test_a_connection_that_is_given_up_is_closed_at_once(scheme: str) -> None:
    """A server that takes the connection, hears the beginning, and never answers."""
    heard, ended = asyncio.Event(), asyncio.Event()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.read(1)
        heard.set()
        while await reader.read(1000):
            pass
        ended.set()
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        tls = ssl.create_default_context() if scheme == "https" else None
        transport = Transport(f"{scheme}://127.0.0.1:{port}", {}, tls)
        asking = asyncio.create_task(transport.exchange("GET", "/healthz", {}, None, 100))
        async with asyncio.timeout(10):
            await heard.wait()
            asking.cancel()
            await ended.wait()
        await transport.close()
    assert asking.cancelled()
