"""The command ``kiosk check``: every fault of settings and catalogues, before a kiosk meets them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.assets import asset
from kiosk.catalogue.loading import SUFFIXES, load_catalogue
from kiosk.domain.catalogue import Catalogue
from kiosk.faults import Fault, choose_from
from kiosk.printing.address import PrinterUriError, printer_address
from kiosk.settings import Settings, load_settings
from kiosk.settings.loading import lines_of

SETTINGS_SUFFIX = ".toml"


def check_files(paths: Iterable[Path]) -> list[Fault]:
    """Return the faults of settings (``.toml``) and of catalogues (YAML, JSON, or a folder of them)."""
    return [fault for path in paths for fault in _check(path)]


def _check(path: Path) -> Iterable[Fault]:
    if path.suffix == SETTINGS_SUFFIX:
        return _check_settings(path)
    if path.is_dir() or path.suffix in SUFFIXES or not path.exists():
        return load_catalogue(path).faults
    mend = f"name a {SETTINGS_SUFFIX} file of settings, or a catalogue: a folder or {', '.join(SUFFIXES)}"
    return (Fault(str(path), 0, "", "is neither settings nor a catalogue", mend),)


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
    own = settings.data.catalogue
    found = load_catalogue(own or asset("catalogue", "pekanbaru"))
    if own is not None:
        yield from found.faults
    if found.catalogue is not None:
        yield from _unknown_names(path, settings, found.catalogue)


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
