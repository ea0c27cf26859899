"""Opening hours of a week, the service day, and when something opens next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one day in the mall's own time, from ``start`` up to but without ``end``."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        return self.start <= moment < self.end


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

    def open_until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when the span that holds ``now`` ends, or ``None`` when it is shut."""
        local = now.astimezone(zone)
        for span in self.on(local.date()):
            if local.time() in span:
                return datetime.combine(local.date(), span.end, zone)
        return None

    def next_opening(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return the first opening after ``now`` within the next seven days, or ``None``."""
        today = now.astimezone(zone).date()
        for offset in range(len(DAYS) + 1):
            day = today + timedelta(days=offset)
            for span in self.on(day):
                opening = datetime.combine(day, span.start, zone)
                if opening > now:
                    return opening
        return None


def week_of(spans: Iterable[Iterable[Span]]) -> WeekHours:
    """Make a week from seven days' spans, sorting each day's."""
    return WeekHours(tuple(tuple(sorted(day)) for day in spans))


def service_day(now: datetime, zone: ZoneInfo) -> date:
    """Return the service day of a moment: the date in the mall's own zone."""
    return now.astimezone(zone).date()
