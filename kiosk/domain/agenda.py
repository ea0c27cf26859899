"""When something is open on a particular date: weekly hours and the calendar, put together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from kiosk.domain.calendar import Calendar, Closure
from kiosk.domain.hours import Span, WeekHours
from kiosk.domain.text import Text

HORIZON = timedelta(days=60)
"""How far openings are looked for, both ways: no run of closed days that anyone plans is longer."""


class WithHours(Protocol):
    """A mall, an agency or a service: what may have hours of its own, and others for some seasons."""

    @property
    def hours(self) -> WeekHours | None:
        """The regular hours."""
        ...

    @property
    def season_hours(self) -> Mapping[str, WeekHours]:
        """The hours of a season, by its name."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` up to but without ``end``, both in the mall's zone and on one day."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """When something is open; one is equal to itself alone.

    ``levels`` are those whose hours may count, the most specific first: a day's hours are those that
    the first of them has for the day's season, else its regular ones, else those of the next level.
    Nothing is open on a holiday unless it ``works_on_holidays``, nor while one of ``closures`` lasts.
    """

    zone: ZoneInfo
    calendar: Calendar
    levels: tuple[WithHours, ...]
    closures: tuple[Closure, ...] = ()
    works_on_holidays: bool = False

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the hours of a date before closures cut into them."""
        if self.holiday_on(day):
            return ()
        season = self.calendar.season_on(day)
        for level in self.levels:
            if hours := level.season_hours.get(season or "", level.hours):
                return hours.on(day)
        return ()

    def on(self, day: date) -> tuple[Stretch, ...]:
        """Return when it is open on a date, in order, with a gap between each two."""
        return self._left_open(day, self.spans_on(day))

    def _left_open(self, day: date, spans: Iterable[Span]) -> tuple[Stretch, ...]:
        """Return what closures leave of a date's spans, joining those that touch."""
        stretches = [
            Stretch(datetime.combine(day, span.start, self.zone), datetime.combine(day, span.end, self.zone))
            for span in spans
        ]
        for closure in self.closures:
            stretches = [part for each in stretches for part in _outside(each, closure)]
        return tuple(_joined(stretches))

    def at(self, now: datetime) -> Stretch | None:
        """Return the stretch that holds ``now``, or ``None`` when it is shut."""
        return next((each for each in self.on(self.day(now)) if now in each), None)

    def before_opening(self, now: datetime, lead: time | None) -> Stretch | None:
        """Return the day's first stretch, begun at ``lead`` already, if ``now`` lies in what that adds.

        A closure that lies there or delays the opening leaves nothing to begin earlier.
        """
        day = self.day(now)
        first = next(iter(self.spans_on(day)), None)
        if first is None or lead is None or first.start <= lead:
            return None
        opening = datetime.combine(day, first.start, self.zone)
        stretches = self._left_open(day, [Span(lead, first.start), *self.spans_on(day)])
        return next((each for each in stretches if now in each and now < opening and opening in each), None)

    def first_open(self, moment: datetime) -> datetime | None:
        """Return the first moment from ``moment`` on at which it is open, within the horizon."""
        for offset in range(HORIZON.days + 1):
            for stretch in self.on(self.day(moment) + timedelta(days=offset)):
                if moment < stretch.end:
                    return max(stretch.start, moment.astimezone(self.zone))
        return None

    def last_open(self, moment: datetime) -> datetime | None:
        """Return when it was open last, seen from a moment at which it is shut, within the horizon."""
        for offset in range(HORIZON.days + 1):
            for stretch in reversed(self.on(self.day(moment) - timedelta(days=offset))):
                if stretch.end <= moment:
                    return stretch.end
        return None

    def why_shut(self, now: datetime) -> Text | None:
        """Return the reason of a closure that holds ``now``, else the name of the day's holiday."""
        for closure in self.closures:
            if closure.since <= now < closure.until:
                return closure.reason
        return self.holiday_on(self.day(now))

    def holiday_on(self, day: date) -> Text | None:
        """Return the name of a date's holiday if it is kept."""
        holiday = None if self.works_on_holidays else self.calendar.holiday_on(day)
        return holiday.name if holiday else None

    def day(self, moment: datetime) -> date:
        """Return the date of a moment."""
        return moment.astimezone(self.zone).date()


def _outside(stretch: Stretch, closure: Closure) -> Iterator[Stretch]:
    """Yield what of a stretch lies before and after a closure."""
    zone = stretch.start.tzinfo
    before, after = closure.since.astimezone(zone), closure.until.astimezone(zone)
    if stretch.start < min(stretch.end, before):
        yield Stretch(stretch.start, min(stretch.end, before))
    if max(stretch.start, after) < stretch.end:
        yield Stretch(max(stretch.start, after), stretch.end)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield stretches with those joined that touch."""
    joined: Stretch | None = None
    for each in stretches:
        if joined and joined.end == each.start:
            joined = Stretch(joined.start, each.end)
            continue
        if joined:
            yield joined
        joined = each
    if joined:
        yield joined
