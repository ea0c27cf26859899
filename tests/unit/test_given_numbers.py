"""The kiosk's own numbers beside the journal: what is spoilt of the file spoils a line."""

from pathlib import Path

import pytest

from kiosk.journal.errors import JournalUnusableError
from kiosk.journal.given import SERIES_KEPT, GivenNumbers

DAY, NEXT = "2019-02-18", "2019-02-19"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db.numbers"


@pytest.fixture
def given(tmp_path: Path) -> GivenNumbers:
    return GivenNumbers(tmp_path / "journal.db")


def test_the_highest_number_of_each_day_and_series_is_known(given: GivenNumbers) -> None:
    assert given.highest() == {}
    for day, series, number in ((DAY, "B", 1), (DAY, "B", 2), (DAY, "AB", 7), (NEXT, "B", 1)):
        given.note(day, series, number)
    assert given.highest() == {(DAY, "B"): 2, (DAY, "AB"): 7, (NEXT, "B"): 1}


def test_a_line_that_a_power_cut_tore_spoils_neither_the_one_before_nor_the_one_after(
    given: GivenNumbers, path: Path
) -> None:
    given.note(DAY, "B", 1)
    given.note(DAY, "B", 2)
    path.write_bytes(path.read_bytes()[:-5])
    assert given.highest() == {(DAY, "B"): 1}
    given.note(DAY, "B", 3)
    assert given.highest() == {(DAY, "B"): 3}


@pytest.mark.parametrize("spoilt", [b"\xff\x00\xfe", b"2019-02-18 B 9 00000000", b"2019-02-18 B 9", b"   "])
def test_what_is_no_whole_line_is_passed_over(given: GivenNumbers, path: Path, spoilt: bytes) -> None:
    given.note(DAY, "B", 5)
    path.write_bytes(spoilt + b"\n" + path.read_bytes() + b"\n" + spoilt)
    assert given.highest() == {(DAY, "B"): 5}


def test_made_short_it_keeps_what_was_used_last(given: GivenNumbers, path: Path) -> None:
    old = {(f"day{each}", "B"): 3 for each in range(SERIES_KEPT)}
    given.shorten({**old, (DAY, "B"): 12})
    kept = given.highest()
    assert len(kept) == SERIES_KEPT
    assert kept[DAY, "B"] == 12
    assert ("day0", "B") not in kept
    assert path.read_bytes().count(b"\n") == SERIES_KEPT - 1
    given.note(DAY, "B", 13)
    assert given.highest()[DAY, "B"] == 13


def test_a_file_that_cannot_be_written_is_named(given: GivenNumbers, path: Path) -> None:
    path.mkdir()
    with pytest.raises(JournalUnusableError, match=r"journal\.db\.numbers"):
        given.note(DAY, "B", 1)
