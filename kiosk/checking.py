"""The command ``kiosk check``: every fault of settings and catalogues, before a kiosk meets them."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kiosk.assets import asset
from kiosk.catalogue.calendar import calendar_warning, holds_calendar, load_calendar
from kiosk.catalogue.everyday import holds_everyday, load_everyday
from kiosk.catalogue.loading import SUFFIXES, load_catalogue
from kiosk.domain.calendar import Calendar
from kiosk.domain.catalogue import Catalogue
from kiosk.faults import Fault, choose_from
from kiosk.printing.address import PrinterUriError, printer_address
from kiosk.printing.profile_file import holds_profile, load_profile, read_profile
from kiosk.printing.template_file import holds_template, load_template, own_template
from kiosk.settings import Settings, load_settings
from kiosk.settings.loading import lines_of
from kiosk.settings.model import is_profile_path

SETTINGS_SUFFIX = ".toml"


def check_files(paths: Iterable[Path]) -> list[Fault]:
    """Return the faults of settings, printers' profiles and tickets (all ``.toml``), and of catalogues.

    A catalogue is YAML, JSON, or a folder; its parts that may be files of their own are everyday words and
    calendars.
    """
    return [fault for path in paths for fault in _check(path)]


def notes_on(paths: Iterable[Path], today: date) -> Iterator[str]:
    """Yield what is no fault but will mislead citizens soon: calendars that run out."""
    for path in paths:
        if (calendar := _calendar_of(path)) and (warning := calendar_warning(calendar, today)):
            yield f"{path}: {warning}"


def _calendar_of(path: Path) -> Calendar | None:
    if not path.is_dir() and path.suffix not in SUFFIXES:
        return None
    if path.is_file() and holds_calendar(path):
        return load_calendar(path).calendar
    catalogue = load_catalogue(path).catalogue
    return catalogue.calendar if catalogue else None


def _check(path: Path) -> Iterable[Fault]:
    if path.suffix == SETTINGS_SUFFIX:
        return _check_toml(path)
    if path.is_file() and path.suffix in SUFFIXES and holds_everyday(path):
        return load_everyday(path).faults
    if path.is_file() and path.suffix in SUFFIXES and holds_calendar(path):
        return load_calendar(path).faults
    if path.is_dir() or path.suffix in SUFFIXES or not path.exists():
        return load_catalogue(path).faults
    kinds = f"a {SETTINGS_SUFFIX} file of settings, of a printer's profile or of a ticket"
    mend = f"name {kinds}, or a catalogue: a folder or {', '.join(SUFFIXES)}"
    return (Fault(str(path), 0, "", "is neither settings nor a catalogue", mend),)


def _check_toml(path: Path) -> Iterable[Fault]:
    if holds_template(path):
        return load_template(path).faults
    return read_profile(path).faults if holds_profile(path) else _check_settings(path)


def _check_settings(path: Path) -> Iterator[Fault]:
    loaded = load_settings(path)
    yield from loaded.faults
    settings = loaded.settings
    if settings is None:
        return
    if settings.printer.uri:
        try:
            printer_address(settings.printer.uri)
        except PrinterUriError as error:
            yield _fault(path, "printer.uri", str(error), "name a printer that the kiosk can use")
    yield from _profile_faults(path, settings.printer.profile)
    if (template := own_template(settings)) is not None:
        yield from load_template(template).faults
    own = settings.data.catalogue
    found = load_catalogue(own or asset("catalogue", "pekanbaru"))
    if own is not None:
        yield from found.faults
    if found.catalogue is not None:
        yield from _unknown_names(path, settings, found.catalogue)


def _profile_faults(path: Path, profile: str) -> Iterator[Fault]:
    for fault in load_profile(profile).faults if profile else ():
        named_here = not is_profile_path(profile)
        yield _fault(path, "printer.profile", fault.wrong, fault.mend) if named_here else fault


def _unknown_names(path: Path, settings: Settings, catalogue: Catalogue) -> Iterator[Fault]:
    languages = [each.code for each in catalogue.mall.languages]
    named = (
        ("mall.agencies", "agency", settings.mall.agencies, list(catalogue.agencies)),
        ("mall.languages", "language", settings.mall.languages, languages),
    )
    for setting, what, names, known in named:
        for name in names:
            if name not in known:
                yield _fault(path, setting, f"the catalogue has no {what} {name!r}", choose_from(name, known))


def _fault(path: Path, setting: str, wrong: str, mend: str) -> Fault:
    line = lines_of(path.read_text("utf-8")).get(setting, 0)
    return Fault(str(path), line, setting, wrong, mend)
