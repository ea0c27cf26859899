"""Printers at a serial line and at a USB device's file: the fault printer behind a terminal."""

import asyncio
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.faulty.faults import Faults
from kiosk.printing.address import printer_address
from kiosk.printing.composing import compose
from kiosk.printing.condition import Cause, NoPaper, Offline, Ready
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.escpos.printer import EscPosSettings
from kiosk.printing.opening import open_printer, suited, transport_to
from kiosk.printing.paper import NARROW
from kiosk.printing.printer import Held, Progress, TicketPrinter
from tests.device_kit import LinePrinter
from tests.printer_kit import ORDINARY, QUICK_PRINTER, WORDS, is_on
from tests.waiting import until

QUICK = EscPosSettings(Deadlines(connect=1, answer=0.5, send=3, completion=1), poll_seconds=0.02)
DOCUMENT = compose(ORDINARY, WORDS)
NEXT = compose(replace(ORDINARY, label="B-028"), WORDS)
URIS = ("serial:{}?baud=19200", "usb:{}")


@asynccontextmanager
async def opened(uri: str, settings: EscPosSettings = QUICK) -> AsyncIterator[TicketPrinter]:
    printer = open_printer(uri, NARROW, SystemClock(), settings=settings)
    try:
        yield printer
    finally:
        await printer.close()


@pytest.mark.parametrize("uri", URIS)
@pytest.mark.parametrize("by_id", [False, True])
async def test_tickets_are_printed_when_the_printer_at_a_device_says_so(uri: str, by_id: bool) -> None:
    with LinePrinter(QUICK_PRINTER) as device:
        async with opened(uri.format(device.path), replace(QUICK, by_id=by_id)) as printer:
            for document in (DOCUMENT, NEXT):
                assert (await printer.submit(document, lambda _: None)).outcome is Outcome.PRINTED
        assert [is_on(*pair) for pair in zip(device.seen.tickets, (DOCUMENT, NEXT), strict=True)] == [
            True
        ] * 2
        assert device.seen.strays == 0
        assert device.baud == (termios.B19200 if uri.startswith("serial") else termios.B38400)


@pytest.mark.parametrize("uri", URIS)
async def test_a_held_ticket_is_printed_once_the_printer_at_a_device_is_mended(uri: str) -> None:
    told: list[Progress] = []
    with LinePrinter(QUICK_PRINTER, Faults(paper_mm=0)) as device:
        async with opened(uri.format(device.path)) as printer:
            job = asyncio.create_task(printer.submit(DOCUMENT, told.append))
            await until(lambda: Held(NoPaper()) in told)
            device.faults.paper_mm = 50_000
            assert (await job).outcome is Outcome.PRINTED


@pytest.mark.parametrize("uri", URIS)
async def test_paper_that_ends_in_mid_ticket_is_seen_while_the_line_stands_still(uri: str) -> None:
    with LinePrinter(QUICK_PRINTER, Faults(paper_mm=30)) as device:
        async with opened(uri.format(device.path)) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
            assert (result.outcome, result.condition) == (Outcome.UNKNOWN, NoPaper())
            device.faults.paper_mm = 50_000
            assert (await printer.submit(NEXT, lambda _: None)).outcome is Outcome.PRINTED
        assert is_on(device.seen.tickets[-1], NEXT)
        assert device.seen.strays == 0


@pytest.mark.parametrize("uri", URIS)
async def test_a_plug_that_is_pulled_is_offline_and_the_ticket_is_not_sent(uri: str) -> None:
    with LinePrinter(QUICK_PRINTER) as device:
        async with opened(uri.format(device.path)) as printer:
            assert await printer.refresh() == Ready()
            device.hang_up()
            result = await printer.submit(DOCUMENT, lambda _: None, life=0.3)
            assert (result.outcome, result.condition) == (Outcome.NOT_SENT, Offline(Cause.NO_DEVICE))


@pytest.mark.parametrize("uri", URIS)
async def test_a_device_that_is_not_there_is_offline(uri: str, tmp_path: Path) -> None:
    async with opened(uri.format(tmp_path / "lp0")) as printer:
        assert await printer.refresh() == Offline(Cause.NO_DEVICE)


async def test_a_printer_that_says_xoff_is_waited_for_and_loses_nothing() -> None:
    slow = replace(QUICK_PRINTER, mm_per_second=150.0, buffer_bytes=2048)
    with LinePrinter(slow, xon=True) as device:
        async with opened(f"serial:{device.path}?flow=xon") as printer:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
        assert device.hushed > 1
        assert is_on(device.seen.tickets[0], DOCUMENT)


@pytest.mark.parametrize("uri", URIS)
def test_no_step_takes_longer_than_its_deadline(uri: str) -> None:
    clock = SystemClock()
    with LinePrinter(QUICK_PRINTER, Faults(deaf=True)) as device:
        transport = transport_to(printer_address(uri.format(device.path)))
        transport.open(1)
        before = clock.elapsed()
        while transport.write_some(bytes(4096), 0.1):
            assert clock.elapsed() < before + 5
        assert transport.read_some(0.1) == b""
        begun = clock.elapsed()
        assert transport.write_some(b"more", 0.1) == 0
        assert 0.09 < clock.elapsed() - begun < 1
        transport.close(discard=True)
        assert clock.elapsed() - begun < 2
        with pytest.raises(ConnectionError, match="not open"):
            transport.read_some(0)


async def test_what_was_not_delivered_is_dropped_from_a_serial_line() -> None:
    with LinePrinter(QUICK_PRINTER, Faults(deaf=True)) as device:
        transport = transport_to(printer_address(f"serial:{device.path}"))
        transport.open(1)
        sent = 0
        while taken := transport.write_some(bytes(4096), 0.1):
            sent += taken
        transport.close(discard=True)
        device.faults.deaf = False
        transport.open(1)
        transport.write_some(b"\x10\x04\x01", 1)
        await until(lambda: transport.read_some(0.01))
        assert device.seen.received <= 4096 + 3 < sent, "the rest was still the kernel's to deliver"
        transport.close()


def test_a_serial_line_has_one_program_at_a_time() -> None:
    with LinePrinter(QUICK_PRINTER) as device:
        address = printer_address(f"serial:{device.path}")
        first, second = transport_to(address), transport_to(address)
        first.open(1)
        with pytest.raises(OSError, match="lock"):
            second.open(1)
        first.close()


def test_a_slow_line_gets_more_time_than_a_quick_one() -> None:
    slow, quick = (
        suited(QUICK, printer_address(f"serial:/dev/ttyS0?baud={baud}")) for baud in (9600, 115200)
    )
    assert slow.deadlines.send == pytest.approx(3 + 31.25)
    assert quick.deadlines.send < 6
    assert slow.stuck_seconds > slow.deadlines.send * 2
