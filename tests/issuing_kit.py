"""What the tests of issuing stand on: real journals and clients, odd servers on real sockets, a real server.

Run as a program, it is a kiosk that takes one press and comes to a stop at a wanted step, to be killed there.
"""

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

import msgspec
from uuid6 import uuid7

from kiosk.app.commanded import Commanded
from kiosk.app.issuing import Compose, Issuing, TicketNumbered
from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.catalogue.writing import to_document
from kiosk.clock import Clock, ShiftedClock
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.route import Way
from kiosk.domain.ticket import EventKind, Outcome, Press, Ticket, TicketClass
from kiosk.journal import outbox
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.condition import Condition, NoPaper, Ready
from kiosk.printing.document import Document, Number, TicketDocument
from kiosk.printing.printer import (
    LIFE_SECONDS,
    FirstByte,
    PrintResult,
    Tell,
    TicketPrinter,
)
from kiosk.sync.client import ServerClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.heartbeat import Heartbeat
from kiosk.sync.link import LinkHealth
from kiosk.sync.snapshot import LineSnapshot
from kiosk.sync.uplink import Uplink
from kiosk.words import load_words

MONDAY = datetime.fromisoformat("2019-02-18T09:00+07:00")
DAY = date(2019, 2, 18)
SERVICE, SERIES = "ktp-baru", "B"
PAPER_MM = 115.0


@cache
def catalogue() -> Catalogue:
    """The catalogue of the project."""
    loaded = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert loaded
    return loaded


def press(service: str = SERVICE, at: datetime = MONDAY) -> Press:
    return Press(uuid7(), service, at, TicketClass.REGULAR, "id")


def document(ticket: Ticket, _catalogue: Catalogue | None = None, _way: Way | None = None) -> TicketDocument:
    blocks = (Number(ticket.label),)
    return TicketDocument(ticket.press.ticket_id, ticket.label, MONDAY, "id", blocks, ticket.copy)


