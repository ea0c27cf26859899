"""Commands beside the server: a database that no server has made is refused, and stays as it was."""

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.clock import SystemClock
from kiosk.server.commanding.asking import Reprint, ask_reprint
from kiosk.server.databases import list_tickets
from kiosk.server.identity.clients import Role
from kiosk.server.identity.enrolling import Wish, invite, list_clients, revoke
from kiosk.server.refused import Refused
from tests.server.store_kit import opened

CLOCK = SystemClock()

COMMANDS: dict[str, Callable[[str], object]] = {
    "enrol": lambda database: invite(
        database, asset("catalogue", "pekanbaru"), Wish("Lobi", Role.KIOSK), CLOCK
    ),
    "kiosks": lambda database: list_clients(database, CLOCK),
    "revoke": lambda database: revoke(database, "1", CLOCK),
    "reprint": lambda database: ask_reprint(database, Reprint("1", "B-001"), 0, CLOCK),
    "tickets": lambda database: list_tickets(database, date(2019, 2, 18)),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
async def test_a_database_that_no_server_has_made_is_refused_and_not_made(
    database: str, command: Callable[[str], object]
) -> None:
    for _ in range(2):
        told = await asyncio.to_thread(command, database)
        assert isinstance(told, Refused)
        assert told.why.startswith(f"{database}: ")
        assert told.why.endswith("give the --database that the server uses")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
async def test_an_empty_file_is_no_servers_database(tmp_path: Path, command: Callable[[str], object]) -> None:
    empty = tmp_path / "queue.db"
    empty.touch()
    told = await asyncio.to_thread(command, str(empty))
    assert isinstance(told, Refused)
    assert "is empty" in told.why
    assert empty.read_bytes() == b""


async def test_a_database_that_a_server_has_made_is_taken(database: str) -> None:
    async with opened(database):
        pass
    assert not isinstance(await asyncio.to_thread(COMMANDS["enrol"], database), Refused)
    assert not isinstance(await asyncio.to_thread(COMMANDS["revoke"], database), Refused)
