"""What may still be in a printer, remembered beyond the program's end.

A printer that was left in mid-ticket must be cleared before anything else goes to it, by whoever comes next:
also when the kiosk was killed in between. A machine that lost power may have lost the file as well: then the
journal knows of a ticket that was under way.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that stands as long as part of a ticket may be in the printer; without a path nothing does.

    It stands before the first byte leaves, and is not waited for until it is on the disk. One that cannot be
    written is logged, and the citizen gets the paper all the same.
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
