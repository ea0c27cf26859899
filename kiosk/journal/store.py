"""The journal's file: opened, replaced when it is damaged, kept small; and the single facts in it."""

import logging
import sqlite3
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from kiosk.accidents import Deed
from kiosk.domain.numbering import KIOSKS
from kiosk.domain.ticket import Outcome
from kiosk.journal import outbox
from kiosk.journal.damage import begin_after, salvage, set_aside, set_aside_before
from kiosk.journal.errors import JournalDamagedError, error_of, let_go
from kiosk.journal.given import GivenNumbers
from kiosk.journal.outbox import stamp
from kiosk.journal.reserve import Reserve
from kiosk.journal.rows import CatalogueCopy, Step, Trial
from kiosk.journal.schema import connect, migrate, transaction, version_of
from kiosk.trusted_clock import ClockMemory

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""For how long tickets are kept of which the server knows all."""

BATCH = 100
"""The most tickets that are forgotten at once while people press."""

LAST_NUMBER = "SELECT coalesce(max(last), 0) FROM counter WHERE day = ? AND series = ?"

SET_COUNTER = "INSERT OR REPLACE INTO counter (day, series, last) VALUES (?, ?, ?)"


class Store:
    """One SQLite file, bound to the thread that opened it.

    A file that is damaged is set aside, ``aside`` telling where, and a new one is begun by the rule
    in ``damage.py``; nothing is lent to that one. The kiosk's own numbers go on also when the file, or only
    its log, is gone: see ``given.py``.
    """

    def __init__(self, path: Path, kiosk_number: int, at: datetime) -> None:
        if kiosk_number not in KIOSKS:
            raise ValueError(f"a kiosk's number is {KIOSKS.start} to {KIOSKS.stop - 1}, not {kiosk_number}")
        self._path = path
        self._kiosk = kiosk_number
        self._given = GivenNumbers(path)
        self._reserve = Reserve(path)
        self.aside: Path | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = connect(path)
        except JournalDamagedError as fault:
            self._replace(fault, at)
        try:
            self._begin_anew_if_damaged(at)
        except BaseException:
            self._connection.close()
            raise
        self._reserve.keep()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def give_up(self, fault: JournalDamagedError, at: datetime) -> None:
        """Set aside a file whose damage showed itself in use, and go on with a new one."""
        let_go(fault)
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

    def clock_memory(self) -> ClockMemory:
        """Return what earlier runs knew of the time."""
        mark = self.time_mark()
        with self._transaction():
            offset = self._fact("clock_offset_ms")
            return ClockMemory(mark, timedelta(milliseconds=int(offset)) if offset else None)

    def keep_time(self, memory: ClockMemory) -> None:
        """Keep what the next run should know; the mark goes down too, as the server may have said."""
        with self._transaction():
            if memory.mark:
                self._set_fact("time_mark", stamp(memory.mark))
            if memory.offset is not None:
                self._set_fact("clock_offset_ms", str(round(memory.offset / timedelta(milliseconds=1))))

    def roll_mm(self) -> float:
        """Return the millimetres printed since the roll was changed."""
        with self._transaction():
            return float(self._fact("roll_mm") or 0)

    def paper_used(self, length_mm: float) -> None:
        """Count paper that was no ticket's, in millimetres."""
        with self._transaction():
            self._use_paper(length_mm)

    def tried(self, trial: Trial, length_mm: float) -> None:
        """Record how a trial of the printer ended, and count its paper in millimetres."""
        with self._transaction():
            self._set_fact("trial_at", stamp(trial.at))
            self._set_fact("trial_outcome", trial.outcome)
            self._use_paper(length_mm)

    def trial(self) -> Trial | None:
        """Return the last trial of the printer."""
        with self._transaction():
            at, outcome = self._fact("trial_at"), self._fact("trial_outcome")
            return Trial(datetime.fromisoformat(at), Outcome(outcome)) if at and outcome else None

    def new_roll(self) -> None:
        """Start counting the paper of a fresh roll."""
        with self._transaction():
            self._set_fact("roll_mm", "0")

    def prune(self, before: date, most: int = -1) -> int:
        """Forget ended tickets of earlier days that the server knows all about; return how many.

        Counters stay, so that a clock which went back cannot give a label again.
        """
        with self._transaction():
            return self._connection.execute(
                f"""DELETE FROM ticket WHERE ticket_id IN (SELECT ticket_id FROM ticket
                        WHERE day < ? AND step IN ('{Step.DONE}', '{Step.VOIDED}')
                            AND ticket_id NOT IN (SELECT ticket_id FROM outbox)
                        LIMIT ?)""",
                (before.isoformat(), most),
            ).rowcount

    def forget_old(self, today: date) -> int:
        """Prune a batch of what is older than ``KEPT``; return how many tickets that were.

        The days of the tickets count too: a clock that runs ahead makes nothing old.
        """
        with self._transaction():
            latest = self._latest_day()
        return self.prune(min(latest, today) - KEPT, BATCH) if latest else 0

    def make_room(self) -> None:
        """Give back what a full disk can be given: the reserve, the log, and the days before the last."""
        self._reserve.spend()
        try:
            self._fold_log()
            latest = self._latest_day()
        except sqlite3.Error as error:
            raise error_of(error, str(self._path)) from error
        if latest and self.prune(latest):
            self._fold_log()
        self._reserve.keep()

    def _latest_day(self) -> date | None:
        (latest,) = self._connection.execute("SELECT max(day) FROM ticket").fetchone()
        return date.fromisoformat(latest) if latest else None

    def _fold_log(self) -> None:
        """Bring the log into the file and give its room back."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _replace(self, fault: JournalDamagedError, at: datetime) -> None:
        self.aside = set_aside(self._path, at)
        log.error("%s; it is kept as %s and a new journal is begun", fault, self.aside)
        self._connection = connect(self._path)

    def _begin_anew_if_damaged(self, at: datetime) -> None:
        try:
            with self._transaction():
                self._begin(at)
        except JournalDamagedError as fault:
            self.give_up(fault, at)

    def _begin(self, at: datetime) -> None:
        fresh = version_of(self._connection) == 0
        migrate(self._connection)
        if not self._fact("journal_id"):
            self._set_fact("journal_id", str(uuid4()))
        asides = set_aside_before(self._path) if fresh else []
        if asides:
            told = salvage(asides[-1])
            begin_after(self._connection, told, epoch=max(told.epoch + 1, len(asides)), at=at)
            for event in told.unsent:
                outbox.append(self._connection, event)
        unknown = self._go_on_after_given()
        if unknown:
            self._set_fact("journal_id", str(uuid4()))
            self._connection.execute("DELETE FROM lease")  # what was used of it may be forgotten too
        if unknown > 1 and not asides:  # one is a number that a sudden end kept from being given
            log.error("%s lost its last commits; its numbers go on, but some tickets are gone", self._path)

    def _go_on_after_given(self) -> int:
        """Set the counters behind all numbers that were given; return how many the journal did not know."""
        given, unknown = self._given.highest(), 0
        for (day, series), number in given.items():
            (last,) = self._connection.execute(LAST_NUMBER, (day, series)).fetchone()
            unknown += max(0, number - last)
            if number > last:
                self._connection.execute(SET_COUNTER, (day, series, max(number, self._floor(day))))
        self._given.shorten(given)
        return unknown

    def _floor(self, day: str) -> int:
        """Return what a day's numbers start above after a damage."""
        return int(self._fact("floor") or 0) if day <= (self._fact("floor_until") or "") else 0

    def _transaction(self, deed: Deed | None = None) -> AbstractContextManager[None]:
        return transaction(self._connection, self._path, deed)

    def _journal_id(self) -> UUID:
        return UUID(self._fact("journal_id"))

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
