"""What the journal keeps for the technician: the last tickets, the last test paper, dead letters."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from uuid6 import uuid7

from kiosk.contract.bodies import Problem
from kiosk.domain.ticket import Outcome, Press, TicketClass
from kiosk.journal.journal import Journal
from kiosk.journal.rows import Trial

NOON = datetime.fromisoformat("2019-02-18T12:00+07:00")
TODAY = date(2019, 2, 18)
REFUSED = Problem("urn:x", "Label taken", 409, "it belongs to another ticket")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "journal.db", 1, NOON)
    yield opened
    opened.close()


def pressed(journal: Journal, minute: int = 0, day: date = TODAY) -> UUID:
    press = Press(uuid7(), "ktp-baru", NOON + timedelta(minutes=minute), TicketClass.REGULAR, "id")
    journal.pressed(press, "B", day, False)
    return press.ticket_id


def taken(journal: Journal, minute: int = 0, day: date = TODAY) -> UUID:
    """Take a ticket through to its paper."""
    ticket = pressed(journal, minute, day)
    journal.numbered_here(ticket, NOON)
    journal.printing(ticket, NOON)
    journal.outcome(ticket, Outcome.PRINTED, NOON, 100.0)
    return ticket


def test_the_latest_tickets_of_a_day_come_newest_first(journal: Journal) -> None:
    tickets = [taken(journal, minute) for minute in range(4)]
    taken(journal, 9, date(2019, 2, 17))
    rows = journal.latest(TODAY, 3)
    assert [row.press.ticket_id for row in rows] == tickets[:0:-1]


def test_a_press_without_a_number_and_a_voided_one_are_no_tickets(journal: Journal) -> None:
    pressed(journal)
    voided = pressed(journal, 1)
    journal.numbered_here(voided, NOON)
    journal.abandoned(voided, NOON)
    under_way = pressed(journal, 2)
    journal.numbered_here(under_way, NOON)
    (row,) = journal.latest(TODAY, 9)
    assert (row.press.ticket_id, row.outcome) == (under_way, None)


def test_copies_are_counted_with_the_ticket(journal: Journal) -> None:
    ticket = taken(journal)
    assert journal.latest(TODAY, 1)[0].copies == 0
    journal.copying(ticket)
    journal.copying(ticket)
    assert journal.latest(TODAY, 1)[0].copies == 2


def test_the_last_trial_outlives_the_run_and_its_paper_counts(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db", 1, NOON)
    assert journal.trial() is None
    journal.tried(Trial(NOON, Outcome.NOT_SENT), 0.0)
    last = Trial(NOON + timedelta(minutes=1), Outcome.PRINTED)
    journal.tried(last, 62.5)
    journal.close()
    again = Journal(tmp_path / "journal.db", 1, NOON)
    assert (again.trial(), again.roll_mm()) == (last, 62.5)
    again.close()


def test_one_dead_letter_is_put_away_and_the_others_stay(journal: Journal) -> None:
    taken(journal)
    for event in journal.outbox(9):
        journal.refused(event.seq, REFUSED, NOON)
    first, second = journal.dead_letters()
    journal.seen_to(first.event.seq)
    journal.seen_to(first.event.seq)
    assert journal.dead_letters() == (second,)
    assert journal.health().dead_letters == 1
