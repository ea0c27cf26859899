"""Typed fields out of positioned values: a wrong field is reported and read as its default.

Whoever builds an item compares ``Faults.errors`` before and after, so that all faults of an item are
told at once and the item is used only if there were none.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from kiosk.catalogue.positions import Node, Value
from kiosk.domain.text import Text
from kiosk.faults import Fault, Severity, choose_from, nearest

Kind = TypeVar("Kind", bound=StrEnum)

IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
REMARK = "remark"
"""A key that every mapping may have: a word among maintainers, which no citizen reads."""


class Faults:
    """The faults met so far, and the languages in which every text is wanted."""

    def __init__(self, languages: tuple[str, ...] = ()) -> None:
        self.languages = languages
        self.found: list[Fault] = []
        self.errors = 0

    def error(self, node: Node, wrong: str, mend: str) -> None:
        """Report what makes its part unusable."""
        self.found.append(node.fault(wrong, mend))
        self.errors += 1

    def warn(self, node: Node, wrong: str, mend: str) -> None:
        """Report what is wrong but leaves its part usable."""
        self.found.append(Fault(node.file, node.line, node.path, wrong, mend, Severity.WARNING))


class Record:
    """A mapping's fields, read one by one."""

    def __init__(self, node: Node, keys: Iterable[str], faults: Faults) -> None:
        self.node = node
        self.faults = faults
        self.fields: dict[str, Node] = {}
        if not isinstance(node.value, dict):
            faults.error(
                node, f"expected a mapping, not {describe(node.value)}", "write it as 'key: value' lines"
            )
            return
        self.fields = {key: each for key, each in node.value.items() if each.value is not None}
        known = (*keys, REMARK)
        for key, each in node.value.items():
            if key not in known:
                near = nearest(key, known)
                mend = f"did you mean {near!r}?" if near else "remove it or write it as a comment"
                faults.warn(each, f"unknown key {key!r}", mend)

    def get(self, key: str) -> Node | None:
        """Return a field's value with its place, or ``None`` when it is missing or null."""
        return self.fields.get(key)

    def need(self, key: str) -> Node | None:
        """Return a field that must be there; its lack is reported."""
        node = self.fields.get(key)
        if node is None and isinstance(self.node.value, dict):
            self.faults.error(self.node, f"has no {key!r}", f"add '{key}:'")
        return node

    def wrong(self, node: Node, expected: str, mend: str) -> None:
        """Report a value of the wrong type."""
        self.faults.error(node, f"expected {expected}, not {describe(node.value)}", mend)

    def word(self, key: str) -> str | None:
        """Return a text without languages; a number is taken as it is written."""
        node = self.get(key)
        return None if node is None else self._word(node)

    def need_word(self, key: str) -> str:
        """Return a text without languages that must be there."""
        node = self.need(key)
        return "" if node is None else self._word(node) or ""

    def identity(self, key: str = "id") -> str:
        """Return an id: letters, digits, and hyphens, dots or underscores between them."""
        word = self.need_word(key)
        node = self.get(key)
        if node and word and not IDENTITY.fullmatch(word):
            self.faults.error(node, f"{word!r} cannot be an id", "use letters, digits and hyphens only")
        return word

    def text(self, key: str) -> Text | None:
        """Return a text in some languages, or one plain string for all."""
        node = self.get(key)
        return None if node is None else read_text(node, self.faults) or None

    def need_text(self, key: str) -> Text:
        """Return a text that must be there."""
        node = self.need(key)
        return Text.plain("") if node is None else read_text(node, self.faults)

    def number(self, key: str, least: int = 0) -> int | None:
        """Return a whole number of at least ``least``."""
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node.value, bool) or not isinstance(node.value, int):
            self.wrong(node, "a whole number", "write digits only")
            return None
        if node.value < least:
            self.faults.error(node, f"{node.value} is too small", f"write {least} or more")
        return node.value

    def flag(self, key: str) -> bool:
        """Return a truth value, ``False`` when it is missing."""
        node = self.get(key)
        if node is None:
            return False
        if not isinstance(node.value, bool):
            self.wrong(node, "true or false", "write true or false")
        return node.value is True

    def choice(self, key: str, kind: type[Kind]) -> Kind | None:
        """Return one of an enumeration's values."""
        node = self.get(key)
        if node is None:
            return None
        names = [each.value for each in kind]
        if isinstance(node.value, str) and node.value in names:
            return kind(node.value)
        self.faults.error(node, f"unknown {key} {shown(node.value)}", choose_from(str(node.value), names))
        return None

    def items(self, key: str) -> tuple[Node, ...]:
        """Return a list's items, none when it is missing."""
        node = self.get(key)
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            self.wrong(node, "a list", "write each item on a line after '- '")
            return ()
        return node.value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts without languages."""
        return tuple(word for each in self.items(key) if (word := self._word(each)))

    def table(self, key: str) -> dict[str, Node]:
        """Return a mapping's fields, none when it is missing."""
        node = self.get(key)
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self.wrong(node, "a mapping", "write it as 'key: value' lines")
            return {}
        return node.value

    def record(self, key: str, keys: Iterable[str]) -> "Record | None":
        """Return a mapping to be read in its turn, or ``None`` when it is missing."""
        node = self.get(key)
        return None if node is None else Record(node, keys, self.faults)

    def _word(self, node: Node) -> str | None:
        if isinstance(node.value, bool) or not isinstance(node.value, str | int):
            self.wrong(node, "a text", "write one text")
            return None
        word = str(node.value).strip()
        if not word:
            self.faults.error(node, "is empty", "write the text, or remove the key")
        return word


def read_text(node: Node, faults: Faults) -> Text:
    """Read a text: ``{id: ..., en: ...}``, or one string that serves every language."""
    match node.value:
        case dict():
            values = {code: _sentence(each, faults) for code, each in node.value.items()}
            text = Text.of({code: sentence for code, sentence in values.items() if sentence})
        case str() | int():
            text = Text.plain(_sentence(node, faults))
        case _:
            wrong = f"expected a text, not {describe(node.value)}"
            faults.error(node, wrong, "write one text, or one per language: {id: ..., en: ...}")
            return Text.plain("")
    if not text:
        faults.error(node, "is empty", "write the text, or remove the key")
    elif isinstance(node.value, dict) and faults.languages:
        _check_languages(node, node.value, text, faults)
    return text


def _check_languages(node: Node, fields: Mapping[str, Node], text: Text, faults: Faults) -> None:
    if missing := text.missing(faults.languages):
        faults.warn(node, f"says nothing in {', '.join(missing)}", f"add '{missing[0]}: ...'")
    for code, each in fields.items():
        if code not in faults.languages:
            mend = f"use {', '.join(faults.languages)}, or add {code!r} to 'languages'"
            faults.warn(each, f"{code!r} is no language of this mall", mend)


def _sentence(node: Node, faults: Faults) -> str:
    if node.value is None:
        return ""
    if isinstance(node.value, bool) or not isinstance(node.value, str | int):
        faults.error(node, f"expected a text, not {describe(node.value)}", "write the text in this language")
        return ""
    return str(node.value).strip()


def shown(value: Value) -> str:
    """Show a value in a fault: a scalar itself, else what it is."""
    return repr(value) if isinstance(value, str | int) else describe(value)


def describe(value: Value) -> str:
    """Say what a value is, in words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case int():
            return f"the number {value}"
        case str():
            return f"the text {value[:40]!r}"
        case tuple():
            return "a list"
        case dict():
            return "a mapping"
