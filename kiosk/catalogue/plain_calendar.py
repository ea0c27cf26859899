"""The calendar as JSON's own values, in the shape of its section."""

from zoneinfo import ZoneInfo

from kiosk.catalogue.plain import Plain, given, words
from kiosk.domain.calendar import Calendar, Closure, Holiday, Season


def plain_calendar(calendar: Calendar, zone: ZoneInfo) -> Plain:
    """Return the whole section; times are in the mall's zone and do not name it."""
    return {
        "holidays": [_holiday(each) for each in calendar.holidays],
        "seasons": [_season(each) for each in calendar.seasons],
        "closures": [_closure(each, zone) for each in calendar.closures],
        "covers": list(calendar.covers),
    }


def _holiday(holiday: Holiday) -> Plain:
    days = {"from": holiday.first.isoformat(), "to": holiday.last.isoformat()}
    return {"name": words(holiday.name), "kind": holiday.kind.value, **days}


def _season(season: Season) -> Plain:
    return {"name": season.name, "from": season.first.isoformat(), "to": season.last.isoformat()}


def _closure(closure: Closure, zone: ZoneInfo) -> Plain:
    return {
        "from": closure.since.astimezone(zone).replace(tzinfo=None).isoformat(),
        "to": closure.until.astimezone(zone).replace(tzinfo=None).isoformat(),
        "reason": words(closure.reason),
    } | given(agencies=list(closure.agencies) or None, services=list(closure.services) or None)
