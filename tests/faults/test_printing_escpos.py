"""A ticket printer on a real socket, with the faults that printers have."""

import asyncio
import logging
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.faulty.faults import Faults
from kiosk.faulty.network import FaultPrinter
from kiosk.printing.composing import compose
from kiosk.printing.condition import (
    Cause,
    Condition,
    CoverOpen,
    CutterJam,
    Doubt,
    NearEnd,
    NoPaper,
    Offline,
    Ready,
    Unknown,
)
from kiosk.printing.document import TicketDocument
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.escpos.printer import EscPosPrinter, EscPosSettings
from kiosk.printing.opening import open_printer
from kiosk.printing.paper import NARROW
from kiosk.printing.printer import FirstByte, Held, PrintResult, Progress, TicketPrinter
from kiosk.printing.raster import rasterise
from tests.printer_kit import ORDINARY, QUICK_PRINTER, WORDS, is_on
from tests.waiting import until

QUICK = EscPosSettings(Deadlines(connect=1, answer=0.3, send=2, completion=0.5), poll_seconds=0.02)
DOCUMENT = compose(ORDINARY, WORDS)
NEXT = compose(replace(ORDINARY, label="B-028"), WORDS)


@asynccontextmanager
async def opened(uri: str, settings: EscPosSettings = QUICK) -> AsyncIterator[TicketPrinter]:
    printer = open_printer(uri, NARROW, SystemClock(), settings=settings)
    try:
        yield printer
    finally:
        await printer.close()


def copies(device: FaultPrinter, document: TicketDocument) -> int:
    """Return how many whole papers of a ticket came out."""
    return sum(is_on(paper, document) for paper in device.seen.tickets)


async def test_a_ticket_is_printed_once_the_printer_says_so() -> None:
    told: list[Progress] = []
    threads: set[int] = set()

    def tell(progress: Progress) -> None:
        told.append(progress)
        threads.add(threading.get_ident())

    with FaultPrinter(QUICK_PRINTER) as device:
        async with opened(device.uri) as printer:
            before = SystemClock().elapsed()
            result = await printer.submit(DOCUMENT, tell)
        assert copies(device, DOCUMENT) == len(device.seen.tickets) == 1
    assert result.outcome is Outcome.PRINTED
    assert result.condition == Ready()
    assert told == [FirstByte(result.first_byte or 0)]
    assert threads == {threading.get_ident()}
    assert result.first_byte
    assert result.done
    assert before < result.first_byte < result.done
    assert result.length_mm == pytest.approx(104.5, abs=3)


async def test_tickets_that_come_at_once_are_printed_one_after_the_other() -> None:
    documents = [compose(replace(ORDINARY, label=f"B-{n:03d}"), WORDS) for n in range(1, 6)]
    with FaultPrinter(QUICK_PRINTER) as device:
        async with opened(device.uri) as printer:
            results = await asyncio.gather(*(printer.submit(each, lambda _: None) for each in documents))
        assert [is_on(*pair) for pair in zip(device.seen.tickets, documents, strict=True)] == [True] * 5
        assert device.seen.connections == 5
    assert {result.outcome for result in results} == {Outcome.PRINTED}


async def test_without_the_completion_answer_nothing_is_called_printed() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(completions=0)) as device:
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
        assert copies(device, DOCUMENT) == 1
    assert result.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("mm", [3, 20, 45, 85])
async def test_paper_that_ends_in_mid_ticket_is_never_called_printed(mm: float) -> None:
    told: list[Progress] = []
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=mm)) as device:
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
            assert result.outcome is Outcome.UNKNOWN
            assert result.condition == NoPaper()
            following = asyncio.create_task(printer.submit(NEXT, told.append))
            await until(lambda: Held(NoPaper()) in told)
            device.faults.paper_mm = 50_000
            assert (await following).outcome is Outcome.PRINTED
        assert copies(device, NEXT) == 1
        assert is_on(device.seen.tickets[-1], NEXT)
        assert device.seen.strays == 0


async def test_a_torn_ticket_is_not_printed_again_by_itself() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=30)) as device:
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
            assert result.outcome is Outcome.UNKNOWN
            device.faults.paper_mm = 50_000
            assert await until_prints(printer)
        assert copies(device, DOCUMENT) == 0
        (stump,) = device.seen.tickets
        assert stump.height < rasterise(DOCUMENT, NARROW).height


async def test_a_late_answer_for_a_torn_ticket_does_not_count_for_the_next() -> None:
    roomy = replace(QUICK_PRINTER, buffer_bytes=64 * 1024, drops=False)
    patient = replace(QUICK, deadlines=replace(QUICK.deadlines, completion=1.5))
    with FaultPrinter(roomy, Faults(paper_mm=84)) as device:
        async with opened(device.uri, patient) as printer:
            assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.UNKNOWN
            device.faults.cut_seconds = 0.1
            device.faults.completions = 2
            device.faults.paper_mm = 50_000
            result = await printer.submit(NEXT, lambda _: None)
    assert result.outcome is Outcome.UNKNOWN


async def until_prints(printer: TicketPrinter) -> bool:
    for _ in range(100):
        if (await printer.refresh()).prints:
            return True
    return False


@pytest.mark.parametrize("after", [200, 5000, 9000, 15_000])
async def test_after_a_reset_in_mid_ticket_the_next_one_comes_clean(after: int) -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(reset_at_byte=after)) as device:
        async with opened(device.uri) as printer:
            broken = await printer.submit(DOCUMENT, lambda _: None)
            assert broken.outcome is Outcome.UNKNOWN
            assert broken.condition == Offline(Cause.BROKEN)
            assert broken.first_byte is not None
            following = await printer.submit(NEXT, lambda _: None)
        assert following.outcome is Outcome.PRINTED
        assert copies(device, DOCUMENT) == 0
        assert is_on(device.seen.tickets[-1], NEXT)
        assert device.seen.strays == 0


