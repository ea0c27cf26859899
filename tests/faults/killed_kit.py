"""A kiosk's place in the lobby: programs live and die there, citizens come, and somebody judges."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from uuid6 import uuid7

from kiosk.accidents import VARIABLE
from kiosk.journal.journal import Journal
from kiosk.journal.rows import Step, TicketRow
from kiosk.printing.document import TicketDocument
from tests.faults.headless import LIMITED
from tests.issuing_kit import DAY, MONDAY
from tests.proxy import Proxy, Weather

ROOT = Path(__file__).resolve().parents[2]
SERVICE, SHUT, UNKNOWN_TO_SERVER = "ktp-baru", "paspor-baru", "kk-baru"
NUMBERS = count(1)
KILLED = -9
SECONDS = 30.0

Row = dict[str, Any]
Act = str | Weather | Callable[[], Awaitable[None]]
"""A line for the program, a change of the weather, or what else happens meanwhile."""

ASK, OBEY = "ask", "obey"
"""Staff ask for a copy of the last ticket; the kiosk does what it was ever asked for."""

MORNING: tuple[Act, ...] = (
    "borrow",
    f"press {SERVICE}",
    ASK,
    OBEY,
    f"press {SHUT}",
    Weather.ANSWER_LOST,
    f"press {SERVICE}",
    Weather.REFUSED,
    f"press {SERVICE}",
    f"press {LIMITED}",
    f"press {UNKNOWN_TO_SERVER}",
    "spoil",
    f"press {SERVICE}",
    "mend",
    f"press {SERVICE}",
    Weather.FAIR,
    "tell",
)
"""What passes every step of a kiosk but its recovery, for which something must have happened before."""

AFTERWARDS: tuple[Act, ...] = (
    Weather.FAIR,
    "tell",
    OBEY,
    f"press {SERVICE}",
    Weather.REFUSED,
    f"press {SERVICE}",
    Weather.FAIR,
    "tell",
)


async def rows_of(url: str) -> list[Row]:
    """Return the server's tickets of the day."""
    async with httpx.AsyncClient(base_url=url) as asking:
        answer = await asking.get("/v1/tickets", params={"day": DAY.isoformat()})
    rows: list[Row] = answer.json()["tickets"]
    return rows


