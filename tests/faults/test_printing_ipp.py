"""Tickets on a real IPP printer, CUPS' ippeveprinter, that prints, stops, jams, and is called back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.printing.address import IppAddress, printer_address
from kiosk.printing.composing import compose
from kiosk.printing.condition import (
    Cause,
    Condition,
    CoverOpen,
    CutterJam,
    NearEnd,
    NoPaper,
    Offline,
    Ready,
    Unknown,
)
from kiosk.printing.ipp.printer import IppPrinter
from kiosk.printing.ipp.watch import IppTimes
from kiosk.printing.leftover import NOTHING_KNOWN, Leftover
from kiosk.printing.paper import WIDE
from kiosk.printing.printer import FirstByte, Held, Progress
from tests.ipp_kit import QUEUE, ROLL, WAIT, IppEve, ipp_eve
from tests.printer_kit import ORDINARY, TICKET_ID, WORDS
from tests.waiting import until

DOCUMENT = compose(ORDINARY, WORDS)
NAME = f"{TICKET_ID}-0"
QUICK = IppTimes(poll=0.05)


@pytest.fixture
def roll(tmp_path: Path) -> Iterator[IppEve]:
    with ipp_eve(tmp_path, ROLL) as printer:
        yield printer


@pytest.fixture
def office(tmp_path: Path) -> Iterator[IppEve]:
    with ipp_eve(tmp_path) as printer:
        printer.load()
        yield printer


@asynccontextmanager
async def opened(
    uri: str, leftover: Leftover = NOTHING_KNOWN, times: IppTimes = QUICK
) -> AsyncIterator[IppPrinter]:
    address = printer_address(uri)
    assert isinstance(address, IppAddress)
    printer = IppPrinter(address, WIDE, SystemClock(), leftover, times)
    try:
        yield printer
    finally:
        await printer.close()


@dataclass
class Told:
    """What a citizen's screen heard."""

    all: list[Progress] = field(default_factory=list)

    def __call__(self, progress: Progress) -> None:
        self.all.append(progress)

    @property
    def held(self) -> list[Condition]:
        return [each.condition for each in self.all if isinstance(each, Held)]


async def test_a_ticket_comes_out_of_a_roll_in_its_own_length(roll: IppEve) -> None:
    told = Told()
    async with opened(roll.uri) as printer:
        assert await printer.refresh() == Ready()
        result = await printer.submit(DOCUMENT, told)
    assert result.outcome is Outcome.PRINTED
    assert result.condition == Ready()
    assert [type(each) for each in told.all] == [FirstByte]
    assert [paper.name for paper in roll.out] == [f"out-{NAME}.pdf"]
    width, height = page_mm(roll.out[0])
    assert width == pytest.approx(80, abs=0.1)
    assert height == pytest.approx(result.length_mm, abs=0.1)
    assert 60 < height < 100


async def test_a_ticket_lies_on_an_office_sheet(office: IppEve) -> None:
    async with opened(office.uri) as printer:
        result = await printer.submit(DOCUMENT, Told(), life=10.0)
    assert result.outcome is Outcome.PRINTED
    assert page_mm(office.out[0]) == pytest.approx((210, 297), abs=0.1)


async def test_a_ticket_goes_over_tls_to_a_printer_that_signed_for_itself(roll: IppEve) -> None:
    async with opened(roll.uri.replace("ipp:", "ipps:")) as printer:
        assert (await printer.submit(DOCUMENT, Told(), life=10.0)).outcome is Outcome.PRINTED


async def test_an_open_printer_gets_nothing_until_it_is_shut(office: IppEve) -> None:
    await office.become("cover-open")
    told = Told()
    async with opened(office.uri) as printer:
        job = asyncio.create_task(printer.submit(DOCUMENT, told))
        await until(lambda: told.held)
        assert told.held == [CoverOpen()]
        assert not office.begun
        await office.become("none")
        assert (await job).outcome is Outcome.PRINTED
    assert len(office.out) == 1


