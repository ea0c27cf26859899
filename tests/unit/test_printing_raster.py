from dataclasses import replace
from itertools import product

import pytest
from PIL import Image, ImageChops

from kiosk.printing.codes import modules
from kiosk.printing.composing import TicketFacts, compose
from kiosk.printing.document import Block, Gap, Items, Number, Qr, Rule, Text, TicketDocument
from kiosk.printing.fonts import width
from kiosk.printing.layout import lay_out
from kiosk.printing.marks import Letters, Modules, Sheet
from kiosk.printing.paper import NARROW, WIDE, WIDE_180, PaperProfile
from kiosk.printing.raster import paint, rasterise
from tests.printer_kit import (
    AT,
    LONGEST_AGENCIES,
    LONGEST_DOCUMENTS,
    LONGEST_SERVICES,
    ORDINARY,
    TICKET_ID,
    WORDS,
)

PAPERS = pytest.mark.parametrize("paper", [NARROW, WIDE, WIDE_180], ids=["384", "576", "512"])


def sheet_of(*blocks: Block, paper: PaperProfile = NARROW) -> Sheet:
    return lay_out(TicketDocument(TICKET_ID, "A-001", AT, "id", blocks), paper)


def ticket(facts: TicketFacts, paper: PaperProfile) -> Sheet:
    return lay_out(compose(facts, WORDS), paper)


def letters(sheet: Sheet) -> list[Letters]:
    return [mark for mark in sheet.marks if isinstance(mark, Letters)]


def ends_within(sheet: Sheet) -> bool:
    return all(
        mark.x >= 0 and mark.x + width(mark.words, mark.size, bold=mark.bold) <= sheet.width
        for mark in letters(sheet)
    )


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(picture).getbbox()
    assert box
    return box


@PAPERS
def test_a_ticket_is_one_bit_deep_and_as_wide_as_the_head(paper: PaperProfile) -> None:
    picture = rasterise(compose(ORDINARY, WORDS), paper)
    assert picture.mode == "1"
    assert picture.width == paper.dots


@PAPERS
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_ordinary_ticket_takes_at_most_ninety_millimetres(paper: PaperProfile, language: str) -> None:
    assert paper.mm(ticket(replace(ORDINARY, language=language), paper).height) <= 90


@PAPERS
@pytest.mark.parametrize("label", ["A-001", "A2-012", "W-999", "AB99-1234567"])
def test_a_number_fills_the_line_and_never_wraps(paper: PaperProfile, label: str) -> None:
    (number,) = letters(sheet_of(Number(label), paper=paper))
    assert number.words == label
    left, top, right, bottom = ink(paint(sheet_of(Number(label), paper=paper)))
    assert left >= 0
    assert right <= paper.dots
    widest = right - left > paper.dots * 0.93
    tallest = paper.mm(bottom - top) > 14.5
    assert widest or tallest


@PAPERS
def test_the_longest_names_of_the_catalogue_fit_in_three_lines(paper: PaperProfile) -> None:
    for agency, service in product(LONGEST_AGENCIES, LONGEST_SERVICES):
        facts = replace(ORDINARY, agency=agency, service=service, documents=LONGEST_DOCUMENTS)
        sheet = ticket(facts, paper)
        assert ends_within(sheet)
        said = " ".join(mark.words for mark in letters(sheet))
        for name in (agency, service, *LONGEST_DOCUMENTS):
            assert name in said
        title = [mark for mark in letters(sheet) if mark.bold and mark.words in service]
        assert 1 <= len(title) <= 3


def test_a_text_that_fits_nowhere_is_cut_with_an_ellipsis_and_stays_on_the_paper() -> None:
    sheet = sheet_of(Text("Pelayanan " * 40), Text("X" * 200), Items(("Y" * 200,)))
    assert ends_within(sheet)
    assert [mark.words[-1] for mark in letters(sheet)].count("…") == 3


def test_a_paragraph_shrinks_a_little_to_spare_a_line() -> None:
    words = "Dinas Penanaman Modal dan PTSP"
    (line,) = letters(sheet_of(Text(words, 2.2)))
    assert line.words == words
    (natural,) = letters(sheet_of(Text("Dinas", 2.2)))
    assert natural.size * 0.9 <= line.size < natural.size


def test_white_stays_between_the_depths_of_one_line_and_the_accents_of_the_next() -> None:
    sheet = sheet_of(Text("gjpqy", 2.2), Text("AHKÉ", 2.2))
    first, second = letters(sheet)
    picture = paint(sheet)
    rows = [
        not ImageChops.invert(picture.crop((0, y, picture.width, y + 1))).getbbox()
        for y in range(picture.height)
    ]
    assert any(rows[first.baseline : second.baseline])


@PAPERS
def test_the_code_on_paper_is_the_code_that_was_asked_for(paper: PaperProfile) -> None:
    url = ORDINARY.track_url
    sheet = ticket(ORDINARY, paper)
    (code,) = (mark for mark in sheet.marks if isinstance(mark, Modules))
    picture = paint(sheet)
    wanted = list(modules(url))
    half = code.module // 2
    size = len(wanted)

    def module_at(column: int, row: int) -> int:
        dot = picture.getpixel((code.x + column * code.module + half, code.y + row * code.module + half))
        return int(dot == 0)

    assert [bytes(module_at(x, y) for x in range(size)) for y in range(size)] == wanted


def test_a_codes_modules_are_an_even_number_of_dots_so_that_half_of_them_can_be_sent() -> None:
    sheet = sheet_of(Qr("a" * 20), paper=WIDE)
    (code,) = (mark for mark in sheet.marks if isinstance(mark, Modules))
    assert WIDE.dots // 3 // (len(code.rows) + 8) == 5, "this code would have an odd number"
    assert code.module == 4


@PAPERS
def test_a_code_has_three_dots_a_module_and_a_border_of_four(paper: PaperProfile) -> None:
    sheet = sheet_of(Rule(), Qr("https://" + "x" * 52), Text("beside " * 30), paper=paper)
    (code,) = (mark for mark in sheet.marks if isinstance(mark, Modules))
    assert code.module >= 3
    border = 4 * code.module
    side = len(code.rows) * code.module
    area = (code.x - border, code.y - border, code.x + side + border, code.y + side + border)
    assert area[2] <= paper.dots
    picture = paint(sheet)
    assert ink(picture.crop(area)) == (border, border, border + side, border + side)


def test_blocks_stand_beside_a_code_until_the_next_rule() -> None:
    sheet = sheet_of(Qr("https://example.id"), Text("beside"), Rule(), Text("under " * 12))
    (code,) = (mark for mark in sheet.marks if isinstance(mark, Modules))
    beside, *under = letters(sheet)
    assert beside.baseline < code.y + len(code.rows) * code.module
    assert all(mark.baseline - mark.size > code.y + len(code.rows) * code.module for mark in under)
    assert width(under[0].words, under[0].size, bold=False) > code.x


def test_the_papers_length_is_that_of_its_blocks() -> None:
    short, long = sheet_of(Gap(10)), sheet_of(Gap(30))
    assert NARROW.mm(long.height - short.height) == pytest.approx(20, abs=0.2)


@pytest.mark.parametrize(
    ("dots", "dpi", "fault"), [(385, 203, "whole number of bytes"), (512, 203, "wider"), (384, 300, "dpi")]
)
def test_a_head_that_cannot_be_is_refused(dots: int, dpi: int, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        PaperProfile(58, dots, dpi)
