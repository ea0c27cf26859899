"""Numbers of a quota that are lent or booked: exact on every store, whatever comes at once or again."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from uuid6 import uuid7

from kiosk.contract.heartbeat import LeaseTold
from kiosk.domain.ticket import EventKind
from kiosk.server.lending.leases import (
    Beat,
    Booked,
    Booking,
    Claim,
    Lease,
    OtherBooking,
    Quota,
    QuotaUsedUp,
    Renewal,
    Use,
)
from kiosk.server.postgres.url import is_postgres
from kiosk.server.store import Placed, Store
from tests.server.store_kit import DAY, MALL, NOW, SERVICE, entry, given, label_of, limited_to, opened, told

RELEASE = NOW + timedelta(hours=1)
TEN = limited_to(10)


@pytest.fixture
async def stores(database: str) -> AsyncIterator[list[Store]]:
    """The database's stores: as many processes as it serves would have."""
    async with AsyncExitStack() as stack:
        count = 2 if is_postgres(database) else 1
        yield [await stack.enter_async_context(opened(database)) for _ in range(count)]


@pytest.fixture
def store(stores: list[Store]) -> Store:
    return stores[0]


@dataclass(slots=True)
class Kiosk:
    """What a kiosk's journal knows of its lease."""

    number: int = 2
    journal: UUID = field(default_factory=uuid7)
    granted: int = 0
    used: int = 0
    returned: int = 0

    def beat(self, quota: Quota, recent: int = 5) -> Beat:
        lease = LeaseTold(quota.agency, DAY, self.granted, self.used, self.returned, recent)
        return Beat(self.number, self.journal, "{}", (Claim(quota, lease),))


async def beat(store: Store, kiosk: Kiosk, quota: Quota = TEN, recent: int = 5) -> Renewal:
    """Send a heartbeat, and let the kiosk know what it is lent."""
    (renewal,) = await store.lending.beat(MALL, kiosk.beat(quota, recent), DAY, NOW)
    kiosk.granted = renewal.lease.granted
    return renewal


async def use(store: Store, quota: Quota = TEN) -> Use:
    (use,) = await store.lending.uses(MALL, DAY, [quota])
    return use


async def test_lent_numbers_are_used_for_all_others(store: Store) -> None:
    assert await beat(store, Kiosk()) == Renewal(Lease(5, 0), 0)
    issued = [await store.issue(MALL, entry(quota=TEN), NOW) for _ in range(6)]
    assert issued[5] == QuotaUsedUp(TEN, Use(5, 5, 0))
    assert len(given(issued)) == 5


async def test_a_ticket_from_a_lease_takes_nothing_more_of_the_quota(store: Store) -> None:
    await beat(store, Kiosk(2))
    tickets = [entry(label=f"B2-{n:03d}", quota=TEN) for n in (1, 2, 3)]
    await store.issue(MALL, tickets[0], NOW)
    for _ in range(2):
        await store.record(MALL, [told(n, each) for n, each in enumerate(tickets)], NOW)
    assert await use(store) == Use(3, 2, 0)


async def test_a_void_of_such_a_ticket_leaves_its_number_with_the_kiosk(store: Store) -> None:
    kiosk, ticket = Kiosk(2), entry(label="B2-001", quota=TEN)
    await beat(store, kiosk)
    await store.record(MALL, [told(1, ticket)], NOW)
    for _ in range(2):
        await store.record(MALL, [told(2, ticket, EventKind.VOIDED)], NOW)
    assert await use(store) == Use(0, 5, 0)
    again = [entry(label=f"B2-{n:03d}", quota=TEN) for n in range(2, 7)]
    await store.record(MALL, [told(n, each) for n, each in enumerate(again)], NOW)
    assert await use(store) == Use(5, 0, 0)


async def test_a_void_that_comes_first_leaves_the_number_with_the_kiosk_too(store: Store) -> None:
    ticket = entry(label="B2-001", quota=TEN)
    await beat(store, Kiosk(2))
    await store.record(MALL, [told(2, ticket, EventKind.VOIDED), told(1, ticket)], NOW)
    assert await use(store) == Use(0, 5, 0)


