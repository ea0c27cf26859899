"""What a server forgets: days that are old, with all that belongs to them, and nothing else."""

import asyncio
import json
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
from uuid6 import uuid7

from kiosk.contract.commands import CommandKind
from kiosk.contract.heartbeat import LeaseTold
from kiosk.domain.ticket import EventKind
from kiosk.server import retention
from kiosk.server.commanding.commands import Command
from kiosk.server.counters.calls import Call, Counter, Ending
from kiosk.server.lending.leases import Beat, Booked, Booking, Claim
from kiosk.server.postgres import opening
from kiosk.server.retention import forget_old, keep_forgetting
from kiosk.server.store import Entry, Kept, QueueCount, Store
from tests.postgres_kit import Cluster
from tests.server.kit import START_SECONDS, Mall, catalogue, command, open_mall
from tests.server.store_kit import DAY, NOW, SERVICE, entry, label_of, limited_to, opened, told
from tests.waiting import until, until_told

OF = catalogue().mall
LATER = DAY + timedelta(days=40)
"""A day on which ``DAY`` is old for a server that keeps 31."""
DAYS = 31
OWN_TABLES = ("queues", "turns", "leases", "drawn", "bookings", "servings", "withdrawn_labels", "tickets")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PAUSE", 0)


@pytest.fixture
def store(mall: Mall) -> Store:
    return mall.store


def on(day: date, label: str | None = None) -> Entry:
    """Make a press of a day."""
    return shifted(entry(label=label), day)


def shifted(made: Entry, day: date) -> Entry:
    pressed_at = made.press.pressed_at + (day - DAY)
    return replace(made, press=replace(made.press, pressed_at=pressed_at), day=day)


async def live(store: Store, day: date) -> None:
    """Let a day happen in which a store keeps something in each of its tables."""
    now, quota, agency = NOW + (day - DAY), limited_to(9), "disdukcapil"
    lease = LeaseTold(agency, day, 0, 0, 0, 5)
    journal = entry().press.ticket_id
    await store.lending.beat(OF.id, Beat(2, journal, "{}", (Claim(quota, lease),)), day, now)
    assert await store.lending.book(OF.id, Booking(f"b-{day}", SERVICE, day), quota, now) == Booked(True)
    lent = shifted(entry(label="B2-001", quota=quota), day)
    assert await store.record(OF.id, [told(1, lent)], now) == [Kept()]
    numbered = on(day)
    await store.issue(OF.id, numbered, now)
    paper = replace(numbered, label=on(day, "B2-002").label)
    assert await store.record(OF.id, [told(2, paper), told(3, paper, EventKind.PRINTED)], now) == [Kept()] * 2
    counter = Counter(f"{agency}-1", agency, (SERVICE,), day, now)
    assert isinstance(await store.calls.next(OF.id, counter, (SERVICE,), 2), Call)
    assert isinstance(await store.calls.end(OF.id, counter, Ending.DONE, None), Call)


async def rows(mall: Mall) -> dict[str, int]:
    """Count the rows of every table that keeps days."""
    return {each: (await mall.sql(f"SELECT count(*) FROM {each}"))[0][0] for each in (*OWN_TABLES, "events")}


async def test_an_old_day_goes_with_all_that_belongs_to_it_and_no_other(mall: Mall) -> None:
    await live(mall.store, DAY + timedelta(days=9))
    kept = await rows(mall)
    assert all(kept.values()), kept
    await live(mall.store, DAY)
    assert await forget_old(mall.store, OF, LATER, DAYS) == 2
    assert await rows(mall) == kept
    for table in OWN_TABLES:
        assert {str(day) for (day,) in await mall.sql(f"SELECT day FROM {table}")} == {"2019-02-27"}, table


async def test_the_last_commands_of_a_mall_are_not_kept_for_ever(store: Store) -> None:
    old, late = (Command(uuid7(), 2, CommandKind.REFRESH, NOW + timedelta(days=days)) for days in (0, 20))
    for mall_id in (OF.id, "another"):
        for each in (old, late):
            await store.commands.give(mall_id, each, NOW)
    await forget_old(store, OF, LATER, DAYS)
    assert await store.commands.known(OF.id) == [late]
    assert await store.commands.known("another") == [old, late]


async def test_a_day_is_kept_for_as_long_as_was_said(store: Store) -> None:
    await store.issue(OF.id, on(DAY), NOW)
    assert await forget_old(store, OF, DAY + timedelta(days=DAYS), DAYS) == 0
    assert await store.queues(OF.id, DAY) == {SERVICE: QueueCount(1, 1)}
    assert await forget_old(store, OF, DAY + timedelta(days=DAYS + 1), DAYS) == 1
    assert await store.queues(OF.id, DAY) == {}


async def test_another_malls_days_are_left_alone(store: Store) -> None:
    await store.issue("another", on(DAY), NOW)
    assert await forget_old(store, OF, LATER, DAYS) == 0
    assert len(await store.tickets("another", DAY)) == 1


async def test_many_tickets_go_in_batches(store: Store) -> None:
    many = 600
    events = [told(n, on(DAY, f"B2-{n:03d}")) for n in range(1, many + 1)]
    await store.record(OF.id, events, NOW)
    first = await store.forget(OF.id, LATER, NOW + timedelta(days=1))
    assert 0 < first < many
    assert await store.queues(OF.id, DAY) == {SERVICE: QueueCount(many, many)}
    assert await forget_old(store, OF, LATER, DAYS) == many - first
    assert (await store.tickets(OF.id, DAY), await store.queues(OF.id, DAY)) == ([], {})


