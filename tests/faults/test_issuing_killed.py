"""A kiosk that is killed between any two steps of a press, and what the next start makes of it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from kiosk.domain.ticket import EventKind, Outcome
from kiosk.journal.journal import Journal
from kiosk.journal.rows import Step, TicketRow
from tests.issuing_kit import DAY, MONDAY, press
from tests.odd_server import OddServer, cutting, numbering, stalling
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def kiosk_stopped_at(step: str, folder: Path, url: str) -> AsyncIterator[asyncio.StreamReader]:
    """Run a kiosk that takes one press and stands still at a step; kill it, with SIGKILL, after the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.issuing_kit", step, str(folder), url),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        yield process.stdout
    finally:
        process.kill()
        await process.communicate()
    assert process.returncode == -9


def after_the_next_start(folder: Path) -> tuple[TicketRow, list[tuple[EventKind, str | None]], str]:
    """Open the journal as a start does; return the ticket, the events, and the label of the next press."""
    with closing(Journal(folder / "journal.db", 2, MONDAY)) as journal:
        journal.recover(MONDAY)
        (row,) = journal.tickets(DAY)
        events = [(event.kind, event.label) for event in journal.outbox(100)]
        following = press()
        journal.pressed(following, "B", DAY, asked=False)
        return row, events, journal.numbered_here(following.ticket_id, MONDAY)


async def test_killed_while_the_server_was_asked_the_press_is_void_and_the_server_hears_it(
    tmp_path: Path,
) -> None:
    async with OddServer(stalling) as server, kiosk_stopped_at("asked", tmp_path, server.url):
        await until(server.puts, 20)
    row, events, following = after_the_next_start(tmp_path)
    assert (row.step, row.label) == (Step.VOIDED, None)
    assert (events, following) == ([(EventKind.VOIDED, None)], "B2-001")


@pytest.mark.parametrize(("online", "label"), [(True, "B-012"), (False, "B2-001")])
async def test_killed_before_printing_the_number_is_void_and_never_given_again(
    tmp_path: Path, online: bool, label: str
) -> None:
    server = OddServer(numbering if online else cutting)
    async with server, kiosk_stopped_at("numbered", tmp_path, server.url) as said:
        assert await said.readline() == f"{label}\n".encode()
    row, events, following = after_the_next_start(tmp_path)
    assert (row.step, row.label, row.online) == (Step.VOIDED, label, online)
    assert events == [(EventKind.ISSUED, label), (EventKind.VOIDED, label)]
    assert following == ("B2-001" if online else "B2-002")


async def test_killed_while_it_prints_the_paper_is_unknown_and_its_holder_keeps_the_place(
    tmp_path: Path,
) -> None:
    async with OddServer(cutting) as server, kiosk_stopped_at("printing", tmp_path, server.url) as said:
        assert [await said.readline() for _ in range(2)] == [b"told\n", b"B2-001\n"]
    row, events, following = after_the_next_start(tmp_path)
    assert (row.step, row.outcome) == (Step.DONE, Outcome.UNKNOWN)
    assert events == [(EventKind.ISSUED, "B2-001"), (EventKind.UNKNOWN, "B2-001")]
    assert following == "B2-002"


async def test_killed_after_the_end_nothing_is_changed(tmp_path: Path) -> None:
    async with OddServer(cutting) as server, kiosk_stopped_at("never", tmp_path, server.url) as said:
        assert [await said.readline() for _ in range(2)] == [b"told\n", b"done\n"]
    row, events, following = after_the_next_start(tmp_path)
    assert (row.step, row.outcome) == (Step.DONE, Outcome.PRINTED)
    assert events == [(EventKind.ISSUED, "B2-001"), (EventKind.PRINTED, "B2-001")]
    assert following == "B2-002"
