"""The steps of a ticket's life, each durable before the next is begun, and the outbox beside them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from kiosk.accidents import Deed
from kiosk.contract.bodies import Problem, TicketEvent
from kiosk.contract.commands import CommandOrder, CommandOutcome
from kiosk.contract.heartbeat import LeaseBody, LeaseTold
from kiosk.domain.numbering import kiosk_label
from kiosk.domain.ticket import EventKind, Outcome, Press
from kiosk.journal import commands, leases, outbox
from kiosk.journal.errors import OutOfStepError
from kiosk.journal.outbox import stamp, told_of
from kiosk.journal.rows import (
    TICKET_COLUMNS,
    Copy,
    DeadLetter,
    JournalHealth,
    Recovery,
    Step,
    TicketRow,
    ticket_row,
)
from kiosk.journal.store import Store

TOLD = {
    Outcome.PRINTED: EventKind.PRINTED,
    Outcome.UNKNOWN: EventKind.UNKNOWN,
    Outcome.BLIND: EventKind.BLIND,
    Outcome.NOT_SENT: EventKind.ON_SCREEN,
    Outcome.ON_SCREEN: EventKind.ON_SCREEN,
}
"""What the server hears of an outcome: a ticket without paper is held by whoever read the screen."""

UNSEEN = f"step IN ('{Step.PRESSED}', '{Step.NUMBERED}')"
"""The steps before ``printing``: nobody has seen a number yet."""


class Journal(Store):
    """The kiosk's durable memory.

    Every method is one transaction, durable before it returns, and raises a ``JournalError`` with
    nothing written when it fails.
    """

    def pressed(self, press: Press, series: str, day: date, asked: bool) -> None:
        """Record a press; ``asked`` tells that the server is about to hear of it."""
        values = {
            "ticket_id": str(press.ticket_id),
            "service": press.service,
            "pressed_at": stamp(press.pressed_at),
            "ticket_class": press.ticket_class,
            "language": press.language,
            "day": day.isoformat(),
            "series": series,
            "asked": asked,
            "step": Step.PRESSED,
        }
        with self._transaction(Deed.PRESSED):
            self._connection.execute(
                f"INSERT INTO ticket ({', '.join(values)}) VALUES (:{', :'.join(values)})", values
            )
            self._saw(press.pressed_at)

    def numbered_online(self, ticket_id: UUID, label: str, at: datetime) -> bool:
        """Record the server's label; false, with nothing written, when another ticket of the day has it."""
        with self._transaction(Deed.NUMBERED_ONLINE):
            row = self._expect(ticket_id, Step.PRESSED)
            taken = self._select("day = ? AND label = ?", row.day.isoformat(), label)
            if not taken:
                self._number(row, label, True, at)
        return not taken

    def numbered_here(self, ticket_id: UUID, at: datetime) -> str:
        """Give a press the next of the kiosk's own labels and return it."""
        with self._transaction(Deed.NUMBERED_HERE):
            return self._number_here(self._expect(ticket_id, Step.PRESSED), at)

    def numbered_by_lease(self, ticket_id: UUID, agency: str, at: datetime) -> str | None:
        """Give a press of a limited service the next of the kiosk's own labels and use a lent number for it.

        ``None``, with nothing written, when none is there for its day.
        """
        with self._transaction(Deed.NUMBERED_BY_LEASE):
            row = self._expect(ticket_id, Step.PRESSED)
            if not leases.take(self._connection, row.day, agency):
                return None
            self._update(ticket_id, leased=agency)
            return self._number_here(row, at)

    def printing(self, ticket_id: UUID, at: datetime) -> None:
        """Record that the next thing to happen is the first byte to the printer."""
        with self._transaction(Deed.PRINTING):
            self._expect(ticket_id, Step.NUMBERED)
            self._update(ticket_id, step=Step.PRINTING, printing_at=stamp(at))

    def outcome(self, ticket_id: UUID, outcome: Outcome, at: datetime, length_mm: float = 0.0) -> None:
        """Record how the paper ended; ``length_mm`` is what it took off the roll. ``HELD`` is no end."""
        with self._transaction(Deed.OUTCOME):
            row = self._expect(ticket_id, Step.PRINTING)
            self._end(row, Step.DONE, at, told=TOLD[outcome], outcome=outcome)
            self._use_paper(length_mm)
            self._saw(at)

    def copying(self, ticket_id: UUID) -> Copy:
        """Count one more copy of a ticket whose paper has ended, before its first byte goes to the printer.

        Whatever becomes of it, no two papers of a ticket have the same number of copy.
        """
        with self._transaction(Deed.COPYING):
            row = self._expect(ticket_id, Step.DONE)
            (number,) = self._connection.execute(
                "UPDATE ticket SET copies = copies + 1 WHERE ticket_id = ? RETURNING copies",
                (str(ticket_id),),
            ).fetchone()
            return Copy(row, int(number))

    def copied(self, ticket_id: UUID, outcome: Outcome, at: datetime, length_mm: float = 0.0) -> None:
        """Record how a copy ended; the server hears of it unless nothing of it can have come out."""
        with self._transaction(Deed.COPIED):
            row = self._expect(ticket_id, Step.DONE)
            if outcome is not Outcome.NOT_SENT:
                event = told_of(row.press, EventKind.REPRINTED, at, row.label, row.online)
                outbox.append(self._connection, event)
            self._use_paper(length_mm)
            self._saw(at)

    def void(self, ticket_id: UUID, at: datetime) -> None:
        """Let a press end without a number because the server refused it; it needs no telling."""
        with self._transaction(Deed.VOID):
            self._end(self._expect(ticket_id, Step.PRESSED), Step.VOIDED, at)

    def abandoned(self, ticket_id: UUID, at: datetime) -> None:
        """Void a press whose number nobody saw; the server hears of it if it may know it.

        One that has come to its end, or was never recorded, is left alone. Where a damaged file was replaced
        nobody knows what was recorded: the server hears of all that the new one does not have.
        """
        with self._transaction(Deed.ABANDONED):
            if self.aside and not self._select("ticket_id = ?", str(ticket_id)):
                outbox.append(self._connection, TicketEvent(0, ticket_id, EventKind.VOIDED, at))
            for row in self._select(f"ticket_id = ? AND {UNSEEN}", str(ticket_id)):
                self._void_unseen(row, at)

    def recover(self, at: datetime) -> Recovery:
        """Bring what a sudden end left unfinished to an end; the first thing to do after a start.

        Nobody saw a number before ``printing`` was recorded: such tickets are voided, and the server
        hears of it if it may know them. After that the paper may have come out: it is unknown, and
        its holder keeps the place in the queue. Commands that were begun are ended, and not begun again.
        """
        with self._transaction(Deed.RECOVER):
            rows = self._select(f"step IN ('{Step.PRESSED}', '{Step.NUMBERED}', '{Step.PRINTING}')")
            for row in rows:
                if row.step is Step.PRINTING:
                    self._end(row, Step.DONE, at, told=EventKind.UNKNOWN, outcome=Outcome.UNKNOWN)
                else:
                    self._void_unseen(row, at)
            commands.end_unended(self._connection, at)
        return Recovery(
            voided=tuple(row.press.ticket_id for row in rows if row.step is not Step.PRINTING),
            unknown=tuple(row.press.ticket_id for row in rows if row.step is Step.PRINTING),
        )

    def tickets(self, day: date) -> tuple[TicketRow, ...]:
        """Return a day's tickets in the order of their presses."""
        with self._transaction():
            return self._select("day = ?", day.isoformat())

    def latest(self, day: date, limit: int) -> tuple[TicketRow, ...]:
        """Return up to ``limit`` of a day's tickets that have a number and were not voided, newest first."""
        with self._transaction():
            rows = self._connection.execute(
                f"""SELECT {TICKET_COLUMNS} FROM ticket
                    WHERE day = ? AND label IS NOT NULL AND step != '{Step.VOIDED}'
                    ORDER BY pressed_at DESC, ticket_id DESC LIMIT ?""",
                (day.isoformat(), limit),
            )
            return tuple(ticket_row(row) for row in rows)

    def ticket_of(self, day: date, label: str) -> UUID | None:
        """Return which ticket of a day has a label."""
        with self._transaction():
            rows = self._select("day = ? AND label = ?", day.isoformat(), label)
            return rows[0].press.ticket_id if rows else None

    def leases(
        self, day: date, services: Mapping[str, Iterable[str]], since: datetime
    ) -> tuple[LeaseTold, ...]:
        """Return a day's leases as the server is to hear them, one for each agency with its limited services.

        ``recent`` counts the numbers given from ``since`` on.
        """
        with self._transaction():
            return tuple(
                leases.told(self._connection, day, agency, each, since) for agency, each in services.items()
            )

    def lent(self, day: date) -> dict[str, int]:
        """Return how many numbers may be given on a day without a line, by agency."""
        with self._transaction():
            return leases.available(self._connection, day)

    def change_leases(self, journal_id: UUID, answered: Iterable[LeaseBody]) -> int:
        """Take what the server lends, give back what it asks for, and return how many numbers that is.

        ``journal_id`` is the one that the server was told: a new file has no claim on what was lent to
        another, and nothing is written.
        """
        with self._transaction(Deed.CHANGE_LEASES):
            if journal_id != self._journal_id():
                return 0
            return sum(leases.change(self._connection, each) for each in answered)

    def command_begun(self, order: CommandOrder, at: datetime) -> bool:
        """Record that a command of the server is about to be done; false if it was begun before."""
        with self._transaction(Deed.COMMAND_BEGUN):
            return commands.begin(self._connection, order, at)

    def command_ended(self, outcome: CommandOutcome, at: datetime) -> None:
        """Record how a command ended, for the server to hear."""
        with self._transaction(Deed.COMMAND_ENDED):
            commands.end(self._connection, outcome, at)

    def commands_untold(self) -> tuple[CommandOutcome, ...]:
        """Return how commands ended of which the server has yet to hear, the oldest first."""
        with self._transaction():
            return commands.untold(self._connection)

    def commands_told(self, outcomes: Iterable[CommandOutcome]) -> None:
        """Forget nothing, but tell these outcomes no more: they are safe on the server."""
        with self._transaction(Deed.COMMANDS_TOLD):
            commands.tell(self._connection, outcomes)

    def outbox(self, limit: int) -> tuple[TicketEvent, ...]:
        """Return up to ``limit`` events that the server has yet to hear, the oldest first."""
        with self._transaction():
            return outbox.oldest(self._connection, limit)

    def outbox_size(self) -> int:
        """Return how many events the server has yet to hear."""
        with self._transaction():
            return outbox.size(self._connection)

    def acknowledged(self, seqs: Iterable[int]) -> None:
        """Forget events that are safe on the server; unknown ones are passed over."""
        with self._transaction(Deed.ACKNOWLEDGED):
            outbox.remove(self._connection, seqs)

    def refused(self, seq: int, problem: Problem, at: datetime) -> None:
        """Move an event that the server refused for good to the dead letters."""
        with self._transaction(Deed.REFUSED):
            outbox.bury(self._connection, seq, problem, at)

    def health(self) -> JournalHealth:
        """Return how the journal is."""
        with self._transaction():
            return JournalHealth(
                journal_id=self._journal_id(),
                outbox=outbox.size(self._connection),
                oldest_unsent=outbox.oldest_at(self._connection),
                dead_letters=outbox.buried_count(self._connection),
                paper_mm=float(self._fact("roll_mm") or 0),
            )

    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """Return what the server refused, the oldest first."""
        with self._transaction():
            return outbox.buried(self._connection)

    def seen_to(self, seq: int) -> None:
        """Forget a dead letter that a technician has seen to; an unknown one is passed over."""
        with self._transaction():
            outbox.forget(self._connection, seq)

    def _select(self, where: str, *values: str) -> tuple[TicketRow, ...]:
        query = f"SELECT {TICKET_COLUMNS} FROM ticket WHERE {where} ORDER BY pressed_at, ticket_id"
        return tuple(ticket_row(row) for row in self._connection.execute(query, values))

    def _expect(self, ticket_id: UUID, step: Step) -> TicketRow:
        rows = self._select("ticket_id = ? AND step = ?", str(ticket_id), step)
        if not rows:
            raise OutOfStepError(f"{self._path}: ticket {ticket_id} is not {step}; nothing was written")
        return rows[0]

    def _update(self, ticket_id: UUID, **columns: str | bool) -> None:
        changes = ", ".join(f"{name} = :{name}" for name in columns)
        self._connection.execute(
            f"UPDATE ticket SET {changes} WHERE ticket_id = :id", {**columns, "id": str(ticket_id)}
        )

    def _number(self, row: TicketRow, label: str, online: bool, at: datetime) -> None:
        self._update(
            row.press.ticket_id, step=Step.NUMBERED, label=label, online=online, numbered_at=stamp(at)
        )
        outbox.append(self._connection, told_of(row.press, EventKind.ISSUED, at, label, online))

    def _number_here(self, row: TicketRow, at: datetime) -> str:
        label = kiosk_label(row.series, self._kiosk, self._next_number(row))
        self._number(row, label, False, at)
        return label

    def _next_number(self, row: TicketRow) -> int:
        day = row.day.isoformat()
        (number,) = self._connection.execute(
            """INSERT INTO counter (day, series, last) VALUES (?, ?, ? + 1)
               ON CONFLICT (day, series) DO UPDATE SET last = last + 1 RETURNING last""",
            (day, row.series, self._floor(day)),
        ).fetchone()
        self._given.note(day, row.series, number)
        return int(number)

    def _void_unseen(self, row: TicketRow, at: datetime) -> None:
        if row.leased:
            leases.put_back(self._connection, row.day, row.leased)
        known = row.asked or row.step is Step.NUMBERED
        self._end(row, Step.VOIDED, at, told=EventKind.VOIDED if known else None)

    def _end(
        self,
        row: TicketRow,
        step: Step,
        at: datetime,
        *,
        told: EventKind | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        self._update(
            row.press.ticket_id, step=step, ended_at=stamp(at), **({"outcome": outcome} if outcome else {})
        )
        if told:
            outbox.append(self._connection, told_of(row.press, told, at, row.label, row.online))
