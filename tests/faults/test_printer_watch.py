"""The watch on the printer: what is logged of it, and the end of a roll that only the journal counts."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.app.printer_watch import PrinterWatch
from kiosk.clock import SystemClock
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.condition import CoverOpen, NearEnd, NoPaper, Ready
from kiosk.printing.file_printer import STATE_FILE, FilePrinter
from kiosk.printing.paper import NARROW
from kiosk.words import load_words

ROLL_MM = 50_000.0


@dataclass(frozen=True, slots=True)
class Watched:
    watch: PrinterWatch
    journal: AsyncJournal
    folder: Path

    async def use(self, mm: float) -> None:
        await self.journal.do(Journal.paper_used, mm)

    def become(self, condition: str, paper_mm: float = ROLL_MM) -> None:
        (self.folder / STATE_FILE).write_text(json.dumps({"condition": condition, "paper_mm": paper_mm}))


@asynccontextmanager
async def watched(folder: Path, roll_mm: float = 0.0) -> AsyncIterator[Watched]:
    printer = FilePrinter(folder, NARROW, SystemClock())
    journal = await AsyncJournal.open(folder / "journal.db", 2, SystemClock())
    watch = PrinterWatch(printer=printer, journal=journal, words=load_words(), roll_mm=roll_mm)
    try:
        yield Watched(watch, journal, folder)
    finally:
        await printer.close()
        await journal.close()


async def test_the_end_of_a_counted_roll_is_seen_coming_until_a_new_one_is_in(tmp_path: Path) -> None:
    async with watched(tmp_path, ROLL_MM) as here:
        await here.use(ROLL_MM - 5_000)
        assert await here.watch.look() == Ready()
        await here.use(800)
        assert await here.watch.look() == NearEnd(4_200.0)
        assert here.watch.condition == NearEnd(4_200.0)
        await here.use(9_000)
        assert await here.watch.look() == NearEnd(0.0), "what is counted never says that there is none"
        await here.journal.do(Journal.new_roll)
        assert await here.watch.look() == Ready()


async def test_a_roll_whose_length_nobody_gave_is_not_judged(tmp_path: Path) -> None:
    async with watched(tmp_path) as here:
        await here.use(10 * ROLL_MM)
        assert await here.watch.look() == Ready()


async def test_a_printers_own_sensors_are_believed_before_the_count(tmp_path: Path) -> None:
    async with watched(tmp_path, ROLL_MM) as here:
        await here.use(ROLL_MM)
        here.become("no_paper")
        assert await here.watch.look() == NoPaper()
        here.become("ready", 2_000)
        assert await here.watch.look() == NearEnd(2_000.0)


async def test_a_change_is_logged_once_with_what_to_do_and_so_is_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kiosk.app.printer_watch")
    async with watched(tmp_path, ROLL_MM) as here:
        await here.watch.look()
        assert caplog.messages == []
        here.become("cover_open")
        for _ in range(3):
            assert await here.watch.look() == CoverOpen()
        here.become("ready")
        await here.use(ROLL_MM - 4_500)
        for _ in range(3):
            await here.use(200)
            await here.watch.look()
        await here.journal.do(Journal.new_roll)
        await here.watch.look()
    cover, roll, ready = caplog.messages
    assert cover == "The printer's cover is open. Close it until it clicks."
    assert roll.startswith("The paper roll is nearly used up: less than 5 m left. Have a new roll at hand.")
    assert ready == "The printer is ready. There is nothing to do."
    assert [each.levelno for each in caplog.records] == [logging.WARNING, logging.WARNING, logging.INFO]
