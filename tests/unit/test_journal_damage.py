"""A journal whose file is damaged, or whose disk is full: what is lost, what is kept, what is never done."""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import ManualClock
from kiosk.domain.ticket import Outcome
from kiosk.journal.errors import JournalDamagedError, JournalFullError, OutOfStepError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from tests.issuing_kit import DAY, MONDAY, SERIES, press

PAGE = 4096
PAGE_COUNT = "PRAGMA page_count"


def number(journal: Journal, series: str = SERIES) -> str:
    one = press()
    journal.pressed(one, series, DAY, asked=False)
    return journal.numbered_here(one.ticket_id, MONDAY)


def written(path: Path, tickets: int = 12) -> list[str]:
    with closing(Journal(path, 2, MONDAY)) as journal:
        return [number(journal) for _ in range(tickets)]


def lose_everything(path: Path) -> None:
    path.write_bytes(b"this was a journal " * 999)


def lose_all_bytes(path: Path) -> None:
    path.write_bytes(b"")


def lose_the_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 2 * PAGE])


def lose_a_page_of(table: str) -> Callable[[Path], None]:
    def lose(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
            (page,) = connection.execute(query, (table,)).fetchone()
        content = bytearray(path.read_bytes())
        content[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
        path.write_bytes(content)

    return lose


@pytest.mark.parametrize(
    "lose",
    [
        lose_everything,
        lose_all_bytes,
        lose_the_end,
        lose_a_page_of("ticket"),
        lose_a_page_of("counter"),
        lose_a_page_of("outbox"),
    ],
)
def test_a_damaged_file_is_kept_and_no_label_is_given_again(
    tmp_path: Path, lose: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "journal.db"
    before = written(path)
    lose(path)
    evidence = path.read_bytes()

    with caplog.at_level(logging.ERROR), closing(Journal(path, 2, MONDAY)) as journal:
        after = [number(journal), number(journal)]
        aside = journal.aside

    assert aside
    assert (aside.name, aside.read_bytes()) == ("journal.db.damaged-20190218T020000Z", evidence)
    assert str(aside) in caplog.text
    assert after == ["B2-501", "B2-502"]
    assert not set(before) & set(after)


def test_numbers_start_above_what_the_damaged_file_can_still_tell(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    written(path, 3)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE counter SET last = 777")
    lose_a_page_of("catalogue_copy")(path)

    with closing(Journal(path, 2, MONDAY)) as journal:
        assert (number(journal), number(journal, "AB")) == ("B2-778", "AB2-501")


def test_each_further_damage_starts_a_thousand_higher(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    written(path)
    given = []
    for _ in range(3):
        lose_everything(path)
        given += written(path, 2)
    assert given == ["B2-501", "B2-502", "B2-1501", "B2-1502", "B2-2501", "B2-2502"]
    assert len(list(tmp_path.glob("*.damaged-*"))) == 3


def test_a_replaced_journal_that_was_cut_off_in_its_beginning_knows_of_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    written(path)
    lose_everything(path)
    path.rename(tmp_path / "journal.db.damaged-20190218T020000Z")

    assert written(path, 1) == ["B2-501"]


def test_the_day_after_the_damage_starts_at_1_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    written(path)
    lose_everything(path)
    with closing(Journal(path, 2, MONDAY)) as journal:
        one = press()
        journal.pressed(one, SERIES, DAY + timedelta(days=1), asked=False)
        assert journal.numbered_here(one.ticket_id, MONDAY) == "B2-001"


def test_what_the_server_has_yet_to_hear_is_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    written(path, 3)
    with closing(Journal(path, 2, MONDAY)) as journal:
        journal.acknowledged([1])
        unsent = journal.outbox(100)
    lose_a_page_of("ticket")(path)

    with closing(Journal(path, 2, MONDAY)) as journal:
        carried = journal.outbox(100)
    assert [(each.ticket_id, each.kind, each.label) for each in carried] == [
        (each.ticket_id, each.kind, each.label) for each in unsent
    ]
    assert [each.seq for each in carried] == [1_000_000_001, 1_000_000_002]


def test_the_last_commits_of_a_killed_program_are_read_from_its_log(tmp_path: Path) -> None:
    path, copy = tmp_path / "journal.db", tmp_path / "after" / "journal.db"
    copy.parent.mkdir()
    with closing(Journal(path, 2, MONDAY)) as journal:
        labels = [number(journal) for _ in range(3)]
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    assert copy.with_name("journal.db-wal").stat().st_size > 0

    with closing(Journal(copy, 2, MONDAY)) as again:
        assert [row.label for row in again.tickets(DAY)] == labels
        assert number(again) == "B2-004"


async def test_damage_that_shows_itself_in_use_costs_one_call(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "journal.db"
    journal = await AsyncJournal.open(path, 2, ManualClock(MONDAY))
    try:
        for _ in range(40):
            await journal.do(number)
        await journal.do(fold_log_and_lose, path)
        with caplog.at_level(logging.ERROR), pytest.raises(JournalDamagedError, match="is damaged"):
            await journal.do(number)
        assert await journal.do(number) == "B2-501"
        assert journal.aside == tmp_path / "journal.db.damaged-20190218T020000Z"
    finally:
        await journal.close()


def fold_log_and_lose(journal: Journal, path: Path) -> None:
    """Bring the log into the file, forget what was read of it, and damage the file under the program."""
    journal._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    journal._connection.execute("PRAGMA shrink_memory").fetchone()
    content = bytearray(path.read_bytes())
    content[PAGE:] = b"\xa5" * (len(content) - PAGE)
    with path.open("r+b") as file:
        file.write(content)


def fill(journal: Journal) -> list[str]:
    """Let the disk hold what it holds now and two pages more, and give numbers until it is full."""
    (pages,) = journal._connection.execute(PAGE_COUNT).fetchone()
    journal._connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone()
    labels: list[str] = []

    def go_on() -> None:
        while len(labels) < 1000:
            labels.append(number(journal))

    with pytest.raises(JournalFullError, match="the disk is full"):
        go_on()
    return labels


def test_a_full_disk_gives_no_number_and_loses_none(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.db", 2, MONDAY)) as journal:
        labels = fill(journal)
        kept = [row.label for row in journal.tickets(DAY) if row.label]
        told = [event.label for event in journal.outbox(1000)]
        free_space(journal)
        following = number(journal)

    assert labels
    assert kept == told == labels
    assert following == f"B2-{len(labels) + 1:03d}"


def free_space(journal: Journal) -> None:
    journal._connection.execute("PRAGMA max_page_count = 100000").fetchone()


def test_a_number_and_its_outbox_row_are_both_there_or_neither(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.db", 2, MONDAY)) as journal:
        one = press()
        journal.pressed(one, SERIES, DAY, asked=False)
        journal._connection.execute(
            "CREATE TRIGGER never BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'no'); END"
        )
        with pytest.raises(OutOfStepError, match="no"):
            journal.numbered_here(one.ticket_id, MONDAY)
        journal._connection.execute("DROP TRIGGER never")
        assert [row.label for row in journal.tickets(DAY)] == [None]
        assert journal.numbered_here(one.ticket_id, MONDAY) == "B2-001"


async def test_a_full_disk_is_given_the_room_of_days_that_are_done(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    journal = await AsyncJournal.open(tmp_path / "journal.db", 2, clock)
    try:
        await journal.do(days_gone_by)
        await journal.do(fill)
        assert await journal.do(number)
        assert await journal.do(Journal.tickets, DAY - timedelta(days=1)) == ()
    finally:
        await journal.close()


def days_gone_by(journal: Journal) -> None:
    for _ in range(80):
        one = press(at=MONDAY - timedelta(days=1))
        journal.pressed(one, SERIES, DAY - timedelta(days=1), asked=False)
        journal.numbered_here(one.ticket_id, MONDAY)
        journal.printing(one.ticket_id, MONDAY)
        journal.outcome(one.ticket_id, Outcome.PRINTED, MONDAY)
    journal.acknowledged(range(1000))
