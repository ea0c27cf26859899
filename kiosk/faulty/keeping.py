"""Every paper that came out, as a picture in a folder."""

import logging
from pathlib import Path

from kiosk.faulty.faults import Paper

log = logging.getLogger(__name__)


class Keeper:
    """Writes ``NNN-FATE.png`` into a folder, which it makes; numbers go on after those that are there.

    Raises ``OSError`` when the folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        numbers = (path.name.split("-")[0] for path in folder.glob("[0-9]*-*.png"))
        self._before = max((int(number) for number in numbers if number.isdecimal()), default=0)

    def __call__(self, paper: Paper) -> None:
        stem = f"{self._before + paper.number:03d}"
        for earlier in self._folder.glob(f"{stem}-*.png"):
            earlier.unlink()
        try:
            paper.picture().save(self._folder / f"{stem}-{paper.fate}.png")
        except OSError:
            log.exception("paper %s could not be kept in %s", stem, self._folder)
