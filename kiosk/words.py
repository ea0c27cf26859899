"""The program's own words, one file per language; a further language is a further file.

A file is TOML: tables of texts, ``[ticket] title = "..."`` being the key ``ticket.title``. A text may
hold named values in braces, ``"{n} menunggu"``. What a language lacks is said in the first language.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kiosk.assets import asset
from kiosk.domain.catalogue import Language

FIRST_LANGUAGE = "id"


class Words:
    """All texts of all languages."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]], first: str = FIRST_LANGUAGE) -> None:
        self._tables = {code: dict(table) for code, table in tables.items()}
        self._first = first

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have words of their own."""
        return tuple(self._tables)

    @property
    def first(self) -> str:
        """The language that stands in for whatever another one lacks."""
        return self._first

    def keys(self, language: str) -> frozenset[str]:
        """Return the keys that a language has itself."""
        return frozenset(self._tables.get(language, {}))

    def say(self, language: str, key: str, **values: object) -> str:
        """Return a text with its values filled in; an unknown key is a fault of the program."""
        text = self._tables.get(language, {}).get(key)
        if text is None:
            text = self._tables[self._first][key]
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        """Tell whether the key exists."""
        return key in self._tables[self._first]

    def with_languages(self, languages: Iterable[Language]) -> "Words":
        """Return these words with a mall's own languages and replacements laid over them."""
        tables = dict(self._tables)
        for language in languages:
            tables[language.code] = {**tables.get(language.code, {}), **language.words}
        return Words(tables, self._first)


def load_words(folder: Path | None = None) -> Words:
    """Read every language's file."""
    files = sorted((folder or asset("translations")).glob("*.toml"))
    return Words({file.stem: dict(_flatten(tomllib.loads(file.read_text("utf-8")))) for file in files})


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
