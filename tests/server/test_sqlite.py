"""The store on SQLite: one file: transactions that jobs share, and databases that are refused."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.availability import StaffWord
from kiosk.server.databases import list_tickets
from kiosk.server.lending.leases import QuotaUsedUp
from kiosk.server.refused import Refused
from kiosk.server.sqlite.opening import APPLICATION_ID
from kiosk.server.sqlite.schema import MIGRATIONS
from kiosk.server.sqlite.store import SqliteStore
from kiosk.server.store import Placed, QueueCount
from tests.server.store_kit import DAY, NOW, PAUSED, WORD_OF, entry, limited_to


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore.open(path)
    assert isinstance(opened, SqliteStore)
    yield opened
    await opened.close()


async def fill(path: Path, tickets: int) -> None:
    """Make a database with so many tickets."""
    store = SqliteStore.open(path)
    assert isinstance(store, SqliteStore)
    for _ in range(tickets):
        await store.issue("mall", entry(), NOW)
    await store.close()


def refusal(path: Path) -> str:
    """Return why a database is refused."""
    opened = SqliteStore.open(path)
    assert isinstance(opened, Refused)
    return opened.why


async def test_a_job_that_fails_spoils_no_other_of_its_transaction(store: SqliteStore) -> None:
    """A job is held back until all are waiting, so that they share one transaction."""
    go = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(_: sqlite3.Connection) -> None:
        asyncio.run_coroutine_threadsafe(go.wait(), loop).result(5)

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE counters SET last = last + 100")
        connection.execute("INSERT INTO nowhere VALUES (1)")

    held = asyncio.create_task(store._writer.run(hold))
    await asyncio.sleep(0)
    jobs = [store.issue("mall", entry(), NOW), store._writer.run(fail), store.issue("mall", entry(), NOW)]
    waiting = asyncio.gather(*jobs, return_exceptions=True)
    await asyncio.sleep(0)
    go.set()
    await held
    first, failed, second = await waiting
    assert isinstance(failed, sqlite3.OperationalError)
    assert isinstance(first, Placed)
    assert isinstance(second, Placed)
    assert [first.record.label, second.record.label] == ["B-001", "B-002"]


async def test_an_error_of_the_program_reaches_its_caller_and_the_thread_goes_on(store: SqliteStore) -> None:
    def fail(_: sqlite3.Connection) -> None:
        raise KeyError("a fault of the program")

    with pytest.raises(KeyError):
        await store._writer.run(fail)
    assert isinstance(await store.issue("mall", entry(), NOW), Placed)


async def test_commits_wait_for_the_disk(store: SqliteStore) -> None:
    def ask(connection: sqlite3.Connection) -> tuple[str, int]:
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        return journal, synchronous

    full = 2
    assert await store._writer.run(ask) == ("wal", full)


def test_a_list_is_not_made_from_a_file_that_is_not_there(path: Path) -> None:
    assert isinstance(list_tickets(str(path), DAY), Refused)
    assert not path.exists()


def test_a_damaged_database_is_refused_and_left_as_it_is(path: Path) -> None:
    asyncio.run(fill(path, 200))
    whole = path.read_bytes()
    page = 4096
    damaged = whole[: 2 * page] + b"\xa5" * (len(whole) - 3 * page) + whole[-page:]
    path.write_bytes(damaged)
    assert "damaged" in refusal(path)
    assert path.read_bytes() == damaged


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path) -> None:
    path.write_text("Dear diary, " * 1000)
    assert "damaged" in refusal(path)
    assert path.read_text().startswith("Dear diary")


def test_another_programs_database_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    assert "another program's" in refusal(path)
    assert isinstance(list_tickets(str(path), DAY), Refused)


def test_a_newer_schema_is_refused(path: Path) -> None:
    asyncio.run(fill(path, 1))
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version=99")
    assert "schema 99" in refusal(path)


FIRST_TICKET = """INSERT INTO tickets VALUES ('mall', x'01890a5dac96774bbcceb302099a8057', '0DYVWPN5GA06P',
    '2019-02-18', 'ktp-baru', 'regular', 'id', 1550455200000000, 'B-001', 'waiting', NULL,
    1550455200000000)"""


async def test_a_database_of_the_first_schema_is_brought_forward_with_its_tickets(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        for statement in MIGRATIONS[0]:
            old.execute(statement)
        old.execute(FIRST_TICKET)
        old.execute("INSERT INTO queues VALUES ('mall', '2019-02-18', 'ktp-baru', 1)")
        old.execute("INSERT INTO counters VALUES ('mall', '2019-02-18', 'B', 1)")
        old.execute("INSERT INTO withdrawn_labels VALUES ('mall', x'01', '2019-02-18', 'B-009', 'B2-001', 7)")
        old.execute("PRAGMA user_version=1")
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.commit()
    store = SqliteStore.open(path)
    assert isinstance(store, SqliteStore)
    try:
        assert await store.queues("mall", DAY) == {"ktp-baru": QueueCount(waiting=1, issued=1)}
        assert await store.staff_word("mall", NOW) == StaffWord()
        await store.say("mall", WORD_OF, PAUSED, NOW)
        second = await store.issue("mall", entry(quota=limited_to(2)), NOW)
        third = await store.issue("mall", entry(quota=limited_to(2)), NOW)
        assert await store.staff_word("mall", NOW) == StaffWord(services={"ktp-baru": PAUSED})
    finally:
        await store.close()
    assert isinstance(second, Placed)
    assert second.record.label == "B-002"
    assert isinstance(third, QuotaUsedUp)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    why = refusal(tmp_path / "nowhere" / "queue.db")
    assert str(tmp_path / "nowhere") in why
