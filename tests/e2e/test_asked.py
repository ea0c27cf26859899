"""A kiosk that runs from its settings does what a desk asks of it, by the program's own commands."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from uuid6 import uuid7

from kiosk.journal.journal import Journal
from kiosk.printing.document import Stamp, TicketDocument
from kiosk.running import START_AGAIN
from tests import issuing_kit
from tests.e2e.kit import ENVIRONMENT, SECONDS, command, kiosk, server
from tests.server.kit import Body
from tests.waiting import until, until_told

AT_ONCE = 15
"""Seconds, fewer than from one heartbeat to the next."""

STAMPS = ["SALINAN 1", "SALINAN 2"]

SETTINGS = """
[kiosk]
number = 2
[server]
url = "{url}"
[printer]
uri = "file:{folder}/paper"
[data]
folder = "{folder}"
[screen]
fullscreen = false
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A kiosk's folder, its server, and the database that the desk's command works in."""

    folder: Path
    url: str
    database: Path

    async def take(self) -> str:
        """Let somebody take a number at this kiosk; return its label."""
        async with issuing_kit.kiosk(self.folder, self.url) as parts:
            ticket = issuing_kit.press()
            await parts.issuing.issue(ticket, lambda _: None)
            (row,) = await parts.journal.do(Journal.tickets, ticket.pressed_at.date())
        assert row.label
        return row.label

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the kiosk until the end of the block, or until it ends."""
        settings = self.folder / "kiosk.toml"
        settings.write_text(SETTINGS.format(url=self.url, folder=self.folder))
        with (self.folder / "kiosk.log").open("a") as log:
            process = subprocess.Popen(command("run", "--config", settings), stderr=log, env=ENVIRONMENT)
            try:
                yield process
            finally:
                process.kill()
                process.wait()

    async def reprint(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Ask for a copy as a desk does, and wait for the kiosk's word."""
        return await asyncio.to_thread(
            kiosk, "server", "reprint", *arguments, "--database", str(self.database)
        )

    async def restart(self) -> None:
        """Ask the kiosk to end and start again."""
        async with httpx.AsyncClient(base_url=self.url) as staff:
            path = f"/v1/kiosks/2/commands/{uuid7()}"
            assert (await staff.put(path, json={"kind": "restart"})).status_code == 201

    async def told(self) -> list[Body]:
        """Return how each of the kiosk's commands ended, once all of them have."""
        async with httpx.AsyncClient(base_url=self.url) as staff:
            listed: list[Body] = (await staff.get("/v1/kiosks/2/commands")).json()["commands"]
        return listed if all("ended_at" in each for each in listed) else []

    async def is_heard(self) -> bool:
        async with httpx.AsyncClient(base_url=self.url) as staff:
            return bool((await staff.get("/v1/kiosks")).json()["kiosks"])


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place whose server runs."""
    folder, database = tmp_path / "kiosk", tmp_path / "server.db"
    folder.mkdir()
    with server(database) as central:
        yield Place(folder, central.url, database)


async def test_a_desk_s_command_lets_a_kiosk_print_a_copy_at_once_that_says_so(place: Place) -> None:
    label = await place.take()
    with place.running():
        await until_told(place.is_heard, SECONDS)
        for stamp in STAMPS:
            done = await place.reprint(label, "--kiosk", "2", "--wait", str(AT_ONCE))
            assert (done.returncode, done.stdout) == (0, f"kiosk 2: {label}: printed as {stamp}\n")
    files = sorted((place.folder / "paper").glob("[0-9]*.json"))
    copies = [TicketDocument.from_json(file.read_bytes()) for file in files]
    assert [each.label for each in copies] == [label] * 2
    stamps = [each.words for copy in copies for each in copy.blocks if isinstance(each, Stamp)]
    assert stamps == STAMPS
    assert "Traceback" not in (place.folder / "kiosk.log").read_text()


async def test_a_kiosk_that_is_told_to_start_again_ends_so_that_it_is_started_and_does_so_once(
    place: Place,
) -> None:
    with place.running() as first:
        await until_told(place.is_heard, SECONDS)
        await place.restart()
        await until(lambda: first.poll() is not None, SECONDS)
    assert first.returncode == START_AGAIN
    with place.running() as second:
        (restart,) = await until_told(place.told, SECONDS)
        assert (restart["state"], restart["detail"]) == ("done", "the kiosk was started again")
        unknown = await place.reprint("B-999", "--kiosk", "2")
        assert "this kiosk gave no such ticket" in unknown.stderr, "it works, and did not end again"
        assert second.poll() is None
    assert "Traceback" not in (place.folder / "kiosk.log").read_text()
