"""Reading printers' profiles: every fault with its line, and a profile only if there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.assets import asset
from kiosk.faults import Fault, choose_from
from kiosk.printing.paper import paper_of
from kiosk.printing.profile import PrinterProfile
from kiosk.settings.describing import described
from kiosk.settings.loading import converted, lines_of, read_tables, wrong_kind, wrong_value
from kiosk.settings.model import PrinterSettings, is_profile_path

SECTION = "profile"
SUFFIX = ".toml"


class ProfileError(ValueError):
    """A profile that cannot be used; the message has a line for each fault."""


@dataclass(frozen=True, slots=True)
class LoadedProfile:
    """The profile of a file, ``None`` if it has faults."""

    profile: PrinterProfile | None
    faults: tuple[Fault, ...] = ()


def shipped() -> tuple[str, ...]:
    """Return the names of the profiles that come with the kiosk."""
    return tuple(sorted(path.stem for path in asset("printers").glob(f"*{SUFFIX}")))


def profile_of(settings: PrinterSettings) -> PrinterProfile:
    """Return the profile that the settings name, or the one that their paper, dots and completion make.

    Raises ``ProfileError``.
    """
    if settings.profile:
        loaded = load_profile(settings.profile)
        if loaded.profile is None:
            raise ProfileError("\n".join(str(fault) for fault in loaded.faults))
        return loaded.profile
    paper = paper_of(settings.paper, settings.dots)
    return PrinterProfile(
        width_mm=paper.width_mm, dots=paper.dots, dpi=paper.dpi, completion=settings.completion
    )


def load_profile(profile: str) -> LoadedProfile:
    """Read and check a profile, named as in the settings."""
    if is_profile_path(profile):
        return read_profile(Path(profile))
    if profile not in shipped():
        return LoadedProfile(None, (_unknown(profile),))
    return read_profile(asset("printers", f"{profile}{SUFFIX}"))


def _unknown(profile: str) -> Fault:
    mend = f"{choose_from(profile, shipped())} (or name an own copy by its path: ./{profile}{SUFFIX})"
    return Fault("printer.profile", 0, "", f"there is no profile {profile!r}", mend)


def read_profile(path: Path) -> LoadedProfile:
    """Read and check the profile in a TOML file."""
    read = read_tables(path)
    if isinstance(read, Fault):
        return LoadedProfile(None, (read,))
    text, tables = read
    return _Reader(path, text).read(tables)


def holds_profile(path: Path) -> bool:
    """Tell whether a TOML file has a profile's section."""
    read = read_tables(path)
    return not isinstance(read, Fault) and SECTION in read[1]


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = lines_of(text)
        self._faults: list[Fault] = []

    def read(self, tables: Mapping[str, Any]) -> LoadedProfile:
        table = tables.get(SECTION)
        if not isinstance(table, dict):
            self._report("", f"has no section [{SECTION}]", f"begin the file with [{SECTION}]")
            return LoadedProfile(None, tuple(self._faults))
        for name in tables.keys() - {SECTION}:
            self._report(name, f"{name!r} is no part of a profile", f"keep to [{SECTION}]")
        values = self._values(table)
        profile = None if self._faults else self._made(values)
        return LoadedProfile(profile, tuple(self._faults))

    def _values(self, table: Mapping[str, Any]) -> dict[str, Any]:
        known = {each.name: each for each in described(PrinterProfile, SECTION)}
        values = {}
        for name, value in table.items():
            setting = known.get(name)
            if setting is None:
                self._report(name, f"unknown {name!r}", choose_from(name, known))
            elif wrong := wrong_kind(setting, value) or wrong_value(setting.about, value):
                self._report(name, *wrong)
            else:
                values[name] = converted(setting, value)
        return values

    def _made(self, values: Mapping[str, Any]) -> PrinterProfile | None:
        try:
            return PrinterProfile(**values)
        except ValueError as error:
            self._report("dots", str(error), "see the printer's data sheet for its dots, dpi and width")
            return None

    def _report(self, name: str, wrong: str, mend: str) -> None:
        path = f"{SECTION}.{name}" if name else ""
        line = self._lines.get(path) or self._lines.get(name or SECTION, 0)
        self._faults.append(Fault(str(self._path), line, path, wrong, mend))
