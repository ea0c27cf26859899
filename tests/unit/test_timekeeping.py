"""The time that a kiosk keeps while nobody presses, in a real journal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import ManualClock
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.journal.timekeeping import keep_time
from kiosk.trusted_clock import ClockMemory, TrustedClock
from tests.issuing_kit import MONDAY, running
from tests.waiting import until, until_told

A_DAY = timedelta(days=1)


@dataclass
class CountingClock(ManualClock):
    """A clock that knows how often it was looked at."""

    looks: int = 0

    def now(self) -> datetime:
        self.looks += 1
        return super().now()


@asynccontextmanager
async def kept(folder: Path, clock: TrustedClock, seconds: float) -> AsyncIterator[AsyncJournal]:
    """Keep the time in a journal for the length of the block."""
    journal = await AsyncJournal.open(folder / "journal.db", 1, clock)
    try:
        async with running(keep_time(journal, clock, seconds)):
            yield journal
    finally:
        await journal.close()


async def knows(journal: AsyncJournal, memory: ClockMemory) -> bool:
    return await journal.do(Journal.clock_memory) == memory


async def test_the_mark_rises_while_nobody_presses(tmp_path: Path) -> None:
    machine = ManualClock(MONDAY)
    async with kept(tmp_path, TrustedClock(machine), seconds=0.01) as journal:
        await until_told(lambda: knows(journal, ClockMemory(MONDAY)))
        machine.advance(3600)
        await until_told(lambda: knows(journal, ClockMemory(MONDAY + timedelta(hours=1))))


async def test_what_the_server_says_is_kept_at_once_and_takes_a_mark_back_that_was_a_day_ahead(
    tmp_path: Path,
) -> None:
    clock = TrustedClock(ManualClock(MONDAY + A_DAY))
    async with kept(tmp_path, clock, seconds=3600) as journal:
        await until_told(lambda: knows(journal, ClockMemory(MONDAY + A_DAY)))
        clock.hear(MONDAY, 0)
        await until_told(lambda: knows(journal, ClockMemory(MONDAY, A_DAY)))


async def test_a_journal_that_fails_is_told_of_once_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    machine = CountingClock(MONDAY)
    async with kept(tmp_path, TrustedClock(machine), seconds=0.01) as journal:

        async def sql(statement: str) -> None:
            connection = journal._journal._connection
            await asyncio.get_running_loop().run_in_executor(journal._thread, connection.execute, statement)

        await sql("ALTER TABLE fact RENAME TO hidden")
        await until(lambda: "the time cannot be recorded" in caplog.text)
        before = machine.looks
        await until(lambda: machine.looks > before + 10)
        machine.advance(60)
        await sql("ALTER TABLE hidden RENAME TO fact")
        await until_told(lambda: knows(journal, ClockMemory(MONDAY + timedelta(minutes=1))))
    assert caplog.text.count("the time cannot be recorded") == 1