@dataclass(frozen=True, slots=True)
class Program:
    """A run of the kiosk's program; ``seen`` is what citizens saw of it, ticket ids and labels."""

    process: asyncio.subprocess.Process
    seen: list[tuple[str, str]]

    async def do(self, line: str) -> Row | None:
        """Let it do something; return what it says at the end of that, nothing if it died."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        return await self.hear()

    async def hear(self) -> Row | None:
        """Hear what it says up to the end of an act."""
        assert self.process.stdout
        while line := await self.process.stdout.readline():
            said: Row = json.loads(line)
            if "seen" not in said:
                return said
            self.seen.append((said["ticket_id"], said["seen"]))
        return None


@dataclass(slots=True)
class Lobby:
    """A kiosk's place: its folder, which outlives its processes, and what citizens saw there.

    ``asked`` are the commands that it was given, and the label that each wants a copy of.
    """

    folder: Path
    proxy: Proxy
    number: int = field(default_factory=lambda: next(NUMBERS))
    seen: list[tuple[str, str]] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    runs: int = 0

    async def live(self, acts: tuple[Act, ...], dies_at: str = "") -> int:
        """Run the program through a morning, up to its death if it dies; return how it ended."""
        async with self.program(dies_at) as program:
            for act in acts:
                if isinstance(act, Weather):
                    await self.proxy.change(act)
                elif callable(act):
                    await act()
                elif act == ASK:
                    await self.ask()
                elif not await self.does(program, act):
                    break
        assert program.process.returncode is not None
        return program.process.returncode

    async def does(self, program: "Program", act: str) -> bool:
        """Let the program do something; false if it died."""
        lines = [f"{OBEY} {command}" for command in self.asked] if act == OBEY else [act]
        for line in lines:
            if await program.do(line) is None:
                return False
        return True

    async def ask(self) -> None:
        """Ask the server for a copy of the last ticket that somebody saw."""
        command, (_, label) = str(uuid7()), self.seen[-1]
        async with httpx.AsyncClient(base_url=self.proxy.url) as staff:
            path = f"/v1/kiosks/{self.number}/commands/{command}"
            answer = await staff.put(path, json={"kind": "reprint", "label": label})
        assert answer.status_code == 201, answer.text
        self.asked[command] = label

    @asynccontextmanager
    async def program(self, dies_at: str = "") -> AsyncIterator["Program"]:
        """Run the program until the end of the block, or until it dies."""
        at = (MONDAY + timedelta(minutes=self.runs)).isoformat()
        self.runs += 1
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.headless", str(self.folder), self.proxy.url),
            *(str(self.number), at),
            cwd=ROOT,
            env={**os.environ, VARIABLE: dies_at},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        program = Program(process, self.seen)
        try:
            async with asyncio.timeout(SECONDS):
                await program.hear()
                yield program
                await process.communicate(b"")
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate(b"")

    def papers(self) -> list[str]:
        """Return the labels of all papers that came out or began to; what began has a draft's name."""
        names = (each.name for each in (self.folder / "paper").iterdir())
        pictures = (name.lstrip(".") for name in names if name.endswith((".png", ".png.part")))
        return [name.split(".")[0].partition("-")[2] for name in pictures]

    def copies(self) -> list[tuple[str, int]]:
        """Return the labels of all whole papers, and which copy each of them is."""
        files = (self.folder / "paper").glob("[0-9]*.json")
        documents = [TicketDocument.from_json(file.read_bytes()) for file in files]
        return [(each.label, each.copy) for each in documents]

    def tickets(self) -> list[TicketRow]:
        with closing(Journal(self.folder / "journal.db", self.number, MONDAY)) as journal:
            return list(journal.tickets(DAY))

    def judge(self, rows: list[Row]) -> None:
        """Judge what citizens hold by what the journal and the server say, when all was told."""
        tickets = {str(each.press.ticket_id): each for each in self.tickets()}
        here = {row["ticket_id"]: row for row in rows if row["kiosk"] == self.number}
        assert len({row["label"] for row in rows}) == len({row["ticket_id"] for row in rows}) == len(rows)
        assert here.keys() <= tickets.keys(), "nothing was made up"
        held = self._held(tickets)
        for ticket_id, ticket in tickets.items():
            row = here.get(ticket_id)
            if ticket.step is Step.VOIDED:
                assert ticket_id not in held, "nobody saw what is void"
                assert row is None or row["state"] == "voided"
            elif ticket.press.service != UNKNOWN_TO_SERVER:
                assert ticket.step is Step.DONE
                assert row
                assert (row["label"], row["state"]) == (ticket.label, "waiting")
                assert row["pressed_at"] == ticket.press.pressed_at.isoformat().replace("+00:00", "Z")
        self._judge_journal()

    def _held(self, tickets: Mapping[str, TicketRow]) -> set[str]:
        """Return whose number somebody may hold, each of them once."""
        papers = Counter(self.papers()) - Counter(self.asked.values())
        assert not papers or max(papers.values()) == 1, "a label is on one paper alone, and a wanted copy"
        assert all(count == 1 for count in Counter(self.copies()).values()), "no two copies are alike"
        assert len({label for _, label in self.seen}) == len(self.seen), "nobody saw another's number"
        own = [
            int(label.rpartition("-")[2]) for _, label in self.seen if label.startswith(f"B{self.number}-")
        ]
        assert own == sorted(own), "the kiosk's own numbers go on"
        by_label = {ticket.label: ticket_id for ticket_id, ticket in tickets.items()}
        for ticket_id, label in self.seen:
            assert tickets[ticket_id].label == label
        return {ticket_id for ticket_id, _ in self.seen} | {by_label[label] for label in papers}

    def _judge_journal(self) -> None:
        with closing(Journal(self.folder / "journal.db", self.number, MONDAY)) as journal:
            assert journal.outbox_size() == 0
            assert {each.event.service for each in journal.dead_letters()} <= {UNKNOWN_TO_SERVER}
