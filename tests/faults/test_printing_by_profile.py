"""What a profile says reaches the printer: its pictures, its reports, its pace, its mouth."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.faulty.faults import Fate, Faults
from kiosk.faulty.network import FaultPrinter
from kiosk.parts import LEFTOVER_FILE, open_ticket_printer
from kiosk.printing.composing import compose
from kiosk.printing.condition import Ready
from kiosk.printing.escpos.printer import EscPosSettings
from kiosk.printing.opening import open_printer, treatment
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import TicketPrinter
from kiosk.printing.profile import PrinterProfile
from kiosk.printing.profile_file import load_profile
from kiosk.settings import PrinterSettings
from tests.printer_kit import ORDINARY, WORDS, is_on, quick

DOCUMENT = compose(ORDINARY, WORDS)
QUESTIONS, ASKED_FOR_TICKET = 12, 3
"""Bytes of the questions for the state, and of the one for a ticket in the mouth."""


def profile(name: str) -> PrinterProfile:
    found = load_profile(name).profile
    assert found is not None
    return found


@asynccontextmanager
async def opened(uri: str, paper: PaperProfile, settings: EscPosSettings) -> AsyncIterator[TicketPrinter]:
    printer = open_printer(uri, paper, SystemClock(), settings=settings)
    try:
        yield printer
    finally:
        await printer.close()


@pytest.mark.parametrize("rows", [8, 48, 96])
async def test_no_picture_has_more_rows_than_the_profile_says_or_a_multiple_of_48(rows: int) -> None:
    fits = replace(profile("generic-58mm"), band_rows=rows, cutter=True)
    with FaultPrinter(quick(fits.paper)) as device:
        async with opened(device.uri, fits.paper, treatment(fits)) as printer:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
        heights = {height for _, height in device.seen.bands}
        assert is_on(device.seen.tickets[0], DOCUMENT)
    assert rows - 1 <= max(heights) <= rows
    assert all(height % 48 for height in heights)


async def test_a_printer_without_reports_is_not_asked_for_them_and_still_believed() -> None:
    fits = replace(profile("generic-80mm"), asb=False)
    with FaultPrinter(quick(fits.paper), Faults(reset_at_byte=5000)) as device:
        async with opened(device.uri, fits.paper, treatment(fits)) as printer:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.UNKNOWN
            assert await printer.refresh() == Ready()
            assert not device._engine._reporting, "asked by the clearing"
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
            assert not device._engine._reporting, "asked by the ticket"


async def test_a_blind_printer_gets_its_next_ticket_after_its_own_time() -> None:
    fits = replace(profile("mute-clone"), mm_per_second=200)
    clock = SystemClock()
    with FaultPrinter(quick(fits.paper, "mute")) as device:
        async with opened(device.uri, fits.paper, treatment(fits)) as printer:
            begun = clock.elapsed()
            result = await printer.submit(DOCUMENT, lambda _: None)
            took = clock.elapsed() - begun
    assert result.outcome is Outcome.BLIND
    assert result.length_mm / 200 < took < result.length_mm / 200 + 2


async def test_a_presenter_takes_back_a_ticket_that_nobody_took() -> None:
    fits = profile("presenter")
    settings = replace(treatment(fits), retract_seconds=1)
    with FaultPrinter(quick(fits.paper, "presenter")) as device:
        async with opened(device.uri, fits.paper, settings) as printer:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
            for _ in range(3):
                assert await printer.refresh() == Ready()
            assert device.seen.papers[0].fate is Fate.HELD, "not before its time"
            async with asyncio.timeout(5):
                while device.seen.papers[0].fate is Fate.HELD:
                    await printer.refresh()
        assert device.seen.papers[0].fate is Fate.RETRACTED


async def test_a_ticket_that_was_taken_and_any_other_printer_are_left_alone() -> None:
    fits = profile("presenter")
    for retract in (1e-9, 0.0):  # over at the first look, whatever the machine's speed
        settings = replace(treatment(fits), retract_seconds=retract)
        with FaultPrinter(quick(fits.paper, "presenter")) as device:
            async with opened(device.uri, fits.paper, settings) as printer:
                assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
                if retract:
                    device.tell("take")
                before = device.seen.received
                for _ in range(10):
                    await printer.refresh()
                asked = device.seen.received - before
                assert asked == 10 * QUESTIONS + (ASKED_FOR_TICKET if retract else 0)
            (paper,) = device.seen.papers
            assert paper.fate is (Fate.TAKEN if retract else Fate.HELD)
    assert treatment(replace(fits, dialect="epson")).retract_seconds == 0


async def test_the_kiosks_own_printer_has_the_profile_of_the_settings_and_a_memory(tmp_path: Path) -> None:
    fits = profile("generic-58mm")
    with FaultPrinter(quick(fits.paper, "generic-58")) as device:
        settings = PrinterSettings(device.uri, "generic-58mm")
        printer = open_ticket_printer(settings, SystemClock(), tmp_path, uncleared=True)
        try:
            assert await printer.refresh() == Ready()
            assert device.seen.received > 8192, "it was cleared"
            assert not (tmp_path / LEFTOVER_FILE).exists()
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
        finally:
            await printer.close()
        device.tell("take")
        (strip,) = device.seen.tickets
        assert strip.width == 384
        assert device.seen.strays == 0


async def test_text_is_typed_as_the_settings_say_and_its_code_drawn_as_the_profile_says(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[profile]\nwidth_mm = 58\ndots = 384\nasb = false\nband_rows = 9\n", "utf-8")
    with FaultPrinter(replace(quick(), reports=False)) as device:
        settings = PrinterSettings(device.uri, str(own), render="text")
        printer = open_ticket_printer(settings, SystemClock(), tmp_path, uncleared=False)
        try:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
        finally:
            await printer.close()
        assert device.seen.strays > 100, "characters of the printer's own"
        assert max(rows for _, rows in device.seen.bands) == 9
        assert device.seen.received < 4096
