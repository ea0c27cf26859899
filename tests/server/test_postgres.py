"""The store on PostgreSQL: one schema for all who start at once, and several servers on one database."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import asyncpg
import pytest
from uuid6 import uuid7

from kiosk.domain.availability import State, Word
from kiosk.domain.ticket import EventKind
from kiosk.server.away import StoreAwayError
from kiosk.server.postgres import line, opening, presses
from kiosk.server.postgres.schema import MIGRATIONS, VERSIONS
from kiosk.server.postgres.store import PostgresStore
from kiosk.server.postgres.url import without_password
from kiosk.server.store import Issued, Kept, QueueCount, Store
from tests.postgres_kit import Cluster
from tests.server.store_kit import (
    DAY,
    MALL,
    NOW,
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
from tests.waiting import until_told


@pytest.fixture
async def database(postgres: Cluster) -> AsyncIterator[str]:
    url = await postgres.new_database()
    yield url
    await postgres.drop(url)


@pytest.fixture
async def pair(database: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two servers on one database."""
    async with opened(database) as one, opened(database) as other:
        yield one, other


@pytest.fixture
async def beside(database: str) -> AsyncIterator[Any]:
    """A connection of somebody else's."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def test_servers_that_start_at_once_make_one_schema(database: str, beside: Any) -> None:
    stores = await asyncio.gather(*(PostgresStore.open(database) for _ in range(6)))
    for store in stores:
        assert isinstance(store, PostgresStore)
        await store.close()
    assert [row["version"] for row in await beside.fetch(f"SELECT version FROM {VERSIONS}")] == [
        *range(1, len(MIGRATIONS) + 1)
    ]


async def test_every_primary_key_starts_with_the_mall(pair: tuple[Store, Store], beside: Any) -> None:
    keys = await beside.fetch(
        """SELECT c.conrelid::regclass::text AS name, a.attname AS first FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype IN ('p', 'u') AND c.connamespace = 'public'::regnamespace"""
    )
    firsts = {each["name"]: each["first"] for each in keys if each["name"] != VERSIONS}
    assert {"tickets", "queues", "counters", "events", "servings", "leases", "clients"} <= firsts.keys()
    assert set(firsts.values()) == {"mall"}


async def test_a_newer_schema_is_refused(database: str, beside: Any) -> None:
    async with opened(database):
        await beside.execute(f"INSERT INTO {VERSIONS} VALUES (99)")
    assert "schema 99" in await refusal(database)


async def test_another_programs_database_is_refused_and_left_as_it_is(database: str, beside: Any) -> None:
    await beside.execute("CREATE TABLE tickets (price integer)")
    assert "another program's" in await refusal(database)
    tables = await beside.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert [each["tablename"] for each in tables] == ["tickets"]


async def test_a_database_that_is_not_there_is_named_without_its_password(database: str) -> None:
    wrong = database.replace("postgres@", "postgres:secret@") + "_none"
    why = await refusal(wrong)
    assert "_none" in why
    assert "secret" not in why


async def test_a_server_that_is_not_there_is_waited_for_and_then_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "START_SECONDS", 0.2)
    assert "start PostgreSQL" in await refusal("postgresql://127.0.0.1:1/queue")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://mall:s3cret@db:5432/q?ssl=require", "postgresql://mall:***@db:5432/q?ssl=require"),
        ("postgresql://mall@db/q", "postgresql://mall@db/q"),
        ("queue.db", "queue.db"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    assert without_password(url) == shown


async def test_commits_wait_for_the_disk_whatever_the_database_says(database: str, beside: Any) -> None:
    name = database.rpartition("/")[2]
    await beside.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    await beside.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    async with opened(database) as store:
        assert isinstance(store, PostgresStore)
        run = store._line.run
        assert await run(lambda connection: connection.fetchval("SHOW synchronous_commit")) == "on"
        assert await run(lambda connection: connection.fetchval("SHOW transaction_isolation")) == (
            "read committed"
        )


async def test_two_servers_give_every_number_once(
    pair: tuple[Store, Store], caplog: pytest.LogCaptureFixture
) -> None:
    rounds = 300
    given: list[Issued] = []
    for _ in range(rounds):
        given += await asyncio.gather(*(store.issue(MALL, entry(), NOW) for store in pair))
    assert sorted(map(label_of, given)) == sorted(labels(1, 2 * rounds))
    assert await pair[0].queues(MALL, DAY) == {SERVICE: QueueCount(2 * rounds, 2 * rounds)}
    assert not caplog.records, "no two numbers were the same even before they met in the table"


async def test_one_press_that_reaches_two_servers_at_once_is_one_ticket(pair: tuple[Store, Store]) -> None:
    for n in range(1, 101):
        ticket_id = uuid7()
        one, other = await asyncio.gather(*(store.issue(MALL, entry(ticket_id), NOW) for store in pair))
        assert label_of(one) == label_of(other) == f"B-{n:03d}"


async def test_a_quota_holds_across_servers(pair: tuple[Store, Store]) -> None:
    nine = limited_to(9)
    presses = [entry(service=service, quota=nine) for _ in range(15) for service in nine.services]
    issued = await asyncio.gather(
        *(pair[n // 2 % 2].issue(MALL, each, NOW) for n, each in enumerate(presses))
    )
    assert given(issued) == labels(1, 9)


async def test_outboxes_that_cross_each_other_are_both_taken(pair: tuple[Store, Store]) -> None:
    presses = [entry(label=f"B{1 + n % 2}-{n:03d}") for n in range(1, 101)]
    there = [told(n, each) for n, each in enumerate(presses)]
    one, other = await asyncio.gather(
        pair[0].record(MALL, there, NOW), pair[1].record(MALL, there[::-1], NOW)
    )
    assert one == other == [Kept()] * 100
    assert await pair[0].queues(MALL, DAY) == {SERVICE: QueueCount(100, 100)}


async def test_work_that_the_database_ends_as_a_deadlock_is_done_again(database: str, beside: Any) -> None:
    """The store waits for the other's ticket, the other then for the store's: the store is the victim."""
    name = database.rpartition("/")[2]
    await beside.execute(f"ALTER DATABASE {name} SET deadlock_timeout = '200ms'")
    await beside.execute("SET deadlock_timeout = '10s'")
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = $1"
    async with opened(database) as store:
        first, second = entry(), entry()
        for each in (first, second):
            await store.issue(MALL, each, NOW)
        change = "UPDATE tickets SET kiosk = 7 WHERE ticket_id = $1"
        async with beside.transaction():
            await beside.execute(change, second.press.ticket_id)
            printed = [told(n, each, EventKind.PRINTED) for n, each in enumerate((first, second))]
            recording = asyncio.create_task(store.record(MALL, printed, NOW))
            await until_told(lambda: beside.fetchval(waits, name))
            await beside.execute(change, first.press.ticket_id)
        assert await recording == [Kept(), Kept()]
        assert {(each.kiosk, each.state) for each in await store.tickets(MALL, DAY)} == {(7, "waiting")}


async def test_a_word_is_heard_at_once_here_and_soon_by_the_other_servers(pair: tuple[Store, Store]) -> None:
    here, there = pair
    for said in [Word(State.PAUSED, since=NOW), Word(State.CLOSED, since=NOW), None] * 4:
        await there.staff_word(MALL, NOW)
        await here.say(MALL, WORD_OF, said, NOW)
        assert (await here.staff_word(MALL, NOW)).services.get(SERVICE) == said
        await until_told(partial(is_heard, there, said), 1.0)


async def is_heard(store: Store, said: Word | None) -> bool:
    told = await store.staff_word(MALL, NOW)
    return told.services.get(SERVICE) == said


FILL = f"""INSERT INTO tickets
    SELECT '{MALL}', gen_random_uuid(), 'track', '{DAY}', '{SERVICE}', 'regular', 'id',
        timestamptz '{NOW}' - n * interval '1 millisecond', 'B-' || n, 'waiting', NULL, '{NOW}'
    FROM generate_series(1, 20000) n"""


@pytest.mark.parametrize("analysed", [False, True])
async def test_a_press_looks_at_few_rows_however_many_there_are(
    database: str, beside: Any, analysed: bool
) -> None:
    """PostgreSQL chooses its indexes before it knows the tables, and keeps its choice."""
    async with opened(database):
        await beside.execute(FILL)
        if analysed:
            await beside.execute("ANALYZE")
    session = await asyncpg.connect(database, server_settings=opening.SESSION)
    values = [
        f"'{{{value}}}'"
        for value in (uuid7(), "TRACK", DAY, "C", SERVICE, "regular", "id", f'"{NOW}"', 7, f'"{NOW}"')
    ]
    await session.execute(f"PREPARE press AS {presses.NUMBER}")
    (plan,) = json.loads(
        await session.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE press ('mall', {', '.join(values)})")
    )
    await session.close()
    assert rows_looked_at(plan["Plan"]) < 100


async def test_presses_lock_their_rows_in_the_order_in_which_python_sorts(database: str, beside: Any) -> None:
    """The outboxes' queues are sorted in Python; in a database with a language's order both would circle."""
    async with opened(database):
        await beside.execute(f"PREPARE press AS {presses.NUMBER}")
    nothing = ", ".join(["'{}'"] * 10)
    (plan,) = json.loads(await beside.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE press ('mall', {nothing})"))
    orders = {
        each["Relation Name"]: sort_keys(each)[1] for each in steps(plan["Plan"]) if "Operation" in each
    }
    assert orders["counters"].endswith('series COLLATE "C"')
    assert orders["queues"].endswith('service COLLATE "C"')


def steps(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all steps of a plan, each before those that it stands on."""
    return [plan, *(step for each in plan.get("Plans", []) for step in steps(each))]


