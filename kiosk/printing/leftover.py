"""What may still be in a printer, remembered beyond the program's end.

A printer that was left in mid-ticket must be cleared before anything else goes to it, by whoever comes next:
also when the kiosk was killed, or its machine lost power, in between.
"""

import logging
import os
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that stands as long as part of a ticket may be in the printer; without a path nothing does.

    That it stands is on the disk before the first byte leaves. A disk that cannot take it is logged, and the
    citizen gets the paper all the same.
    """

    path: Path | None = None

    def stands(self) -> bool:
        """Tell whether something may be in the printer."""
        return self.path is not None and self.path.exists()

    def note(self) -> None:
        """Remember that something goes to the printer."""
        if self.path is None or self.path.exists():
            return
        try:
            self.path.touch()
            _keep(self.path.parent)
        except OSError:
            log.exception("%s cannot be written: a sudden end would leave the printer uncleared", self.path)

    def forget(self) -> None:
        """Remember that all of it came out, or was cleared."""
        if self.path is None:
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            log.exception("%s cannot be removed: the next start clears the printer once more", self.path)


NOTHING_KNOWN = Leftover()


def _keep(folder: Path) -> None:
    """Wait until a folder's names are on the disk; Windows does that by itself."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
