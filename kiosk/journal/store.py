"""The journal's file: opened, replaced when it is damaged, kept small; and the single facts in it."""

import logging
import sqlite3
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

from kiosk.domain.numbering import KIOSKS
from kiosk.journal import outbox
from kiosk.journal.damage import begin_after, salvage, set_aside, set_aside_before
from kiosk.journal.errors import JournalDamagedError, error_of
from kiosk.journal.outbox import stamp
from kiosk.journal.rows import CatalogueCopy, Step
from kiosk.journal.schema import connect, migrate, transaction, version_of

log = logging.getLogger(__name__)


class Store:
    """One SQLite file, bound to the thread that opened it.

    A file that is damaged is set aside, ``aside`` telling where, and a new one is begun by the rule
    in ``damage.py``. A file that was deleted by hand on a day on which it gave labels cannot tell
    them: such a kiosk needs another number for the rest of that day.
    """

    def __init__(self, path: Path, kiosk_number: int, at: datetime) -> None:
        if kiosk_number not in KIOSKS:
            raise ValueError(f"a kiosk's number is {KIOSKS.start} to {KIOSKS.stop - 1}, not {kiosk_number}")
        self._path = path
        self._kiosk = kiosk_number
        self.aside: Path | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = connect(path)
        except JournalDamagedError as fault:
            self._replace(fault, at)
        try:
            with self._transaction():
                self._begin(at)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def give_up(self, fault: JournalDamagedError, at: datetime) -> None:
        """Set aside a file whose damage showed itself in use, and go on with a new one."""
        self._connection.close()
        self._replace(fault, at)
        with self._transaction():
            self._begin(at)

    def save_catalogue(self, copy: CatalogueCopy) -> None:
        """Keep the server's catalogue in place of the one before."""
        with self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO catalogue_copy (only, etag, document, saved_at) VALUES (1, ?, ?, ?)",
                (copy.etag, copy.document, stamp(copy.saved_at)),
            )

    def catalogue(self) -> CatalogueCopy | None:
        """Return the server's catalogue as it was last saved."""
        with self._transaction():
            row = self._connection.execute("SELECT etag, document, saved_at FROM catalogue_copy").fetchone()
        return row and CatalogueCopy(row[0], row[1], datetime.fromisoformat(row[2]))

    def time_mark(self) -> datetime | None:
        """Return the latest time that was ever recorded: a clock that shows less went back."""
        with self._transaction():
            mark = self._fact("time_mark")
        return datetime.fromisoformat(mark) if mark else None

    def roll_mm(self) -> float:
        """Return the millimetres printed since the roll was changed."""
        with self._transaction():
            return float(self._fact("roll_mm") or 0)

    def paper_used(self, length_mm: float) -> None:
        """Count paper that was no ticket's, in millimetres."""
        with self._transaction():
            self._use_paper(length_mm)

    def new_roll(self) -> None:
        """Start counting the paper of a fresh roll."""
        with self._transaction():
            self._set_fact("roll_mm", "0")

    def prune(self, before: date) -> int:
        """Forget ended tickets of earlier days that the server knows all about; return how many.

        Counters stay, so that a clock which went back cannot give a label again.
        """
        with self._transaction():
            return self._connection.execute(
                f"""DELETE FROM ticket WHERE day < ? AND step IN ('{Step.DONE}', '{Step.VOIDED}')
                    AND ticket_id NOT IN (SELECT ticket_id FROM outbox)""",
                (before.isoformat(),),
            ).rowcount

    def make_room(self) -> None:
        """Give back what a full disk can be given: the log, and the days before the last."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            (latest,) = self._connection.execute("SELECT max(day) FROM ticket").fetchone()
        except sqlite3.Error as error:
            raise error_of(error, str(self._path)) from error
        if latest:
            self.prune(date.fromisoformat(latest))

    def _replace(self, fault: JournalDamagedError, at: datetime) -> None:
        self.aside = set_aside(self._path, at)
        log.error("%s; it is kept as %s and a new journal is begun", fault, self.aside)
        self._connection = connect(self._path)

    def _begin(self, at: datetime) -> None:
        fresh = version_of(self._connection) == 0
        migrate(self._connection)
        if fresh and (asides := set_aside_before(self._path)):
            told = salvage(asides[-1])
            begin_after(self._connection, told, epoch=max(told.epoch + 1, len(asides)), at=at)
            for event in told.unsent:
                outbox.append(self._connection, event)

    def _transaction(self) -> AbstractContextManager[None]:
        return transaction(self._connection, self._path)

    def _use_paper(self, length_mm: float) -> None:
        self._set_fact("roll_mm", str(float(self._fact("roll_mm") or 0) + length_mm))

    def _fact(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return row and str(row[0])

    def _set_fact(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (name, value))

    def _saw(self, at: datetime) -> None:
        """Raise the high-water mark of time."""
        if stamp(at) > (self._fact("time_mark") or ""):
            self._set_fact("time_mark", stamp(at))
