"""A mall's own ticket: what its file may say, what is told of every fault, and what is printed meanwhile."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from kiosk.assets import asset
from kiosk.checking import check_files
from kiosk.printing.composing import compose
from kiosk.printing.document import (
    Align,
    Block,
    Field,
    Gap,
    Logo,
    Number,
    Ornament,
    Qr,
    Rule,
    Text,
    TicketDocument,
)
from kiosk.printing.paper import NARROW, WIDE
from kiosk.printing.pdf import to_pdf
from kiosk.printing.raster import rasterise
from kiosk.printing.template_file import load_template, own_template, shipped_template, template_or_shipped
from kiosk.settings import load_settings
from tests.printer_kit import ORDINARY, WORDS

NEEDED = "".join(f'[[block]]\nshow = "{each}"\n' for each in ("number", "service", "copy", "moment", "clock"))


def write(folder: Path, text: str) -> Path:
    path = folder / "ticket.toml"
    path.write_text(text, "utf-8")
    return path


def ticket(folder: Path, text: str, language: str = "id") -> tuple[Block, ...]:
    loaded = load_template(write(folder, text))
    assert loaded.template, loaded.faults
    return compose(replace(ORDINARY, language=language), WORDS, loaded.template).blocks


def test_the_shipped_template_is_faultless_and_makes_the_ordinary_ticket() -> None:
    assert check_files([asset("templates", "ticket.toml")]) == []
    kinds = [type(block) for block in compose(ORDINARY, WORDS, shipped_template()).blocks]
    head = [Ornament, Gap, Text, Gap, Text, Text, Gap, Number, Gap]
    assert kinds[: len(head)] == head
    assert kinds[len(head) : len(head) + 8] == [Field, Field, Gap, Qr, Text, Text, Text, Rule]


def test_a_mall_says_what_comes_in_which_order_and_how_large(tmp_path: Path) -> None:
    own = '[[block]]\nshow = "place"\ncap_mm = 4\nalign = "centre"\nspace_mm = 2.5\nrule = true\n'
    place = Text("Gedung\u00a0B, lantai\u00a01", 4.0, align=Align.CENTRE)
    assert ticket(tmp_path, own + NEEDED)[:4] == (Rule(), place, Gap(2.5), Number("B-027"))


@pytest.mark.parametrize(("language", "said"), [("id", "Terima kasih."), ("en", "Thank you.")])
def test_a_malls_own_line_is_said_in_the_language_of_the_visit(
    tmp_path: Path, language: str, said: str
) -> None:
    own = '[[block]]\nshow = "line"\nwords = { id = "Terima kasih.", en = "Thank you." }\n'
    blocks = ticket(tmp_path, NEEDED + own, language)
    assert blocks[-1] == Text(said, 2.2)


def test_what_there_is_nothing_to_say_of_takes_neither_line_nor_white(tmp_path: Path) -> None:
    own = '[[block]]\nshow = "priority"\nrule = true\nspace_mm = 9\n'
    assert ticket(tmp_path, own + NEEDED) == ticket(tmp_path, NEEDED)


def test_a_logo_is_printed_in_one_bit_as_wide_as_the_template_says(tmp_path: Path) -> None:
    grey = Image.linear_gradient("L").resize((300, 100))
    grey.save(tmp_path / "logo.png")
    own = '[[block]]\nshow = "logo"\nfile = "logo.png"\nwidth_mm = 24\nalign = "left"\n'
    logo, *_ = blocks = ticket(tmp_path, own + NEEDED)
    assert isinstance(logo, Logo)
    document = replace_blocks((logo,))
    picture = ImageChops.invert(rasterise(document, NARROW))
    left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
    assert NARROW.mm(right - left) == pytest.approx(24, abs=0.5)
    assert NARROW.mm(bottom - top) == pytest.approx(8, abs=0.5)
    burnt = picture.crop((left, top, right, bottom)).histogram()[255] / ((right - left) * (bottom - top))
    assert burnt == pytest.approx(0.5, abs=0.03)  # as dark as the grey was
    assert TicketDocument.from_json(document.to_json()) == document
    assert b"/Image" in to_pdf(replace_blocks(blocks), WIDE)


def replace_blocks(blocks: tuple[Block, ...]) -> TicketDocument:
    document = compose(ORDINARY, WORDS)
    return TicketDocument(document.ticket_id, document.label, document.printed_at, "id", blocks)


def test_what_is_transparent_in_a_logo_stays_white(tmp_path: Path) -> None:
    Image.new("RGBA", (80, 40), (0, 0, 0, 0)).save(tmp_path / "logo.png")
    logo, *_ = ticket(tmp_path, '[[block]]\nshow = "logo"\nfile = "logo.png"\n' + NEEDED)
    assert ImageChops.invert(rasterise(replace_blocks((logo,)), NARROW)).getbbox() is None


FAULTS = [
    ('[[block]]\nshow = "nmber"\n', 2, "block[0].show", "there is no 'nmber'", "did you mean 'number'?"),
    ("[[block]]\ncap_mm = 2\n", 1, "block[0].show", "does not say what it shows", "check its spelling"),
    (
        '[[block]]\nshow = "mall"\ncap = 2\n',
        3,
        "block[0].cap",
        "a mall has no 'cap'",
        "did you mean 'cap_mm'?",
    ),
    ('[[block]]\nshow = "mall"\ncap_mm = 1\n', 3, "block[0].cap_mm", "1 is out of range", "write 1.7 to 6"),
    ('[[block]]\nshow = "mall"\ncap_mm = "2"\n', 3, "block[0].cap_mm", "'2' is no number", "without quotes"),
    ('[[block]]\nshow = "mall"\ncap_mm = nan\n', 3, "block[0].cap_mm", "nan is out of range", "write 1.7"),
    ('[[block]]\nshow = "mall"\nbold = 1\n', 3, "block[0].bold", "neither true nor false", "write true"),
    ('[[block]]\nshow = "mall"\nalign = "middle"\n', 3, "block[0].align", "'middle'", "left, centre, right"),
    ('[[block]]\nshow = "line"\n', 1, "block[0].words", "needs 'words'", "add it"),
    ('[[block]]\nshow = "line"\nwords = "Hi"\n', 3, "block[0].words", "by language", "words = { id"),
    ('[[block]]\nshow = "line"\nwords = { id = "" }\n', 3, "block[0].words", "'id' are empty", "one line"),
    ('[[block]]\nshow = "logo"\nfile = "no.png"\n', 3, "block[0].file", "no.png", "as PNG"),
    ('[[block]]\nshow = "logo"\nfile = "bad.png"\n', 3, "block[0].file", "bad.png is no PNG", "as PNG"),
    ('[[block]]\nshow = "logo"\nfile = "tall.png"\n', 3, "block[0].file", "taller than wide", "wide as tall"),
    ('[[block]]\nshow = "logo"\nfile = "good.png"\nwidth_mm = 41\n', 4, "block[0].width_mm", "41", "5 to 40"),
    ("[ticket]\n", 0, "ticket", "'ticket' is not known", "nothing but [[block]]"),
]


@pytest.mark.parametrize(("text", "line", "place", "wrong", "mend"), FAULTS)
def test_every_fault_is_told_with_its_line_its_place_and_what_to_do(
    tmp_path: Path, text: str, line: int, place: str, wrong: str, mend: str
) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    Image.new("1", (10, 20)).save(tmp_path / "tall.png")
    Image.new("1", (20, 10)).save(tmp_path / "good.png")
    path = write(tmp_path, text + NEEDED)
    (fault,) = check_files([path])
    assert (fault.file, fault.line, fault.path) == (str(path), line, place)
    assert wrong in fault.wrong
    assert mend in fault.mend


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, '[[block]]\nshow = "number"\ncap_mm = 99\n[[block]]\nshow = "number"\nrule = 1\n')
    assert [fault.path for fault in check_files([path])] == [
        "block[0].cap_mm",
        "block[1].rule",
        *[""] * 4,  # service, copy, moment and clock are lacking
        "block[1].show",
    ]


@pytest.mark.parametrize("text", ['[[block]\nshow = "number"\n', "[[block]]\nshow = \n"])
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    (fault,) = load_template(write(tmp_path, text)).faults
    assert fault.line in (1, 2)
    assert "is not TOML" in fault.wrong


def test_a_broken_template_is_logged_and_the_shipped_one_takes_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path, '[[block]]\nshow = "mall"\n')
    with caplog.at_level(logging.ERROR):
        assert template_or_shipped(path) == shipped_template()
    assert "no ticket may be without its number" in caplog.text
    assert "tickets look as they are shipped" in caplog.text


def test_settings_name_a_template_else_the_data_folders_own_is_used(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[printer]\ntemplate = "mine/t.toml"\n', "utf-8")
    named = load_settings(config).settings
    assert named
    assert own_template(named) == tmp_path / "mine" / "t.toml"
    config.write_text("", "utf-8")
    plain = load_settings(config).settings
    assert plain
    assert own_template(plain) is None
    (tmp_path / "data").mkdir()
    own = write(tmp_path / "data", '[[block]]\nshow = "mall"\n')
    assert own_template(plain) == own
    assert {fault.file for fault in check_files([config])} == {str(own)}
