"""Small values as JSON's own: texts, hours, and mappings of what there is."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.hours import DAYS, WeekHours
from kiosk.domain.text import ANY_LANGUAGE, Text

Plain = dict[str, Any]


def words(text: Text) -> str | dict[str, str]:
    """Return a text as one string, or as a mapping from language to string."""
    values = dict(text.values)
    return values.get(ANY_LANGUAGE, values)


def plain_hours(hours: WeekHours) -> Plain:
    """Return a week as a mapping from day to stretches."""
    return {
        day: [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in spans]
        for day, spans in zip(DAYS, hours.days, strict=True)
    }


def plain_seasons(seasons: Mapping[str, WeekHours]) -> Plain | None:
    """Return the hours of all seasons by their names."""
    return {name: plain_hours(hours) for name, hours in seasons.items()} or None


def words_if_any(text: Text | None) -> str | dict[str, str] | None:
    """Return a text like ``words``, or ``None``."""
    return words(text) if text else None


def given(**values: Any) -> Plain:
    """Return the values that are there."""
    return {key: value for key, value in values.items() if value is not None}