async def test_without_paper_for_its_life_nothing_of_a_ticket_is_sent(roll: IppEve) -> None:
    await roll.become("media-empty")
    async with opened(roll.uri) as printer:
        result = await printer.submit(DOCUMENT, Told(), life=0.3)
    assert (result.outcome, result.condition) == (Outcome.NOT_SENT, NoPaper())
    assert (roll.folder / "log").read_text("utf-8").count("Print-Job successful") == 1, "the mechanic's"


async def test_a_tray_that_proves_empty_holds_the_ticket_until_there_is_paper(office: IppEve) -> None:
    """A printer with two trays warns of an empty one: whether it matters is known when there is a job."""
    office.load(0)
    told = Told()
    async with opened(office.uri) as printer:
        assert await printer.refresh() == Ready()
        job = asyncio.create_task(printer.submit(DOCUMENT, told))
        await until(lambda: told.held)
        assert told.held == [NoPaper()]
        assert not office.begun
        office.load()
        assert (await job).outcome is Outcome.PRINTED
    assert len(office.out) == 1


NEEDED = 'echo "STATE: +media-needed" >&2\n'
"""A deed: there is no sheet for this job."""


async def test_a_job_that_waits_in_the_printer_is_held_and_goes_on(office: IppEve) -> None:
    office.let(f'{NEEDED}{WAIT}echo "STATE: -media-needed" >&2\n')
    told = Told()
    async with opened(office.uri) as printer:
        job = asyncio.create_task(printer.submit(DOCUMENT, told))
        await until(lambda: told.held)
        assert told.held == [NoPaper()]
        office.go_on()
        assert (await job).outcome is Outcome.PRINTED


@pytest.mark.parametrize(
    ("attributes", "outcome"), [("", Outcome.NOT_SENT), (ROLL, Outcome.UNKNOWN)], ids=["sheets", "roll"]
)
async def test_a_job_that_waits_too_long_is_called_back(
    tmp_path: Path, attributes: str, outcome: Outcome
) -> None:
    """Where there is no sheet nothing came out; a roll may have ended in the midst of it."""
    with ipp_eve(tmp_path, attributes) as device:
        device.let(f"{NEEDED}{WAIT}exit 0\n")
        told = Told()
        async with opened(device.uri) as printer:
            job = asyncio.create_task(printer.submit(DOCUMENT, told, life=1.0))
            await until(lambda: "Cancel-Job" in (tmp_path / "log").read_text("utf-8"))
            device.go_on()
            assert (await job).outcome is outcome
        assert not device.out


async def test_a_page_that_came_out_though_it_was_called_back_is_unknown(office: IppEve) -> None:
    office.let(f"{NEEDED}{WAIT}")
    async with opened(office.uri) as printer:
        job = asyncio.create_task(printer.submit(DOCUMENT, Told(), life=1.0))
        await until(lambda: "Cancel-Job" in (office.folder / "log").read_text("utf-8"))
        office.go_on()
        assert (await job).outcome is Outcome.UNKNOWN
    assert len(office.out) == 1


@pytest.mark.parametrize(
    ("deed", "condition"),
    [
        ("exit 1\n", Ready()),
        ('echo "STATE: +media-jam" >&2\n', CutterJam()),
        ('echo "STATE: +media-jam,cover-open" >&2\nexit 1\n', CoverOpen()),
    ],
    ids=["aborted", "completed with a jam", "opened"],
)
async def test_a_ticket_that_went_wrong_in_the_printer_is_unknown(
    office: IppEve, deed: str, condition: Condition
) -> None:
    office.let(deed)
    async with opened(office.uri) as printer:
        result = await printer.submit(DOCUMENT, Told())
    assert (result.outcome, result.condition) == (Outcome.UNKNOWN, condition)


async def test_a_roll_that_ends_with_the_ticket_has_printed_it(roll: IppEve) -> None:
    roll.let('echo "STATE: +media-low" >&2\n')
    async with opened(roll.uri) as printer:
        result = await printer.submit(DOCUMENT, Told())
    assert (result.outcome, result.condition) == (Outcome.PRINTED, NearEnd())


