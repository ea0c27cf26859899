"""Opening hours of a week, and the service day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one day in the mall's own time, from ``start`` up to but without ``end``."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The spans of the seven days, Monday first, each day's in order and without overlap."""

    days: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(DAYS):
            raise ValueError("a week has seven days")

    def on(self, day: date) -> tuple[Span, ...]:
        """Return the spans of a date's weekday."""
        return self.days[day.weekday()]


def week_of(spans: Iterable[Iterable[Span]]) -> WeekHours:
    """Make a week from seven days' spans, sorting each day's."""
    return WeekHours(tuple(tuple(sorted(day)) for day in spans))


def service_day(now: datetime, zone: ZoneInfo) -> date:
    """Return the service day of a moment: the date in the mall's own zone."""
    return now.astimezone(zone).date()
