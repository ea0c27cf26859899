"""Reading what holds for the whole mall; whatever is missing or wrong there has a default."""

import re
from collections.abc import Iterator
from string import Formatter
from zoneinfo import ZoneInfo

from kiosk.catalogue.positions import Node
from kiosk.catalogue.reading import IDENTITY, Faults, Record, describe, shown
from kiosk.catalogue.sections import SINGLE, Sections
from kiosk.catalogue.times import seasons_at, time_at, week_at
from kiosk.domain.catalogue import Language, Mall
from kiosk.domain.hours import DAYS, WeekHours
from kiosk.domain.text import Text

DEFAULT_ZONE = ZoneInfo("Asia/Jakarta")
OWN_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
"""How languages call themselves that have no ``languages`` section."""

UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")
"""What of a file's name cannot stand in an id."""

PRIORITY_AFTER = range(1, 21)
"""How many regular people may be called before one with priority is."""

USUALLY_AFTER = 2
"""So many of them where the catalogue does not say."""

SHUT = WeekHours(((),) * len(DAYS))


def read_mall(sections: Sections, stem: str, faults: Faults) -> Mall:
    """Read the mall; ``stem`` is the name of its file, from which a missing id and name are made."""
    place = sections.place
    top = Record(Node(sections.single, place.file, place.line, ""), SINGLE, faults)
    own = top.record("mall", ("id", "name", "greeting", "priority_after"))
    name = own.text("name") if own else None
    return Mall(
        id=_identity(own) or UNFIT.sub("-", stem),
        name=name or default_name(stem),
        zone=_zone(top),
        languages=_languages(sections, faults),
        hours=_hours(top),
        ticket_opens=time_at(top, "ticket_opens"),
        currency=top.word("currency") or "IDR",
        complaints=top.text("complaints_default") or Text.plain(""),
        greeting=own.text("greeting") if own else None,
        season_hours=seasons_at(top),
        priority_after=_priority_after(own) if own else USUALLY_AFTER,
    )


def _identity(own: Record | None) -> str | None:
    word = own.identity() if own and own.get("id") else ""
    return word if IDENTITY.fullmatch(word) else None


def _priority_after(own: Record) -> int:
    node, number = own.get("priority_after"), own.number("priority_after", PRIORITY_AFTER[0])
    if node is None or number is None:
        return USUALLY_AFTER
    if number > PRIORITY_AFTER[-1]:
        own.faults.error(node, f"{number} is too large", f"write {PRIORITY_AFTER[-1]} or less")
    return number if number in PRIORITY_AFTER else USUALLY_AFTER


def default_name(stem: str) -> Text:
    """Return the name of a mall that gives itself none."""
    town = stem.replace("-", " ").replace("_", " ").title()
    return Text.of({"id": f"Mal Pelayanan Publik {town}", "en": f"Public Service Mall {town}"})


def _zone(top: Record) -> ZoneInfo:
    node = top.get("timezone")
    if node is None:
        return DEFAULT_ZONE
    try:
        return ZoneInfo(str(node.value))
    except (ValueError, OSError, LookupError):
        mend = "use Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"
        top.faults.error(node, f"unknown time zone {shown(node.value)}", mend)
        return DEFAULT_ZONE


def _hours(top: Record) -> WeekHours:
    top.need("hours_default")
    return week_at(top, "hours_default") or SHUT


def _languages(sections: Sections, faults: Faults) -> tuple[Language, ...]:
    declared = sections.tables["languages"]
    return tuple(
        _language(code, declared[code], faults)
        if code in declared
        else Language(code, OWN_NAMES.get(code, code))
        for code in sections.languages()
    )


def _language(code: str, node: Node, faults: Faults) -> Language:
    record = Record(node, ("name", "words"), faults)
    name = record.word("name") or OWN_NAMES.get(code, code)
    return Language(code, name, dict(_flat(record.table("words"), "", faults)))


def _flat(table: dict[str, Node], prefix: str, faults: Faults) -> Iterator[tuple[str, str]]:
    for key, node in table.items():
        match node.value:
            case dict():
                yield from _flat(node.value, f"{prefix}{key}.", faults)
            case str() if _fillable(node.value):
                yield prefix + key, node.value
            case str():
                faults.error(node, "has a brace without its partner", "write {name}, or no brace at all")
            case _:
                faults.error(
                    node, f"expected a text, not {describe(node.value)}", "write the words, in quotes"
                )


def _fillable(words: str) -> bool:
    """Tell whether values can be filled into the words at all."""
    try:
        for _ in Formatter().parse(words):
            pass
    except ValueError:
        return False
    return True
