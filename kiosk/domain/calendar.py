"""The calendar: days on which nobody works, seasons with hours of their own, and one-off closures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from kiosk.domain.text import Text


class HolidayKind(StrEnum):
    """Who gives a day off: the law, or the yearly joint decree that adds days of leave to it."""

    NATIONAL = "national"
    JOINT_LEAVE = "joint_leave"


@dataclass(frozen=True, slots=True)
class Holiday:
    """The days from ``first`` to ``last``, both included, on which only those work who always do."""

    name: Text
    first: date
    last: date
    kind: HolidayKind = HolidayKind.NATIONAL


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of days, both ends included, for which hours may be written, such as ``ramadan``."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Closure:
    """What is shut once, from ``since`` up to but without ``until``: the whole mall if it names nobody."""

    reason: Text
    since: datetime
    until: datetime
    agencies: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def concerns(self, agency: str, service: str) -> bool:
        """Tell whether it shuts a service of an agency."""
        return self.whole_mall or agency in self.agencies or service in self.services

    @property
    def whole_mall(self) -> bool:
        """Whether it shuts every service."""
        return not self.agencies and not self.services


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that is known of particular days; ``covers`` are the years whose holidays are all here.

    Of two seasons or holidays on one day the one that stands first counts.
    """

    holidays: tuple[Holiday, ...] = ()
    seasons: tuple[Season, ...] = ()
    closures: tuple[Closure, ...] = ()
    covers: tuple[int, ...] = ()
    _by_day: Mapping[date, Holiday] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_day: dict[date, Holiday] = {}
        for holiday in self.holidays:
            for offset in range((holiday.last - holiday.first).days + 1):
                by_day.setdefault(holiday.first + timedelta(days=offset), holiday)
        object.__setattr__(self, "_by_day", by_day)

    def holiday_on(self, day: date) -> Holiday | None:
        """Return the holiday of a day."""
        return self._by_day.get(day)

    def season_on(self, day: date) -> str | None:
        """Return the name of the season in which a day lies."""
        return next((each.name for each in self.seasons if each.first <= day <= each.last), None)

    def has_run_out(self, day: date) -> bool:
        """Tell whether a day's year comes after all that are covered; without any, nothing can run out."""
        return bool(self.covers) and day.year > max(self.covers)


NO_CALENDAR = Calendar()
