"""The words by which the fault printer gets its faults."""

import pytest

from kiosk.faulty.controls import SWITCHES, WrongWordsError
from tests.faulty_kit import Bench, black, picture
from tests.printer_kit import QUICK_PRINTER


def test_help_lists_every_word_and_each_of_them_is_understood() -> None:
    bench = Bench(QUICK_PRINTER)
    lines = bench.tell("help").splitlines()
    usages = [line.split("  ")[0] for line in lines]
    assert {name for name, _, _ in SWITCHES} < {usage.split()[0] for usage in usages}
    for usage in usages:
        line = usage.replace("WORDS...", "near").replace("MM", "5").replace("SECONDS", "5")
        assert bench.tell(line.replace("BYTES", "5"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "'' is not understood; there are load, near,"),
        ("opne", "'opne' is not understood"),
        ("paper", "write it like this: paper MM"),
        ("paper much", "'much' is no number from 0 on; write for example 20"),
        ("paper -1", "'-1' is no number from 0 on"),
        ("paper inf", "'inf' is no number"),
        ("reset 1.5", "'1.5' is no whole number"),
        ("open wide", "write it like this: open"),
        ("in 5", "write it like this: in SECONDS WORDS..."),
        ("in 5 after 3 opne", "'opne' is not understood"),
        ("after five open", "'five' is no number"),
    ],
)
def test_wrong_words_are_refused_with_what_is_right(line: str, said: str) -> None:
    with pytest.raises(WrongWordsError) as refused:
        Bench(QUICK_PRINTER).tell(line)
    assert said in str(refused.value)


def test_words_can_be_said_for_a_later_second() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.tell("in 2 open")
    bench.tell("in 4 shut")
    bench.wait(1.9)
    assert bench.engine.status.prints
    bench.wait(0.2)
    assert bench.engine.status.cover_open
    bench.wait(2)
    assert bench.engine.status.prints


def test_words_can_be_said_for_when_so_much_paper_came_out() -> None:
    bench = Bench(QUICK_PRINTER)
    bench.send(picture(black(384, 40)))
    bench.tell("after 5 paper 0")
    bench.send(picture(black(384, 80)))
    assert bench.engine.status.empty
    assert bench.engine.used_mm == pytest.approx(40 * 25.4 / 203 + 5, abs=0.2)


def test_the_state_and_the_papers_are_told() -> None:
    bench = Bench(QUICK_PRINTER)
    assert bench.tell("papers") == "none came out"
    bench.tell("paper 100")
    bench.send(b"?" + picture(black(384, 8)) + b"\x1dVB\x00")
    bench.tell("open")
    bench.send(b"waits")
    state = bench.tell("state")
    assert state.startswith("cover open, near end; 80 mm on the roll, 20 mm used, 1 papers, 5 bytes waiting")
    assert bench.tell("papers") == "001 fell 384x38"


def test_a_well_printer_has_no_fault_left_and_none_to_come() -> None:
    bench = Bench(QUICK_PRINTER)
    for line in ("open", "jam", "hot", "offline", "mute", "paper 0", "in 1 open", "after 1 open"):
        bench.tell(line)
    bench.wait(0.1)
    bench.tell("well")
    bench.send(picture(black(384, 80)))
    bench.wait(2)
    assert bench.tell("state").startswith("ready; ")
    assert bench.send(b"\x10\x04\x02") == b"\x12"
