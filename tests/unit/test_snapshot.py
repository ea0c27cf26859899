"""What a kiosk makes of the states that a server tells, with words and without."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kiosk.contract.bodies import ServiceState
from kiosk.domain.availability import StaffWord, State, Word
from kiosk.domain.text import Text
from kiosk.domain.ticket import WaitRange
from kiosk.sync.snapshot import LineSnapshot, service_line

NOW = datetime(2019, 2, 18, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
REASON = Text.of({"id": "Jaringan putus"})


def told(document: str) -> ServiceState:
    """Read a state as it travels."""
    return msgspec.json.decode(document, type=ServiceState)


def test_a_word_is_taken_as_it_is_told() -> None:
    line = service_line(
        told(
            """{"state": "paused", "waiting": 3, "quota_left": 7, "wait": {"low": 1, "high": 2},
            "word": {"state": "paused", "reason": {"id": "Jaringan putus"}, "since": "2019-02-18T01:00:00Z",
            "until": "2019-02-18T04:00:00Z"}}"""
        ),
        NOW,
    )
    assert line.word == Word(State.PAUSED, REASON, NOW - timedelta(hours=1), LATER)
    assert (line.waiting, line.wait, line.quota_left) == (3, WaitRange(1, 2), 7)


def test_an_outage_is_known_as_one() -> None:
    line = service_line(
        told('{"state": "preparing", "waiting": 0, "word": {"state": "preparing", "link_down": true}}'), NOW
    )
    assert line.word == Word(State.PREPARING, link_down=True)


def test_a_server_that_tells_of_no_word_leaves_the_hours_to_the_kiosk() -> None:
    line = service_line(
        told('{"state": "preparing", "waiting": 0, "reason": {"id": "Segera"}, "word": null}'), NOW
    )
    assert line.word is None


def test_a_word_holds_at_once_though_the_kiosks_clock_is_behind() -> None:
    line = service_line(
        told(
            '{"state": "paused", "waiting": 0, "word": {"state": "paused", "since": "2019-02-18T02:05:00Z"}}'
        ),
        NOW,
    )
    assert line.word
    assert line.word.holds(NOW)


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ('{"state": "open", "waiting": 0, "until": "2019-02-18T04:00:00Z"}', None),
        ('{"state": "closed", "waiting": 0, "next_open": "2019-02-18T04:00:00Z"}', None),
        ('{"state": "closed", "waiting": 0, "reason": {"id": "Jaringan putus"}}', Word(State.CLOSED, REASON)),
        (
            '{"state": "paused", "waiting": 0, "next_open": "2019-02-18T04:00:00Z"}',
            Word(State.PAUSED, until=LATER),
        ),
        (
            """{"state": "quota_full", "waiting": 0, "until": "2019-02-18T04:00:00Z",
            "next_open": "2019-02-19T01:00:00Z"}""",
            Word(State.QUOTA_FULL, until=LATER),
        ),
    ],
)
def test_a_server_that_knows_of_no_words_is_understood_by_its_states(
    document: str, word: Word | None
) -> None:
    assert service_line(told(document), NOW).word == word


def test_a_snapshot_says_the_words_of_its_services_and_of_no_others() -> None:
    lines = {
        "ktp-baru": service_line(told('{"state": "paused", "waiting": 0}'), NOW),
        "kk-baru": service_line(told('{"state": "open", "waiting": 0, "word": null}'), NOW),
    }
    expected = StaffWord(services={"ktp-baru": Word(State.PAUSED)})
    assert LineSnapshot(services=lines).staff_word == expected
    assert LineSnapshot().staff_word == StaffWord()
