"""What a technician is told of each state of a printer, and how an error of the machine becomes one."""

import errno
import socket
from itertools import chain

import pytest

from kiosk.printing.advice import Advice, advice
from kiosk.printing.condition import (
    PLAIN,
    Cause,
    Condition,
    Doubt,
    NearEnd,
    NoPaper,
    Offline,
    Unknown,
    cause_of,
    condition_of_word,
)
from kiosk.words import load_words

WORDS = load_words()
ALL: tuple[Condition, ...] = (*PLAIN, NearEnd(4_200.0), *map(Offline, Cause), *map(Unknown, Doubt))


@pytest.mark.parametrize("condition", ALL, ids=repr)
@pytest.mark.parametrize("language", WORDS.languages)
def test_of_every_state_it_is_said_what_is_seen_and_what_to_do(condition: Condition, language: str) -> None:
    seen, do = advice(condition).told(WORDS, language)
    for text in (seen, do):
        assert text.endswith("."), text
        assert "{" not in text
    assert seen != do


def test_no_two_states_are_told_in_the_same_words() -> None:
    told = [advice(each).told(WORDS, "id") for each in ALL]
    assert len(set(told)) == len(ALL)


def test_no_text_for_technicians_is_for_no_state() -> None:
    keys = set(chain.from_iterable((told.seen, told.do) for told in map(advice, ALL)))
    written = {key for key in WORDS.keys("id") if key.startswith("technician.printer.")}
    assert written == keys


@pytest.mark.parametrize(("left", "metres"), [(4_999.0, 5), (4_000.0, 4), (300.0, 1), (0.0, 1)])
def test_what_is_left_of_a_roll_is_told_in_whole_metres_and_never_as_none(left: float, metres: int) -> None:
    assert f"less than {metres} m left" in advice(NearEnd(left)).told(WORDS, "en")[0]


def test_a_device_that_is_not_permitted_names_the_group() -> None:
    condition = Offline(cause_of(PermissionError(errno.EACCES, "Permission denied")))
    assert "group lp" in advice(condition).told(WORDS, "en")[1]


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), Cause.REFUSED),
        (TimeoutError(), Cause.NO_ANSWER),
        (OSError(errno.ETIMEDOUT, ""), Cause.NO_ANSWER),
        (OSError(errno.EHOSTUNREACH, ""), Cause.NO_ROUTE),
        (OSError(errno.ENETUNREACH, ""), Cause.NO_ROUTE),
        (socket.gaierror(socket.EAI_NONAME, ""), Cause.NO_ROUTE),
        (OSError(errno.EBUSY, ""), Cause.BUSY),
        (FileNotFoundError(errno.ENOENT, ""), Cause.NO_DEVICE),
        (OSError(errno.ENODEV, ""), Cause.NO_DEVICE),
        (OSError(errno.EPERM, ""), Cause.PERMISSION),
        (ConnectionResetError(errno.ECONNRESET, ""), Cause.BROKEN),
        (OSError(errno.EIO, ""), Cause.BROKEN),
    ],
)
def test_an_error_of_the_machine_is_told_apart_by_its_kind(error: OSError, cause: Cause) -> None:
    assert cause_of(error) is cause


def test_a_state_is_known_by_its_word_and_any_other_word_lists_them() -> None:
    assert [condition_of_word(each.word) for each in PLAIN] == list(PLAIN)
    with pytest.raises(ValueError, match=r"'fine' is no condition; write one of ready, near_end, no_paper"):
        condition_of_word("fine")


def test_an_advice_is_a_pair_of_keys() -> None:
    assert advice(NoPaper()) == Advice("technician.printer.no_paper", "technician.printer.no_paper_do")
