"""The settings as a table: every one with its kind, its default and what is told of it."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, get_args, get_type_hints

from kiosk.settings.model import About, Settings


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of one section; ``kind`` is its Python type."""

    section: str
    name: str
    kind: Any
    default: object
    about: About


def sections() -> dict[str, type]:
    """Return the class of every section."""
    return {name: kind for name, kind in get_type_hints(Settings).items() if isinstance(kind, type)}


def settings_of(section: str) -> Iterator[Setting]:
    """Yield the settings of a section, in order."""
    yield from described(sections()[section], section)


def described(kind: type, section: str) -> Iterator[Setting]:
    """Yield the settings that a class of annotated fields describes, in order."""
    hints = get_type_hints(kind, include_extras=True)
    for each in fields(kind):
        inner, about = get_args(hints[each.name])[:2]
        yield Setting(section, each.name, inner, _default(each), about)


def _default(each: Field[Any]) -> object:
    assert each.default is not MISSING, f"the setting {each.name} has no default"
    return each.default