async def test_what_came_lately_stays_however_old_its_day_is(store: Store) -> None:
    """A kiosk that was away for so long, or whose clock is years slow, goes on telling of it."""
    now = NOW + (LATER - DAY)
    await store.issue(OF.id, on(DAY), NOW)
    late = on(DAY, "B2-001")
    await store.record(OF.id, [told(1, late)], now)
    assert await forget_old(store, OF, LATER, DAYS) == 1
    assert [each.label for each in await store.tickets(OF.id, DAY)] == ["B2-001"]
    assert SERVICE in await store.queues(OF.id, DAY), "the day's queues stay with its last ticket"
    assert await store.record(OF.id, [told(2, late, EventKind.PRINTED)], now) == [Kept()]
    assert await forget_old(store, OF, LATER + timedelta(days=DAYS + 1), DAYS) == 1


async def test_what_is_forgotten_and_comes_again_is_taken_and_no_number_is_given_twice(store: Store) -> None:
    first, paper = on(DAY), on(DAY, "B2-001")
    assert label_of(await store.issue(OF.id, first, NOW)) == "B-001"
    await store.record(OF.id, [told(1, paper)], NOW)
    assert await forget_old(store, OF, LATER, DAYS) == 2
    assert await store.record(OF.id, [told(1, paper), told(2, paper, EventKind.PRINTED)], NOW) == [Kept()] * 2
    assert label_of(await store.issue(OF.id, on(DAY), NOW)) == "B-002"


async def test_days_are_forgotten_at_the_start_and_once_each_day_is_over(
    mall: Mall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "LOOK_AGAIN", 0.01)
    mall.clock.at = NOW + (LATER - DAY)

    async def is_gone(day: date) -> bool:
        return await mall.store.tickets(OF.id, day) == []

    next_day = DAY + timedelta(days=9)
    for day in (DAY, next_day):
        await mall.store.issue(OF.id, on(day), NOW)
    forgetting = asyncio.create_task(keep_forgetting(mall.store, OF, mall.clock, DAYS))
    await until_told(lambda: is_gone(DAY))
    assert not await is_gone(next_day)
    mall.clock.advance(24 * 3600)
    await until_told(lambda: is_gone(next_day))
    forgetting.cancel()
    await asyncio.wait([forgetting])


async def test_servers_that_forget_at_once_do_not_disturb_each_other(postgres: Cluster) -> None:
    database = await postgres.new_database()
    async with opened(database) as one, opened(database) as other:
        events = [told(n, on(DAY, f"B2-{n:03d}")) for n in range(1, 1301)]
        await one.record(OF.id, events, NOW)
        counts = await asyncio.gather(*(forget_old(each, OF, LATER, DAYS) for each in (one, other)))
        assert sum(counts) == len(events)
        assert await one.queues(OF.id, DAY) == {}
    await postgres.drop(database)


async def test_a_database_that_is_away_is_asked_again(
    postgres: Cluster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(retention, "LOOK_AGAIN", 0.01)
    monkeypatch.setitem(opening.SESSION, "lock_timeout", "50ms")
    database = await postgres.new_database()
    async with open_mall(database) as mall:
        await mall.store.issue(OF.id, on(DAY), NOW)
        mall.clock.at = NOW + (LATER - DAY)
        beside = await asyncpg.connect(database)
        async with beside.transaction():
            await beside.execute("LOCK TABLE tickets")
            forgetting = asyncio.create_task(keep_forgetting(mall.store, OF, mall.clock, DAYS))
            await until(lambda: any("cannot be reached" in each.message for each in caplog.records))
        await until_told(lambda: has_none(mall.store))
        forgetting.cancel()
        await asyncio.wait([forgetting])
        await beside.close()
    await postgres.drop(database)


async def has_none(store: Store) -> bool:
    return await store.tickets(OF.id, DAY) == []


@pytest.mark.parametrize(
    ("more", "kept"),
    [(("--keep-days", "31"), 0), (("--keep-days", "0"), 1), (("--at", "2026-11-24T09:00+07:00"), 1)],
)
async def test_a_server_forgets_unless_it_is_told_to_keep_all_or_another_time(
    tmp_path: Path, more: tuple[str, ...], kept: int
) -> None:
    database = str(tmp_path / "queue.db")
    async with opened(database) as store:
        await store.issue(OF.id, on(DAY), NOW)
    server = await asyncio.create_subprocess_exec(
        *command(database, *more), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert server.stdout is not None
        url = json.loads(await asyncio.wait_for(server.stdout.readline(), START_SECONDS))["url"]
        async with httpx.AsyncClient(base_url=url) as client:

            async def listed() -> bool:
                told = await client.get("/v1/tickets", params={"day": DAY.isoformat()})
                return len(told.json()["tickets"]) == kept

            await until_told(listed)
    finally:
        server.terminate()
        await server.wait()
    async with opened(database) as store:
        assert len(await store.tickets(OF.id, DAY)) == kept


@pytest.mark.parametrize("days", ["30", "-1", "many", "999999"])
def test_a_number_of_days_that_is_none_is_refused(tmp_path: Path, days: str) -> None:
    wrong = command(tmp_path / "queue.db", f"--keep-days={days}")
    done = subprocess.run(wrong, capture_output=True, text=True, timeout=START_SECONDS, check=False)
    assert done.returncode == 2
    assert "give 31 or more, or 0 for all" in done.stderr
