import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kiosk.faulty.faults import Seen
from kiosk.faulty.network import FaultPrinter
from kiosk.faulty.real_time import LOOK_ALIKES
from kiosk.printing.composing import compose
from kiosk.printing.condition import Condition, CoverOpen, CutterJam, NearEnd, NoPaper, Offline, Ready, TooHot
from kiosk.printing.escpos.answers import (
    Answer,
    AnswerReader,
    Completion,
    JobDone,
    RealTime,
    Report,
    condition_of,
)
from kiosk.printing.escpos.encoding import break_look_alikes, encode_clearing, encode_ticket
from kiosk.printing.paper import NARROW, WIDE, WIDE_180, PaperProfile
from kiosk.printing.raster import rasterise
from tests.printer_kit import ORDINARY, QUICK_PRINTER, WORDS, quick

TRICKY = st.sampled_from([0x00, 0x01, 0x02, 0x04, 0x05, 0x08, 0x10, 0x14, 0x18, 0x30, 0xFF])


def print_on(paper: PaperProfile, data: bytes) -> Seen:
    """Send bytes to a printer on a socket and return what it did, once it has answered."""
    with FaultPrinter(quick(paper)) as printer:
        with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as connection:
            connection.sendall(data)
            reader = AnswerReader()
            while not any(isinstance(each, Completion) for each in reader.feed(connection.recv(64))):
                pass
        return printer.seen


def differing(one: Image.Image, other: Image.Image) -> int:
    """Return how many dots differ."""
    return ImageChops.logical_xor(one, other).histogram()[255]


@pytest.mark.parametrize("paper", [NARROW, WIDE, WIDE_180], ids=["384", "576", "512"])
def test_the_picture_on_paper_is_the_raster(paper: PaperProfile) -> None:
    picture = rasterise(compose(ORDINARY, WORDS), paper)
    data = encode_ticket(picture, paper)
    seen = print_on(paper, data)
    (printed,) = seen.tickets
    ink = ImageChops.invert(picture)
    assert printed.size == ink.size
    assert differing(printed, ink) <= 4
    assert seen.strays == 0
    assert len(data) < 0.7 * len(picture.tobytes())


def test_bands_are_low_enough_for_small_buffers_and_clones() -> None:
    picture = Image.new("1", (384, 48 + 96 + 100 + 144), 0)
    seen = print_on(NARROW, encode_ticket(picture, NARROW))
    assert all(rows <= 100 and rows % 48 for _, rows in seen.bands)
    assert differing(seen.tickets[0], ImageChops.invert(picture)) == 0


@settings(max_examples=15, deadline=None)
@given(
    row=st.lists(TRICKY, min_size=48, max_size=48).map(bytes),
    other=st.lists(TRICKY, min_size=48, max_size=48).map(bytes),
)
def test_no_picture_reads_as_a_real_time_command(row: bytes, other: bytes) -> None:
    rows = [row, other, bytes(48), other[::-1], row[::-1]] * 200
    ink = Image.frombytes("1", (384, 1000), b"".join(rows))
    seen = print_on(NARROW, encode_ticket(ImageChops.invert(ink), NARROW))
    assert seen.real_time_in_pictures == 0
    assert seen.strays == 0
    (printed,) = seen.tickets
    assert printed.size == ink.size
    assert differing(printed, ink) <= ink.tobytes().count(0x10)


@given(st.lists(TRICKY, max_size=400).map(bytes))
def test_breaking_look_alikes_adds_single_dots_and_leaves_none(data: bytes) -> None:
    broken = break_look_alikes(data)
    assert not any(code in broken for code in LOOK_ALIKES)
    for before, after in zip(data, broken, strict=True):
        assert after == before or (before, after) == (0x10, 0x18)


def test_long_blank_stretches_are_fed_and_cost_next_to_nothing() -> None:
    blank = Image.new("1", (384, 1000), 255)
    data = encode_ticket(blank, NARROW)
    assert len(data) < 60
    assert print_on(NARROW, data).tickets[0].height == 1000


