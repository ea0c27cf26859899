"""The store on a real file: transactions that jobs share, and databases that are refused."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from uuid6 import uuid7

from kiosk.domain.ticket import Press, TicketClass
from kiosk.server.databases import list_tickets, open_store
from kiosk.server.refused import Refused
from kiosk.server.sqlite.store import SqliteStore
from kiosk.server.store import Entry, Placed

NOW = datetime(2019, 2, 18, 2, tzinfo=UTC)
DAY = date(2019, 2, 18)


def entry() -> Entry:
    return Entry(Press(uuid7(), "ktp-baru", NOW, TicketClass.REGULAR, "id"), DAY, "B", None, None)


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


async def test_every_mall_has_numbers_of_its_own(store: SqliteStore) -> None:
    here = await store.issue("pekanbaru", entry(), NOW)
    there = await store.issue("ternate", entry(), NOW)
    assert isinstance(here, Placed)
    assert isinstance(there, Placed)
    assert here.record.label == there.record.label == "B-001"
    assert len(await store.tickets("pekanbaru", DAY)) == 1
    assert await store.waiting("ternate", DAY) == {"ktp-baru": 1}


async def test_what_was_kept_is_there_after_closing(path: Path) -> None:
    for expected in ("B-001", "B-002", "B-003"):
        opened = open_store(f"sqlite:///{path}")
        assert not isinstance(opened, Refused)
        placed = await opened.issue("mall", entry(), NOW)
        await opened.close()
        assert isinstance(placed, Placed)
        assert placed.record.label == expected


async def test_commits_wait_for_the_disk(store: SqliteStore) -> None:
    def ask(connection: sqlite3.Connection) -> tuple[str, int]:
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        return journal, synchronous

    full = 2
    assert await store._writer.run(ask) == ("wal", full)


async def test_a_days_list_can_be_read_beside_the_server(store: SqliteStore, path: Path) -> None:
    await store.issue("mall", entry(), NOW)
    listed = list_tickets(str(path), DAY)
    assert not isinstance(listed, Refused)
    assert [row.label for row in listed] == ["B-001"]
    other = list_tickets(f"sqlite:///{path}", date(2019, 2, 19))
    assert not isinstance(other, Refused)
    assert list(other) == []


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


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    why = refusal(tmp_path / "nowhere" / "queue.db")
    assert str(tmp_path / "nowhere") in why


@pytest.mark.parametrize("database", ["postgresql://localhost/queue", "mysql://localhost", "sqlite:///"])
def test_databases_that_the_server_cannot_use_are_told_so(database: str) -> None:
    opened = open_store(database)
    assert isinstance(opened, Refused)
    assert "sqlite:///FILE" in opened.why
