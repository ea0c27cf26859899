"""The technician's chores when something is in their way: the printer, the journal, or a wrong PIN."""

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.app import technician as technician_room
from kiosk.app.issuing import Issued
from kiosk.app.technician import Technician
from kiosk.clock import ShiftedClock
from kiosk.contract.bodies import Problem
from kiosk.domain.technician import NewRoll, PrintTrial, Reprint, SeeTo
from kiosk.domain.technician_steps import (
    ChoreDone,
    ChoreFailed,
    ChoreHeld,
    PinRight,
    PinWrong,
    TechnicianWanted,
)
from kiosk.domain.ticket import Outcome
from kiosk.journal.journal import Journal
from kiosk.pin import PinHash, hash_of
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.paper import NARROW
from kiosk.printing.printer import TicketPrinter
from kiosk.trusted_clock import TrustedClock
from tests.issuing_kit import MONDAY, Kiosk, MemoryPrinter, catalogue, kiosk, press
from tests.technician_kit import ABOUT, technician

NOBODY = "http://127.0.0.1:9"
PIN, WRONG = "481516", "730862"


@dataclass(frozen=True, slots=True)
class Room:
    """A kiosk without its screen, and a technician who stands before it."""

    kiosk: Kiosk
    technician: Technician

    async def ticket(self) -> Issued:
        result = await self.kiosk.issuing.issue(press(), lambda _: None)
        assert isinstance(result, Issued)
        return result

    async def lock_journal(self) -> None:
        """Let the journal be read but not written any more."""
        await self.kiosk.journal.do(lambda journal: journal._connection.execute("PRAGMA query_only = 1"))

    async def unlock_journal(self) -> None:
        await self.kiosk.journal.do(lambda journal: journal._connection.execute("PRAGMA query_only = 0"))


@asynccontextmanager
async def room(
    folder: Path, printer: TicketPrinter | None = None, pin: PinHash | None = None
) -> AsyncIterator[Room]:
    workers = ThreadPoolExecutor(2, thread_name_prefix="technician")
    try:
        async with kiosk(folder, NOBODY, printer=printer) as parts:
            staff = technician(
                pin=pin,
                journal=parts.journal,
                printer=parts.printer,
                issuing=parts.issuing,
                link=parts.link,
                clock=TrustedClock(parts.clock),
                catalogue=catalogue(),
                workers=workers,
            )
            yield Room(parts, staff)
    finally:
        workers.shutdown()


def unheld(held: ChoreHeld) -> None:
    raise AssertionError(f"nothing is to wait: {held}")


async def test_a_test_paper_that_did_not_come_out_is_kept_as_such(tmp_path: Path) -> None:
    printer = MemoryPrinter(ShiftedClock(MONDAY), Outcome.NOT_SENT)
    async with room(tmp_path, printer) as here:
        done = await here.technician.do(PrintTrial(), "id", unheld)
        assert done == ChoreDone(PrintTrial(), Outcome.NOT_SENT)
        trial = await here.kiosk.journal.do(Journal.trial)
        assert trial
        assert trial.outcome is Outcome.NOT_SENT
        assert await here.kiosk.journal.do(Journal.outbox_size) == 0, "the server hears of no test paper"


async def test_paper_that_ends_in_mid_test_is_not_taken_for_a_printed_one(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "printer.json").write_text('{"condition": "ready", "paper_mm": 12}')
    async with room(tmp_path, FilePrinter(folder, NARROW, ShiftedClock(MONDAY))) as here:
        done = await here.technician.do(PrintTrial(), "id", unheld)
        assert done == ChoreDone(PrintTrial(), Outcome.UNKNOWN)
        assert [each.name for each in folder.glob("*.torn.png")] == ["001-test.torn.png"]
        assert 0 < await here.kiosk.journal.do(Journal.roll_mm) < 40, "as much as came out"


