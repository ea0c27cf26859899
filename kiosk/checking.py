"""The command ``kiosk check``: every fault of settings and catalogues, before a kiosk meets them."""

from collections.abc import Iterable
from pathlib import Path

from kiosk.catalogue.loading import SUFFIXES, load_catalogue
from kiosk.faults import Fault
from kiosk.settings import load_settings

SETTINGS_SUFFIX = ".toml"


def check_files(paths: Iterable[Path]) -> list[Fault]:
    """Return the faults of settings (``.toml``) and of catalogues (YAML, JSON, or a folder of them)."""
    return [fault for path in paths for fault in _check(path)]


def _check(path: Path) -> tuple[Fault, ...]:
    if path.suffix == SETTINGS_SUFFIX:
        return load_settings(path).faults
    if path.is_dir() or path.suffix in SUFFIXES or not path.exists():
        return load_catalogue(path).faults
    mend = f"name a {SETTINGS_SUFFIX} file of settings, or a catalogue: a folder or {', '.join(SUFFIXES)}"
    return (Fault(str(path), 0, "", "is neither settings nor a catalogue", mend),)
