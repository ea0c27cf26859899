"""Voids that overtake their press on the way: nobody waits for whoever is not there."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from uuid6 import uuid7

from kiosk.domain.ticket import EventKind, TicketState
from kiosk.server.store import (
    Entry,
    Kept,
    LabelTaken,
    Placed,
    QueueCount,
    Store,
    UnknownTicket,
)
from tests.server.kit import SERIES, Mall, event, press
from tests.server.store_kit import DAY, MALL, NOW, SERVICE, entry, label_of, labels, limited_to, opened, told


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with opened(database) as store:
        yield store


async def void(store: Store, *pressed: Entry) -> None:
    voids = [told(seq, each, EventKind.VOIDED) for seq, each in enumerate(pressed)]
    assert await store.record(MALL, voids, NOW) == [Kept()] * len(pressed)


async def test_a_press_that_comes_after_its_void_never_enters_the_queue(store: Store) -> None:
    ghosts = [entry() for _ in range(3)]
    await void(store, *ghosts)
    await void(store, *ghosts)
    assert await store.tickets(MALL, DAY) == []
    assert await store.find(MALL, ghosts[0].press.ticket_id) is None
    people = [entry(seconds=1) for _ in range(3)]
    issued = await asyncio.gather(
        *(store.issue(MALL, each, NOW) for pair in zip(ghosts, people, strict=True) for each in pair)
    )
    assert all(isinstance(each, Placed) for each in issued)
    assert sorted(map(label_of, issued)) == labels(1, 6)
    assert sorted(each.ahead for each in issued[1::2] if isinstance(each, Placed)) == [0, 1, 2]
    states = {each.press.ticket_id: each.state for each in await store.tickets(MALL, DAY)}
    assert {states[each.press.ticket_id] for each in ghosts} == {TicketState.VOIDED}
    assert {states[each.press.ticket_id] for each in people} == {TicketState.NUMBERED}
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(3, 3)}


async def test_its_number_is_its_own_and_the_same_at_every_repetition(store: Store) -> None:
    ghost = entry()
    await void(store, ghost)
    first = await store.issue(MALL, ghost, NOW)
    again = await store.issue(MALL, ghost, NOW)
    assert isinstance(first, Placed)
    assert isinstance(again, Placed)
    assert (first.created, again.created) == (True, False)
    assert first.record == again.record
    assert first.record.press == ghost.press
    assert label_of(await store.issue(MALL, entry(), NOW)) == "B-002"


async def test_it_takes_nothing_of_a_quota(store: Store) -> None:
    ghost, other = entry(quota=limited_to(1)), entry(quota=limited_to(1))
    await void(store, ghost)
    assert label_of(await store.issue(MALL, ghost, NOW)) == "B-001"
    assert label_of(await store.issue(MALL, other, NOW)) == "B-002"


@pytest.mark.parametrize("by_event", [False, True])
async def test_a_number_that_the_kiosk_gave_it_is_kept_and_nobody_elses(store: Store, by_event: bool) -> None:
    ghost, taken = entry(label="B2-001"), entry(label="B-007")
    other = entry(label="B2-002")
    await store.issue(MALL, other, NOW)
    await void(store, ghost, taken)
    for each in (ghost, taken):
        if by_event:
            assert await store.record(MALL, [told(9, each)], NOW) == [Kept()]
        else:
            await store.issue(MALL, each, NOW)
    assert {each.label: each.state for each in await store.tickets(MALL, DAY)} == {
        "B2-001": TicketState.VOIDED,
        "B-007": TicketState.VOIDED,
        "B2-002": TicketState.WAITING,
    }
    assert await store.issue(MALL, entry(label="B2-001"), NOW) == LabelTaken("B2-001")
    assert label_of(await store.issue(MALL, entry(), NOW)) == "B-008"
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(2, 2)}


async def test_a_label_that_another_has_is_refused_to_it_too(store: Store) -> None:
    ghost = entry(label="B2-001")
    await store.issue(MALL, entry(label="B2-001"), NOW)
    await void(store, ghost)
    assert await store.issue(MALL, ghost, NOW) == LabelTaken("B2-001")
    assert await store.record(MALL, [told(1, ghost)], NOW) == [LabelTaken("B2-001")]
    assert len(await store.tickets(MALL, DAY)) == 1


async def test_no_later_word_of_its_paper_brings_it_back(store: Store) -> None:
    ghost = entry()
    await void(store, ghost)
    assert await store.record(MALL, [told(2, ghost, EventKind.PRINTED)], NOW) == [UnknownTicket()]
    await store.issue(MALL, ghost, NOW)
    assert await store.record(MALL, [told(3, ghost, EventKind.PRINTED)], NOW) == [Kept()]
    assert await store.queues(MALL, DAY) in ({}, {SERVICE: QueueCount(0, 0)})


async def test_whichever_comes_first_a_press_and_its_void_leave_nobody_waiting(database: str) -> None:
    """Two servers of one PostgreSQL hear them at the same instant; on SQLite one server hears both."""
    beside = opened(database) if database.startswith("postgresql") else None
    async with opened(database) as store:
        other = await beside.__aenter__() if beside else store
        try:
            for n in range(100):
                pressed = entry(label=f"B2-{n + 1:03d}" if n % 3 == 0 else None)
                ways = [store.issue(MALL, pressed, NOW), void(other, pressed)]
                await asyncio.gather(*(ways if n % 2 else ways[::-1]))
        finally:
            if beside:
                await beside.__aexit__(None, None, None)
        assert {each.state for each in await store.tickets(MALL, DAY)} == {TicketState.VOIDED}
        assert len(await store.tickets(MALL, DAY)) == 100
        assert (await store.queues(MALL, DAY)).get(SERVICE, QueueCount(0, 0)) == QueueCount(0, 0)


async def test_the_kiosk_is_told_that_it_is_void(mall: Mall) -> None:
    ghost = uuid7()
    assert await mall.tell(event(1, ghost, "voided")) == {"acked": [1], "refused": []}
    assert await mall.rows() == []
    answer = await mall.put(press(), ghost)
    assert (answer.status_code, answer.json().get("state")) == (201, "voided"), answer.text
    follower = (await mall.put(press(1))).json()
    assert (follower["label"], follower["ahead"]) == (f"{SERIES}-002", 0)
