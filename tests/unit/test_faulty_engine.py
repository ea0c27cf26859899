"""The fault printer's machine obeys the makers' manuals: answers, pictures, paper and time."""

from dataclasses import replace

import pytest

from kiosk.faulty.faults import Faults
from kiosk.faulty.models import MODELS
from tests.faulty_kit import Bench, black, differing, picture
from tests.printer_kit import QUICK_PRINTER

CUT = b"\x1dVB\x00"
FOUR_QUESTIONS = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
REPORTS = b"\x1da\xff"
FINE = b"\x10\x00\x00\x0f"


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("plenty", (0x12, 0x12, 0x12, 0x12)),
        ("near", (0x12, 0x12, 0x12, 0x1E)),
        ("paper 2000", (0x12, 0x12, 0x12, 0x1E)),
        ("paper 0", (0x1A, 0x32, 0x12, 0x7E)),
        ("open", (0x1A, 0x16, 0x12, 0x12)),
        ("jam", (0x1A, 0x52, 0x1A, 0x12)),
        ("hot", (0x1A, 0x52, 0x52, 0x12)),
        ("break", (0x1A, 0x52, 0x32, 0x12)),
        ("offline", (0x1A, 0x12, 0x12, 0x12)),
    ],
)
def test_four_questions_are_answered_at_once_by_the_bits_of_the_manual(
    line: str, answers: tuple[int, ...]
) -> None:
    bench = Bench(QUICK_PRINTER)
    bench.tell(line)
    assert bench.send(FOUR_QUESTIONS) == bytes(answers)


@pytest.mark.parametrize(
    ("line", "report"),
    [
        ("near", b"\x10\x00\x03\x0f"),
        ("paper 0", b"\x18\x00\x0f\x0f"),
        ("open", b"\x38\x00\x00\x0f"),
        ("jam", b"\x18\x08\x00\x0f"),
        ("hot", b"\x18\x40\x00\x0f"),
        ("break", b"\x18\x20\x00\x0f"),
    ],
)
def test_changes_are_reported_unasked_until_the_printer_is_initialised(line: str, report: bytes) -> None:
    bench = Bench(QUICK_PRINTER)
    assert bench.send(REPORTS) == FINE
    assert bench.wait(1) == b""
    bench.tell(line)
    assert bench.wait(0.1) == report
    bench.tell("well")
    assert bench.wait(0.1) == FINE
    bench.send(b"\x1b@")
    bench.tell(line)
    assert bench.wait(0.1) == b""


def test_what_asks_for_completion_is_answered_in_its_turn() -> None:
    bench = Bench(replace(QUICK_PRINTER, mm_per_second=200.0), Faults(cut_seconds=0.5))
    ticket = picture(black(384, 90)) + CUT + b"\x1dr\x01" + b"\x1d(H\x06\x0000id~ "
    assert bench.send(b"\x1b@" + ticket) == b""
    mm = 90 * 25.4 / 203 + 15
    assert bench.wait(mm / 200 + 0.4) == b"", "the blade is still on its way"
    assert bench.wait(0.2) == b"\x00" + b"\x37\x22id~ \x00"


def test_paper_comes_out_at_its_speed() -> None:
    bench = Bench(replace(QUICK_PRINTER, mm_per_second=100.0))
    bench.send(picture(black(384, 80)))
    bench.wait(0.05)
    assert bench.engine.used_mm == pytest.approx(5.5, abs=0.8)
    bench.wait(1)
    assert bench.engine.used_mm == pytest.approx(80 * 25.4 / 203)
    bench.wait(10)
    bench.send(picture(black(384, 80)))
    assert bench.engine.used_mm < 12, "it does not make good for the time in which it had nothing to do"


def test_a_picture_is_burnt_as_it_was_sent_and_a_wider_one_is_cut_off() -> None:
    bench = Bench(QUICK_PRINTER)
    narrow, wide = black(64, 10), black(512, 10)
    bench.send(picture(narrow) + picture(wide) + CUT)
    (ink,) = bench.engine.seen.tickets
    assert ink.size == (384, 20)
    assert ink.crop((0, 0, 64, 10)).histogram()[255] == 640
    assert ink.histogram()[255] == 640 + 3840


def test_feeds_are_in_units_that_can_be_set_and_end_at_initialisation() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.send(b"\x1dP\xcb\xcb" + b"\x1bJ\xcb" + CUT + b"\x1b@" + b"\x1bJ\xcb" + CUT)
    assert [ink.height for ink in bench.engine.seen.tickets] == [203, 102]


