"""Room on the disk that is kept for the moment when there is none: to prune, a journal has to write."""

import contextlib
import logging
import shutil
from pathlib import Path

RESERVE_BYTES = 1 << 20
"""More than a log that is folded into its journal needs (see ``LOG_PAGES``), and than pruning writes."""

PLENTY_BYTES = 4 * RESERVE_BYTES
"""Only of so much free room is the reserve taken."""

log = logging.getLogger(__name__)


class Reserve:
    """A file beside the journal that holds nothing and is given up on a full disk."""

    def __init__(self, journal: Path) -> None:
        self._path = journal.with_name(f"{journal.name}.reserve")

    def keep(self) -> None:
        """Take the room, if there is plenty and it is not taken yet."""
        with contextlib.suppress(OSError):
            if not self._path.exists() and shutil.disk_usage(self._path.parent).free >= PLENTY_BYTES:
                self._path.write_bytes(bytes(RESERVE_BYTES))

    def spend(self) -> None:
        """Give the room back to the disk."""
        with contextlib.suppress(OSError):
            self._path.unlink()
            log.warning("the disk is full: the room that was kept in %s is used now", self._path)
