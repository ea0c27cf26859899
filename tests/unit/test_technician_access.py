"""Wrong PINs: five are forgiven, then the page is shut for longer and longer."""

from datetime import datetime

import pytest

from kiosk.app.access import Access
from kiosk.clock import ManualClock
from kiosk.pin import PinHash

PIN = PinHash(b"salt", b"digest")
NOON = datetime.fromisoformat("2019-02-18T12:00+07:00")


def tried(access: Access, *, right: bool = False, times: int = 1) -> None:
    for _ in range(times):
        access.begin()
        access.ended(right)


def test_the_fifth_wrong_pin_shuts_the_page_for_a_minute() -> None:
    clock = ManualClock(NOON)
    access = Access(PIN, clock)
    tried(access, times=4)
    assert access.shut_minutes() == 0
    tried(access)
    assert access.shut_minutes() == 1
    clock.advance(59)
    assert access.shut_minutes() == 1
    clock.advance(1)
    assert access.shut_minutes() == 0


def test_each_further_one_shuts_it_for_twice_as_long_up_to_an_hour() -> None:
    clock = ManualClock(NOON)
    access = Access(PIN, clock)
    tried(access, times=4)
    minutes = []
    for _ in range(9):
        tried(access)
        minutes.append(access.shut_minutes())
        clock.advance(3600)
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_clock_that_is_set_opens_nothing() -> None:
    clock = ManualClock(NOON)
    access = Access(PIN, clock)
    tried(access, times=5)
    clock.at = NOON.replace(year=2020)
    assert access.shut_minutes() == 1


def test_the_right_one_forgives_the_wrong_ones() -> None:
    access = Access(PIN, ManualClock(NOON))
    tried(access, times=4)
    tried(access, right=True)
    tried(access, times=4)
    assert access.shut_minutes() == 0


def test_an_attempt_counts_before_it_is_compared() -> None:
    access = Access(PIN, ManualClock(NOON))
    for _ in range(5):
        access.begin()
    assert access.shut_minutes() == 1, "five at once are five"
    access.ended(True)
    assert access.shut_minutes() == 0


def test_the_log_counts_and_tells_how_long(caplog: pytest.LogCaptureFixture) -> None:
    access = Access(PIN, ManualClock(NOON))
    tried(access, times=5)
    assert "4 in a row" in caplog.messages[3]
    assert caplog.messages[4].endswith("5 in a row; no other is taken for 1 min")
