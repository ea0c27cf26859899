import asyncio
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.printing.address import PrinterUriError
from kiosk.printing.composing import compose
from kiosk.printing.condition import Condition, CoverOpen, NearEnd, NoPaper, Ready, Unknown
from kiosk.printing.document import TicketDocument
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.opening import open_printer
from kiosk.printing.paper import NARROW, WIDE
from kiosk.printing.pdf import to_pdf
from kiosk.printing.printer import FirstByte, Held, Progress
from kiosk.printing.raster import rasterise
from tests.printer_kit import ORDINARY, WORDS
from tests.waiting import until

DOCUMENT = compose(ORDINARY, WORDS)


@pytest.fixture
async def printer(tmp_path: Path) -> AsyncIterator[FilePrinter]:
    printer = FilePrinter(tmp_path, NARROW, SystemClock(), poll_seconds=0.01)
    yield printer
    await printer.close()


@pytest.fixture
async def paced(tmp_path: Path) -> AsyncIterator[FilePrinter]:
    printer = FilePrinter(tmp_path, NARROW, SystemClock(), paced=True, poll_seconds=0.01)
    yield printer
    await printer.close()


def edit(folder: Path, condition: str = "ready", paper_mm: float = 50_000) -> None:
    (folder / "printer.json").write_text(json.dumps({"condition": condition, "paper_mm": paper_mm}))


def names(folder: Path, pattern: str) -> list[str]:
    return sorted(path.name for path in folder.glob(pattern))


def paper_left(folder: Path) -> float:
    left = json.loads((folder / "printer.json").read_text())["paper_mm"]
    assert isinstance(left, float)
    return left


async def test_a_ticket_is_a_picture_a_page_and_a_document(printer: FilePrinter, tmp_path: Path) -> None:
    told: list[Progress] = []
    result = await printer.submit(DOCUMENT, told.append)
    assert result.outcome is Outcome.PRINTED
    assert told == [FirstByte(result.first_byte or 0)]
    picture, page, text = (Path(file) for file in result.files)
    assert [path.name for path in (picture, page, text)] == [
        "001-B-027.png",
        "001-B-027.pdf",
        "001-B-027.json",
    ]
    with Image.open(picture) as written:
        assert written.mode == "1"
        assert written.tobytes() == rasterise(DOCUMENT, NARROW).tobytes()
    assert page.read_bytes() == to_pdf(DOCUMENT, NARROW)
    assert TicketDocument.from_json(text.read_bytes()) == DOCUMENT
    assert paper_left(tmp_path) == pytest.approx(50_000 - result.length_mm, abs=1)
    assert names(tmp_path, "*.part") == []


async def test_tickets_are_numbered_on_from_those_that_lie_there(
    printer: FilePrinter, tmp_path: Path
) -> None:
    (tmp_path / "041-A-001.png").touch()
    results = [await printer.submit(DOCUMENT, lambda _: None) for _ in range(2)]
    assert [Path(result.files[0]).name for result in results] == ["042-B-027.png", "043-B-027.png"]


@pytest.mark.parametrize(
    ("condition", "paper_mm", "seen"),
    [
        ("no_paper", 50_000, NoPaper()),
        ("ready", 0, NoPaper()),
        ("cover_open", 50_000, CoverOpen()),
    ],
)
async def test_a_ticket_waits_until_a_person_edits_the_state(
    printer: FilePrinter, tmp_path: Path, condition: str, paper_mm: float, seen: Condition
) -> None:
    told: list[Progress] = []
    edit(tmp_path, condition, paper_mm)
    job = asyncio.create_task(printer.submit(DOCUMENT, told.append))
    await until(lambda: told)
    assert told == [Held(seen)]
    assert printer.condition == seen
    assert names(tmp_path, "*.png") == []
    edit(tmp_path)
    assert (await job).outcome is Outcome.PRINTED
    assert names(tmp_path, "*.png") == ["001-B-027.png"]


async def test_paper_that_ends_in_mid_ticket_leaves_what_came_out(
    printer: FilePrinter, tmp_path: Path
) -> None:
    edit(tmp_path, paper_mm=35)
    result = await printer.submit(DOCUMENT, lambda _: None)
    assert (result.outcome, result.condition) == (Outcome.UNKNOWN, NoPaper())
    (torn,) = result.files
    assert Path(torn).name == "001-B-027.torn.png"
    with Image.open(torn) as picture:
        assert NARROW.mm(picture.height) == pytest.approx(40, abs=1)
    assert paper_left(tmp_path) == 0


async def test_a_cover_opened_in_mid_ticket_stops_it(paced: FilePrinter, tmp_path: Path) -> None:
    job = asyncio.create_task(paced.submit(DOCUMENT, lambda _: None))
    await until(lambda: paper_left(tmp_path) < 49_990)
    edit(tmp_path, "cover_open")
    result = await job
    assert (result.outcome, result.condition) == (Outcome.UNKNOWN, CoverOpen())
    assert 0 < result.length_mm < 90


async def test_a_paced_printer_takes_the_time_of_its_paper(paced: FilePrinter) -> None:
    result = await paced.submit(DOCUMENT, lambda _: None)
    assert result.first_byte
    assert result.done
    assert result.done - result.first_byte >= result.length_mm / 200


async def test_a_state_that_cannot_be_read_holds_the_ticket_and_is_logged_once(
    printer: FilePrinter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Progress] = []
    (tmp_path / "printer.json").write_text('{"condition": "fine", "paper_mm": 1}')
    with caplog.at_level(logging.WARNING):
        job = asyncio.create_task(printer.submit(DOCUMENT, told.append))
        await until(lambda: told)
        for _ in range(3):
            assert await printer.refresh() == Unknown()
    assert told == [Held(Unknown())]
    (record,) = caplog.records
    assert "printer.json" in record.getMessage()
    assert "'fine'" in record.getMessage()
    edit(tmp_path)
    assert (await job).outcome is Outcome.PRINTED