def test_clearing_ends_a_picture_that_was_left_half_sent() -> None:
    half = encode_ticket(Image.new("1", (384, 90), 0), NARROW)[:2000]
    ticket = rasterise(compose(ORDINARY, WORDS), NARROW)
    with FaultPrinter(QUICK_PRINTER) as printer:
        with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as connection:
            connection.sendall(half + encode_clearing(NARROW) + encode_ticket(ticket, NARROW))
            reader, done = AnswerReader(), 0
            while done < 2:
                done += sum(isinstance(each, Completion) for each in reader.feed(connection.recv(64)))
        stump, clean = printer.seen.tickets
    assert stump.height <= 90
    assert differing(clean, ImageChops.invert(ticket)) <= 4


def test_paper_without_a_cutter_is_fed_to_the_tear_bar() -> None:
    paper = PaperProfile(58, 384, cutter=False, feed_to_cutter_mm=20)
    picture = Image.new("1", (384, 10), 0)
    assert b"\x1dV" not in encode_ticket(picture, paper)
    assert b"\x1bJ" + bytes((160,)) in encode_ticket(picture, paper)


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        ((0x12, 0x12, 0x12, 0x12), Ready()),
        ((0x16, 0x12, 0x12, 0x12), Ready()),  # the drawer's pin is no fault
        ((0x12, 0x12, 0x12, 0x1E), NearEnd()),
        ((0x1A, 0x32, 0x12, 0x7E), NoPaper()),
        ((0x1A, 0x16, 0x12, 0x12), CoverOpen()),
        ((0x1A, 0x36, 0x12, 0x72), CoverOpen()),  # the paper can wait until it is shut
        ((0x1A, 0x52, 0x1A, 0x12), CutterJam()),
        ((0x1A, 0x52, 0x52, 0x12), TooHot()),
        ((0x1A, 0x52, 0x32, 0x12), Offline()),
        ((0x1A, 0x12, 0x12, 0x12), Offline()),
    ],
)
def test_the_answers_to_four_questions_are_one_condition(
    answers: tuple[int, int, int, int], condition: Condition
) -> None:
    assert condition_of(*answers) == condition


@pytest.mark.parametrize(
    ("report", "condition"),
    [
        (Report(0x10, 0x00, 0x00), Ready()),
        (Report(0x10, 0x00, 0x03), NearEnd()),
        (Report(0x18, 0x00, 0x0F), NoPaper()),
        (Report(0x38, 0x00, 0x00), CoverOpen()),
        (Report(0x18, 0x08, 0x00), CutterJam()),
        (Report(0x18, 0x40, 0x00), TooHot()),
        (Report(0x18, 0x20, 0x00), Offline()),
    ],
)
def test_a_report_is_one_condition(report: Report, condition: Condition) -> None:
    assert report.condition == condition


def test_an_empty_roll_at_the_end_is_not_ready() -> None:
    assert Completion(0x00).condition == Ready()
    assert Completion(0x03).condition == NearEnd()
    assert Completion(0x0F).condition == NoPaper()


@pytest.mark.parametrize(
    ("received", "answers"),
    [
        (b"\x12", [RealTime(0x12)]),
        (b"\x00", [Completion(0)]),
        (b"\x10\x00\x00\x0f", [Report(0x10, 0, 0)]),
        (b"\x10\x00\x00\x0f\x00", [Report(0x10, 0, 0), Completion(0)]),
        (b"\x10\x00\x12\x00\x0f", [RealTime(0x12), Report(0x10, 0, 0)]),
        (b"\x11\x13\x80\xff\x93", []),  # flow control and noise
        (b"\x10\x00\x10\x08\x00\x0f", [Report(0x10, 8, 0)]),  # a report that broke off
        (b"\x00\x37\x22id~ \x00\x12", [Completion(0), JobDone(b"id~ "), RealTime(0x12)]),
        (b"\x37\x22id\x12\x00", [RealTime(0x12), Completion(0)]),  # an answer by id that broke off
        (b"\x37\x22idsxy\x00" + b"\x37\x25\x00\x37\x23abcd\x00", []),  # answers to what was not asked
    ],
)
def test_answers_are_told_apart_by_their_form(received: bytes, answers: list[Answer]) -> None:
    assert AnswerReader().feed(received) == answers


@given(st.lists(st.binary(max_size=5), max_size=20))
def test_answers_are_the_same_in_whatever_pieces_they_come(pieces: list[bytes]) -> None:
    one, many = AnswerReader(), AnswerReader()
    assert one.feed(b"".join(pieces)) == [answer for piece in pieces for answer in many.feed(piece)]
