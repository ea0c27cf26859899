"""Ways on a printer that fails, and what of them is left in the kiosk: the paper's millimetres."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.app.way_paper import WayComposer
from kiosk.app.ways import WayPrint, WayPrinting
from kiosk.clock import SystemClock
from kiosk.domain.availability import StaffWord
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import find_way
from kiosk.domain.ticket import Outcome
from kiosk.domain.way_code import way_code
from kiosk.faulty.faults import Faults
from kiosk.faulty.network import FaultPrinter
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.composing import compose
from kiosk.printing.condition import Cause, Condition, CoverOpen, NoPaper, Offline
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.escpos.printer import EscPosSettings
from kiosk.printing.file_printer import STATE_FILE, FilePrinter
from kiosk.printing.no_printer import NoPrinter
from kiosk.printing.opening import open_printer
from kiosk.printing.paper import NARROW
from kiosk.printing.printer import TicketPrinter
from kiosk.printing.raster import rasterise
from kiosk.words import load_words
from tests.issuing_kit import DAY, MONDAY, catalogue
from tests.printer_kit import ORDINARY, QUICK_PRINTER, WORDS, is_on
from tests.waiting import until

QUICK = EscPosSettings(Deadlines(connect=1, answer=0.3, send=2, completion=0.5), poll_seconds=0.02)
NOTHING = Holdings({"kk": Holding.LOST}, others=Holding.NEVER)
WAY = find_way(catalogue(), "paspor-baru", NOTHING)
WANTED = WayPrint(WAY, NOTHING, catalogue(), StaffWord(), MONDAY, "id")
COMPOSE = WayComposer(load_words())
DOCUMENT = COMPOSE(WANTED)
LENGTH_MM = NARROW.mm(rasterise(DOCUMENT, NARROW).height) + NARROW.feed_to_cutter_mm
TICKET = compose(ORDINARY, WORDS)
SHORT_LIFE = 1.0
"""Seconds: some fifty looks at the printer."""


class Lobby:
    """A printer, a journal, and who prints ways with them."""

    def __init__(self, printer: TicketPrinter, journal: AsyncJournal, ways: WayPrinting) -> None:
        self.printer = printer
        self.journal = journal
        self.told: list[Condition] = []
        self._ways = ways

    async def print_way(self) -> Outcome:
        return await self._ways.print_way(WANTED, self.told.append)

    async def roll_mm(self) -> float:
        return await self.journal.do(Journal.roll_mm)


@asynccontextmanager
async def lobby(folder: Path, printer: TicketPrinter, life_seconds: float = 30.0) -> AsyncIterator[Lobby]:
    journal = await AsyncJournal.open(folder / "journal.db", 2, SystemClock())
    workers = ThreadPoolExecutor(1, thread_name_prefix="workers")
    ways = WayPrinting(
        printer=printer, journal=journal, compose=COMPOSE, workers=workers, life_seconds=life_seconds
    )
    try:
        yield Lobby(printer, journal, ways)
    finally:
        await printer.close()
        workers.shutdown()
        await journal.close()


def at(uri: str) -> TicketPrinter:
    return open_printer(uri, NARROW, SystemClock(), settings=QUICK)


async def test_a_way_comes_out_whole_and_the_roll_is_counted(tmp_path: Path) -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        async with lobby(tmp_path, at(device.uri)) as here:
            assert await here.print_way() is Outcome.PRINTED
            assert await here.print_way() is Outcome.PRINTED
            assert await here.roll_mm() == pytest.approx(2 * LENGTH_MM)
        assert [is_on(paper, DOCUMENT) for paper in device.seen.tickets] == [True, True]
    assert here.told == []


def bytes_of(folder: Path) -> bytes:
    """Return the journal's file with its log, as they lie on the disk."""
    return b"".join(path.read_bytes() for path in folder.glob("journal.db*"))


async def test_neither_the_journals_file_nor_the_outbox_holds_the_way_or_the_answers(tmp_path: Path) -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        async with lobby(tmp_path, at(device.uri)) as here:
            assert await here.print_way() is Outcome.PRINTED
            assert await here.journal.do(Journal.outbox_size) == 0
            assert await here.journal.do(Journal.tickets, DAY) == ()
            written = bytes_of(tmp_path)
    assert b"roll_mm" in written
    services = [stop.service for stop in WAY.stops]
    for secret in (*services, *Holding, "ktp-el", "akta", "Paspor", way_code(WAY)):
        assert secret.encode() not in written


