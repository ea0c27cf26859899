"""Reading hours, dates and moments."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from kiosk.catalogue.positions import Node
from kiosk.catalogue.reading import Faults, Record, shown
from kiosk.domain.hours import DAYS, Span, WeekHours

When = TypeVar("When", bound=date)

_SPAN = re.compile(r"\s*(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*")


def week_at(record: Record, key: str) -> WeekHours | None:
    """Return the hours of a week; a day that is not named is shut."""
    node = record.get(key)
    return None if node is None else read_hours(node, record.faults)


def seasons_at(record: Record, key: str = "season_hours") -> dict[str, WeekHours]:
    """Return hours by the name of their season."""
    return {name: read_hours(node, record.faults) for name, node in record.table(key).items()}


def day_at(record: Record, key: str) -> date | None:
    """Return a date, ``None`` if it is missing or wrong."""
    return _read(record, key, date.fromisoformat, "date", "2026-11-24")


def moment_at(record: Record, key: str, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    """Return a moment in ``zone``; a date means its first instant, or with ``end`` the next day's."""

    def read(words: str) -> datetime:
        moment = datetime.fromisoformat(words)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        whole_day = timedelta(days=1 if end and _is_date(words) else 0)
        return moment.astimezone(zone) + whole_day

    return _read(record, key, read, "date or time", "2026-11-24, or 2026-11-24 13:00")


def time_at(record: Record, key: str) -> time | None:
    """Return a time of day, ``None`` if it is missing or wrong."""
    node = record.get(key)
    if node is None:
        return None
    told = clock_time(str(node.value))
    if told is None:
        record.faults.error(node, f"{shown(node.value)} is no time of day", 'write it as "07:30"')
    return told


def _is_date(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _read(record: Record, key: str, read: Callable[[str], When], what: str, example: str) -> When | None:
    words, node = record.word(key), record.get(key)
    if words is None or node is None:
        return None
    try:
        return read(words)
    except (ValueError, OverflowError):
        record.faults.error(node, f"{shown(words)} is no {what}", f"write it like {example}")
        return None


def read_hours(node: Node, faults: Faults) -> WeekHours:
    """Read a week: ``{mon: ["08:00-11:30", "13:30-15:00"], ...}``."""
    week = Record(node, DAYS, faults)
    return WeekHours(tuple(_day(week, day) for day in DAYS))


def _day(week: Record, day: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for node in week.items(day):
        span = _span(node, week.faults)
        if span is None:
            continue
        if clash := next((each for each in spans if span.start < each.end and each.start < span.end), None):
            times = f"{clash.start:%H:%M}-{clash.end:%H:%M}"
            week.faults.error(node, f"{node.value} overlaps {times}", "join the two or part them")
        else:
            spans.append(span)
    return tuple(sorted(spans))


def _span(node: Node, faults: Faults) -> Span | None:
    match = _SPAN.fullmatch(str(node.value))
    start, end = (clock_time(each) for each in match.groups()) if match else (None, None)
    if start is None or end is None:
        faults.error(node, f"{shown(node.value)} is no stretch of a day", 'write it as "08:00-15:00"')
        return None
    if end <= start:
        faults.error(node, f"{node.value} ends before it starts", "write the earlier time first")
        return None
    return Span(start, end)


def clock_time(words: str) -> time | None:
    """Read a time of day such as ``07:30``, or return ``None``."""
    hour, _, minute = words.strip().partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        return None
    return time(int(hour), int(minute))
