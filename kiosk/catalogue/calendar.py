"""Reading the calendar: the ``calendar`` section of a catalogue, or of a file that holds nothing else.

The section is ``{holidays: [...], seasons: [...], closures: [...], covers: [2026]}``. A holiday is
``{date: 2026-01-01, name: ..., kind: national}``, or has ``from`` and ``to``; its kind is ``national`` or
``joint_leave``. A season is ``{name: ramadan, from: ..., to: ...}``. A closure is ``{from: ..., to: ...,
reason: ...}`` with dates or times, and with ``agencies`` or ``services`` if it does not shut the whole mall.
``covers`` are the years whose holidays are all here, else those in which there are any.

A catalogue that says nothing of holidays, or of seasons, has those of the country.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from kiosk.assets import asset
from kiosk.catalogue.positions import Node, read_tree
from kiosk.catalogue.reading import Faults, Record
from kiosk.catalogue.sections import CALENDAR
from kiosk.catalogue.shelves import Shelf, Stock
from kiosk.catalogue.times import day_at, moment_at
from kiosk.domain.agenda import HORIZON
from kiosk.domain.calendar import Calendar, Closure, Holiday, HolidayKind, Season
from kiosk.domain.text import Text
from kiosk.faults import Fault

KEYS = ("holidays", "seasons", "closures", "covers")
LONGEST_HOLIDAY = 31
"""Days; a longer one is a slip of the pen in its dates."""

NATIONAL = ("calendar", "indonesia.yaml")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LoadedCalendar:
    """The calendar of a file, without what could not be used, and the faults met."""

    calendar: Calendar
    faults: tuple[Fault, ...] = ()


def load_calendar(path: Path) -> LoadedCalendar:
    """Read the holidays and seasons of a file; its closures can be judged only with their catalogue."""
    tree = read_tree(path)
    faults = Faults()
    faults.found.extend(tree.faults)
    calendar = Calendar()
    if tree.root is not None and (node := Record(tree.root, (CALENDAR,), faults).need(CALENDAR)):
        records = [Record(node, KEYS, faults)]
        calendar = Calendar(
            tuple(_each(records, "holidays", _holiday)),
            tuple(_each(records, "seasons", _season)),
            covers=_covers(records),
        )
    return LoadedCalendar(_with_years(calendar), tuple(faults.found))


def holds_calendar(path: Path) -> bool:
    """Tell whether a file is a calendar: it has that section, or by mistake its keys, alone."""
    root = read_tree(path).root
    return root is not None and bool(root.keys) and {*root.keys} <= {CALENDAR, *KEYS}


def read_calendar(nodes: Iterable[Node], zone: ZoneInfo, stock: Stock, faults: Faults) -> Calendar:
    """Read all files' sections as one; what cannot be used is reported and left out."""
    records = [Record(node, KEYS, faults) for node in nodes]
    own = Calendar(
        tuple(_each(records, "holidays", _holiday)),
        tuple(_each(records, "seasons", _season)),
        tuple(_each(records, "closures", lambda node, faults: _closure(node, zone, stock, faults))),
        _covers(records),
    )
    has_holidays, has_seasons = (any(each.get(key) for each in records) for key in ("holidays", "seasons"))
    if has_holidays and has_seasons:
        return _with_years(own)
    loaded = load_calendar(asset(*NATIONAL))
    faults.found.extend(loaded.faults)
    national = loaded.calendar
    if not has_holidays:
        holidays = tuple(_spoken(each, faults.languages) for each in national.holidays)
        own = replace(own, holidays=holidays, covers=national.covers)
    if not has_seasons:
        own = replace(own, seasons=national.seasons)
    return _with_years(own)


def calendar_warning(calendar: Calendar, today: date) -> str | None:
    """Say which year lacks its holidays, if openings are looked for in it already."""
    last = today + HORIZON
    if not calendar.has_run_out(last):
        return None
    mend = f"add its holidays to 'calendar' and {last.year} to 'covers'"
    return f"the calendar says nothing of {last.year}: {mend}"


def _spoken(holiday: Holiday, languages: Iterable[str]) -> Holiday:
    """Return a holiday with its name in just these languages."""
    return replace(holiday, name=Text.of({code: holiday.name.in_language(code) for code in languages}))


def _with_years(calendar: Calendar) -> Calendar:
    years = sorted({each.first.year for each in calendar.holidays})
    return replace(calendar, covers=calendar.covers or tuple(years))


def _each(records: Iterable[Record], key: str, read: Callable[[Node, Faults], Item | None]) -> Iterator[Item]:
    """Yield the items of a list that are read without an error."""
    for record in records:
        for node in record.items(key):
            errors = record.faults.errors
            item = read(node, record.faults)
            if item is not None and record.faults.errors == errors:
                yield item


def _covers(records: Iterable[Record]) -> tuple[int, ...]:
    years = []
    for record in records:
        for node in record.items("covers"):
            if isinstance(node.value, int) and not isinstance(node.value, bool):
                years.append(node.value)
            else:
                record.wrong(node, "a year", "write it like 2026")
    return tuple(years)


def _holiday(node: Node, faults: Faults) -> Holiday | None:
    record = Record(node, ("date", "from", "to", "name", "kind"), faults)
    name, kind = record.need_text("name"), record.choice("kind", HolidayKind) or HolidayKind.NATIONAL
    days = _days(record)
    if days is None:
        return None
    first, last = days
    if (last - first).days >= LONGEST_HOLIDAY:
        wrong = f"is a holiday of {(last - first).days + 1} days"
        faults.error(node, wrong, f"mend its dates: {LONGEST_HOLIDAY} days are the most")
    return Holiday(name, first, last, kind)


def _season(node: Node, faults: Faults) -> Season | None:
    record = Record(node, ("name", "from", "to"), faults)
    name, days = record.identity("name"), _days(record)
    return Season(name, *days) if days else None


def _days(record: Record) -> tuple[date, date] | None:
    """Return the first and the last day: of a ``date``, or ``from`` and ``to``."""
    if record.get("date"):
        first = last = day_at(record, "date")
    else:
        record.need("from")
        record.need("to")
        first, last = day_at(record, "from"), day_at(record, "to")
    if first is None or last is None:
        return None
    if last < first:
        record.faults.error(record.node, "ends before it starts", "write the earlier date under 'from'")
    return first, last


def _closure(node: Node, zone: ZoneInfo, stock: Stock, faults: Faults) -> Closure | None:
    record = Record(node, ("from", "to", "reason", "agencies", "services"), faults)
    reason = record.need_text("reason")
    record.need("from")
    record.need("to")
    since, until = moment_at(record, "from", zone), moment_at(record, "to", zone, end=True)
    agencies = _known(record, "agencies", stock.agencies)
    services = _known(record, "services", stock.services)
    if since is None or until is None:
        return None
    if until <= since:
        faults.error(node, "ends before it starts", "write the earlier time under 'from'")
    return Closure(reason, since, until, agencies, services)


def _known(record: Record, key: str, shelf: Shelf[Item]) -> tuple[str, ...]:
    """Return ids that exist; a closure that names none of them would shut the whole mall."""
    names = record.words(key)
    if (node := record.get(key)) and not names:
        record.faults.error(node, "names nobody", "name whom it shuts, or remove the key for the whole mall")
    for index, name in enumerate(names):
        if name not in shelf.items:
            record.faults.error(record.node.at(key, index), *shelf.lack(name))
    return names