def sort_keys(plan: dict[str, Any]) -> list[str]:
    """Return what the topmost sort of a plan sorts by."""
    keys: list[str] = next(each["Sort Key"] for each in steps(plan) if "Sort Key" in each)
    return keys


def rows_looked_at(plan: dict[str, Any]) -> int:
    """Add up what all steps of a plan read, also what they then left out."""
    here: int = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) + plan.get("Heap Fetches", 0)
    return here + sum(rows_looked_at(each) for each in plan.get("Plans", []))


async def test_one_press_that_fails_spoils_no_other_of_its_statement(database: str) -> None:
    async with opened(database) as store:
        presses = [entry(), entry(service="no\0name"), entry()]
        first, failed, last = await asyncio.gather(
            *(store.issue(MALL, each, NOW) for each in presses), return_exceptions=True
        )
        assert isinstance(failed, asyncpg.PostgresError)
        assert sorted(label_of(each) for each in (first, last) if not isinstance(each, BaseException)) == (
            labels(1, 2)
        )


async def test_a_row_that_another_holds_is_not_waited_for_without_end(
    database: str, beside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(opening.SESSION, "lock_timeout", "100ms")
    async with opened(database) as store:
        await store.issue(MALL, entry(), NOW)
        held = beside.transaction()
        await held.start()
        await beside.execute("UPDATE counters SET last = last")
        with pytest.raises(StoreAwayError):
            await store.issue(MALL, entry(), NOW)
        await held.rollback()
        assert label_of(await store.issue(MALL, entry(), NOW)) == "B-002"


async def test_a_lost_connection_is_made_anew_and_told_once(
    database: str, beside: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    name = database.rpartition("/")[2]
    monkeypatch.setattr(line, "PATIENCE", 0.2)
    caplog.set_level(logging.INFO)
    async with opened(database) as store:
        await store.issue(MALL, entry(), NOW)
        admin = await asyncpg.connect(database.replace(name, "postgres"))
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> $2"
        await admin.execute(cut, name, beside.get_server_pid())
        for _ in range(2):
            with pytest.raises(StoreAwayError):
                await store.issue(MALL, entry(), NOW)
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await admin.close()
        assert label_of(await store.issue(MALL, entry(), NOW)) == "B-002"
    said = [each.message for each in caplog.records if each.name == line.__name__]
    assert len(said) == 2
    assert said[1] == "PostgreSQL can be reached again"
