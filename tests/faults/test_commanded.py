"""Commands of a real server process: each is done once, and whoever asked hears how it ended."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import pytest
from uuid6 import uuid7

from kiosk.app.issuing import Issued
from kiosk.app.tickets import TicketComposer
from kiosk.clock import ShiftedClock, SystemClock
from kiosk.contract.commands import CommandOrder
from kiosk.domain.ticket import Outcome
from kiosk.journal.commands import CUT_SHORT
from kiosk.journal.journal import Journal
from kiosk.printing.document import Stamp, TicketDocument
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.paper import NARROW
from kiosk.server.commanding.asking import Reprint, ask_reprint
from kiosk.server.refused import Refused
from kiosk.words import load_words
from tests.faults.headless import mall
from tests.faults.killed_kit import ASK, KILLED, OBEY, SERVICE, Lobby
from tests.issuing_kit import MONDAY, Kiosk, MemoryPrinter, kiosk, press, queue_server, running
from tests.proxy import Weather, proxied
from tests.server.kit import Body
from tests.waiting import until, until_told

COMPOSE = TicketComposer(load_words(), "")
SECONDS = 30.0
AT_ONCE = 15
"""Seconds, fewer than from one heartbeat to the next."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks: over HTTP, or by the command beside the server."""

    folder: Path
    url: str

    async def put(self, **body: str) -> str:
        """Ask kiosk 2 for something; return the command's id."""
        command = str(uuid7())
        async with httpx.AsyncClient(base_url=self.url) as staff:
            answer = await staff.put(f"/v1/kiosks/2/commands/{command}", json=body)
        assert answer.status_code == 201, answer.text
        return command

    async def ended(self, command: str) -> Body | None:
        """Return how a command ended, if it has."""
        async with httpx.AsyncClient(base_url=self.url) as staff:
            listed: list[Body] = (await staff.get("/v1/kiosks/2/commands")).json()["commands"]
        return next((each for each in listed if each["command"] == command and "ended_at" in each), None)

    async def hears(self, **body: str) -> Body:
        """Ask kiosk 2 for something and wait for the end of it."""
        command = await self.put(**body)
        ended = await until_told(lambda: self.ended(command), SECONDS)
        assert ended
        return ended

    async def asks(self, label: str, day: date | None = None, of: str = "2") -> str:
        """Ask for a copy as the command does; return how that ended."""
        database = str(self.folder / "server.db")
        wish = Reprint(of, label, day)
        asked = await asyncio.to_thread(ask_reprint, database, wish, SECONDS, SystemClock())
        return asked.why if isinstance(asked, Refused) else f"{asked.command.state}: {asked.command.detail}"

    async def reprint(self, label: str, *more: str) -> tuple[int, str, str]:
        """Run ``kiosk server reprint`` to its end; return its exit code and what it said."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kiosk", "server", "reprint", label, "--kiosk", "2"),
            *("--database", str(self.folder / "server.db"), *more),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()


@asynccontextmanager
async def living(
    folder: Path, url: str, printer: MemoryPrinter | FilePrinter | None = None
) -> AsyncIterator[Kiosk]:
    """Run a kiosk with all its tasks, until the server has heard of it."""
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(kiosk(folder, url, printer=printer, compose=COMPOSE))
        await parts.journal.do(Journal.recover, MONDAY)
        tasks = (parts.uplink, parts.downlink, parts.heartbeat, parts.commanded)
        await stack.enter_async_context(running(*(each.run() for each in tasks)))
        await until(lambda: parts.snapshots and parts.snapshots[-1].services, SECONDS)
        yield parts


async def take(parts: Kiosk) -> str:
    result = await parts.issuing.issue(press(), lambda _: None)
    assert isinstance(result, Issued)
    return result.ticket.label


def papers(folder: Path) -> list[TicketDocument]:
    return [TicketDocument.from_json(path.read_bytes()) for path in sorted(folder.glob("[0-9]*.json"))]


async def test_a_desk_asks_for_a_copy_and_hears_that_it_came_out(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "paper", NARROW, ShiftedClock(MONDAY))
    async with queue_server(tmp_path) as url, living(tmp_path, url, printer) as parts:
        label = await take(parts)
        code, out, err = await Desk(tmp_path, url).reprint(label, "--wait", str(AT_ONCE))
        assert (code, out, err) == (0, f"kiosk 2: {label}: printed as SALINAN 1\n", "")
        again = await Desk(tmp_path, url).asks(label, date(2019, 2, 18))
        assert again == f"done: {label}: printed as SALINAN 2"
    first, copy, second = papers(tmp_path / "paper")
    assert (first.label, copy.label, second.label) == (label,) * 3
    assert [each.words for each in copy.blocks if isinstance(each, Stamp)] == ["SALINAN 1"]
    assert (first.copy, copy.copy, second.copy) == (0, 1, 2)


async def test_a_desk_hears_why_there_is_no_copy(tmp_path: Path) -> None:
    printer = MemoryPrinter(ShiftedClock(MONDAY))
    async with queue_server(tmp_path) as url, living(tmp_path, url, printer) as parts:
        desk, label = Desk(tmp_path, url), await take(parts)
        code, out, err = await desk.reprint("B-999")
        assert (code, out) == (1, "")
        assert "kiosk 2: B-999 of 2019-02-18: this kiosk gave no such ticket" in err
        assert f"failed: {label} of 2019-02-17" in await desk.asks(label, date(2019, 2, 17))
        assert "write it as on the paper" in await desk.asks("B-1")
        assert "--kiosk 7: no kiosk that the server knows" in await desk.asks(label, of="7")
        printer.outcome = Outcome.NOT_SENT
        assert "nothing came out. The printer is out of paper." in await desk.asks(label)
        printer.outcome = Outcome.UNKNOWN
        assert "failed: B-001: SALINAN 2 may not have come out whole" in await desk.asks(label)
        printer.outcome = Outcome.BLIND
        assert "done: B-001: SALINAN 3 was sent" in await desk.asks(label)
        assert len(printer.papers) == 3


async def test_a_desk_whose_kiosk_is_not_heard_is_told_until_when_the_copy_may_come(tmp_path: Path) -> None:
    async with queue_server(tmp_path) as url:
        async with living(tmp_path, url) as parts:
            label = await take(parts)
        desk = Desk(tmp_path, url)
        code, out, err = await desk.reprint(label, "--wait", "0.1")
        assert (code, out) == (1, "")
        assert f"no word of {label} within 0.1 s" in err
        code, out, _ = await desk.reprint(label, "--wait", "0", "--json")
        assert (code, json.loads(out)["state"], json.loads(out)["label"]) == (0, "waiting", label)


async def test_a_command_of_a_ticket_by_its_id_is_done_and_one_that_comes_again_is_not(
    tmp_path: Path,
) -> None:
    printer = MemoryPrinter(ShiftedClock(MONDAY))
    async with queue_server(tmp_path) as url, living(tmp_path, url, printer) as parts:
        ticket = press()
        await parts.issuing.issue(ticket, lambda _: None)
        told = await Desk(tmp_path, url).hears(kind="reprint", ticket_id=str(ticket.ticket_id))
        assert told["state"] == "done"
        late = CommandOrder(told["command"], "reprint", ticket.ticket_id)
        parts.commanded.take([late, late])
        assert (await Desk(tmp_path, url).hears(kind="reprint", label="B-001"))["state"] == "done"
    assert len(printer.papers) == 3


async def test_whatever_is_lost_on_the_line_a_copy_comes_out_once_and_its_end_is_told(tmp_path: Path) -> None:
    printer = MemoryPrinter(ShiftedClock(MONDAY))
    async with (
        queue_server(tmp_path) as url,
        proxied(url) as proxy,
        living(tmp_path, proxy.url, printer) as parts,
    ):
        desk, label = Desk(tmp_path, url), await take(parts)
        await proxy.change(Weather.ANSWER_LOST)
        command = await desk.put(kind="reprint", label=label)
        parts.heartbeat.beat_now()
        await until(lambda: not parts.link.up, SECONDS)
        await proxy.change(Weather.FAIR)
        await parts.client.health()
        await until(lambda: len(printer.papers) == 2, SECONDS)
        told = await until_told(lambda: desk.ended(command), SECONDS)
        assert told
        assert told["state"] == "done"
        for _ in range(3):
            parts.heartbeat.beat_now()
            await desk.hears(kind="refresh")
    assert len(printer.papers) == 2


@pytest.mark.parametrize("step", ["printer.first_byte.before", "printer.first_byte.after"])
async def test_a_kiosk_that_is_killed_in_the_midst_of_a_copy_prints_no_second_one(
    tmp_path: Path, step: str
) -> None:
    async with queue_server(tmp_path, known=mall()) as url, proxied(url) as proxy:
        lobby = Lobby(tmp_path, proxy, number=2)
        morning = ("borrow", f"press {SERVICE}", ASK, OBEY)
        assert await lobby.live(morning, dies_at=f"{step}:2") == KILLED
        begun = lobby.papers()
        assert await lobby.live(("tell", OBEY)) == 0
        assert lobby.papers() == begun
        (command,) = lobby.asked
        told = await Desk(tmp_path, url).ended(command)
    assert told
    assert (told["state"], told["detail"]) == ("failed", CUT_SHORT)


async def test_a_kiosk_that_is_asked_for_it_ends_once_and_tells_when_it_is_back(tmp_path: Path) -> None:
    async with queue_server(tmp_path) as url:
        desk = Desk(tmp_path, url)
        async with living(tmp_path, url) as parts:
            command = await desk.put(kind="restart")
            await asyncio.wait_for(parts.restarted.wait(), SECONDS)
        async with living(tmp_path, url) as parts:
            told = await until_told(lambda: desk.ended(command), SECONDS)
            assert told
            assert (told["state"], "started again" in told["detail"]) == ("done", True)
            await desk.hears(kind="refresh")
            assert not parts.restarted.is_set()


async def test_the_catalogue_is_fetched_anew_though_the_server_s_is_the_one_that_is_known(
    tmp_path: Path,
) -> None:
    async with queue_server(tmp_path) as url, living(tmp_path, url) as parts:
        assert len(parts.catalogues) == 1
        assert (await Desk(tmp_path, url).hears(kind="refresh"))["state"] == "done"
        assert len(parts.catalogues) == 2


async def test_what_a_newer_server_asks_for_and_this_kiosk_does_not_know_is_told(tmp_path: Path) -> None:
    async with kiosk(tmp_path, "http://127.0.0.1:9") as parts, running(parts.commanded.run()):
        parts.commanded.take([CommandOrder(uuid7(), "dance")])
        ((outcome,)) = await until_told(lambda: parts.journal.do(Journal.commands_untold))
    assert not outcome.done
    assert "knows no 'dance'" in outcome.detail