async def test_a_job_that_never_ends_is_unknown_and_called_back_by_the_next_program(
    office: IppEve, tmp_path: Path
) -> None:
    office.let(WAIT)
    mark = Leftover(tmp_path / "mark")
    async with opened(office.uri, mark, IppTimes(poll=0.05, grace=0.2)) as printer:
        assert (await printer.submit(DOCUMENT, Told(), life=0.5)).outcome is Outcome.UNKNOWN
    assert mark.stands()
    calls = (office.folder / "log").read_text("utf-8").count("Cancel-Job")
    async with opened(office.uri, mark) as printer:
        await printer.refresh()
    assert not mark.stands()
    assert (office.folder / "log").read_text("utf-8").count("Cancel-Job") == calls + 1


async def test_two_tickets_come_out_one_after_the_other(office: IppEve) -> None:
    other = compose(replace(ORDINARY, copy=1), WORDS)
    async with opened(office.uri) as printer:
        results = await asyncio.gather(printer.submit(DOCUMENT, Told()), printer.submit(other, Told()))
    assert [result.outcome for result in results] == [Outcome.PRINTED, Outcome.PRINTED]
    assert [paper.name for paper in office.out] == [f"out-{NAME}.pdf", f"out-{TICKET_ID}-1.pdf"]


async def test_a_printer_that_prints_for_another_is_waited_for(office: IppEve) -> None:
    office.let(WAIT)
    told = Told()
    async with opened(office.uri) as another, opened(office.uri) as printer:
        first = asyncio.create_task(another.submit(compose(replace(ORDINARY, copy=1), WORDS), Told()))
        await until(lambda: office.begun)
        job = asyncio.create_task(printer.submit(DOCUMENT, told))
        await until(lambda: told.held)
        assert told.held == [Offline(Cause.BUSY)]
        office.go_on()
        assert (await first).outcome is Outcome.PRINTED
        assert (await job).outcome is Outcome.PRINTED
    assert len(office.out) == 2


@pytest.mark.parametrize(
    ("device", "outcome"),
    [
        ("socket://192.168.1.50:9100", Outcome.BLIND),
        ("ipp://192.168.1.60/ipp/print", Outcome.PRINTED),
        ("ipp://192.168.1.60/ipp/print?waitjob=false", Outcome.BLIND),
    ],
)
async def test_a_queue_is_believed_only_if_it_follows_its_printer(
    tmp_path: Path, device: str, outcome: Outcome
) -> None:
    with ipp_eve(tmp_path, ROLL + QUEUE.format(device=device)) as queue:
        async with opened(queue.uri) as printer:
            assert (await printer.submit(DOCUMENT, Told())).outcome is outcome


async def test_a_printer_without_pdf_gets_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with ipp_eve(tmp_path, formats="image/pwg-raster,image/urf") as device:
        async with opened(device.uri) as printer:
            assert await printer.refresh() == Ready()
            result = await printer.submit(DOCUMENT, Told(), life=0.3)
            assert await printer.refresh() == Unknown()
    assert (result.outcome, result.condition) == (Outcome.NOT_SENT, Unknown())
    assert caplog.text.count("takes no PDF, only application/octet-stream, image/pwg-raster") == 1
    assert not device.begun


async def test_closing_calls_back_what_is_printing(office: IppEve) -> None:
    office.let(f"{NEEDED}{WAIT}exit 0\n")
    told = Told()
    async with opened(office.uri) as printer:
        job = asyncio.create_task(printer.submit(DOCUMENT, told))
        await until(lambda: told.held)
        closing = asyncio.create_task(printer.close())
        await until(lambda: "Cancel-Job" in (office.folder / "log").read_text("utf-8"))
        office.go_on()
        assert (await job).outcome is Outcome.NOT_SENT
        await closing


def page_mm(paper: Path) -> tuple[float, float]:
    numbers = paper.read_bytes().split(b"/MediaBox [")[1].split(b"]")[0].split()
    return float(numbers[2]) / 72 * 25.4, float(numbers[3]) / 72 * 25.4
