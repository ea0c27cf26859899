"""One server to a file: the second is refused, and a dead one holds nothing."""

import asyncio
import subprocess
from datetime import date
from pathlib import Path

import httpx
from uuid6 import uuid7

from kiosk.server.databases import list_tickets
from kiosk.server.refused import Refused
from tests.postgres_kit import Cluster
from tests.server.kit import DAY, command, press, running


def test_a_second_server_on_the_same_file_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    database = tmp_path / "queue.db"
    with running(database) as server, httpx.Client(base_url=server.url) as client:
        second = subprocess.run(command(database), capture_output=True, text=True, timeout=30, check=False)
        assert (second.returncode, second.stdout) == (2, "")
        assert f"{database}: another server serves from it" in second.stderr
        assert "Traceback" not in second.stderr
        assert client.put(f"/v1/tickets/{uuid7()}", json=press()).status_code == 201


def test_who_only_reads_is_not_kept_out(tmp_path: Path) -> None:
    database = tmp_path / "queue.db"
    with running(database) as server:
        httpx.put(f"{server.url}/v1/tickets/{uuid7()}", json=press()).raise_for_status()
        listed = list_tickets(str(database), date.fromisoformat(DAY))
        assert not isinstance(listed, Refused)
        assert [row.label for row in listed] == ["B-001"]


def test_a_server_that_was_killed_keeps_nobody_out(tmp_path: Path) -> None:
    database = tmp_path / "queue.db"
    for expected in ("B-001", "B-002"):
        with running(database) as server:
            told = httpx.put(f"{server.url}/v1/tickets/{uuid7()}", json=press()).json()
            assert told["label"] == expected
            server.kill()


async def test_servers_on_one_postgresql_do_not_keep_one_another_out(
    postgres: Cluster, tmp_path: Path
) -> None:
    database = await postgres.new_database()
    with (
        running(database, folder=tmp_path) as one,
        running(database, folder=tmp_path) as other,
        httpx.Client() as client,
    ):
        ways = [f"{server.url}/v1/tickets/{uuid7()}" for server in (one, other)]
        told = [await asyncio.to_thread(client.put, way, json=press()) for way in ways]
    await postgres.drop(database)
    assert [each.json()["label"] for each in told] == ["B-001", "B-002"]
