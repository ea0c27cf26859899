"""Tickets in the printer's own characters: what is said, how wide, how many bytes, and a code that scans."""

import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageOps

from kiosk.faulty.language import Kind, read
from kiosk.printing.characters import plain, type_out
from kiosk.printing.composing import compose
from kiosk.printing.document import Document, Items, Number, Step, Text, TicketDocument
from kiosk.printing.escpos.answers import AnswerReader, Completion
from kiosk.printing.escpos.encoding import begin, end
from kiosk.printing.paper import NARROW, WIDE, WIDE_180, PaperProfile
from tests.faulty_kit import Bench
from tests.golden import CASES, LANGUAGES, PAPERS, TICKETS, document
from tests.printer_kit import AT, ORDINARY, TICKET_ID, WORDS, quick

EVERY = pytest.mark.parametrize(("name", "language", "dots"), CASES)
SLOW_LINE_BYTES = 9600 / 10


def lines(data: bytes) -> list[tuple[int, str]]:
    """Read what a printer would set, with how many times wide each line is; pictures are passed over."""
    said: list[tuple[int, str]] = []
    wide, line = 1, ""
    while data:
        instruction = read(data[:16], presenter=False)
        assert instruction
        code, length = data[:2], instruction.length
        if instruction.kind is Kind.PICTURE:
            length += int.from_bytes(data[4:6], "little") * int.from_bytes(data[6:8], "little")
        elif code == b"\x1d!":
            wide = 1 + (data[2] >> 4)
        elif instruction.kind is Kind.LINE:
            said, line = [*said, (wide, line)], ""
        elif instruction.kind is Kind.TEXT:
            line += instruction.arguments.decode("ascii")
        data = data[length:]
    return said


def whole(paper: PaperProfile, *blocks: Text | Number | Items | Step) -> Document:
    return TicketDocument(TICKET_ID, "A-001", AT, "id", blocks)


@EVERY
def test_all_that_a_ticket_says_stands_on_it_and_no_line_is_too_long(
    name: str, language: str, dots: int
) -> None:
    said = lines(type_out(document(name, language), PAPERS[dots]).data)
    assert all(len(line) * wide * 12 <= dots for wide, line in said)
    words = " ".join(line.strip() for _, line in said)
    facts = TICKETS[name]
    for wanted in (facts.label, facts.mall, facts.agency, facts.service, *facts.documents):
        assert wanted in words
    assert ("SALINAN" in words) == bool(facts.copy)


@EVERY
def test_it_takes_a_slow_line_less_than_three_seconds(name: str, language: str, dots: int) -> None:
    assert len(type_out(document(name, language), PAPERS[dots]).data) <= 3 * SLOW_LINE_BYTES


def test_the_number_is_the_largest_that_fits_and_never_wraps() -> None:
    sizes = {
        label: max(wide for wide, _ in lines(type_out(whole(WIDE, Number(label)), WIDE).data))
        for label in ("A-001", "AB99-1234567")
    }
    assert sizes == {"A-001": 7, "AB99-1234567": 4}


def test_what_ascii_lacks_is_written_as_people_write_it_without() -> None:
    assert plain("20\u201335\u00a0menit … ± 5 · “Café” 中") == '20-35 menit ... +/- 5 - "Cafe" ?'


@given(st.text(max_size=80))
def test_any_words_become_characters_that_every_printer_has(words: str) -> None:
    assert all(" " <= letter <= "~" for letter in plain(words))
    document = whole(NARROW, Text(words, 4.0), Items((words,)), Step(1, words))
    assert all(len(line) * wide <= 32 for wide, line in lines(type_out(document, NARROW).data))


@pytest.mark.parametrize("model", ["tm-t82", "generic-58"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printer_prints_it_and_a_scanner_reads_its_code(model: str, language: str) -> None:
    paper = NARROW if model == "generic-58" else WIDE
    typed = type_out(compose(replace(ORDINARY, language=language), WORDS), paper)
    bench = Bench(quick(paper, model))
    data = begin(paper) + typed.data + end(paper)
    answers = b""
    while data:
        answers += bench.send(data) + bench.wait(0.02)
        data = bench.left
    bench.tell("take")
    assert Completion(0) in AnswerReader().feed(answers)
    (printed,) = bench.engine.seen.papers
    assert bench.engine.seen.strays == sum(len(line) for _, line in lines(typed.data))
    file = BytesIO()
    ImageOps.expand(printed.picture().convert("L"), 20, 255).save(file, "PNG")
    scan = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-"]
    read_back = subprocess.run(scan, input=file.getvalue(), capture_output=True, timeout=60, check=True)
    assert read_back.stdout.decode().strip() == ORDINARY.track_url


def test_longer_words_take_more_paper_and_the_length_is_told() -> None:
    short, long = (type_out(whole(WIDE_180, Text("Nomor " * n)), WIDE_180).rows for n in (1, 30))
    assert (short, long) == (30, 5 * 30)