@dataclass
class MemoryPrinter:
    """A printer whose papers are a list; it ends each ticket as it is told to."""

    clock: Clock
    outcome: Outcome = Outcome.PRINTED
    papers: list[str] = field(default_factory=list)

    @property
    def condition(self) -> Condition:
        return Ready()

    async def refresh(self) -> Condition:
        return self.condition

    async def submit(self, document: Document, tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        if self.outcome is Outcome.NOT_SENT:
            return PrintResult(self.outcome, NoPaper())
        first_byte = self.clock.elapsed()
        tell(FirstByte(first_byte))
        self.papers.append(document.title)
        return PrintResult(self.outcome, Ready(), first_byte, self.clock.elapsed(), PAPER_MM)

    async def close(self) -> None:
        pass


@dataclass
class HangingPrinter(MemoryPrinter):
    """A printer that takes a ticket, says its label, and never ends it."""

    say: Callable[[str], object] = str

    async def submit(self, document: Document, tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        self.papers.append(document.title)
        self.say(document.title)
        await asyncio.Event().wait()
        raise AssertionError("the wait is for ever")


@asynccontextmanager
async def queue_server(
    folder: Path, at: datetime = MONDAY, port: int = 0, known: Catalogue | None = None
) -> AsyncIterator[str]:
    """Run the real server as a process of its own and yield its address."""
    arguments = ["--database", str(folder / "server.db"), "--port", str(port), "--at", at.isoformat()]
    if known:
        file = folder / "catalogue.json"
        file.write_bytes(msgspec.json.encode(to_document(known)))
        arguments += ["--catalogue", str(file)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "kiosk.server",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        url: str = json.loads(await process.stdout.readline())["url"]
        yield url
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


@dataclass
class Kiosk:
    """A kiosk without its screen."""

    journal: AsyncJournal
    client: ServerClient
    link: LinkHealth
    uplink: Uplink
    downlink: Downlink
    heartbeat: Heartbeat
    issuing: Issuing
    commanded: Commanded
    restarted: asyncio.Event
    clock: Clock
    printer: TicketPrinter
    snapshots: list[LineSnapshot]
    catalogues: list[Catalogue]
    lent: list[Mapping[str, int]]


@asynccontextmanager
async def kiosk(
    folder: Path,
    url: str,
    *,
    printer: TicketPrinter | None = None,
    compose: Compose = document,
    token: str | None = None,
    number: int = 2,
    chance: float = 0.0,
    at: datetime = MONDAY,
    known: Catalogue | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Kiosk]:
    """Build a kiosk that knows the server at ``url``; its sync tasks are not running.

    ``chance`` is how much of each back-off it waits out.
    """
    clock = ShiftedClock(at)
    journal = await AsyncJournal.open(folder / "journal.db", number, clock)
    link = LinkHealth(clock, lambda: chance)
    client = ServerClient(url, number, link, clock, token, tls=tls)
    uplink = Uplink(journal, client, link, clock)
    snapshots: list[LineSnapshot] = []
    catalogues: list[Catalogue] = []
    own = printer or MemoryPrinter(clock)
    lent: list[Mapping[str, int]] = []
    heartbeat = Heartbeat(
        journal=journal,
        client=client,
        link=link,
        clock=clock,
        catalogue=lambda: known or catalogue(),
        printer=lambda: own.condition.word,
        publish=lent.append,
        chance=lambda: chance,
        obey=lambda asked: commanded.take(orders=asked),
    )
    downlink = Downlink(
        journal=journal,
        client=client,
        link=link,
        uplink=uplink,
        clock=clock,
        publish=snapshots.append,
        publish_catalogue=catalogues.append,
        commanded=heartbeat.beat_now,
    )
    workers = ThreadPoolExecutor(1, thread_name_prefix="workers")
    issuing = Issuing(
        journal=journal,
        server=client,
        link=link,
        printer=own,
        compose=compose,
        catalogue=lambda: known or catalogue(),
        clock=clock,
        workers=workers,
        wake=uplink.wake,
        drawn=heartbeat.wake,
    )
    restarted = asyncio.Event()

    async def restart() -> None:
        restarted.set()

    commanded = Commanded(
        journal=journal,
        issuing=issuing,
        catalogue=lambda: known or catalogue(),
        clock=clock,
        words=load_words(),
        refresh=downlink.refresh,
        restart=restart,
        told=heartbeat.beat_now,
    )
    try:
        await client.start()
        yield Kiosk(
            journal,
            client,
            link,
            uplink,
            downlink,
            heartbeat,
            issuing,
            commanded,
            restarted,
            clock,
            own,
            snapshots,
            catalogues,
            lent,
        )
    finally:
        await client.close()
        await own.close()
        workers.shutdown()
        await journal.close()


def fill_outbox(journal: Journal, count: int) -> None:
    """Put events of as many tickets into the outbox at once."""
    with journal._transaction():
        for _ in range(count):
            event = outbox.told_of(press(), EventKind.ISSUED, MONDAY, "B2-001", False)
            outbox.append(journal._connection, event)


@asynccontextmanager
async def running(*works: Awaitable[None]) -> AsyncIterator[None]:
    """Let tasks run for the time of the block; one that fails, fails the test."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        yield
        for task in tasks:
            assert not task.done(), task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _composing_for_ever(ticket: Ticket, _catalogue: Catalogue, _way: Way | None) -> TicketDocument:
    _say(ticket.label)
    sys.stdin.read()
    return document(ticket)


async def _stop_at(step: str, folder: Path, url: str) -> None:
    printer = HangingPrinter(ShiftedClock(MONDAY), say=_say) if step == "printing" else None
    compose = _composing_for_ever if step == "numbered" else document
    async with kiosk(folder, url, printer=printer, compose=compose) as parts:
        await parts.issuing.issue(
            press(), lambda told: _say("told") if isinstance(told, TicketNumbered) else None
        )
        _say("done")
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_stop_at(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
