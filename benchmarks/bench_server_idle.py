"""What a kiosk that nobody touches sends and hears in an hour, all bytes of its TCP connections counted.

Its real sync parts follow a real server through a proxy that counts: the stream with its comments, the
heartbeat, and the upload that has nothing to do. The first minutes are measured apart, because the kiosk
fetches the catalogue in them. The bytes are those within TCP: the packets' own heads come on top.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.driving import MONDAY
from benchmarks.figures import Figure, report
from kiosk.sync.probe import keep_probing
from tests.issuing_kit import kiosk, queue_server, running

MINUTES = 4.0
SETTLED_SECONDS = 5.0
CHUNK = 65536
HOUR = 60


@dataclass(slots=True)
class Counts:
    """Bytes that went to the server and came from it."""

    up: int = 0
    down: int = 0


@asynccontextmanager
async def counting(url: str, counts: Counts) -> AsyncIterator[str]:
    """Run a proxy in front of a server until the end of the block; yield its address."""
    where = urlsplit(url)
    going: set[asyncio.Task[None]] = set()

    async def pass_on(kiosk: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, on = await asyncio.open_connection(where.hostname, where.port)
        ways = [
            asyncio.create_task(copy(kiosk, on, counts, "up")),
            asyncio.create_task(copy(server, back, counts, "down")),
        ]
        going.update(ways)
        await asyncio.wait(ways)

    proxy = await asyncio.start_server(pass_on, "127.0.0.1")
    try:
        yield f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
    finally:
        proxy.close()
        for each in going:
            each.cancel()
        await proxy.wait_closed()


async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter, counts: Counts, which: str) -> None:
    """Pass bytes on in one direction and count them."""
    try:
        while chunk := await source.read(CHUNK):
            setattr(counts, which, getattr(counts, which) + len(chunk))
            sink.write(chunk)
            await sink.drain()
    finally:
        sink.close()


async def main(minutes: float) -> None:
    counts = Counts()
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            queue_server(folder, MONDAY) as server,
            counting(server, counts) as url,
            kiosk(folder, url) as idle,
            running(
                keep_probing(idle.client, idle.link, idle.clock),
                idle.uplink.run(),
                idle.downlink.run(),
                idle.heartbeat.run(),
            ),
        ):
            await idle.link.wait_up()
            await asyncio.sleep(SETTLED_SECONDS)
            first = Counts(counts.up, counts.down)
            await asyncio.sleep(60 * minutes)
            up, down = counts.up - first.up, counts.down - first.down
    report(
        Figure("a kiosk's start: bytes to the server", [first.up], "bytes"),
        Figure("a kiosk's start: bytes from the server, with the catalogue", [first.down], "bytes"),
        Figure(f"an idle kiosk, {minutes:g} minutes: bytes to the server", [up * HOUR / minutes], "an hour"),
        Figure(
            f"an idle kiosk, {minutes:g} minutes: bytes from the server", [down * HOUR / minutes], "an hour"
        ),
    )


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
