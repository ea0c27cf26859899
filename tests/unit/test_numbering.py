"""Labels: how they are written and read, and that two of them are never the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.numbering import (
    KIOSKS,
    NUMBERS,
    Label,
    is_label,
    is_series,
    kiosk_label,
    parse_label,
    server_label,
)

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
SERIES = st.text(LETTERS, min_size=1, max_size=2)
LABELS = st.builds(
    Label,
    SERIES,
    st.none() | st.integers(KIOSKS.start, KIOSKS.stop - 1),
    st.integers(NUMBERS.start, NUMBERS.stop - 1),
)


@pytest.mark.parametrize(
    ("number", "server", "kiosk"),
    [(1, "A-001", "A2-001"), (999, "A-999", "A2-999"), (1000, "A-1000", "A2-1000")],
)
def test_numbers_have_three_digits_and_after_999_comes_1000(number: int, server: str, kiosk: str) -> None:
    assert server_label("A", number) == server
    assert kiosk_label("A", 2, number) == kiosk


@pytest.mark.parametrize("letters", ["I", "O", "Q", "AI", "OA", "", "ABC", "a", "1", "A1", "Ä"])
def test_what_looks_like_a_digit_or_is_too_long_is_no_series(letters: str) -> None:
    assert not is_series(letters)
    with pytest.raises(ValueError, match="without I, O, Q"):
        server_label(letters, 1)
    with pytest.raises(ValueError, match="without I, O, Q"):
        kiosk_label(letters, 1, 1)


@pytest.mark.parametrize("kiosk", [0, 100, -1])
def test_a_kiosk_has_a_number_from_1_to_99(kiosk: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        kiosk_label("A", kiosk, 1)


@pytest.mark.parametrize("number", [0, -1])
def test_numbers_start_at_one(number: int) -> None:
    with pytest.raises(ValueError, match="start at 1"):
        server_label("A", number)


@pytest.mark.parametrize(
    "words", ["", "A", "A-", "A-01", "A-0001", "A-000", "A0-001", "A02-001", "A100-001", "a-001", "A-001 "]
)
def test_what_no_server_and_no_kiosk_writes_is_not_read(words: str) -> None:
    assert parse_label(words) is None


def test_a_number_beyond_the_day_is_not_read() -> None:
    assert parse_label("A-999999") == Label("A", None, 999_999)
    assert parse_label("A-1000000") is None


@given(LABELS)
def test_what_is_written_is_read_back(label: Label) -> None:
    assert parse_label(str(label)) == label
    assert is_label(str(label))


@given(LABELS, LABELS)
def test_two_labels_are_written_alike_only_if_they_are_the_same(one: Label, other: Label) -> None:
    assert (str(one) == str(other)) == (one == other)


@given(SERIES, st.integers(1, 99), st.integers(1, 9999), st.integers(1, 9999))
def test_a_kiosk_never_writes_what_the_server_or_another_kiosk_writes(
    series: str, kiosk: int, number: int, other_number: int
) -> None:
    own = kiosk_label(series, kiosk, number)
    assert own != server_label(series, other_number)
    assert own != kiosk_label(series, kiosk % 99 + 1, other_number)
