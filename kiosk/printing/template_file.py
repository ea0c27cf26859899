"""Reading a ticket's template: every fault with its line, and a template only if there is none."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.assets import asset
from kiosk.faults import Fault, choose_from
from kiosk.printing.template import NEEDED, REPEATABLE, Part, Show, Template
from kiosk.printing.template_values import WrongValueError, keys_of, value_of
from kiosk.settings.loading import read_tables
from kiosk.settings.model import Settings

TEMPLATE_FILE = "ticket.toml"
TABLE = "block"
_BLOCK = re.compile(rf"\s*\[\[\s*{TABLE}\s*\]\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedTemplate:
    """The template of a file, ``None`` if it has faults."""

    template: Template | None
    faults: tuple[Fault, ...] = ()


@cache
def shipped_template() -> Template:
    """Return the template that comes with the program."""
    loaded = load_template(asset("templates", TEMPLATE_FILE))
    assert loaded.template, loaded.faults
    return loaded.template


def own_template(settings: Settings) -> Path | None:
    """Return the file of a mall's own template: as the settings name it, or in the data folder."""
    usual = settings.data.folder / TEMPLATE_FILE
    return settings.printer.template or (usual if usual.exists() else None)


def template_or_shipped(path: Path | None) -> Template:
    """Return a mall's own template; a broken one is logged, and the shipped one takes its place."""
    if path is None:
        return shipped_template()
    loaded = load_template(path)
    for fault in loaded.faults:
        log.error("%s", fault)
    if loaded.template is None:
        log.error("%s is not used: tickets look as they are shipped until it is mended", path)
        return shipped_template()
    return loaded.template


def holds_template(path: Path) -> bool:
    """Tell whether a file is meant for a ticket's template, however broken."""
    try:
        return any(_BLOCK.match(line) for line in path.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return False


def load_template(path: Path) -> LoadedTemplate:
    """Read and check a template; a logo's file is looked for beside it."""
    read = read_tables(path, 'write [[block]], and under it show = "number" and the like')
    if isinstance(read, Fault):
        return LoadedTemplate(None, (read,))
    text, tables = read
    reader = _Reader(path, text)
    template = reader.read(tables)
    return LoadedTemplate(None if reader.faults else template, tuple(reader.faults))


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self.faults: list[Fault] = []
        self._path = path
        self._lines = dict(_lines(text))

    def read(self, tables: Mapping[str, Any]) -> Template:
        for name in tables.keys() - {TABLE}:
            self._report(name, f"{name!r} is not known", f"a template has nothing but [[{TABLE}]]")
        blocks = tables.get(TABLE, [])
        if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
            self._report(TABLE, "is no list of blocks", f"write each as [[{TABLE}]] and its lines below")
            return Template(())
        parts = [part for n, each in enumerate(blocks) if (part := self._part(f"{TABLE}[{n}]", each))]
        self._check_shown([each.get("show") for each in blocks])
        return Template(tuple(parts))

    def _part(self, place: str, table: Mapping[str, Any]) -> Part | None:
        named = table.get("show")
        if named not in list(Show):
            wrong = "does not say what it shows" if named is None else f"there is no {named!r} to show"
            self._report(f"{place}.show", wrong, choose_from(str(named), [each.value for each in Show]))
            return None
        show = Show(str(named))
        known = keys_of(show)
        values = dict(known)
        for name, value in table.items():
            where = f"{place}.{name}"
            if name == "show":
                continue
            if name not in known:
                self._report(where, f"a {show} has no {name!r}", choose_from(name, known))
                continue
            try:
                values[name] = value_of(show, name, value, self._path.parent)
            except WrongValueError as error:
                self._report(where, error.wrong, error.mend)
        for name, value in values.items():
            if value is None and name not in table:
                self._report(f"{place}.{name}", f"a {show} needs {name!r}", "add it")
        if "file" in values:
            values["picture"] = values.pop("file")
        return Part(show=show, **{name: value for name, value in values.items() if value is not None})

    def _check_shown(self, shown: list[object]) -> None:
        for needed in NEEDED:
            if needed not in shown:
                wrong = f"no ticket may be without its {needed}"
                self._report("", wrong, f'add [[{TABLE}]] with show = "{needed}"')
        for at, show in enumerate(shown):
            if show in list(Show) and show not in REPEATABLE and show in shown[:at]:
                self._report(f"{TABLE}[{at}].show", f"the {show} is there already", "remove one of them")

    def _report(self, place: str, wrong: str, mend: str) -> None:
        line = self._lines.get(place) or self._lines.get(place.partition(".")[0], 0)
        self.faults.append(Fault(str(self._path), line, place, wrong, mend))


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield on which line each block and each of its keys stands, by its path."""
    blocks, place = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if _BLOCK.match(line):
            place = f"{TABLE}[{blocks}]"
            blocks += 1
            yield place, number
        elif match := _KEY.match(line):
            yield f"{place}.{match[1]}" if place else match[1], number
