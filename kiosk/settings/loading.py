"""Reading a technician's file: every fault with its line, and settings only if there is no error."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.faults import Fault, Severity, choose_from
from kiosk.settings.describing import Setting, sections, settings_of
from kiosk.settings.model import SERVER_SCHEMES, About, PrinterSettings, Settings, is_profile_path

_SECTION = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_NARROW_DOTS = 384
MEND = 'write name = value, and texts in quotes: name = "Lobby"'
_OF_THE_PROFILE = ("paper", "dots", "completion")


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings of a file, ``None`` if one of the faults is an error; the faults in any case."""

    settings: Settings | None
    faults: tuple[Fault, ...] = ()


def load_settings(path: Path) -> LoadedSettings:
    """Read and check the settings of a TOML file; paths in it are relative to its folder."""
    read = read_tables(path)
    if isinstance(read, Fault):
        return LoadedSettings(None, (read,))
    text, tables = read
    reader = _Reader(path, text)
    settings = reader.read(tables)
    broken = any(each.severity is Severity.ERROR for each in reader.faults)
    return LoadedSettings(None if broken else settings, tuple(reader.faults))


def read_tables(path: Path, mend: str = MEND) -> tuple[str, dict[str, Any]] | Fault:
    """Return a TOML file's text and its tables, or the fault that makes it unreadable.

    ``mend`` says what to write where it is no TOML.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        wrong = f"cannot be read: {error.strerror or type(error).__name__}"
        return Fault(str(path), 0, "", wrong, "check the path and its permissions")
    except UnicodeDecodeError:
        return Fault(str(path), 0, "", "is not UTF-8 text", "save the file with UTF-8 encoding")
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        wrong = f"is not TOML: {_AT_LINE.sub('', str(error)).strip()}"
        return Fault(str(path), line, "", wrong, mend)


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self.faults: list[Fault] = []
        self._path = path
        self._lines = lines_of(text)

    def read(self, tables: Mapping[str, Any]) -> Settings:
        known = sections()
        for name, table in tables.items():
            if name not in known:
                self._report(name, f"unknown section {name!r}", choose_from(name, known), Severity.WARNING)
            elif not isinstance(table, dict):
                self._report(
                    name, f"{name!r} is a section, not a value", f"write [{name}] and its settings below"
                )
        given = {name: tables[name] for name in known if isinstance(tables.get(name), dict)}
        settings = Settings(
            **{name: known[name](**self._section(name, table)) for name, table in given.items()}
        )
        self._check_dots(settings.printer)
        self._check_profile(settings.printer, given.get("printer", {}))
        folder, ca = self._path.parent, settings.server.ca
        return replace(
            settings,
            data=self._anchored(settings),
            printer=self._placed(settings.printer),
            server=replace(settings.server, ca=ca and folder / ca),
        )

    def _section(self, section: str, table: Mapping[str, Any]) -> dict[str, Any]:
        known = {each.name: each for each in settings_of(section)}
        values = {}
        for name, value in table.items():
            path = f"{section}.{name}"
            if name not in known:
                self._report(path, f"unknown setting {name!r}", choose_from(name, known), Severity.WARNING)
            elif (
                wrong := wrong_kind(known[name], value) or wrong_value(known[name].about, value)
            ) is not None:
                self._report(path, *wrong)
            else:
                values[name] = converted(known[name], value)
        return values

    def _check_dots(self, printer: PrinterSettings) -> None:
        if printer.paper == "58mm" and printer.dots > _NARROW_DOTS:
            wrong = f"{printer.dots} dots do not fit on 58mm paper"
            self._report("printer.dots", wrong, f"write {_NARROW_DOTS}, or 0 for the usual")

    def _check_profile(self, printer: PrinterSettings, given: Mapping[str, Any]) -> None:
        for name in _OF_THE_PROFILE if printer.profile else ():
            if name in given:
                wrong = "is told by the printer's profile, and does not count beside it"
                mend = "remove it; to change it, copy the profile's file and name the copy"
                self._report(f"printer.{name}", wrong, mend, Severity.WARNING)

    def _anchored(self, settings: Settings) -> Any:
        folder = self._path.parent
        paths = {each.name: getattr(settings.data, each.name) for each in fields(settings.data)}
        return replace(
            settings.data, **{name: folder / path for name, path in paths.items() if path is not None}
        )

    def _placed(self, printer: PrinterSettings) -> PrinterSettings:
        if is_profile_path(printer.profile):
            printer = replace(printer, profile=str(self._path.parent / printer.profile))
        if printer.template is not None:
            printer = replace(printer, template=self._path.parent / printer.template)
        scheme, colon, folder = printer.uri.partition(":")
        if scheme != "file" or not colon:
            return printer
        return replace(printer, uri=f"file:{self._path.parent / folder}")

    def _report(self, path: str, wrong: str, mend: str, severity: Severity = Severity.ERROR) -> None:
        line = self._lines.get(path) or self._lines.get(path.partition(".")[0], 0)
        self.faults.append(Fault(str(self._path), line, path, wrong, mend, severity))


def wrong_kind(setting: Setting, value: object) -> tuple[str, str] | None:
    """Say what is wrong with a value's type and what to do, or ``None``."""
    if setting.kind is bool:
        right, wanted = isinstance(value, bool), ("true or false", "write true or false, without quotes")
    elif setting.kind is int:
        right = isinstance(value, int) and not isinstance(value, bool)
        wanted = ("a whole number", "write digits only, without quotes")
    elif setting.kind == tuple[str, ...]:
        right = isinstance(value, list) and all(isinstance(each, str) for each in value)
        wanted = ("a list of texts", 'write it as ["id", "en"]')
    else:
        right, wanted = isinstance(value, str), ("a text", "write it in quotes")
    return None if right else (f"expected {wanted[0]}", wanted[1])


def wrong_value(about: About, value: Any) -> tuple[str, str] | None:
    """Say what is wrong with a value of the right type and what to do, or ``None``."""
    if about.one_of and value not in about.one_of:
        return f"{value!r} is not known", choose_from(str(value), [str(each) for each in about.one_of])
    if about.least is not None and about.most is not None and not about.least <= value <= about.most:
        return f"{value} is out of range", f"write {about.least} to {about.most}"
    if about.pattern and value and not re.fullmatch(about.pattern, value):
        return "is not what it should be", about.mend
    if about.schemes and value:
        scheme, colon, _ = value.partition(":")
        if not colon or scheme not in about.schemes:
            wrong = f"{value!r} begins with none of {', '.join(f'{each}:' for each in about.schemes)}"
            return wrong, choose_from(scheme, about.schemes)
        if scheme in SERVER_SCHEMES and not urlsplit(value).hostname:
            return f"{value!r} names no host", "write it like http://10.0.0.5:8080"
    return None


def converted(setting: Setting, value: Any) -> object:
    """Turn a TOML value of the right type into the setting's own."""
    if isinstance(value, list):
        return tuple(value)
    if setting.kind in (str, int, bool):
        return value
    return Path(value) if value else setting.default


def lines_of(text: str) -> dict[str, int]:
    """Find on which line each section and each setting stands, by its path ``section.name``."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _SECTION.match(line):
            section = match[1]
            lines.setdefault(section, number)
        elif match := _KEY.match(line):
            lines.setdefault(f"{section}.{match[1]}" if section else match[1], number)
    return lines