async def test_a_number_that_the_paper_replaces_is_one_of_the_lease(store: Store) -> None:
    ticket_id = uuid7()
    await beat(store, Kiosk(2))
    await store.issue(MALL, entry(ticket_id, quota=TEN), NOW)
    assert await use(store) == Use(1, 5, 0)
    for _ in range(2):
        await store.issue(MALL, entry(ticket_id, "B2-001", quota=TEN), NOW)
        assert await use(store) == Use(1, 4, 0)
    await store.issue(MALL, entry(ticket_id, "B2-002", quota=TEN), NOW)
    assert await use(store) == Use(1, 4, 0)
    await store.issue(MALL, entry(ticket_id, "B-009", quota=TEN), NOW)
    assert await use(store) == Use(1, 5, 0)


async def test_a_void_ticket_that_gets_another_label_takes_nothing_of_the_lease(store: Store) -> None:
    ticket = entry(quota=TEN)
    await beat(store, Kiosk(2))
    await store.issue(MALL, ticket, NOW)
    await store.record(MALL, [told(1, ticket, EventKind.VOIDED)], NOW)
    await store.issue(MALL, entry(ticket.press.ticket_id, "B2-001", quota=TEN), NOW)
    assert await use(store) == Use(0, 5, 0)


async def test_who_holds_a_number_beyond_the_lease_is_taken_and_it_is_told(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    one = limited_to(2)
    await beat(store, Kiosk(2), one)
    tickets = [entry(label=label, quota=one) for label in ("B2-001", "B2-002", "B3-001")]
    with caplog.at_level(logging.WARNING):
        for each in tickets:
            assert isinstance(await store.issue(MALL, each, NOW), Placed)
    assert [each.getMessage().partition(" without")[0] for each in caplog.records] == [
        "mall: kiosk 2 gave B2-002",
        "mall: kiosk 3 gave B3-001",
    ]
    assert await use(store, one) == Use(3, 0, 0)
    assert isinstance(await store.issue(MALL, entry(quota=one), NOW), QuotaUsedUp)


async def test_what_is_given_back_is_there_for_all(store: Store) -> None:
    kiosk = Kiosk()
    await beat(store, kiosk)
    kiosk.returned = 4
    assert await beat(store, kiosk, recent=1) == Renewal(Lease(5, 4), 0)
    late = Beat(kiosk.number, kiosk.journal, "{}", Kiosk().beat(TEN, 1).claims)
    await store.lending.beat(MALL, late, DAY, NOW)
    assert await use(store) == Use(0, 1, 0)


async def test_a_number_whose_ticket_has_come_cannot_be_returned(store: Store) -> None:
    """The kiosk's disk was put back to what it was before it gave them."""
    kiosk = Kiosk(2)
    await beat(store, kiosk)
    tickets = [entry(label=f"B2-{n:03d}", quota=TEN) for n in (1, 2, 3)]
    await store.record(MALL, [told(n, each) for n, each in enumerate(tickets)], NOW)
    kiosk.returned = 5
    assert (await beat(store, kiosk)).lease == Lease(5 + 2, 2)
    assert await use(store) == Use(3, 2, 0)


async def test_a_journal_that_is_lost_keeps_what_it_was_lent(store: Store) -> None:
    await beat(store, Kiosk(2))
    assert await beat(store, Kiosk(2)) == Renewal(Lease(2, 0), 0)
    assert await use(store) == Use(0, 7, 0)
    tickets = [entry(label=f"B2-{n:03d}", quota=TEN) for n in range(1, 8)]
    await store.record(MALL, [told(n, each) for n, each in enumerate(tickets)], NOW)
    assert await use(store) == Use(7, 0, 0)


async def test_kiosks_that_were_not_heard_lately_have_no_part(store: Store) -> None:
    long_ago = NOW - timedelta(minutes=3)
    for number in (3, 4, 5):
        await store.lending.beat(MALL, Kiosk(number).beat(limited_to(0)), DAY, long_ago)
    assert (await beat(store, Kiosk(2))).lease.granted == 5


async def test_every_mall_and_every_day_has_a_quota_of_its_own(store: Store) -> None:
    await beat(store, Kiosk())
    booking = Booking("booking-1", SERVICE, DAY)
    assert await store.lending.book(MALL, booking, TEN, NOW) == Booked(created=True)
    assert await store.lending.uses("elsewhere", DAY, [TEN]) == [Use(0, 0, 0)]
    assert await store.lending.uses(MALL, DAY + timedelta(days=1), [TEN]) == [Use(0, 0, 0)]
    await store.lending.unbook("elsewhere", "booking-1")
    assert await use(store) == Use(0, 5, 1)


async def test_a_booking_is_kept_once_until_it_is_given_back(store: Store) -> None:
    one = limited_to(1)
    here, there = Booking("booking-1", SERVICE, DAY), Booking("booking-1", "kk-baru", DAY)
    assert await store.lending.book(MALL, here, one, NOW) == Booked(created=True)
    assert await store.lending.book(MALL, here, one, NOW) == Booked(created=False)
    assert await store.lending.book(MALL, there, one, NOW) == OtherBooking(here)
    assert isinstance(await store.issue(MALL, entry(quota=one), NOW), QuotaUsedUp)
    other = Booking("booking-2", SERVICE, DAY)
    assert await store.lending.book(MALL, other, one, NOW) == QuotaUsedUp(one, Use(0, 0, 1))
    for _ in range(2):
        await store.lending.unbook(MALL, "booking-1")
    assert label_of(await store.issue(MALL, entry(quota=one), NOW)) == "B-001"


async def test_a_share_is_for_bookings_alone_until_its_release(store: Store) -> None:
    four = limited_to(4, share=2, release=RELEASE)
    early = [await store.issue(MALL, entry(quota=four), NOW) for _ in range(3)]
    assert early[2] == QuotaUsedUp(four, Use(2, 0, 0))
    bookings = [Booking(f"booking-{n}", SERVICE, DAY) for n in range(4)]
    outcomes = [await store.lending.book(MALL, each, four, NOW) for each in bookings[:3]]
    assert outcomes == [Booked(True), Booked(True), QuotaUsedUp(four, Use(2, 0, 2))]
    await store.lending.unbook(MALL, "booking-1")
    assert isinstance(await store.issue(MALL, entry(quota=four), NOW), QuotaUsedUp)
    late = [await store.issue(MALL, entry(quota=four), RELEASE) for _ in range(2)]
    assert label_of(late[0]) == "B-003"
    assert late[1] == QuotaUsedUp(four, Use(3, 0, 1))


async def test_after_the_release_bookings_take_of_whatever_is_left(store: Store) -> None:
    four = limited_to(4, share=1, release=RELEASE)
    bookings = [Booking(f"booking-{n}", SERVICE, DAY) for n in range(5)]
    outcomes = [await store.lending.book(MALL, each, four, RELEASE) for each in bookings]
    assert outcomes == [Booked(True)] * 4 + [QuotaUsedUp(four, Use(0, 0, 4))]


async def test_a_quota_holds_whatever_takes_of_it_at_once(stores: list[Store]) -> None:
    """Presses, heartbeats, bookings and the tickets that leases became, all at the same moment."""
    quota = limited_to(40, share=5, release=RELEASE)
    kiosks = [Kiosk(number) for number in range(1, 7)]
    papers = 0
    for turn in range(6):
        now = NOW if turn < 3 else RELEASE
        tickets = []
        for each in kiosks:
            if each.granted > each.used:
                each.used += 1
                papers += 1
                tickets.append(entry(label=f"B{each.number}-{each.used:03d}", quota=quota))
        bookings = [Booking(f"booking-{turn}-{n}", SERVICE, DAY) for n in range(4)]
        beats = [each.beat(quota) for each in kiosks]
        works = [
            *(store.issue(MALL, entry(quota=quota), now) for store in stores for _ in range(4)),
            *(store.lending.book(MALL, each, quota, now) for store in stores for each in bookings),
            *(store.record(MALL, [told(1, each)], now) for store in stores for each in tickets),
        ]
        answers = [store.lending.beat(MALL, each, DAY, now) for store in stores for each in beats]
        renewed, _ = await asyncio.gather(asyncio.gather(*answers), asyncio.gather(*works))
        for n, (renewal,) in enumerate(renewed):
            kiosk = kiosks[n % len(kiosks)]
            kiosk.granted = max(kiosk.granted, renewal.lease.granted)
        used = await use(stores[0], quota)
        assert used.issued + used.lent + used.booked <= quota.most
        assert used.lent == sum(each.granted - each.used for each in kiosks)
    assert papers > 0
    assert quota.left(used, RELEASE) == 0
