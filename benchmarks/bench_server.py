"""Tickets a second from one server process on SQLite, asked over HTTP by one client and by eight.

The clients write plain HTTP/1.1 on connections that stay open, each sending a ticket when it has the last
one's answer; they run in this process, the server in its own. Every answer is checked.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from uuid6 import uuid7

from benchmarks.driving import CATALOGUE, MONDAY
from benchmarks.figures import Figure, report
from kiosk.demo.embedded import EmbeddedServer

TICKETS = {1: 1000, 8: 2000}
"""How many tickets are asked for, by the number of clients."""
SLICES = 10


@dataclass(frozen=True, slots=True)
class Load:
    """How long each ticket took, and each tenth of them together, in seconds."""

    answers: list[float]
    rates: list[float]


async def ask(host: str, port: int, share: int, ended: list[tuple[float, float]]) -> None:
    """Ask for tickets on one connection; note when each answer came and how long it took."""
    reader, writer = await asyncio.open_connection(host, port)
    for _ in range(share):
        body = json.dumps(
            {"service": "ktp-baru", "pressed_at": MONDAY.isoformat(), "class": "regular", "language": "id"}
        )
        head = f"PUT /v1/tickets/{uuid7()} HTTP/1.1\r\nHost: {host}\r\nMPP-Kiosk: 1\r\n"
        begun = time.perf_counter()
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.partition("content-length:")[2].split()[0])
        ticket = json.loads(await reader.readexactly(length))
        ended.append((time.perf_counter(), time.perf_counter() - begun))
        assert ticket["label"].startswith("B-"), ticket
    writer.close()
    await writer.wait_closed()


async def load(url: str, clients: int, tickets: int) -> Load:
    """Let some clients ask for tickets, all together."""
    host, _, port = url.removeprefix("http://").partition(":")
    ended: list[tuple[float, float]] = []
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(ask(host, int(port), tickets // clients, ended))
    part = len(ended) // SLICES
    marks = [begun, *(ended[end - 1][0] for end in range(part, len(ended) + 1, part))]
    return Load([took for _, took in ended], [part / (b - a) for a, b in pairwise(marks)])


async def main() -> None:
    with TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder), CATALOGUE, MONDAY)
        await server.start()
        try:
            for clients, tickets in TICKETS.items():
                found = await load(server.url, clients, tickets)
                name = f"server, {clients} client{'s' if clients > 1 else ''}"
                report(
                    Figure(f"{name}: tickets a second", found.rates, "a second"),
                    Figure(f"{name}: an answer", [1000 * each for each in found.answers], "ms"),
                )
        finally:
            await server.stop()


if __name__ == "__main__":
    asyncio.run(main())
