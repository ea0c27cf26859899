"""The hours of a week, and the service day in all three Indonesian zones."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.hours import Span, WeekHours, service_day, week_of

MORNING, AFTERNOON = Span(time(8), time(11, 30)), Span(time(13, 30), time(15))
WEEK = week_of([[Span(time(8), time(15))]] * 4 + [[AFTERNOON, MORNING], [], []])


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Jakarta", date(2019, 2, 17)),
        ("Asia/Makassar", date(2019, 2, 17)),
        ("Asia/Jayapura", date(2019, 2, 18)),
    ],
)
def test_the_service_day_is_the_malls_own(zone: str, day: date) -> None:
    assert service_day(datetime.fromisoformat("2019-02-17T15:30+00:00"), ZoneInfo(zone)) == day


def test_a_days_spans_are_sorted() -> None:
    assert WEEK.on(date(2019, 2, 22)) == (MORNING, AFTERNOON)
    assert WEEK.on(date(2019, 2, 23)) == ()


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven days"):
        WeekHours(((),) * 6)
