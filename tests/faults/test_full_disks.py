"""Disks that are full to the last byte: nothing is lost, nothing given twice, and with room it goes on."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from uuid6 import uuid7

from kiosk.app.issuing import Issued
from kiosk.domain.ticket import Outcome
from kiosk.journal.journal import Journal
from tests.faults.killed_kit import SERVICE, Lobby, rows_of
from tests.issuing_kit import DAY, MONDAY, SERIES, kiosk, press, running
from tests.proxy import proxied
from tests.server import kit
from tests.small_disk import KINDS, Disk, small_disk

YESTERDAY = DAY - timedelta(days=1)
PRESS = f"press {SERVICE}"


@pytest.fixture(params=KINDS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    with small_disk(request.param, tmp_path) as disk:
        yield disk


def live_through_yesterday(journal: Journal) -> None:
    for _ in range(100):
        one = press(at=MONDAY - timedelta(days=1))
        journal.pressed(one, SERIES, YESTERDAY, asked=False)
        journal.numbered_here(one.ticket_id, MONDAY)
        journal.printing(one.ticket_id, MONDAY)
        journal.outcome(one.ticket_id, Outcome.PRINTED, MONDAY)
    journal.acknowledged(range(1000))


async def test_a_kiosk_on_a_full_disk_prunes_stops_and_goes_on_when_there_is_room(
    disk: Disk, tmp_path: Path
) -> None:
    place = disk.folder / "kiosk"
    with kit.running(tmp_path / "server.db") as server:
        async with proxied(server.url) as proxy:
            lobby = Lobby(place, proxy)
            with closing(Journal(place / "journal.db", lobby.number, MONDAY - timedelta(days=1))) as journal:
                live_through_yesterday(journal)
            async with lobby.program() as program:
                assert await program.do(PRESS) == {"done": "B-001"}
                said, presses = await program.do(PRESS), 0
                while said != {"done": None} and presses < 50:
                    disk.fill(program.process.pid)  # also what the kiosk has just made free
                    said, presses = await program.do(PRESS), presses + 1
                assert said == await program.do(PRESS) == {"done": None}, "it says that it gives no numbers"
                disk.free(program.process.pid)
                assert await program.do(PRESS) != {"done": None}
                assert await program.do("tell")
            assert await lobby.live(("tell",)) == 0, "the next start ends what could not be recorded"
            lobby.judge(await rows_of(server.url))
    with closing(Journal(place / "journal.db", lobby.number, MONDAY)) as journal:
        assert bool(journal.tickets(YESTERDAY)) == disk.writes_nothing, "what is done and told goes first"


async def test_a_server_on_a_full_disk_says_so_keeps_what_it_has_and_goes_on(
    disk: Disk, tmp_path: Path
) -> None:
    database = disk.folder / "server.db"
    with kit.running(database, folder=tmp_path) as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            first, second = uuid7(), uuid7()
            assert (await client.put(f"/v1/tickets/{first}", json=kit.press())).status_code == 201
            disk.fill(server.process.pid)
            confirmed = kit.event(1, first, "printed")
            for answer in (
                await client.put(f"/v1/tickets/{second}", json=kit.press()),
                await client.post("/v1/events", json={"events": [confirmed]}),
            ):
                assert answer.status_code == 507, answer.text
                assert answer.json()["type"] == "urn:mpp-kiosk:problem:store-full"
            rows = await rows_of(server.url)
            assert [(row["ticket_id"], row["label"]) for row in rows] == [(str(first), "B-001")]
            disk.free(server.process.pid)
            assert (await client.put(f"/v1/tickets/{second}", json=kit.press())).json()["label"] == "B-002"
            told = await client.post("/v1/events", json={"events": [confirmed]})
            assert told.json() == {"acked": [1], "refused": []}
            server.kill()
    with kit.running(database, folder=tmp_path) as again:
        rows = await rows_of(again.url)
    assert [(row["ticket_id"], row["state"]) for row in rows] == [
        (str(first), "waiting"),
        (str(second), "numbered"),
    ]


async def test_a_server_without_room_costs_nobody_a_number(disk: Disk, tmp_path: Path) -> None:
    with kit.running(disk.folder / "server.db", folder=tmp_path) as server:
        async with kiosk(tmp_path, server.url) as parts:
            disk.fill(server.process.pid)
            result = await parts.issuing.issue(press(), lambda _: None)
            assert isinstance(result, Issued)
            assert result.ticket.label == "B2-001"
            disk.free(server.process.pid)
            await parts.client.health()
            async with running(parts.uplink.run()):
                await parts.uplink.drained()
        (row,) = await rows_of(server.url)
    assert (row["ticket_id"], row["label"]) == (str(result.ticket.press.ticket_id), "B2-001")
