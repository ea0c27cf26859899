"""The journal: steps, labels, the outbox, and what a start makes of what a sudden end left."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from uuid6 import uuid7

from kiosk.contract.bodies import Problem
from kiosk.domain.ticket import EventKind, Outcome, Press
from kiosk.journal.errors import JournalTooNewError, JournalUnusableError, OutOfStepError
from kiosk.journal.journal import Journal
from kiosk.journal.rows import CatalogueCopy, Recovery, Step
from tests.issuing_kit import DAY, MONDAY, SERIES, press

LATER = MONDAY + timedelta(seconds=2)
PROBLEM = Problem("urn:mpp-kiosk:problem:label-taken", "Label taken", 409)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path, 2, MONDAY)) as journal:
        yield journal


def pressed(journal: Journal, asked: bool = False) -> UUID:
    one = press()
    journal.pressed(one, SERIES, DAY, asked)
    return one.ticket_id


def numbered(journal: Journal) -> UUID:
    ticket_id = pressed(journal)
    journal.numbered_here(ticket_id, LATER)
    return ticket_id


def printing(journal: Journal) -> UUID:
    ticket_id = numbered(journal)
    journal.printing(ticket_id, LATER)
    return ticket_id


def kinds(journal: Journal) -> list[tuple[UUID, EventKind]]:
    return [(event.ticket_id, event.kind) for event in journal.outbox(100)]


def reopened(path: Path, kiosk_number: int = 2) -> "closing[Journal]":
    return closing(Journal(path, kiosk_number, LATER))


def test_a_ticket_goes_through_its_steps_and_all_of_it_is_kept(path: Path, journal: Journal) -> None:
    one = press()
    journal.pressed(one, SERIES, DAY, asked=True)
    label = journal.numbered_here(one.ticket_id, LATER)
    journal.printing(one.ticket_id, LATER)
    journal.outcome(one.ticket_id, Outcome.PRINTED, LATER, 115.0)
    journal.close()

    with reopened(path) as again:
        (row,) = again.tickets(DAY)
    assert label == "B2-001"
    assert (row.press, row.series, row.asked, row.label, row.online) == (one, SERIES, True, "B2-001", False)
    assert (row.step, row.outcome) == (Step.DONE, Outcome.PRINTED)
    assert (row.numbered_at, row.printing_at, row.ended_at) == (LATER, LATER, LATER)


def test_the_label_and_what_the_server_must_hear_of_it_are_written_together(journal: Journal) -> None:
    one = press()
    journal.pressed(one, SERIES, DAY, asked=False)
    assert journal.outbox_size() == 0

    journal.numbered_here(one.ticket_id, LATER)

    (event,) = journal.outbox(100)
    assert (event.kind, event.label, event.online, event.at) == (EventKind.ISSUED, "B2-001", False, LATER)
    assert Press(event.ticket_id, str(event.service), one.pressed_at, one.ticket_class, "id") == one
    assert (event.pressed_at, event.ticket_class, event.language) == (MONDAY, one.ticket_class, "id")


def test_numbers_go_on_after_a_restart_and_never_wrap(path: Path, journal: Journal) -> None:
    assert journal.numbered_here(pressed(journal), LATER) == "B2-001"
    journal.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE counter SET last = 998")

    with reopened(path) as again:
        assert again.numbered_here(pressed(again), LATER) == "B2-999"
        assert again.numbered_here(pressed(again), LATER) == "B2-1000"


def test_each_series_and_each_day_counts_for_itself(journal: Journal) -> None:
    tomorrow = DAY + timedelta(days=1)
    labels = []
    for series, day in (("A", DAY), ("AB", DAY), ("A", DAY), ("A", tomorrow), ("A", DAY)):
        one = press()
        journal.pressed(one, series, day, asked=False)
        labels.append(journal.numbered_here(one.ticket_id, LATER))
    assert labels == ["A2-001", "AB2-001", "A2-002", "A2-001", "A2-003"]


def test_a_clock_that_went_back_within_the_day_gives_no_number_again(path: Path, journal: Journal) -> None:
    first = journal.numbered_here(pressed(journal), LATER)
    journal.close()

    early = MONDAY - timedelta(hours=2)
    with closing(Journal(path, 2, early)) as again:
        one = press(at=early)
        again.pressed(one, SERIES, DAY, asked=False)
        assert (first, again.numbered_here(one.ticket_id, early)) == ("B2-001", "B2-002")
        assert again.time_mark() == MONDAY


def test_the_servers_label_is_taken_once_a_day(journal: Journal) -> None:
    first, second = pressed(journal, asked=True), pressed(journal, asked=True)
    assert journal.numbered_online(first, "B-012", LATER)
    assert not journal.numbered_online(second, "B-012", LATER)

    assert journal.numbered_here(second, LATER) == "B2-001"
    assert [event.label for event in journal.outbox(100)] == ["B-012", "B2-001"]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.PRINTED, EventKind.PRINTED),
        (Outcome.UNKNOWN, EventKind.UNKNOWN),
        (Outcome.BLIND, EventKind.BLIND),
        (Outcome.NOT_SENT, EventKind.ON_SCREEN),
        (Outcome.ON_SCREEN, EventKind.ON_SCREEN),
    ],
)
def test_the_server_hears_how_the_paper_ended(journal: Journal, outcome: Outcome, told: EventKind) -> None:
    ticket_id = printing(journal)
    journal.outcome(ticket_id, outcome, LATER)
    assert kinds(journal) == [(ticket_id, EventKind.ISSUED), (ticket_id, told)]
    assert [row.outcome for row in journal.tickets(DAY)] == [outcome]


def test_a_step_out_of_order_is_refused_and_nothing_is_written(journal: Journal) -> None:
    here, there, gone = pressed(journal), printing(journal), uuid7()
    before = (journal.tickets(DAY), journal.outbox(100))
    with pytest.raises(OutOfStepError, match="is not numbered"):
        journal.printing(here, LATER)
    with pytest.raises(OutOfStepError, match="is not pressed"):
        journal.numbered_here(there, LATER)
    with pytest.raises(OutOfStepError, match="is not printing"):
        journal.outcome(here, Outcome.PRINTED, LATER)
    with pytest.raises(OutOfStepError, match="is not pressed"):
        journal.numbered_online(gone, "B-001", LATER)
    with pytest.raises(OutOfStepError, match="is there already"):
        journal.pressed(replace(press(), ticket_id=here), SERIES, DAY, asked=False)
    assert (journal.tickets(DAY), journal.outbox(100)) == before


def test_a_start_ends_what_a_sudden_end_left(path: Path, journal: Journal) -> None:
    alone, asked = pressed(journal), pressed(journal, asked=True)
    labelled, on_paper, done = numbered(journal), printing(journal), printing(journal)
    journal.outcome(done, Outcome.PRINTED, LATER)
    told = len(kinds(journal))
    journal.close()

    with reopened(path) as again:
        recovery = again.recover(LATER)
        assert again.recover(LATER) == Recovery()
        ends = {row.press.ticket_id: (row.step, row.outcome) for row in again.tickets(DAY)}
        events = again.outbox(100)[told:]

    assert (set(recovery.voided), recovery.unknown) == ({alone, asked, labelled}, (on_paper,))
    assert ends == {
        alone: (Step.VOIDED, None),
        asked: (Step.VOIDED, None),
        labelled: (Step.VOIDED, None),
        on_paper: (Step.DONE, Outcome.UNKNOWN),
        done: (Step.DONE, Outcome.PRINTED),
    }
    # The server hears nothing of a press that it cannot know.
    assert {(event.ticket_id, event.kind) for event in events} == {
        (asked, EventKind.VOIDED),
        (labelled, EventKind.VOIDED),
        (on_paper, EventKind.UNKNOWN),
    }


def test_a_press_that_the_server_refused_is_voided_without_telling(journal: Journal) -> None:
    journal.void(pressed(journal, asked=True), LATER)
    assert [row.step for row in journal.tickets(DAY)] == [Step.VOIDED]
    assert (journal.outbox_size(), journal.recover(LATER)) == (0, Recovery())


def test_a_press_whose_number_nobody_saw_is_voided_and_one_that_was_seen_is_not(journal: Journal) -> None:
    alone, asked = pressed(journal), pressed(journal, asked=True)
    labelled, on_paper = numbered(journal), printing(journal)
    told = len(kinds(journal))
    for ticket_id in (alone, asked, labelled, on_paper, press().ticket_id):
        journal.abandoned(ticket_id, LATER)
        journal.abandoned(ticket_id, LATER)
    steps = {row.press.ticket_id: row.step for row in journal.tickets(DAY)}
    assert steps == {
        alone: Step.VOIDED,
        asked: Step.VOIDED,
        labelled: Step.VOIDED,
        on_paper: Step.PRINTING,
    }
    assert kinds(journal)[told:] == [(asked, EventKind.VOIDED), (labelled, EventKind.VOIDED)]


def test_the_outbox_keeps_its_order_and_never_uses_a_seq_again(path: Path, journal: Journal) -> None:
    tickets = [numbered(journal) for _ in range(5)]
    events = journal.outbox(3)
    assert [event.ticket_id for event in events] == tickets[:3]
    assert [event.seq for event in events] == [1, 2, 3]

    journal.acknowledged([1, 2, 3, 4, 5, 77])
    journal.close()

    with reopened(path) as again:
        assert again.outbox_size() == 0
        numbered(again)
        assert [event.seq for event in again.outbox(100)] == [6]


def test_a_refused_row_becomes_a_dead_letter_once(path: Path, journal: Journal) -> None:
    first, second = numbered(journal), numbered(journal)
    journal.refused(1, PROBLEM, LATER)
    journal.refused(1, replace_title(PROBLEM), LATER)
    journal.refused(99, PROBLEM, LATER)
    journal.close()

    with reopened(path) as again:
        (letter,) = again.dead_letters()
        assert kinds(again) == [(second, EventKind.ISSUED)]
    assert (letter.event.seq, letter.event.ticket_id, letter.event.label) == (1, first, "B2-001")
    assert (letter.problem, letter.refused_at) == (PROBLEM, LATER)


def replace_title(problem: Problem) -> Problem:
    return Problem(problem.type, "Something else", problem.status)


def test_the_catalogues_copy_is_the_last_one(journal: Journal) -> None:
    assert journal.catalogue() is None
    old = CatalogueCopy('"1"', b'{"version":1}', MONDAY)
    journal.save_catalogue(old)
    journal.save_catalogue(replace(old, etag='"2"'))
    assert journal.catalogue() == replace(old, etag='"2"')


def test_the_paper_of_a_roll_is_counted_until_it_is_changed(journal: Journal) -> None:
    for _ in range(2):
        journal.outcome(printing(journal), Outcome.PRINTED, LATER, 115.5)
    assert journal.roll_mm() == 231.0
    journal.new_roll()
    assert journal.roll_mm() == 0.0


def test_old_days_are_forgotten_but_not_what_the_server_has_yet_to_hear(journal: Journal) -> None:
    sent, unsent = printing(journal), printing(journal)
    for ticket_id in (sent, unsent):
        journal.outcome(ticket_id, Outcome.PRINTED, LATER)
    open_still = pressed(journal)
    journal.acknowledged(event.seq for event in journal.outbox(100) if event.ticket_id == sent)

    assert journal.prune(DAY) == 0
    assert journal.prune(DAY + timedelta(days=1)) == 1
    assert {row.press.ticket_id for row in journal.tickets(DAY)} == {unsent, open_still}
    assert journal.numbered_here(open_still, LATER) == "B2-003"


def test_what_a_commit_returned_is_synced_to_the_disk(path: Path, journal: Journal) -> None:
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert journal._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_second_program_on_the_same_file_is_told_so(path: Path, journal: Journal) -> None:
    pressed(journal)
    with pytest.raises(JournalUnusableError, match="another program has the journal open"):
        Journal(path, 2, MONDAY)


def test_a_newer_schema_is_left_alone_and_said(path: Path, journal: Journal) -> None:
    journal.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalTooNewError, match="has schema 99, this program knows up to 4"):
        Journal(path, 2, MONDAY)
    assert not list(path.parent.glob("*.damaged-*"))


def test_a_journal_in_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "journal.db").mkdir()
    with pytest.raises(JournalUnusableError, match="check the disk and its rights"):
        Journal(tmp_path / "journal.db", 2, MONDAY)


def test_a_kiosk_needs_a_number_from_1_to_99(path: Path) -> None:
    with pytest.raises(ValueError, match="1 to 99, not 100"):
        Journal(path, 100, MONDAY)
