"""Old tickets leave a real journal by themselves, but not what somebody may still need."""

from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import ManualClock
from kiosk.contract.bodies import Problem
from kiosk.domain.ticket import Outcome
from kiosk.journal import tidying
from kiosk.journal.journal import Journal
from kiosk.journal.rows import TicketRow
from kiosk.journal.store import BATCH, KEPT
from kiosk.journal.thread import AsyncJournal
from kiosk.journal.tidying import keep_tidy
from tests.issuing_kit import DAY, MONDAY, SERIES, press, running
from tests.waiting import until_told

A_DAY = timedelta(days=1)
OLD_NOW = DAY + KEPT + A_DAY
"""The first day on which ``DAY`` is old."""
PROBLEM = Problem("urn:mpp-kiosk:problem:label-taken", "Label taken", 409)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MONDAY)


@pytest.fixture
async def journal(tmp_path: Path, clock: ManualClock) -> AsyncIterator[AsyncJournal]:
    opened = await AsyncJournal.open(tmp_path / "journal.db", 2, clock)
    yield opened
    await opened.close()


def issue(journal: Journal, day: date, sent: bool = True) -> str:
    """Let a ticket of a day come to its end, and the server hear of it."""
    one = press()
    journal.pressed(one, SERIES, day, False)
    label = journal.numbered_here(one.ticket_id, MONDAY)
    journal.printing(one.ticket_id, MONDAY)
    journal.outcome(one.ticket_id, Outcome.PRINTED, MONDAY)
    if sent:
        journal.acknowledged(each.seq for each in journal.outbox(100) if each.ticket_id == one.ticket_id)
    return label


def labels(rows: Sequence[TicketRow]) -> set[str | None]:
    return {row.label for row in rows}


async def test_tickets_are_forgotten_at_the_start_and_every_day(
    journal: AsyncJournal, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "AGAIN", 0.01)
    monkeypatch.setattr(tidying, "PAUSE", 0)

    async def are_gone(day: date) -> bool:
        return not await journal.do(Journal.tickets, day)

    for day in (DAY, DAY + A_DAY, OLD_NOW + A_DAY):
        await journal.do(issue, day)
    clock.advance((OLD_NOW - DAY).total_seconds())
    async with running(keep_tidy(journal, clock)):
        await until_told(lambda: are_gone(DAY))
        assert not await are_gone(DAY + A_DAY)
        clock.advance(A_DAY.total_seconds())
        await until_told(lambda: are_gone(DAY + A_DAY))
        assert not await are_gone(OLD_NOW + A_DAY)


async def test_what_is_unsent_or_refused_stays_and_numbers_go_on(journal: AsyncJournal) -> None:
    def live(journal: Journal) -> None:
        issue(journal, DAY)
        issue(journal, DAY, sent=False)
        issue(journal, DAY, sent=False)
        (_, _, *refused) = journal.outbox(100)
        for event in refused:
            journal.refused(event.seq, PROBLEM, MONDAY)
        issue(journal, OLD_NOW)

    await journal.do(live)
    assert await journal.do(Journal.forget_old, OLD_NOW) == 2
    assert labels(await journal.do(Journal.tickets, DAY)) == {"B2-002"}
    assert len(await journal.do(Journal.dead_letters)) == 2
    assert await journal.do(issue, DAY) == "B2-004"


async def test_a_clock_that_runs_ahead_makes_nothing_old(journal: AsyncJournal) -> None:
    await journal.do(issue, DAY)
    assert await journal.do(Journal.forget_old, DAY + 400 * A_DAY) == 0
    assert labels(await journal.do(Journal.tickets, DAY)) == {"B2-001"}


def test_much_that_is_old_goes_in_batches(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.db", 2, MONDAY)) as journal:
        for _ in range(BATCH + 1):
            issue(journal, DAY)
        issue(journal, OLD_NOW)
        assert [journal.forget_old(OLD_NOW) for _ in range(3)] == [BATCH, 1, 0]
