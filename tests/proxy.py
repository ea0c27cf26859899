"""A TCP proxy that does to connections what bad lines do: real sockets, real resets, real silence."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum, auto
from urllib.parse import urlsplit

CHUNK = 65536
TRICKLE_SECONDS = 0.01
LATE_SECONDS = 1.0
"""Longer than a kiosk waits for a number."""

FULL_SECONDS = 0.2
"""A connection that does not come about in this time, on this machine, never will."""


class Weather(StrEnum):
    """What becomes of connections, those that are there and those to come."""

    FAIR = auto()
    CUT = auto()
    """Taken, and reset as soon as something is said on them."""
    REFUSED = auto()
    """Reset, and none is taken."""
    STALLED = auto()
    """Taken, and nothing passes either way."""
    BLACK_HOLE = auto()
    """Nothing passes, and whoever begins a new one hears nothing at all, not even a refusal."""
    TRICKLING = auto()
    """Answers come byte after byte."""
    DOUBLED = auto()
    """Whatever is sent arrives twice, on two connections; the answer comes back once."""
    ANSWER_LOST = auto()
    """What is sent arrives; with the answer's first byte the line is cut."""
    HALF_AN_ANSWER = auto()
    """Half of the answer comes, then the line is cut."""
    LATE = auto()
    """Answers come when nobody waits for them any more."""


class Proxy:
    """Listens on ``port`` and hands on to a server, in the weather that was set last."""

    def __init__(self, beyond: str) -> None:
        parts = urlsplit(beyond)
        self._host, self._beyond = parts.hostname, parts.port
        self._weather = Weather.FAIR
        self._listener: asyncio.Server | None = None
        self._talks: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}
        self._hole: list[socket.socket] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Where kiosks find it."""
        return f"http://127.0.0.1:{self.port}"

    async def change(self, weather: Weather) -> None:
        """Set the weather for all that happens from now on."""
        self._weather = weather
        self._fill_hole()
        if weather is Weather.REFUSED:
            await self._end_listening()
            self.reset()
        elif weather is Weather.BLACK_HOLE:
            await self._end_listening()
            await self._dig_hole()
        elif self._listener is None:
            await self.listen()

    async def listen(self) -> None:
        """Take connections, on the same port as ever."""
        self._listener = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    def reset(self) -> None:
        """Cut all connections that there are, in the midst of what they carry."""
        for writers in self._talks.values():
            for writer in writers:
                _cut(writer)

    async def close(self) -> None:
        """Cut everything and end."""
        self._fill_hole()
        await self._end_listening()
        self.reset()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _end_listening(self) -> None:
        if self._listener:
            self._listener.close()
            self._listener = None

    async def _dig_hole(self) -> None:
        """Listen, take nothing, and be full: Linux drops what else knocks, as a dead line does."""
        hole = socket.create_server(("127.0.0.1", self.port), backlog=0)
        self._hole.append(hole)
        while True:
            knocking = socket.socket()
            knocking.setblocking(False)
            self._hole.append(knocking)
            try:
                async with asyncio.timeout(FULL_SECONDS):
                    await asyncio.get_running_loop().sock_connect(knocking, hole.getsockname())
            except TimeoutError:
                return

    def _fill_hole(self) -> None:
        for each in self._hole:
            each.close()
        self._hole.clear()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk
        writers = self._talks[talk] = [writer]
        ways: list[asyncio.Task[None]] = []
        try:
            with suppress(OSError, asyncio.CancelledError):
                for _ in range(2):
                    there, up = await asyncio.open_connection(self._host, self._beyond)
                    writers.append(up)
                    back = _ignore(there) if ways else self._hand_back(there, writer)
                    ways.append(asyncio.create_task(back))
                ways.append(asyncio.create_task(self._hand_on(reader, *writers)))
                await asyncio.wait((ways[0], ways[-1]), return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._talks[talk]
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for each in writers:
                _cut(each)

    async def _hand_on(
        self,
        reader: asyncio.StreamReader,
        here: asyncio.StreamWriter,
        up: asyncio.StreamWriter,
        twin: asyncio.StreamWriter,
    ) -> None:
        while data := await reader.read(CHUNK):
            if self._weather is Weather.CUT:
                _cut(here)
            if self._weather not in (Weather.STALLED, Weather.BLACK_HOLE, Weather.CUT):
                up.write(data)
            if self._weather is Weather.DOUBLED:
                twin.write(data)

    async def _hand_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            match self._weather:
                case Weather.ANSWER_LOST:
                    _cut(writer)
                case Weather.HALF_AN_ANSWER:
                    writer.write(data[: len(data) // 2])
                    await writer.drain()
                    _cut(writer)
                case Weather.TRICKLING:
                    for byte in data:
                        writer.write(bytes([byte]))
                        await writer.drain()
                        await asyncio.sleep(TRICKLE_SECONDS)
                case Weather.LATE:
                    await asyncio.sleep(LATE_SECONDS)
                    writer.write(data)
                case Weather.STALLED | Weather.BLACK_HOLE:
                    pass
                case _:
                    writer.write(data)


async def _ignore(reader: asyncio.StreamReader) -> None:
    while await reader.read(CHUNK):
        pass


def _cut(writer: asyncio.StreamWriter) -> None:
    """Reset a connection (RST and not FIN); what was still to be sent is lost."""
    if not writer.is_closing():
        end_at_once = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, end_at_once)
    writer.transport.abort()


@asynccontextmanager
async def proxied(beyond: str) -> AsyncIterator[Proxy]:
    """Run a proxy before a server until the end of the block."""
    proxy = Proxy(beyond)
    await proxy.listen()
    try:
        yield proxy
    finally:
        await proxy.close()