MENDING: list[tuple[Faults, Condition]] = [
    (Faults(paper_mm=0), NoPaper()),
    (Faults(cover_open=True), CoverOpen()),
    (Faults(cutter_jam=True), CutterJam()),
]


@pytest.mark.parametrize(("faults", "condition"), MENDING, ids=[c.word for _, c in MENDING])
async def test_a_held_ticket_is_printed_once_the_printer_is_mended(
    faults: Faults, condition: Condition
) -> None:
    told: list[Progress] = []
    with FaultPrinter(QUICK_PRINTER, replace(faults)) as device:
        async with opened(device.uri) as printer:
            job = asyncio.create_task(printer.submit(DOCUMENT, told.append))
            await until(lambda: told)
            await until(lambda: device.seen.connections >= 3)
            assert told == [Held(condition)]
            assert printer.condition == condition
            device.faults = Faults()
            result = await job
            assert result.outcome is Outcome.PRINTED
            assert told[0] == Held(condition)
            assert told[-1] == FirstByte(result.first_byte or 0)
            assert sum(isinstance(each, FirstByte) for each in told) == 1
        assert copies(device, DOCUMENT) == len(device.seen.tickets) == 1


async def test_a_cover_opened_in_mid_ticket_is_reported_and_not_called_printed() -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        device.tell("after 40 open")
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
    assert (result.outcome, result.condition) == (Outcome.UNKNOWN, CoverOpen())


async def test_a_job_whose_life_ends_never_comes_out() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(cover_open=True)) as device:
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None, life=0.5)
            assert result == PrintResult(Outcome.NOT_SENT, CoverOpen(), done=result.done)
            device.faults.cover_open = False
            assert (await printer.submit(NEXT, lambda _: None)).outcome is Outcome.PRINTED
        assert copies(device, DOCUMENT) == 0


async def test_a_refused_connection_is_not_sent_when_its_life_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    told: list[Progress] = []
    async with opened(f"tcp://127.0.0.1:{port}") as printer:
        result = await printer.submit(DOCUMENT, told.append, life=0.5)
        assert await printer.refresh() == Offline(Cause.REFUSED)
    assert (result.outcome, result.condition) == (Outcome.NOT_SENT, Offline(Cause.REFUSED))
    assert told == [Held(Offline(Cause.REFUSED))]


async def test_a_printer_that_answers_nothing_gets_no_ticket() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(mute=True)) as device:
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None, life=0.8)
            assert (result.outcome, result.condition) == (Outcome.NOT_SENT, Unknown(Doubt.SILENT))
        assert device.seen.bands == []


async def test_a_printer_known_to_be_mute_is_written_to_and_its_tickets_are_blind() -> None:
    blind = replace(QUICK, blind=True, mm_per_second=10_000.0)
    with FaultPrinter(QUICK_PRINTER, Faults(mute=True)) as device:
        async with opened(device.uri, blind) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
            assert result.outcome is Outcome.BLIND
        await until(lambda: copies(device, DOCUMENT) == 1)


async def test_near_the_end_of_the_roll_tickets_go_on() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(near_end=True)) as device:
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
            assert (result.outcome, result.condition) == (Outcome.PRINTED, NearEnd())
            assert printer.condition == NearEnd()


async def test_closing_gives_up_a_held_job() -> None:
    told: list[Progress] = []
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=0)) as device:
        async with opened(device.uri) as printer:
            job = asyncio.create_task(printer.submit(DOCUMENT, told.append))
            queued = asyncio.create_task(printer.submit(NEXT, told.append))
            await until(lambda: told)
            await printer.close()
            assert (await job).outcome is Outcome.NOT_SENT
            assert (await queued).outcome is Outcome.NOT_SENT
        assert device.seen.bands == []


class StuckTransport:
    """Stands still in one of its steps, as a name server that never answers makes ``connect`` do."""

    def __init__(self, step: str, free: threading.Event, sent: list[bytes]) -> None:
        self._step = step
        self._free = free
        self._sent = sent

    def _reach(self, step: str) -> None:
        if step == self._step:
            self._free.wait()

    def open(self, seconds: float) -> None:
        self._reach("open")

    def write_some(self, data: bytes, seconds: float) -> int:
        self._reach("write")
        self._sent.append(data)
        return len(data)

    def read_some(self, seconds: float) -> bytes:
        self._reach("read")
        return b""

    def close(self, *, discard: bool = False) -> None:
        self._reach("close")


@pytest.mark.parametrize(
    ("step", "blind", "outcome"),
    [("open", False, Outcome.NOT_SENT), ("write", True, Outcome.UNKNOWN)],
)
async def test_a_stuck_worker_is_replaced_and_sends_nothing_more(
    step: str, blind: bool, outcome: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    settings = replace(QUICK, blind=blind, stuck_seconds=0.3)
    free = threading.Event()
    sent: list[bytes] = []
    printer = EscPosPrinter(lambda: StuckTransport(step, free, sent), NARROW, SystemClock(), settings)
    try:
        with caplog.at_level(logging.ERROR):
            result = await printer.submit(DOCUMENT, lambda _: None, life=0.25)
        assert result.outcome is outcome
        assert "given up and replaced" in caplog.text
        sent.clear()
        free.set()
        await until(lambda: threading.active_count() <= 2)
        assert len(sent) <= 1
    finally:
        free.set()
        await printer.close()
