"""What holds for every store, on the real databases of both kinds."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from functools import partial

import pytest
from uuid6 import uuid7

from kiosk.domain.availability import Outage, StaffWord
from kiosk.domain.ticket import EventKind
from kiosk.server.databases import list_tickets
from kiosk.server.lending.leases import QuotaUsedUp, Use
from kiosk.server.refused import Refused
from kiosk.server.store import (
    Kept,
    LabelTaken,
    OtherService,
    Placed,
    QueueCount,
    Store,
    Subject,
    Topic,
    UnknownTicket,
)
from tests.server.store_kit import (
    DAY,
    MALL,
    NOW,
    PAUSED,
    SERVICE,
    WORD_OF,
    entry,
    given,
    label_of,
    labels,
    limited_to,
    opened,
    refusal,
    told,
)


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with opened(database) as store:
        yield store


async def test_every_mall_has_numbers_of_its_own(store: Store) -> None:
    here = await store.issue("pekanbaru", entry(), NOW)
    there = await store.issue("ternate", entry(), NOW)
    assert label_of(here) == label_of(there) == "B-001"
    assert len(await store.tickets("pekanbaru", DAY)) == 1
    assert await store.queues("ternate", DAY) == {SERVICE: QueueCount(1, 1)}


async def test_presses_of_two_malls_that_come_at_once_are_numbered_apart(store: Store) -> None:
    issued = await asyncio.gather(
        *(store.issue(mall, entry(), NOW) for _ in range(20) for mall in ("pekanbaru", "ternate"))
    )
    for first in (0, 1):
        assert sorted(map(label_of, issued[first::2])) == labels(1, 20)


async def test_what_was_kept_is_there_after_closing(database: str) -> None:
    for expected in ("B-001", "B-002", "B-003"):
        async with opened(database) as store:
            assert label_of(await store.issue(MALL, entry(), NOW)) == expected


async def test_a_days_list_can_be_read_beside_the_server(store: Store, database: str) -> None:
    await store.issue(MALL, entry(), NOW)
    listed = await asyncio.to_thread(list_tickets, database, DAY)
    assert not isinstance(listed, Refused)
    assert [row.label for row in listed] == ["B-001"]
    other = await asyncio.to_thread(list_tickets, database, date(2019, 2, 19))
    assert not isinstance(other, Refused)
    assert list(other) == []


async def test_what_was_pressed_and_said_is_returned_as_it_was(store: Store) -> None:
    pressed = entry(label="B7-041", seconds=0.123456)
    await store.issue(MALL, pressed, NOW)
    (record,) = await store.tickets(MALL, DAY)
    assert (record.press, record.day, record.label) == (pressed.press, DAY, "B7-041")
    found = await store.find(MALL, pressed.press.ticket_id)
    assert found == Placed(record, 0, created=False)
    assert await store.find("elsewhere", pressed.press.ticket_id) is None
    await store.say(MALL, WORD_OF, PAUSED, NOW)
    assert await store.staff_word(MALL, NOW) == StaffWord(services={SERVICE: PAUSED})


async def test_conflicts_are_told_and_change_nothing(store: Store) -> None:
    kept, other = entry(label="B2-001"), entry()
    await store.issue(MALL, kept, NOW)
    await store.issue(MALL, other, NOW)
    before = await store.tickets(MALL, DAY)
    ticket_id = other.press.ticket_id
    elsewhere = entry(ticket_id, service="kk-baru")
    assert await store.issue(MALL, elsewhere, NOW) == OtherService(SERVICE)
    assert await store.issue(MALL, entry(label="B2-001"), NOW) == LabelTaken("B2-001")
    assert await store.issue(MALL, entry(ticket_id, "B2-001"), NOW) == LabelTaken("B2-001")
    reports = [told(1, entry(label="B2-001")), told(2, entry(), EventKind.PRINTED), told(3, kept)]
    assert await store.record(MALL, reports, NOW) == [LabelTaken("B2-001"), UnknownTicket(), Kept()]
    assert await store.tickets(MALL, DAY) == before
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(2, 2)}


async def test_one_call_may_tell_a_tickets_whole_life(store: Store) -> None:
    pressed, other = entry(label="B2-001"), entry(label="B2-002", seconds=1)
    life = [told(seq, pressed, kind) for seq, kind in enumerate((EventKind.ISSUED, EventKind.PRINTED))]
    end = [told(2, other), told(3, pressed, EventKind.VOIDED), told(4, pressed, EventKind.VOIDED)]
    assert await store.record(MALL, life + end, NOW) == [Kept()] * 5
    assert [(each.label, each.state) for each in await store.tickets(MALL, DAY)] == [
        ("B2-001", "voided"),
        ("B2-002", "waiting"),
    ]
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(waiting=1, issued=1)}


async def test_a_used_up_quota_turns_away_only_who_is_new(store: Store) -> None:
    two = limited_to(2)
    first = entry(quota=two)
    assert label_of(await store.issue(MALL, first, NOW)) == "B-001"
    assert label_of(await store.issue(MALL, entry(service="kk-baru", quota=two), NOW)) == "B-002"
    assert await store.issue(MALL, entry(quota=two), NOW) == QuotaUsedUp(two, Use(2, 0, 0))
    assert label_of(await store.issue(MALL, first, NOW)) == "B-001"
    await store.record(MALL, [told(1, first, EventKind.VOIDED)], NOW)
    assert label_of(await store.issue(MALL, entry(quota=two), NOW)) == "B-003"


async def test_a_quota_is_never_exceeded_by_presses_that_come_at_once(store: Store) -> None:
    seven = limited_to(7)
    presses = [entry(service=service, quota=seven) for _ in range(15) for service in seven.services]
    issued = await asyncio.gather(*(store.issue(MALL, each, NOW) for each in presses))
    assert given(issued) == labels(1, 7)


async def test_the_same_press_at_once_by_every_way_is_one_ticket(store: Store) -> None:
    """The kiosk's retry overtakes the first try, and its own label comes between them."""
    for n in range(1, 21):
        ticket_id, label = uuid7(), f"B9-{n:03d}"
        ways: list[Callable[[], Awaitable[object]]] = [
            partial(store.issue, MALL, entry(ticket_id), NOW),
            partial(store.issue, MALL, entry(ticket_id, label), NOW),
            partial(store.record, MALL, [told(1, entry(ticket_id, label))], NOW),
            partial(store.issue, MALL, entry(ticket_id, quota=limited_to(1000)), NOW),
        ]
        await asyncio.gather(*(way() for way in ways))
        found = await store.find(MALL, ticket_id)
        assert found is not None
        assert found.record.label == label
    records = await store.tickets(MALL, DAY)
    assert len(records) == 20
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(20, 20)}


async def test_every_mall_has_words_of_its_own(store: Store) -> None:
    await store.say("pekanbaru", WORD_OF, PAUSED, NOW)
    await store.say("ternate", Subject(Topic.LINK, "imigrasi"), Outage(None, NOW), NOW)
    assert await store.staff_word("pekanbaru", NOW) == StaffWord(services={SERVICE: PAUSED})
    assert await store.staff_word("ternate", NOW) == StaffWord(outages={"imigrasi": Outage(None, NOW)})
    await store.say("ternate", WORD_OF, None, NOW)
    assert await store.staff_word("pekanbaru", NOW) == StaffWord(services={SERVICE: PAUSED})


@pytest.mark.parametrize("database", ["mysql://localhost", "sqlite:///"])
async def test_databases_that_the_server_does_not_know_are_told_so(database: str) -> None:
    assert "sqlite:///FILE or postgresql://" in await refusal(database)
