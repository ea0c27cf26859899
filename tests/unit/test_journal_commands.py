"""The journal's memory of commands: begun once, ended by the next start, told until they were heard."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from uuid6 import uuid7

from kiosk.contract.commands import MOST_OUTCOMES, CommandKind, CommandOrder, CommandOutcome
from kiosk.journal import commands
from kiosk.journal.journal import Journal
from kiosk.journal.schema import MIGRATIONS
from tests.issuing_kit import DAY, MONDAY, press


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal(path, 2, MONDAY)) as opened:
        yield opened


def begin(journal: Journal, kind: str = CommandKind.REPRINT, command: UUID | None = None) -> UUID:
    order = CommandOrder(command or uuid7(), kind, label="B2-001")
    assert journal.command_begun(order, MONDAY)
    return order.command


def test_a_command_is_begun_once_also_after_it_was_told(journal: Journal) -> None:
    order = CommandOrder(uuid7(), CommandKind.REPRINT)
    outcome = CommandOutcome(order.command, True, "printed")
    assert journal.command_begun(order, MONDAY)
    assert not journal.command_begun(order, MONDAY)
    journal.command_ended(outcome, MONDAY)
    journal.commands_told([outcome])
    assert not journal.command_begun(order, MONDAY)


def test_outcomes_are_told_in_their_order_until_they_were_heard(journal: Journal) -> None:
    outcomes = [CommandOutcome(begin(journal), number % 2 == 0, f"{number}") for number in range(3)]
    assert journal.commands_untold() == ()
    for each in reversed(outcomes):
        journal.command_ended(each, MONDAY)
    assert journal.commands_untold() == tuple(outcomes)
    journal.commands_told(outcomes[:2])
    assert journal.commands_untold() == (outcomes[2],)


def test_a_start_ends_what_was_begun_and_a_new_start_is_what_one_of_them_wanted(path: Path) -> None:
    with closing(Journal(path, 2, MONDAY)) as before:
        reprint, restart = begin(before), begin(before, CommandKind.RESTART)
    with closing(Journal(path, 2, MONDAY)) as after:
        after.recover(MONDAY)
        first, second = after.commands_untold()
    assert first == CommandOutcome(reprint, False, commands.CUT_SHORT)
    assert second == CommandOutcome(restart, True, commands.STARTED_AGAIN)


def test_only_ids_of_long_ago_are_forgotten_and_none_that_was_not_told(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "KEPT", 4)
    told, untold = begin(journal), begin(journal)
    for each in (told, untold):
        journal.command_ended(CommandOutcome(each, True, ""), MONDAY)
    journal.commands_told([CommandOutcome(told, True, "")])
    recent = [begin(journal) for _ in range(2)]
    assert all(
        not journal.command_begun(CommandOrder(each, "reprint"), MONDAY) for each in (told, untold, *recent)
    )
    begin(journal)
    begin(journal, command=told)
    assert [each.command for each in journal.commands_untold()] == [untold]


def test_a_heartbeat_is_not_asked_to_carry_more_than_it_may(journal: Journal) -> None:
    for _ in range(MOST_OUTCOMES + 1):
        journal.command_ended(CommandOutcome(begin(journal), True, ""), MONDAY)
    assert len(journal.commands_untold()) == MOST_OUTCOMES


def test_a_ticket_is_found_by_its_day_and_label(journal: Journal) -> None:
    pressed = press()
    journal.pressed(pressed, "B", DAY, False)
    label = journal.numbered_here(pressed.ticket_id, MONDAY)
    assert journal.ticket_of(DAY, label) == pressed.ticket_id
    assert journal.ticket_of(DAY.replace(day=19), label) is None
    assert journal.ticket_of(DAY, "B2-999") is None


def test_a_journal_of_before_there_were_commands_learns_to_keep_them(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        for statements in MIGRATIONS[:3]:
            for statement in statements:
                old.execute(statement)
        old.execute("PRAGMA user_version = 3")
        old.commit()
    with closing(Journal(path, 2, MONDAY)) as journal:
        begin(journal)
