"""Lent numbers in the journal: each is used once, by a ticket that somebody may hold, or goes back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.contract.heartbeat import LeaseBody, LeaseTold
from kiosk.domain.ticket import Outcome
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.rows import Step
from kiosk.journal.schema import MIGRATIONS
from tests.issuing_kit import DAY, MONDAY, SERIES, SERVICE, press

AGENCY = "disdukcapil"
TOMORROW = DAY + timedelta(1)
HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path, 2, MONDAY)) as journal:
        yield journal


def lend(journal: Journal, granted: int, give_back: int = 0, day: date = DAY) -> int:
    return journal.change_leases(journal.health().journal_id, [LeaseBody(AGENCY, day, granted, give_back)])


def pressed(journal: Journal) -> UUID:
    one = press()
    journal.pressed(one, SERIES, DAY, asked=True)
    return one.ticket_id


def numbered(journal: Journal) -> tuple[UUID, str | None]:
    ticket_id = pressed(journal)
    return ticket_id, journal.numbered_by_lease(ticket_id, AGENCY, MONDAY)


def told(journal: Journal) -> LeaseTold:
    (lease,) = journal.leases(DAY, {AGENCY: [SERVICE]}, MONDAY - HOUR)
    return lease


def counts(journal: Journal) -> tuple[int, int, int]:
    lease = told(journal)
    return lease.granted, lease.used, lease.returned


def test_lent_numbers_are_used_one_by_one_and_no_further(journal: Journal) -> None:
    lend(journal, 2)
    assert [numbered(journal)[1] for _ in range(2)] == ["B2-001", "B2-002"]

    ticket_id, label = numbered(journal)

    assert label is None
    assert counts(journal) == (2, 2, 0)
    assert [row.leased for row in journal.tickets(DAY)] == [AGENCY, AGENCY, None]
    assert journal.tickets(DAY)[-1].step is Step.PRESSED
    assert journal.outbox_size() == 2
    assert journal.numbered_here(ticket_id, MONDAY) == "B2-003"


def test_a_day_has_no_claim_on_another_days_lease(journal: Journal) -> None:
    lend(journal, 5, day=TOMORROW)
    assert numbered(journal)[1] is None
    assert journal.lent(DAY) == {}
    assert journal.lent(TOMORROW) == {AGENCY: 5}


def test_a_lent_number_and_its_label_are_written_together_or_not_at_all(journal: Journal) -> None:
    lend(journal, 1)
    ticket_id = pressed(journal)
    journal._connection.execute(
        "CREATE TEMP TRIGGER spoil BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'spoilt'); END"
    )
    with pytest.raises(JournalError):
        journal.numbered_by_lease(ticket_id, AGENCY, MONDAY)
    journal._connection.execute("DROP TRIGGER spoil")

    assert counts(journal) == (1, 0, 0)
    assert journal.numbered_by_lease(ticket_id, AGENCY, MONDAY) == "B2-001"


def test_what_is_asked_back_is_given_as_far_as_it_is_there(journal: Journal) -> None:
    lend(journal, 3)
    numbered(journal)
    assert lend(journal, 3, give_back=1) == 1
    assert lend(journal, 3, give_back=5) == 1
    assert counts(journal) == (3, 1, 2)
    assert numbered(journal)[1] is None


def test_an_answer_that_is_late_or_repeated_takes_and_gives_nothing(journal: Journal) -> None:
    lend(journal, 4)
    lend(journal, 2)
    lend(journal, 4)
    assert counts(journal) == (4, 0, 0)
    assert journal.lent(DAY) == {AGENCY: 4}


def test_what_was_lent_to_another_file_is_not_this_ones(journal: Journal) -> None:
    assert journal.change_leases(uuid4(), [LeaseBody(AGENCY, DAY, 9)]) == 0
    assert journal.lent(DAY) == {}


@pytest.mark.parametrize("end", ["abandoned", "recover"])
def test_a_number_that_nobody_saw_is_lent_again(journal: Journal, end: str) -> None:
    lend(journal, 1)
    ticket_id, _ = numbered(journal)
    for _ in range(2):  # the second time there is nothing left to put back
        if end == "abandoned":
            journal.abandoned(ticket_id, MONDAY)
        else:
            journal.recover(MONDAY)
        assert counts(journal) == (1, 0, 0)
    assert numbered(journal)[1] == "B2-002"


@pytest.mark.parametrize("outcome", [None, *(each for each in Outcome if each is not Outcome.HELD)])
def test_a_number_that_may_have_been_seen_stays_used(journal: Journal, outcome: Outcome | None) -> None:
    lend(journal, 1)
    ticket_id, _ = numbered(journal)
    journal.printing(ticket_id, MONDAY)
    if outcome:
        journal.outcome(ticket_id, outcome, MONDAY)
    journal.recover(MONDAY)
    journal.abandoned(ticket_id, MONDAY)
    assert counts(journal) == (1, 1, 0)


def test_the_server_hears_how_many_were_given_lately_with_a_line_or_without(journal: Journal) -> None:
    lend(journal, 2)
    for at in (MONDAY - 2 * HOUR, MONDAY):
        ticket_id = pressed(journal)
        journal.numbered_by_lease(ticket_id, AGENCY, at)
        journal.printing(ticket_id, at)
    online = pressed(journal)
    journal.numbered_online(online, "B-012", MONDAY)
    journal.printing(online, MONDAY)
    other = press("bpjskes-daftar")
    journal.pressed(other, "C", DAY, asked=False)
    journal.numbered_here(other.ticket_id, MONDAY)
    journal.printing(other.ticket_id, MONDAY)
    assert told(journal) == LeaseTold(AGENCY, DAY, granted=2, used=2, returned=0, recent=2)


def test_the_journal_tells_how_it_is(journal: Journal) -> None:
    lend(journal, 1)
    numbered(journal)
    journal.paper_used(12.5)
    health = journal.health()
    assert (health.outbox, health.oldest_unsent, health.dead_letters, health.paper_mm) == (1, MONDAY, 0, 12.5)


def test_leases_and_the_journals_id_outlive_a_restart(path: Path, journal: Journal) -> None:
    lend(journal, 2)
    before = journal.health().journal_id
    journal.close()
    with closing(Journal(path, 2, MONDAY)) as again:
        assert again.health().journal_id == before
        assert again.lent(DAY) == {AGENCY: 2}


def test_a_journal_that_replaces_a_damaged_one_is_another_and_has_no_leases(
    path: Path, journal: Journal
) -> None:
    lend(journal, 2)
    before = journal.health().journal_id
    journal.close()
    path.write_bytes(b"rubbish" * 1000)
    with closing(Journal(path, 2, MONDAY)) as again:
        assert again.aside
        assert again.health().journal_id != before
        assert again.lent(DAY) == {}


def test_a_journal_from_before_leases_keeps_its_tickets(path: Path) -> None:
    one = press()
    with closing(sqlite3.connect(path)) as old, old:
        for statement in MIGRATIONS[0]:
            old.execute(statement)
        old.execute("PRAGMA user_version = 1")
        old.execute(
            """INSERT INTO ticket (ticket_id, day, series, service, ticket_class, language, pressed_at,
               asked, step) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'pressed')""",
            (
                str(one.ticket_id),
                DAY.isoformat(),
                SERIES,
                SERVICE,
                one.ticket_class,
                one.language,
                "2019-02-18T02:00:00.000000+00:00",
            ),
        )
    with closing(Journal(path, 2, MONDAY)) as journal:
        (row,) = journal.tickets(DAY)
        assert (row.press, row.leased) == (one, None)
        assert lend(journal, 1) == 0
        assert journal.numbered_by_lease(one.ticket_id, AGENCY, MONDAY) == "B2-001"
