"""The program that ships, killed at every step that it can name, as a process, and started again.

Which steps there are is asked of the program: one that is new is tried too, and fails here if nothing that
the kiosks do passes it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest

from kiosk.accidents import STEPS, VARIABLE, Deed
from kiosk.catalogue.writing import to_document
from tests.faults.headless import mall
from tests.faults.killed_kit import AFTERWARDS, KILLED, MORNING, SERVICE, UNKNOWN_TO_SERVER, Lobby, rows_of
from tests.proxy import proxied
from tests.server.kit import Running, later, running
from tests.waiting import until

SERVERS = [step for step in STEPS if step.startswith("server.")]
KIOSKS = [step for step in STEPS if step not in SERVERS]


@contextmanager
def mall_server(database: str | Path, folder: Path, *more: str) -> Iterator[Running]:
    """Run a server that lacks one service of the kiosks' catalogue, as after a change of it."""
    document = to_document(mall())
    document["services"] = [each for each in document["services"] if each["id"] != UNKNOWN_TO_SERVER]
    file = folder / "catalogue.json"
    file.write_bytes(msgspec.json.encode(document))
    with running(database, later(), "--catalogue", str(file), *more, folder=folder) as server:
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server")
    with mall_server(folder / "server.db", folder) as server:
        yield server


@pytest.mark.parametrize("step", KIOSKS)
async def test_a_kiosk_that_is_killed_at_any_step_goes_on_as_if_nothing_had_happened(
    tmp_path: Path, server: Running, step: str
) -> None:
    async with proxied(server.url) as proxy:
        lobby = Lobby(tmp_path, proxy)
        if step.startswith(Deed.RECOVER):
            assert await lobby.live(MORNING, dies_at=f"{Deed.PRINTING}.after") == KILLED
        assert await lobby.live(MORNING, dies_at=step) == KILLED, "no morning passes this step"
        assert await lobby.live(AFTERWARDS) == 0
    lobby.judge(await rows_of(server.url))


@pytest.mark.parametrize("step", SERVERS)
async def test_a_server_that_is_killed_at_any_step_keeps_every_ticket_once(
    tmp_path: Path, database: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def start_again() -> None:
        await until(lambda: dying.process.poll() is not None, 10)
        port = dying.url.rpartition(":")[2]
        servers.enter_context(mall_server(database, tmp_path, "--port", port))

    with ExitStack() as servers:
        monkeypatch.setenv(VARIABLE, step)
        dying = servers.enter_context(mall_server(database, tmp_path))
        monkeypatch.delenv(VARIABLE)
        async with proxied(dying.url) as proxy:
            lobby = Lobby(tmp_path / "kiosk", proxy)
            taken = f"press {SERVICE}"
            assert await lobby.live((taken, taken, start_again, "tell", taken, "tell")) == 0
        assert dying.process.returncode == KILLED
        lobby.judge(await rows_of(dying.url))
    assert len(lobby.papers()) == len(lobby.seen) == 3
