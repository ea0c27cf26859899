"""What is done press by press and event by event: repetitions, labels that kiosks tell, quotas, outboxes.

Each function runs within the transaction of whoever calls it. A queue's row is changed last, so that
nobody waits for it longer than for the commit.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from kiosk.domain.numbering import Label, server_label
from kiosk.domain.ticket import CALLED_IN_VAIN, VOIDABLE, WAITING, EventKind, TicketState, track_of
from kiosk.server.lending.leases import QuotaUsedUp
from kiosk.server.postgres import quotas
from kiosk.server.postgres.line import CollisionError, Connection
from kiosk.server.postgres.reading import find, placed
from kiosk.server.store import (
    Entry,
    Issued,
    Kept,
    LabelTaken,
    OtherService,
    Record,
    Recorded,
    Report,
    UnknownTicket,
)

_NEXT_NUMBER = """INSERT INTO counters AS c (mall, day, series, last) VALUES ($1, $2, $3, 1)
    ON CONFLICT (mall, day, series) DO UPDATE SET last = c.last + 1 RETURNING last"""

_LIFT_COUNTER = """INSERT INTO counters AS c (mall, day, series, last) VALUES ($1, $2, $3, $4)
    ON CONFLICT (mall, day, series) DO UPDATE SET last = greatest(c.last, excluded.last)"""

_INSERT = """INSERT INTO tickets (mall, ticket_id, track, day, service, class, language, pressed_at, label,
        state, kiosk, received_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"""

_INSERT_UNLESS_KNOWN = f"{_INSERT} ON CONFLICT DO NOTHING RETURNING state"

_INSERT_OR_FILL = f"""{_INSERT} ON CONFLICT (mall, ticket_id) DO UPDATE SET track = excluded.track,
        day = excluded.day, service = excluded.service, class = excluded.class, language = excluded.language,
        pressed_at = excluded.pressed_at, label = excluded.label, kiosk = excluded.kiosk,
        received_at = excluded.received_at
    WHERE tickets.service = '' RETURNING state"""

# A void that comes before its press: the press finds its place taken, and stays voided.
_VOID_AHEAD = """INSERT INTO tickets (mall, ticket_id, track, day, service, class, language, pressed_at,
        label, state, kiosk, received_at)
    VALUES ($1, $2, '', $3, '', '', '', $4, $5, 'voided', $6, $7) ON CONFLICT DO NOTHING RETURNING true"""

_CHANGE_QUEUE = """INSERT INTO queues AS q (mall, day, service, waiting, issued) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (mall, day, service)
    DO UPDATE SET waiting = q.waiting + excluded.waiting, issued = q.issued + excluded.issued"""

_WITHDRAW = """INSERT INTO withdrawn_labels (mall, ticket_id, nth, day, label, replaced_by, withdrawn_at)
    SELECT mall, ticket_id,
        1 + (SELECT count(*) FROM withdrawn_labels w WHERE w.mall = t.mall AND w.ticket_id = t.ticket_id),
        day, label, $3, $4
    FROM tickets t WHERE mall = $1 AND ticket_id = $2"""

_RELABEL = "UPDATE tickets SET label = $3 WHERE mall = $1 AND ticket_id = $2"

_CONFIRM = """WITH confirmed AS (
        UPDATE tickets SET state = 'waiting' WHERE mall = $1 AND ticket_id = $2 AND state = 'numbered')
    SELECT true FROM tickets WHERE mall = $1 AND ticket_id = $2 AND service <> ''"""

_WAIT = "UPDATE tickets SET state = 'waiting' WHERE mall = $1 AND ticket_id = $2"

_VOID = "UPDATE tickets SET state = 'voided' WHERE mall = $1 AND ticket_id = $2"

_END_CALL = """UPDATE servings SET ended_at = $3, ended_as = 'voided'
    WHERE mall = $1 AND ticket_id = $2 AND ended_at IS NULL"""

_EVENT = """INSERT INTO events (mall, ticket_id, kind, at, seq, kiosk, received_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class _Entered:
    record: Record
    created: bool


@dataclass(slots=True)
class Ledger:
    """One transaction's work on a mall's queues; ``finish`` ends it."""

    connection: Connection
    mall: str
    received: datetime
    _waiting: Counter[tuple[date, str]] = field(default_factory=Counter)
    _issued: Counter[tuple[date, str]] = field(default_factory=Counter)
    _events: list[tuple[object, ...]] = field(default_factory=list)

    async def issue(self, entry: Entry) -> Issued:
        """Put a press into its queue, or hear again of one that is there; see ``Store.issue``."""
        if entry.label is None and entry.quota:
            use = await quotas.locked_use_of(self.connection, self.mall, entry.day, entry.quota)
            if entry.quota.left(use, self.received) == 0:
                known = await find(self.connection, self.mall, entry.press.ticket_id)
                if known is None:
                    return QuotaUsedUp(entry.quota, use)
        entered = await self._enter(entry)
        await self.finish()
        if isinstance(entered, _Entered):
            return await placed(self.connection, self.mall, entered.record, entered.created)
        return entered

    async def record(self, report: Report) -> Recorded:
        """Take one event; see ``Store.record``."""
        if report.entry is not None:
            entered = await self._enter(report.entry)
            if not isinstance(entered, _Entered):
                return entered
        elif report.kind is EventKind.VOIDED:
            await self._void(report)
        elif not await self._confirm(report.ticket_id):
            return UnknownTicket()
        told = (report.ticket_id, report.kind, report.at, report.seq, report.kiosk)
        self._events.append((self.mall, *told, self.received))
        return Kept()

    async def finish(self) -> None:
        """Write the events and bring the queues' counts up to date."""
        if self._events:
            await self.connection.executemany(_EVENT, self._events)
        queues_changed = sorted({*self._waiting, *self._issued})
        changes = [(self.mall, *queue, self._waiting[queue], self._issued[queue]) for queue in queues_changed]
        if changes:
            await self.connection.executemany(_CHANGE_QUEUE, changes)

    async def _enter(self, entry: Entry) -> _Entered | OtherService | LabelTaken:
        press, label = entry.press, entry.label
        if label is not None and await self._insert(
            _INSERT_UNLESS_KNOWN, entry, str(label), TicketState.WAITING
        ):
            await self._lift_counter(entry.day, label)
            return _Entered(_record(entry, str(label), TicketState.WAITING), created=True)
        known = await find(self.connection, self.mall, press.ticket_id, locked=True)
        if known is None:
            return await self._number(entry) if label is None else await self._fill(entry, label)
        if known.press.service != press.service:
            return OtherService(known.press.service)
        if label is None:
            return _Entered(known, created=False)
        if str(label) == known.label:
            await self._confirm(press.ticket_id)
        elif await self._label_taken(known.day, label):
            return LabelTaken(str(label))
        else:
            if entry.quota and known.state is not TicketState.VOIDED:
                await quotas.undraw(self.connection, self.mall, press.ticket_id)
                await quotas.draw(self.connection, self.mall, known.day, entry.quota, press.ticket_id, label)
            await self._paper_wins(known, label)
        again = await find(self.connection, self.mall, press.ticket_id)
        return _Entered(again or known, created=False)

    async def _number(self, entry: Entry) -> _Entered:
        number = await self.connection.fetchval(_NEXT_NUMBER, self.mall, entry.day, entry.series)
        return await self._insert_or_fill(entry, server_label(entry.series, number), TicketState.NUMBERED)

    async def _fill(self, entry: Entry, label: Label) -> _Entered | LabelTaken:
        if await self._label_taken(entry.day, label):
            return LabelTaken(str(label))
        await self._lift_counter(entry.day, label)
        return await self._insert_or_fill(entry, str(label), TicketState.WAITING)

    async def _insert_or_fill(self, entry: Entry, label: str, state: TicketState) -> _Entered:
        kept = await self._insert(_INSERT_OR_FILL, entry, label, state)
        if kept is None:
            raise CollisionError
        return _Entered(_record(entry, label, kept), created=True)

    async def _insert(
        self, statement: str, entry: Entry, label: str, state: TicketState
    ) -> TicketState | None:
        """Make a ticket, or fill a place that its void took before; return its state, if it was made."""
        press = entry.press
        keys = (self.mall, press.ticket_id, track_of(press.ticket_id), entry.day, press.service)
        told = (press.ticket_class, press.language, press.pressed_at, label, state, entry.kiosk)
        kept = await self.connection.fetchval(statement, *keys, *told, self.received)
        if kept == state:
            self._waiting[entry.day, press.service] += 1
            self._issued[entry.day, press.service] += 1
            if entry.label and entry.quota:
                await quotas.draw(
                    self.connection, self.mall, entry.day, entry.quota, press.ticket_id, entry.label
                )
        return TicketState(kept) if kept else None

    async def _paper_wins(self, ticket: Record, label: Label) -> None:
        """Give a ticket the label on its paper; who was called by the other one waits to be called by it."""
        key = (self.mall, ticket.press.ticket_id)
        await self.connection.execute(_WITHDRAW, *key, str(label), self.received)
        await self.connection.execute(_RELABEL, *key, str(label))
        await self._confirm(ticket.press.ticket_id)
        await self._lift_counter(ticket.day, label)
        if ticket.state in CALLED_IN_VAIN:
            await self.connection.execute(_WAIT, *key)
            await self.connection.execute(_END_CALL, *key, self.received)
            self._waiting[ticket.day, ticket.standing] += 1

    async def _lift_counter(self, day: date, label: Label) -> None:
        # A server's label that the server itself does not know was lost with a database that was restored.
        if label.kiosk is None:
            await self.connection.execute(_LIFT_COUNTER, self.mall, day, label.series, label.number)

    async def _label_taken(self, day: date, label: Label) -> bool:
        query = "SELECT true FROM tickets WHERE mall = $1 AND day = $2 AND label = $3"
        return bool(await self.connection.fetchval(query, self.mall, day, str(label)))

    async def _confirm(self, ticket_id: UUID) -> bool:
        """Confirm a ticket unless it is confirmed or voided; return whether there is one."""
        return bool(await self.connection.fetchval(_CONFIRM, self.mall, ticket_id))

    async def _void(self, report: Report) -> None:
        """Take a ticket back unless somebody came with it, or its place if it has not come yet."""
        key, at = (self.mall, report.ticket_id), report.at
        ticket = await find(self.connection, *key, locked=True)
        if ticket is None:
            ahead = (at.astimezone(UTC).date(), at, str(report.ticket_id), report.kiosk, self.received)
            if not await self.connection.fetchval(_VOID_AHEAD, *key, *ahead):
                ticket = await find(self.connection, *key, locked=True)  # it came in between
        if ticket is None or ticket.state not in VOIDABLE:
            return
        await self.connection.execute(_VOID, *key)
        self._issued[ticket.day, ticket.press.service] -= 1
        await quotas.undraw(self.connection, *key)
        if ticket.state in WAITING:
            self._waiting[ticket.day, ticket.standing] -= 1
        elif ticket.state is TicketState.CALLED:
            await self.connection.execute(_END_CALL, *key, self.received)


def _record(entry: Entry, label: str, state: TicketState) -> Record:
    return Record(entry.press, entry.day, label, state, entry.kiosk, None, entry.press.service)
