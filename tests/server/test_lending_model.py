"""A day of a quota with three kiosks and bookings, against a simple model: what people hold, what is left.

Answers are lost, outboxes come late, twice and in pieces, heartbeats overtake each other, numbers are taken
back, and a kiosk loses its journal. After every step no more numbers are out than the quota has.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from kiosk.contract.heartbeat import LeaseTold
from kiosk.domain.numbering import kiosk_label
from kiosk.domain.ticket import EventKind
from kiosk.server.lending.leases import Beat, Booked, Booking, Claim, Use
from kiosk.server.store import Entry, Placed, Report, Store
from tests.server.store_kit import DAY, NOW, SERIES, SERVICE, entry, limited_to, opened, told

RELEASE = NOW + timedelta(hours=1)
QUOTA = limited_to(9, share=3, release=RELEASE)
KIOSKS = 3


Step = tuple[str, int, int, bool, bool]

STEPS: st.SearchStrategy[Step] = st.tuples(
    st.sampled_from(
        ("press", "press", "press", "beat", "beat", "upload", "late", "take back", "book", "unbook", "rare")
    ),
    st.integers(0, KIOSKS - 1),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
)
"""What happens, at which kiosk, a number to go with it, and whether a request and its answer arrive."""


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with opened(database) as store:
        yield store


@dataclass(slots=True)
class Kiosk:
    """A kiosk's journal; ``outbox`` holds what the server has not acknowledged."""

    number: int
    journal: UUID = field(default_factory=uuid7)
    granted: int = 0
    used: int = 0
    returned: int = 0
    outbox: list[Report] = field(default_factory=list)
    sent: list[Beat] = field(default_factory=list)

    @property
    def at_hand(self) -> int:
        return self.granted - self.used - self.returned

    def told(self, recent: int) -> Beat:
        lease = LeaseTold(QUOTA.agency, DAY, self.granted, self.used, self.returned, recent)
        self.sent.append(Beat(self.number, self.journal, "{}", (Claim(QUOTA, lease),)))
        return self.sent[-1]


@dataclass(slots=True)
class Day:
    """One mall's day: ``held`` are the presses whose number somebody may hold."""

    store: Store
    mall: str
    kiosks: list[Kiosk] = field(default_factory=lambda: [Kiosk(n + 1) for n in range(KIOSKS)])
    held: set[UUID] = field(default_factory=set)
    bookings: set[str] = field(default_factory=set)
    lost: bool = False
    labels: int = 0
    released: bool = False

    async def do(self, step: Step) -> None:
        """Let one thing happen."""
        what, which, number, arrives, answered = step
        kiosk = self.kiosks[which]
        match what:
            case "press":
                await self.press(kiosk, arrives, answered)
            case "beat":
                await self.beat(kiosk, number, answered)
            case "upload":
                await self.upload(kiosk, number % 3, answered)
            case "late":
                await self.beat_late(kiosk, number)
            case "take back":
                self.take_back(kiosk)
            case "book":
                await self.book(number)
            case "unbook":
                await self.unbook(number)
            case "rare" if number == 0:
                self.lose_journal(kiosk)
            case "rare" if number == 1:
                self.released = True

    async def press(self, kiosk: Kiosk, arrives: bool, answered: bool) -> None:
        """Press once: the answer's number, or one of the lease, or none."""
        pressed = entry(quota=QUOTA)
        if arrives:
            outcome = await self.store.issue(self.mall, pressed, self.now)
            if answered:
                if isinstance(outcome, Placed):
                    self.held.add(pressed.press.ticket_id)
                    kiosk.outbox.append(told(0, pressed, EventKind.PRINTED))
                return
        if kiosk.at_hand:
            kiosk.used += 1
            self.held.add(pressed.press.ticket_id)
            kiosk.outbox.append(told(0, self._labelled(pressed, kiosk)))
        else:
            kiosk.outbox.append(told(0, pressed, EventKind.VOIDED))

    def take_back(self, kiosk: Kiosk) -> None:
        """Number a press from the lease and never print it."""
        if kiosk.at_hand:
            pressed = self._labelled(entry(quota=QUOTA), kiosk)
            kiosk.outbox += [told(0, pressed), told(0, pressed, EventKind.VOIDED)]

    async def upload(self, kiosk: Kiosk, skip: int, answered: bool) -> None:
        """Send the outbox, or what of it a proxy let through."""
        reports = kiosk.outbox[skip:]
        await self.store.record(self.mall, reports, self.now)
        if answered:
            kiosk.outbox = kiosk.outbox[:skip]

    async def beat(self, kiosk: Kiosk, recent: int, answered: bool) -> None:
        """Send a heartbeat."""
        (renewal,) = await self.store.lending.beat(self.mall, kiosk.told(recent), DAY, self.now)
        if answered:
            kiosk.granted = max(kiosk.granted, renewal.lease.granted)
            kiosk.returned += min(kiosk.at_hand, renewal.give_back)

    async def beat_late(self, kiosk: Kiosk, which: int) -> None:
        """Let a heartbeat arrive once more; what it is answered comes too late for anyone."""
        if kiosk.sent:
            late = kiosk.sent[which % len(kiosk.sent)]
            await self.store.lending.beat(self.mall, late, DAY, self.now)

    def lose_journal(self, kiosk: Kiosk) -> None:
        """Begin a new journal: papers stay with people, but the server will never hear of them."""
        self.lost = True
        kiosk.journal, kiosk.granted, kiosk.used, kiosk.returned = uuid7(), 0, 0, 0
        kiosk.outbox = []

    async def book(self, number: int) -> None:
        """Make a booking, new or not."""
        booking = Booking(f"booking-{number}", SERVICE, DAY)
        if isinstance(await self.store.lending.book(self.mall, booking, QUOTA, self.now), Booked):
            self.bookings.add(booking.id)

    async def unbook(self, number: int) -> None:
        """Give a booking back, if there is one."""
        await self.store.lending.unbook(self.mall, f"booking-{number}")
        self.bookings.discard(f"booking-{number}")

    async def check(self) -> Use:
        """Compare the server with the model."""
        (use,) = await self.store.lending.uses(self.mall, DAY, [QUOTA])
        assert len(self.held) + sum(each.at_hand for each in self.kiosks) + len(self.bookings) <= QUOTA.most
        assert use.issued + use.lent + use.booked <= QUOTA.most
        assert use.booked == len(self.bookings)
        assert use.lent >= sum(each.at_hand for each in self.kiosks)
        return use

    async def end(self) -> None:
        """Let every line be whole again: then the server knows exactly what is out."""
        self.released = True
        for kiosk in self.kiosks:
            await self.upload(kiosk, 0, answered=True)
        for kiosk in self.kiosks * KIOSKS:
            await self.beat(kiosk, 0, answered=True)
        use = await self.check()
        at_hand = sum(each.at_hand for each in self.kiosks)
        if not self.lost:
            assert use == Use(len(self.held), at_hand, len(self.bookings))

    @property
    def now(self) -> datetime:
        return RELEASE if self.released else NOW

    def _labelled(self, pressed: Entry, kiosk: Kiosk) -> Entry:
        self.labels += 1
        label = kiosk_label(SERIES, kiosk.number, self.labels)
        return entry(pressed.press.ticket_id, label, quota=QUOTA)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=10, max_size=60))
async def test_no_more_numbers_are_out_than_the_quota_has(store: Store, steps: list[Step]) -> None:
    day = Day(store, f"mall-{uuid7()}")
    for step in steps:
        await day.do(step)
        await day.check()
    await day.end()
