"""The tickets that people hold: as they were judged, read by programs that know nothing of us, and short."""

import os
import subprocess
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps

from kiosk.printing.escpos.encoding import encode_ticket
from kiosk.printing.fonts import CAP_HEIGHT
from kiosk.printing.layout import lay_out
from kiosk.printing.marks import Letters
from kiosk.printing.paper import WIDE
from tests.golden import CASES, FOLDER, LANGUAGES, PAPERS, TICKETS, document, draw, file_of
from tests.printer_kit import ORDINARY

EVERY = pytest.mark.parametrize(("name", "language", "dots"), CASES)
READ_DOTS = 28
"""How high capitals are that tesseract was taught with."""
LETTERS = "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"


@EVERY
def test_a_ticket_looks_as_it_was_judged(name: str, language: str, dots: int) -> None:
    now = draw(name, language, dots)
    with Image.open(file_of(name, language, dots)) as judged:
        assert judged.size == now.size, "python -m tests.golden renews it, if it is meant to change"
        assert ImageChops.logical_xor(judged.convert("1"), now).getbbox() is None, "python -m tests.golden"


def test_no_picture_is_left_over() -> None:
    assert sorted(FOLDER.glob("*")) == sorted(file_of(*case) for case in CASES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dots", PAPERS)
def test_an_ordinary_ticket_takes_at_most_ninety_millimetres(language: str, dots: int) -> None:
    with Image.open(file_of("ordinary", language, dots)) as picture:
        assert PAPERS[dots].mm(picture.height) <= 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_ticket_with_its_code_takes_at_most_25_kb_on_the_wire(language: str) -> None:
    assert len(encode_ticket(draw("ordinary", language, WIDE.dots), WIDE)) <= 25_000


@EVERY
def test_a_scanner_reads_the_code(name: str, language: str, dots: int) -> None:
    picture = file_of(name, language, dots)
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert read.stdout.split() == [ORDINARY.track_url]


@EVERY
def test_a_reader_reads_the_number(name: str, language: str, dots: int) -> None:
    label = TICKETS[name].label
    (number,) = (
        mark
        for mark in lay_out(document(name, language), PAPERS[dots]).marks
        if isinstance(mark, Letters) and mark.words == label
    )
    above = round(number.size * CAP_HEIGHT)
    with Image.open(file_of(name, language, dots)) as picture:
        line = picture.convert("L").crop((0, number.baseline - above - 3, dots, number.baseline + 4))
    held = ImageOps.expand(line.crop(ImageOps.invert(line).getbbox()), above // 2, 255)
    file = BytesIO()
    ImageOps.scale(held, READ_DOTS / above).save(file, "PNG")
    read = subprocess.run(
        ["tesseract", "--psm", "8", "--dpi", "200", "-l", "eng", "-c", LETTERS, "stdin", "stdout"],
        input=file.getvalue(),
        capture_output=True,
        timeout=60,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    assert read.stdout.decode().split() == [label]
