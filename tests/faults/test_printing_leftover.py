"""A kiosk that dies in mid-ticket: the one that follows clears the printer before anything else."""

import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.accidents import VARIABLE
from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.faulty.faults import Faults
from kiosk.faulty.network import FaultPrinter
from kiosk.printing.composing import compose
from kiosk.printing.condition import Ready
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.escpos.printer import EscPosSettings
from kiosk.printing.leftover import Leftover
from kiosk.printing.opening import open_printer
from kiosk.printing.paper import NARROW
from kiosk.printing.printer import TicketPrinter
from tests.printer_kit import ORDINARY, QUICK_PRINTER, WORDS, is_on
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
QUICK = EscPosSettings(Deadlines(connect=1, answer=0.3, send=3, completion=1), poll_seconds=0.02)
DOCUMENT = compose(ORDINARY, WORDS)
NEXT = compose(replace(ORDINARY, label="B-028"), WORDS)


@asynccontextmanager
async def opened(uri: str, mark: Path, settings: EscPosSettings = QUICK) -> AsyncIterator[TicketPrinter]:
    printer = open_printer(uri, NARROW, SystemClock(), settings=settings, leftover=Leftover(mark))
    try:
        yield printer
    finally:
        await printer.close()


def die_in_mid_ticket(uri: str, mark: Path, step: str = "printer.first_byte.after:2") -> None:
    """Let a program print the document and kill itself, with SIGKILL, when its second piece is on the way."""
    died = subprocess.run(
        (sys.executable, "-m", "tests.faults.mid_ticket", uri, str(mark)),
        cwd=ROOT,
        env={**os.environ, VARIABLE: step},
        check=False,
        timeout=20,
    )
    assert died.returncode == -9


@pytest.mark.parametrize("step", ["printer.first_byte.before", "printer.first_byte.after:2"])
async def test_after_a_kill_in_mid_ticket_the_next_ticket_comes_clean(tmp_path: Path, step: str) -> None:
    mark = tmp_path / "mark"
    with FaultPrinter(QUICK_PRINTER) as device:
        die_in_mid_ticket(device.uri, mark, step)
        assert mark.exists()
        async with opened(device.uri, mark) as printer:
            assert (await printer.submit(NEXT, lambda _: None)).outcome is Outcome.PRINTED
        assert is_on(device.seen.tickets[-1], NEXT)
        assert device.seen.strays == 0
        assert not any(is_on(paper, DOCUMENT) for paper in device.seen.tickets)
    assert not mark.exists()


async def test_the_late_answer_of_a_dead_kiosks_ticket_does_not_count_for_the_next(tmp_path: Path) -> None:
    """Paper ran out in mid-ticket, the kiosk ended, and paper is loaded only when the next one is there."""
    roomy = replace(QUICK_PRINTER, buffer_bytes=64 * 1024, drops=False)
    mark = tmp_path / "mark"
    with FaultPrinter(roomy, Faults(paper_mm=84)) as device:
        async with opened(device.uri, mark) as printer:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.UNKNOWN
        assert mark.exists()
        device.faults = Faults(cut_seconds=0.1, completions=2)
        async with opened(device.uri, mark) as printer:
            result = await printer.submit(NEXT, lambda _: None)
    assert result.outcome is Outcome.UNKNOWN, "the two answers were the dead ticket's and the clearing's"


async def test_an_idle_start_clears_before_the_first_citizen_comes(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with FaultPrinter(QUICK_PRINTER) as device:
        die_in_mid_ticket(device.uri, mark)
        async with opened(device.uri, mark) as printer:
            assert await printer.refresh() == Ready()
            assert not mark.exists()
            before = device.seen.received
            assert (await printer.submit(NEXT, lambda _: None)).outcome is Outcome.PRINTED
        assert device.seen.received - before < 30_000
        assert is_on(device.seen.tickets[-1], NEXT)


async def test_a_command_that_a_dead_kiosk_left_open_takes_no_question_for_its_size(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.touch()
    with FaultPrinter(replace(QUICK_PRINTER, drops=False)) as device:
        with socket.create_connection(("127.0.0.1", device.port), timeout=5) as line:
            line.sendall(b"\x1dv0")
        await until(lambda: device.seen.received == 3)
        async with opened(device.uri, mark) as printer:
            assert await printer.refresh() == Ready(), "cleared at the first look"
            assert (await printer.submit(NEXT, lambda _: None)).outcome is Outcome.PRINTED
        assert is_on(device.seen.tickets[-1], NEXT)
    assert not mark.exists()


async def test_a_printed_ticket_leaves_nothing_and_the_next_start_wastes_no_paper(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with FaultPrinter(QUICK_PRINTER) as device:
        for document in (DOCUMENT, NEXT):
            async with opened(device.uri, mark) as printer:
                assert (await printer.submit(document, lambda _: None)).outcome is Outcome.PRINTED
            assert not mark.exists()
        assert len(device.seen.tickets) == 2


async def test_a_disk_that_cannot_remember_keeps_no_paper_from_the_citizen(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        async with opened(device.uri, tmp_path / "no such folder" / "mark") as printer:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED
    await until(lambda: "would leave the printer uncleared" in caplog.text)