async def test_a_way_that_no_paper_takes_is_told_and_expires_and_never_comes_out(tmp_path: Path) -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=0)) as device:
        async with lobby(tmp_path, at(device.uri), SHORT_LIFE) as here:
            assert await here.print_way() is Outcome.NOT_SENT
            assert here.told == [NoPaper()]
            device.faults.paper_mm = 50_000
            assert (await here.printer.submit(TICKET, lambda _: None)).outcome is Outcome.PRINTED
            assert await here.roll_mm() == 0
        assert [is_on(paper, TICKET) for paper in device.seen.tickets] == [True]


async def test_a_way_comes_out_when_the_printer_is_mended_within_its_life(tmp_path: Path) -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(cover_open=True)) as device:
        async with lobby(tmp_path, at(device.uri)) as here:
            way = asyncio.create_task(here.print_way())
            await until(lambda: here.told == [CoverOpen()])
            device.faults.cover_open = False
            assert await way is Outcome.PRINTED
        assert [is_on(paper, DOCUMENT) for paper in device.seen.tickets] == [True]


async def test_a_way_behind_a_held_ticket_dies_first_and_the_ticket_still_comes_out(tmp_path: Path) -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=0)) as device:
        async with lobby(tmp_path, at(device.uri), SHORT_LIFE) as here:
            ticket = asyncio.create_task(here.printer.submit(TICKET, lambda _: None))
            await until(lambda: here.printer.condition == NoPaper())
            async with asyncio.timeout(10):
                assert await here.print_way() is Outcome.NOT_SENT
            assert here.told == [NoPaper()]
            assert not ticket.done()
            assert here.printer.condition == NoPaper()
            device.faults.paper_mm = 50_000
            assert (await ticket).outcome is Outcome.PRINTED
        assert [is_on(paper, TICKET) for paper in device.seen.tickets] == [True]


async def test_a_way_behind_a_held_ticket_dies_first_on_a_printer_of_files_too(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    printer = FilePrinter(paper, NARROW, SystemClock(), poll_seconds=0.01)
    (paper / STATE_FILE).write_text('{"condition": "no_paper", "paper_mm": 0}')
    async with lobby(tmp_path, printer, SHORT_LIFE) as here:
        ticket = asyncio.create_task(printer.submit(TICKET, lambda _: None))
        await until(lambda: printer.condition == NoPaper())
        async with asyncio.timeout(10):
            assert await here.print_way() is Outcome.NOT_SENT
        (paper / STATE_FILE).write_text('{"condition": "ready", "paper_mm": 50000}')
        assert (await ticket).outcome is Outcome.PRINTED
        assert await here.print_way() is Outcome.PRINTED
    assert sorted(path.name for path in paper.glob("*.pdf")) == ["001-B-027.pdf", "002-way-paspor-baru.pdf"]


async def test_a_way_that_is_torn_is_unknown_and_its_rest_never_comes_out(tmp_path: Path) -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=60)) as device:
        async with lobby(tmp_path, at(device.uri)) as here:
            assert await here.print_way() is Outcome.UNKNOWN
            assert await here.roll_mm() > 0
            device.faults.paper_mm = 50_000
            assert (await here.printer.submit(TICKET, lambda _: None)).outcome is Outcome.PRINTED
        stump, ticket = device.seen.tickets
        assert stump.height < rasterise(DOCUMENT, NARROW).height / 2
        assert is_on(ticket, TICKET)


async def test_a_printer_that_is_not_there_is_an_outcome(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    async with lobby(tmp_path, at(f"tcp://127.0.0.1:{port}"), SHORT_LIFE) as here:
        assert await here.print_way() is Outcome.NOT_SENT
    assert here.told == [Offline(Cause.REFUSED)]


async def test_a_kiosk_without_a_printer_leaves_the_way_on_the_screen(tmp_path: Path) -> None:
    async with lobby(tmp_path, NoPrinter()) as here:
        assert await here.print_way() is Outcome.ON_SCREEN
        assert await here.roll_mm() == 0


def read_only_from_now_on(journal: Journal) -> None:
    journal._connection.execute("PRAGMA query_only = ON")


async def test_a_journal_that_cannot_count_the_roll_does_not_spoil_the_paper(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        async with lobby(tmp_path, at(device.uri)) as here:
            await here.journal.do(read_only_from_now_on)
            with caplog.at_level(logging.ERROR):
                assert await here.print_way() is Outcome.PRINTED
    assert "of the roll could not be counted" in caplog.text
