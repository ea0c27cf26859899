"""What the stores' own tests stand on: presses without a catalogue, and stores that are closed again."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from uuid6 import uuid7

from kiosk.domain.availability import State, Word
from kiosk.domain.numbering import parse_label
from kiosk.domain.text import Text
from kiosk.domain.ticket import EventKind, Press, TicketClass
from kiosk.server.databases import open_store
from kiosk.server.lending.leases import Quota, QuotaUsedUp
from kiosk.server.refused import Refused
from kiosk.server.store import Entry, Issued, Placed, Report, Store, Subject, Topic

NOW = datetime(2019, 2, 18, 2, tzinfo=UTC)
DAY = date(2019, 2, 18)
MALL, SERVICE, SERIES = "mall", "ktp-baru", "B"
WORD_OF = Subject(Topic.SERVICE, SERVICE)
PAUSED = Word(State.PAUSED, Text.of({"id": "Jaringan putus"}), NOW, NOW + timedelta(hours=1))


def entry(
    ticket_id: UUID | None = None,
    label: str | None = None,
    service: str = SERVICE,
    seconds: float = 0.0,
    ticket_class: TicketClass = TicketClass.REGULAR,
    quota: Quota | None = None,
) -> Entry:
    """Make a press, with the label that a kiosk tells if there is one."""
    pressed_at = NOW + timedelta(seconds=seconds)
    press = Press(ticket_id or uuid7(), service, pressed_at, ticket_class, "id")
    return Entry(press, DAY, SERIES, None, parse_label(label) if label else None, quota)


def told(seq: int, of: Entry, kind: EventKind = EventKind.ISSUED) -> Report:
    """Make an event of a press."""
    of_press = of if kind is EventKind.ISSUED else None
    return Report(of.press.ticket_id, kind, of.press.pressed_at, seq, None, of_press)


def label_of(issued: Issued) -> str:
    """Return the number that a press got."""
    assert isinstance(issued, Placed), issued
    return issued.record.label


def given(outcomes: Iterable[Issued]) -> list[str]:
    """Return the numbers that presses got, in order; the others were refused because of the quota."""
    return sorted(label_of(each) for each in outcomes if not isinstance(each, QuotaUsedUp))


def limited_to(most: int, *services: str, share: int = 0, release: datetime | None = None) -> Quota:
    """Make a quota of the agency whose services the presses are for."""
    return Quota("disdukcapil", SERIES, services or (SERVICE, "kk-baru"), most, share, release)


def labels(first: int, last: int) -> list[str]:
    """Return the server's labels from one number to another."""
    return [f"{SERIES}-{number:03d}" for number in range(first, last + 1)]


@asynccontextmanager
async def opened(database: str) -> AsyncIterator[Store]:
    """Open a store until the end of the block."""
    store = await open_store(database)
    assert not isinstance(store, Refused), store
    try:
        yield store
    finally:
        await store.close()


async def refusal(database: str) -> str:
    """Return why a database is refused."""
    refused = await open_store(database)
    assert isinstance(refused, Refused)
    return refused.why