def test_a_full_buffer_takes_no_more_until_paper_runs_again() -> None:
    bench = Bench(QUICK_PRINTER, Faults(cover_open=True))
    data = picture(black(384, 200)) + CUT
    bench.send(data)
    assert bench.engine.room == 0
    assert len(bench.left) == len(data) - 4096
    assert bench.send(b"\x10\x04\x01") == b"", "the question waits behind the picture"
    bench.tell("shut")
    bench.wait(0.1)
    assert bench.engine.room == 4096


def test_real_time_commands_inside_a_picture_are_obeyed_and_still_burnt() -> None:
    bench = Bench(QUICK_PRINTER)
    ink = black(384, 10)
    ink.paste(0, (0, 0, 384, 10))
    tricky = bytearray(ink.tobytes())
    tricky[100:103] = b"\x10\x04\x02"
    sent = b"\x1dv0\x00\x30\x00\x0a\x00" + bytes(tricky)
    assert bench.send(sent + CUT) == b"\x12"
    assert bench.engine.seen.real_time_in_pictures == 1
    assert bench.engine.seen.tickets[0].tobytes() == bytes(tricky)


def test_clearing_the_buffers_forgets_a_picture_that_was_half_sent() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.send(picture(black(384, 90))[:1000])
    assert bench.send(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08") == b"\x37\x25\x00"
    assert bench.send(b"\x1dr\x01") == b"\x00"


def test_a_jammed_cutter_comes_back_by_command_once_nothing_is_in_its_way() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.tell("jam-at-cut")
    assert bench.send(picture(black(384, 10)) + CUT + b"\x1dr\x01") == b""
    assert bench.engine.status.cutter_error
    bench.send(b"\x10\x05\x02")
    assert bench.engine.status.cutter_error, "the jam is still there"
    bench.tell("unjam")
    assert bench.engine.status.cutter_error, "nobody told the printer"
    bench.send(b"\x10\x05\x02")
    assert bench.engine.status.prints
    assert bench.wait(0.1) == b"", "what was stored is forgotten with the error"
    bench.tell("jam")
    bench.wait(0.1)
    bench.tell("unjam")
    bench.tell("shut")
    assert bench.engine.status.prints, "opening and shutting the cover does it too"


def test_the_rest_of_a_torn_ticket_comes_out_when_paper_is_loaded() -> None:
    bench = Bench(QUICK_PRINTER, Faults(paper_mm=5))
    bench.send(picture(black(384, 80)) + CUT + b"\x1dr\x01")
    bench.engine.connect()
    assert bench.engine.seen.papers == []
    bench.tell("load")
    assert bench.wait(0.1) == b"\x00"
    assert bench.engine.seen.tickets[0].height == 80


def test_after_a_moment_without_power_the_next_bytes_end_the_picture_and_the_rest_is_text() -> None:
    bench = Bench(QUICK_PRINTER)
    half = picture(black(384, 90))
    bench.send(half[:2008])
    bench.engine.fail_power()
    bench.send(b"Z" * (90 * 48 - 2000) + b"ABC\n" + CUT)
    (ink,) = bench.engine.seen.tickets
    assert ink.height == 90 + 30
    assert bench.engine.seen.strays == 3
    assert 0 < ink.crop((0, 90, 36, 120)).histogram()[255] < 36 * 30 / 2
    assert differing(ink.crop((36, 90, 384, 120)), black(348, 30)) == 348 * 30, "white beside the letters"


def test_nuls_and_initialisation_leave_no_trace_of_what_was_begun() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.send(picture(black(384, 90))[:2008] + bytes(8192) + b"stray" + b"\x1b@" + CUT)
    (ink,) = bench.engine.seen.tickets
    assert ink.crop((0, 42, 384, 90)).histogram()[255] == 0
    assert ink.height == 90


def test_a_line_that_is_full_is_printed() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.send(b"W" * 33 + CUT)
    assert bench.engine.seen.tickets[0].height == 60


def test_answers_may_come_late_or_never() -> None:
    bench = Bench(QUICK_PRINTER, Faults(late=2.0))
    assert bench.send(b"\x10\x04\x01") == b""
    assert bench.wait(1.9) == b""
    assert bench.wait(0.2) == b"\x12"
    bench.tell("mute")
    assert bench.send(FOUR_QUESTIONS) + bench.wait(5) == b""


def test_a_deaf_printer_takes_no_bytes() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.tell("deaf")
    bench.send(CUT)
    assert bench.left == CUT


def test_questions_alone_never_fill_the_buffer_of_a_printer_that_stands_open() -> None:
    bench = Bench(QUICK_PRINTER, Faults(cover_open=True))
    for _ in range(1000):
        assert bench.send(FOUR_QUESTIONS) == b"\x1a\x16\x12\x12"


def test_the_maker_and_the_model_are_told() -> None:
    bench = Bench(MODELS["tm-t88"])
    assert bench.send(b"\x1dIB\x1dIC") == b"_EPSON\x00_TM-T88\x00"