async def test_a_state_that_was_deleted_is_a_new_roll(printer: FilePrinter, tmp_path: Path) -> None:
    (tmp_path / "printer.json").unlink()
    assert await printer.refresh() == Ready()
    assert paper_left(tmp_path) == 50_000


async def test_a_roll_near_its_end_still_prints(printer: FilePrinter, tmp_path: Path) -> None:
    edit(tmp_path, paper_mm=2_000)
    result = await printer.submit(DOCUMENT, lambda _: None)
    assert (result.outcome, result.condition) == (Outcome.PRINTED, NearEnd(1_900.0))


async def test_a_life_that_ends_while_held_is_not_sent(printer: FilePrinter, tmp_path: Path) -> None:
    edit(tmp_path, "no_paper")
    result = await printer.submit(DOCUMENT, lambda _: None, life=0.05)
    assert (result.outcome, result.condition) == (Outcome.NOT_SENT, NoPaper())


async def test_closing_gives_up_what_is_held_and_what_comes_after(
    printer: FilePrinter, tmp_path: Path
) -> None:
    told: list[Progress] = []
    edit(tmp_path, "no_paper")
    job = asyncio.create_task(printer.submit(DOCUMENT, told.append))
    await until(lambda: told)
    await printer.close()
    assert (await job).outcome is Outcome.NOT_SENT
    edit(tmp_path)
    assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.NOT_SENT


def test_a_page_is_as_wide_as_the_paper_and_as_long_as_the_ticket() -> None:
    short = to_pdf(compose(replace(ORDINARY, documents=()), WORDS), WIDE)
    long = to_pdf(DOCUMENT, WIDE)
    width, height = media_box(long)
    assert width == pytest.approx(80 / 25.4 * 72, abs=0.1)
    picture = rasterise(DOCUMENT, WIDE)
    assert height == pytest.approx((WIDE.mm(picture.height) + 8) / 25.4 * 72, abs=0.1)
    assert media_box(short)[1] < height
    assert long.count(b"/FontFile2") == 2
    assert b"/Subtype /Image" not in long


def media_box(pdf: bytes) -> tuple[float, float]:
    numbers = pdf.split(b"/MediaBox [")[1].split(b"]")[0].split()
    return float(numbers[2]), float(numbers[3])


async def test_a_uri_opens_the_printer_that_it_names(tmp_path: Path) -> None:
    folder = tmp_path / "new folder" / "paper"
    printer = open_printer(f"file:{folder}", NARROW, SystemClock())
    try:
        result = await printer.submit(DOCUMENT, lambda _: None)
    finally:
        await printer.close()
    assert Path(result.files[0]).parent == folder


@pytest.mark.parametrize(
    ("uri", "fault"),
    [
        ("serial:", "name a device"),
        ("serial:/dev/ttyS0?bauds=9600", "unknown 'bauds'; a serial line has baud, parity, flow"),
        ("serial:/dev/ttyS0?baud=300", "baud '300' is not known; use one of 9600"),
        ("serial:/dev/ttyS0?flow=", "flow '' is not known; use one of rts, xon, none"),
        ("usb://lp0", "name a device, for example usb:/dev/usb/lp0"),
        ("windows:", "name a queue as Windows shows it"),
        ("windows:EPSON TM-T82", "windows: printers exist on Windows only"),
        ("ipp://printer", "write a host and the printer's path, for example ipp://192.168.1.60/ipp/print"),
        ("ipps://printer/ipp/print?x=1", "for example ipps://192.168.1.60/ipp/print"),
        ("ipp://someone@printer/ipp/print", "the kiosk names no user"),
        ("ipp://printer:99999/ipp/print", "Port out of range"),
        ("fax:123", r"fax:123: this is no printer's URI; there are file:DIR, tcp://HOST:9100, ipp:"),
        ("paper", "no printer's URI"),
        ("file:", "name a folder"),
        ("file://host/share", "name a folder"),
        ("tcp://", "write a host and a port"),
        ("tcp://printer:99999", "Port out of range"),
        ("tcp://printer:abc", "Port could not be cast"),
        ("tcp://printer:9100/queue", "write a host and a port"),
        ("tcp://[::1", "Invalid IPv6"),
    ],
)
def test_a_uri_that_names_no_printer_is_explained(uri: str, fault: str) -> None:
    with pytest.raises(PrinterUriError, match=fault):
        open_printer(uri, NARROW, SystemClock())


def test_what_others_know_of_a_printer_loads_no_drawing_library() -> None:
    code = (
        "import sys, kiosk.printing.printer as _; print({'PIL', 'reportlab', 'zxingcpp'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


async def test_a_folder_that_was_taken_away_is_made_again(printer: FilePrinter, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    result = await printer.submit(DOCUMENT, lambda _: None)
    assert result.outcome is Outcome.PRINTED
    assert names(tmp_path, "*.png")


async def test_a_ticket_that_cannot_be_written_is_no_crash(
    printer: FilePrinter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder stands where the picture's draft would: writing fails, whoever runs the test."""
    (tmp_path / f".001-{DOCUMENT.label}.png.part").mkdir()
    result = await printer.submit(DOCUMENT, lambda _: None)
    assert (result.outcome, result.condition) == (Outcome.NOT_SENT, Unknown())
    assert "cannot be written" in caplog.text
    caplog.clear()