async def test_a_copy_that_waits_says_for_what(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    told: list[ChoreHeld] = []
    printer = FilePrinter(folder, NARROW, ShiftedClock(MONDAY), poll_seconds=0.02)
    async with room(tmp_path, printer) as here:
        first = await here.ticket()
        chore = Reprint(first.ticket.press.ticket_id, first.ticket.label)
        state = folder / "printer.json"
        state.write_text('{"condition": "cover_open", "paper_mm": 900}')

        def close_the_cover(held: ChoreHeld) -> None:
            told.append(held)
            state.write_text('{"condition": "ready", "paper_mm": 900}')

        done = await here.technician.do(chore, "id", close_the_cover)
        assert done == ChoreDone(chore, Outcome.PRINTED)
        assert told[0] == ChoreHeld(chore, "cover_open")


async def test_a_copy_waits_no_longer_than_a_technician_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(technician_room, "PAGE_LIFE_SECONDS", 0.2)
    folder = tmp_path / "paper"
    printer = FilePrinter(folder, NARROW, ShiftedClock(MONDAY), poll_seconds=0.02)
    async with room(tmp_path, printer) as here:
        first = await here.ticket()
        chore = Reprint(first.ticket.press.ticket_id, first.ticket.label)
        (folder / "printer.json").write_text('{"condition": "cover_open", "paper_mm": 900}')
        async with asyncio.timeout(30):
            done = await here.technician.do(chore, "id", lambda _: None)
        assert done == ChoreDone(chore, Outcome.NOT_SENT)


async def test_a_ticket_that_is_gone_is_not_copied_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with room(tmp_path) as here:
        chore = Reprint(UUID(int=9), "B2-009")
        assert await here.technician.do(chore, "id", unheld) == ChoreFailed(chore)
    assert any(str(chore.ticket_id) in each.getMessage() for each in errors(caplog))


async def test_a_journal_that_cannot_be_written_fails_the_chore_and_not_the_kiosk(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with room(tmp_path) as here:
        await here.ticket()
        used = await here.kiosk.journal.do(Journal.roll_mm)
        await here.lock_journal()
        for chore in (NewRoll(), SeeTo(1)):
            assert await here.technician.do(chore, "id", unheld) == ChoreFailed(chore)
        trial = await here.technician.do(PrintTrial(), "id", unheld)
        assert trial == ChoreDone(PrintTrial(), Outcome.PRINTED), "the paper is there, whatever is recorded"
        found = await here.technician.inspect()
        assert (found.about, found.read) == (ABOUT, False), "what else is known is told all the same"
        await here.unlock_journal()
        assert await here.kiosk.journal.do(Journal.roll_mm) == used
        assert await here.technician.do(NewRoll(), "id", unheld) == ChoreDone(NewRoll())
    assert len(errors(caplog)) == 4


async def test_what_is_seen_to_leaves_its_words_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    problem = Problem("urn:x", "Label taken", 409, "it belongs to another ticket")
    async with room(tmp_path) as here:
        await here.ticket()
        (event, *_) = await here.kiosk.journal.do(Journal.outbox, 9)
        await here.kiosk.journal.do(Journal.refused, event.seq, problem, MONDAY)
        await here.technician.do(SeeTo(event.seq), "id", unheld)
    assert "it belongs to another ticket" in caplog.text


async def test_an_inspection_tells_what_the_kiosk_has_done(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        first, second = await here.ticket(), await here.ticket()
        found = await here.technician.inspect()
        assert found.read
        assert [each.label for each in found.tickets] == [second.ticket.label, first.ticket.label]
        assert (found.outbox, found.letters, found.trial) == (4, (), None)
        assert found.oldest_unsent
        assert found.line_since is None
        assert found.clock_confirmed


async def test_the_pin_opens_and_any_other_does_not(tmp_path: Path) -> None:
    async with room(tmp_path, pin=hash_of(PIN)) as here:
        assert here.technician.knock() == TechnicianWanted()
        assert await here.technician.judge(WRONG) == PinWrong()
        assert await here.technician.judge(PIN) == PinRight()


async def test_five_wrong_pins_at_once_are_five_and_then_the_right_one_is_not_even_compared(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with room(tmp_path, pin=hash_of(PIN)) as here:
            await asyncio.gather(*(here.technician.judge(WRONG) for _ in range(5)))
            assert await here.technician.judge(PIN) == PinWrong(1)
            assert here.technician.knock() == TechnicianWanted(1)
    assert WRONG not in caplog.text
    assert PIN not in caplog.text


async def test_without_a_pin_nothing_opens(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with room(tmp_path) as here:
        assert here.technician.knock() is None
        assert await here.technician.judge("") == PinWrong()
    assert "kiosk pin" in caplog.text


def errors(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [each for each in caplog.records if each.levelno >= logging.ERROR]
