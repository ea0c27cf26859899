"""Each model of the fault printer prints what our encoder sends, and has its own ways and weaknesses."""

import math
from dataclasses import replace

import pytest
from PIL import ImageChops

from kiosk.faulty.faults import Fate
from kiosk.faulty.models import MODELS, Model
from kiosk.printing.composing import compose
from kiosk.printing.escpos.encoding import encode_ticket
from kiosk.printing.paper import PaperProfile
from kiosk.printing.raster import rasterise
from tests.faulty_kit import Bench, black, picture
from tests.printer_kit import ORDINARY, WORDS

CUT = b"\x1dVB\x00"
EVERY = tuple(MODELS)


def quick(name: str) -> Model:
    return replace(MODELS[name], mm_per_second=math.inf, cut_seconds=0.0)


@pytest.mark.parametrize("name", EVERY)
def test_every_model_prints_the_golden_picture(name: str) -> None:
    model = quick(name)
    paper = PaperProfile(model.width_mm, model.dots, model.dpi, cutter=model.cutter)
    golden = rasterise(compose(ORDINARY, WORDS), paper)
    bench = Bench(model)
    bench.send(encode_ticket(golden, paper, b"abcd" if model.completes_by_id else b""))
    bench.engine.take()
    (ink,) = bench.engine.seen.tickets
    wanted = ImageChops.invert(golden)
    printed = ink.crop((0, 0, *wanted.size))
    assert ImageChops.logical_xor(printed, wanted).histogram()[255] <= 4
    assert printed.histogram()[255] == ink.histogram()[255], "nothing below it"
    assert bench.engine.seen.strays == 0
    assert bench.engine.seen.real_time_in_pictures == 0


@pytest.mark.parametrize("name", EVERY)
def test_only_a_small_or_a_garbling_printer_prints_bands_as_characters(name: str) -> None:
    model = quick(name)
    strays = {}
    for rows in (100, 101, 96):
        bench = Bench(model)
        bench.send(picture(black(576, rows)))
        strays[rows] = bench.engine.seen.strays > 0
    assert strays == {
        100: False,
        101: name == "generic-80",
        96: name in ("generic-58", "mute"),
    }


@pytest.mark.parametrize("name", EVERY)
def test_only_some_answer_by_id_and_others_pass_it_over_or_print_it(name: str) -> None:
    bench = Bench(quick(name))
    answer = bench.send(b"\x1d(H\x06\x0000abcd")
    assert answer == (b"\x37\x22abcd\x00" if name in ("tm-t82", "tm-t88") else b"")
    assert (bench.engine.seen.strays > 0) == (name in ("generic-58", "mute"))


def test_a_mute_clone_answers_nothing_at_all() -> None:
    bench = Bench(quick("mute"))
    assert bench.send(b"\x10\x04\x01\x10\x04\x02" + b"\x1da\xff" + b"\x1dr\x01" + b"\x1dIB") == b""
    bench.send(picture(black(576, 10)) + CUT)
    assert len(bench.engine.seen.papers) == 1


def test_without_a_cutter_the_paper_hangs_until_somebody_tears_it_off() -> None:
    bench = Bench(quick("generic-58"))
    bench.send(picture(black(384, 10)) + CUT)
    assert bench.engine.seen.papers == []
    assert bench.tell("take") == "done: taken"
    assert bench.engine.seen.papers[0].ink.height == 10
    assert bench.tell("take") == "there is nothing to take"


def test_a_ticket_that_nobody_has_to_take_by_hand_is_taken_in_time() -> None:
    for name in ("generic-58", "presenter"):
        bench = Bench(quick(name))
        bench.engine.faults.taken_after = 3.0
        bench.send(picture(black(384, 10)) + CUT)
        bench.wait(2.9)
        assert Fate.TAKEN not in [paper.fate for paper in bench.engine.seen.papers]
        bench.wait(0.2)
        assert [paper.fate for paper in bench.engine.seen.papers] == [Fate.TAKEN]


FULL = b"\x10\x04\x14"


def test_a_presenter_holds_the_ticket_and_says_when_it_was_taken() -> None:
    bench = Bench(quick("presenter"))
    assert bench.send(FULL) == b"\x10\x0f\x00\x00\x00\x00"
    bench.send(picture(black(576, 10)) + CUT)
    assert bench.send(FULL) == b"\x10\x0f\x20\x00\x00\x00"
    assert bench.send(b"\x1de\x06") == b"\x08"
    bench.tell("take")
    assert bench.send(FULL) == b"\x10\x0f\x00\x00\x00\x00"
    assert bench.engine.seen.papers[0].fate is Fate.TAKEN


@pytest.mark.parametrize(
    ("line", "full"),
    [
        ("near", b"\x10\x0f\x04\x00\x00\x00"),
        ("paper 0", b"\x10\x0f\x05\x00\x00\x00"),
        ("open", b"\x10\x0f\x00\x03\x00\x00"),
        ("hot", b"\x10\x0f\x00\x00\x01\x00"),
        ("jam", b"\x10\x0f\x00\x00\x00\x01"),
    ],
)
def test_a_presenter_says_all_of_its_state_in_six_bytes(line: str, full: bytes) -> None:
    bench = Bench(quick("presenter"))
    bench.tell(line)
    assert bench.send(FULL) == full


def test_a_presenter_retracts_ejects_and_makes_room_for_the_next_ticket() -> None:
    bench = Bench(quick("presenter"))
    ticket = picture(black(576, 10)) + CUT
    bench.send(ticket + b"\x1de\x02" + ticket + b"\x1de\x05" + ticket + b"\x1de\x03\x10" + ticket)
    fates = [paper.fate for paper in bench.engine.seen.papers]
    assert fates == [Fate.RETRACTED, Fate.EJECTED, Fate.EJECTED, Fate.HELD]
    assert bench.engine.seen.strays == 0


def test_six_bytes_are_a_presenters_own() -> None:
    assert Bench(quick("tm-t82")).send(FULL) == b""
