"""Opening hours, breaks, the service day, and the next opening, in all three Indonesian zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hours import Span, WeekHours, service_day, week_of

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
MORNING, AFTERNOON = Span(time(8), time(11, 30)), Span(time(13, 30), time(15))
WEEK = week_of([[Span(time(8), time(15))]] * 4 + [[AFTERNOON, MORNING], [], []])
NEVER = week_of([[]] * 7)


def at(words: str) -> datetime:
    return datetime.fromisoformat(words)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2019-02-18T07:59:59+07:00", None),
        ("2019-02-18T08:00:00+07:00", "2019-02-18T15:00:00+07:00"),
        ("2019-02-18T14:59:59+07:00", "2019-02-18T15:00:00+07:00"),
        ("2019-02-18T15:00:00+07:00", None),
        ("2019-02-22T11:29:00+07:00", "2019-02-22T11:30:00+07:00"),
        ("2019-02-22T12:00:00+07:00", None),
        ("2019-02-22T13:30:00+07:00", "2019-02-22T15:00:00+07:00"),
        ("2019-02-23T10:00:00+07:00", None),
        ("2019-02-18T01:00:00+00:00", "2019-02-18T15:00:00+07:00"),
    ],
)
def test_open_until_the_end_of_the_span(now: str, until: str | None) -> None:
    assert WEEK.open_until(at(now), WIB) == (at(until) if until else None)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2019-02-18T07:59:00+07:00", "2019-02-18T08:00:00+07:00"),
        ("2019-02-18T08:00:00+07:00", "2019-02-19T08:00:00+07:00"),
        ("2019-02-22T12:00:00+07:00", "2019-02-22T13:30:00+07:00"),
        ("2019-02-22T15:00:00+07:00", "2019-02-25T08:00:00+07:00"),
        ("2019-02-24T23:59:59+07:00", "2019-02-25T08:00:00+07:00"),
        ("2019-12-31T16:00:00+07:00", "2020-01-01T08:00:00+07:00"),
    ],
)
def test_the_next_opening(now: str, opening: str) -> None:
    assert WEEK.next_opening(at(now), WIB) == at(opening)


def test_what_opens_on_one_weekday_opens_again_after_a_week() -> None:
    mondays = week_of([[MORNING], [], [], [], [], [], []])
    assert mondays.next_opening(at("2019-02-18T09:00+07:00"), WIB) == at("2019-02-25T08:00+07:00")


def test_what_never_opens_has_no_next_opening() -> None:
    assert NEVER.next_opening(at("2019-02-18T09:00+07:00"), WIB) is None


@pytest.mark.parametrize(
    ("zone", "day"), [(WIB, date(2019, 2, 17)), (WITA, date(2019, 2, 17)), (WIT, date(2019, 2, 18))]
)
def test_the_service_day_is_the_malls_own(zone: ZoneInfo, day: date) -> None:
    assert service_day(at("2019-02-17T15:30+00:00"), zone) == day


def test_a_days_spans_are_sorted() -> None:
    assert WEEK.on(date(2019, 2, 22)) == (MORNING, AFTERNOON)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven days"):
        WeekHours(((),) * 6)


EPOCH = datetime(2019, 1, 1, tzinfo=UTC)
moments = st.integers(0, 10 * 366 * 86400).map(lambda seconds: EPOCH + timedelta(seconds=seconds))


@given(now=moments, zone=st.sampled_from([WIB, WITA, WIT]))
def test_at_the_next_opening_it_is_open_and_just_before_it_is_not(now: datetime, zone: ZoneInfo) -> None:
    opening = WEEK.next_opening(now, zone)
    assert opening is not None
    assert now < opening <= now + timedelta(days=8)
    assert WEEK.open_until(opening, zone) is not None
    assert WEEK.open_until(opening - timedelta(microseconds=1), zone) is None
