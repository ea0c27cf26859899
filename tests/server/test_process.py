"""The server as a process: it starts or says why not, stops at once, and survives its own death."""

import asyncio
import json
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from uuid6 import uuid7

from kiosk.catalogue.writing import to_document
from kiosk.server.__main__ import main
from tests.server.kit import DAY, SERIES, Running, catalogue, command, later, press, running
from tests.waiting import until

PRESSES, CLIENTS = 4000, 8


async def test_every_acknowledged_ticket_survives_a_kill_and_the_numbers_go_on(
    database: str, tmp_path: Path
) -> None:
    acknowledged: dict[str, str] = {}
    unanswered: list[str] = []

    async def kiosk(client: httpx.AsyncClient) -> None:
        for n in range(PRESSES):
            ticket_id = str(uuid7())
            try:
                answer = await client.put(f"/v1/tickets/{ticket_id}", json=press(n))
            except httpx.TransportError:
                unanswered.append(ticket_id)
                return
            acknowledged[ticket_id] = answer.json()["label"]

    with running(database, folder=tmp_path) as server:
        async with httpx.AsyncClient(base_url=server.url) as client, asyncio.TaskGroup() as kiosks:
            for _ in range(CLIENTS):
                kiosks.create_task(kiosk(client))
            await until(lambda: len(acknowledged) > 150, 20)
            server.kill()
    assert len(unanswered) == CLIENTS

    with running(database, folder=tmp_path) as server:
        check_restarted(server, acknowledged, unanswered)


def check_restarted(server: Running, acknowledged: dict[str, str], unanswered: list[str]) -> None:
    with httpx.Client(base_url=server.url) as client:
        rows = client.get("/v1/tickets", params={"day": DAY}).json()["tickets"]
        kept = {row["ticket_id"]: row["label"] for row in rows}
        assert len(set(kept.values())) == len(kept) == len(rows)
        assert acknowledged.items() <= kept.items()
        assert kept.keys() - acknowledged.keys() <= set(unanswered)

        numbers = sorted(int(label.partition("-")[2]) for label in kept.values())
        assert numbers == list(range(1, len(kept) + 1)), "no number was lost or given twice"
        again = {client.put(f"/v1/tickets/{each}", json=press()).json()["label"] for each in unanswered}
        assert len(again) == len(unanswered)
        new = again - set(kept.values())
        assert sorted(new) == [f"{SERIES}-{len(kept) + n:03d}" for n in range(1, len(new) + 1)]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_a_second_though_streams_are_open(tmp_path: Path, stop: signal.Signals) -> None:
    with running(tmp_path / "queue.db") as server, httpx.Client(base_url=server.url) as client:
        client.put(f"/v1/tickets/{uuid7()}", json=press()).raise_for_status()
        with client.stream("GET", "/v1/stream") as one, client.stream("GET", "/v1/stream") as two:
            heard = [one.iter_lines(), two.iter_lines()]
            assert {next(each) for each in heard} == {"event: time"}
            code, seconds = server.stop(stop)
            assert (code, seconds < 1.0) == (0, True)
            for each in heard:
                list(each)
    assert not (tmp_path / "queue.db-wal").exists(), "the database was closed"
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def test_small_answers_do_not_wait_for_one_another(tmp_path: Path) -> None:
    """Without TCP_NODELAY, or with head and body in two packets, each answer would take 40 ms."""
    with running(tmp_path / "queue.db") as server, httpx.Client(base_url=server.url) as client:
        client.get("/healthz")
        seconds = [client.get("/healthz").elapsed.total_seconds() for _ in range(50)]
    assert sorted(seconds)[25] < 0.02


def refused(*arguments: str) -> str:
    """Run a server that cannot start; return what it says."""
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert port in refused(*command(tmp_path / "queue.db", "--port", port))
    assert not (tmp_path / "queue.db").exists()


def test_a_database_that_cannot_be_used_is_named_with_what_to_do(tmp_path: Path) -> None:
    database = tmp_path / "queue.db"
    database.write_bytes(b"SQLite format 3\0" + b"\xff" * 8192)
    said = refused(*command(database))
    assert str(database) in said
    assert "restore a backup" in said


def test_a_file_is_not_shared_by_several_processes(tmp_path: Path) -> None:
    database = tmp_path / "queue.db"
    assert "postgresql://" in refused(*command(database, "--workers", "2"))
    assert not database.exists()


def test_a_catalogue_without_a_service_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("version: 1\n")
    assert str(empty) in refused(*command(tmp_path / "queue.db", "--catalogue", str(empty)))


@pytest.mark.parametrize(
    "wrong", [("--port", "70000"), ("--workers", "0"), ("--at", "noon"), ("--at", "2019-02-18T09:00:00")]
)
def test_a_wrong_argument_is_explained(wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(wrong)
    assert left.value.code == 2
    assert wrong[1] in capsys.readouterr().err


def test_a_bad_service_is_left_out_and_logged_and_the_others_are_served(tmp_path: Path) -> None:
    document: Any = to_document(catalogue())
    bad, good = document["services"][0], document["services"][7]
    bad["agency"] = "nobody"
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps(document))
    with running(tmp_path / "queue.db", later(), "--catalogue", str(path)) as server:
        served = httpx.get(f"{server.url}/v1/catalogue").json()["services"]
        answer = httpx.put(f"{server.url}/v1/tickets/{uuid7()}", json=press(0, good["id"]))
    assert bad["id"] not in {each["id"] for each in served}
    assert answer.status_code == 201
    log = (tmp_path / "server.log").read_text()
    assert "nobody" in log


def test_a_body_that_is_announced_too_large_is_refused_before_any_of_it_comes(tmp_path: Path) -> None:
    with running(tmp_path / "queue.db") as server:
        host, _, port = server.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=5) as line:
            line.sendall(b"POST /v1/events HTTP/1.1\r\nHost: mall\r\nContent-Length: 1000000000\r\n\r\n")
            head = line.recv(65536)
    assert head.startswith(b"HTTP/1.1 413 ")
    assert b"application/problem+json" in head


def test_a_line_that_is_cut_in_mid_request_leaves_nothing_and_harms_nobody(tmp_path: Path) -> None:
    with running(tmp_path / "queue.db") as server:
        host, _, port = server.url.removeprefix("http://").partition(":")
        path = f"/v1/tickets/{uuid7()}".encode()
        for sent in (
            b"PUT " + path,
            b"PUT " + path + b' HTTP/1.1\r\nHost: mall\r\nContent-Length: 100\r\n\r\n{"serv',
        ):
            with socket.create_connection((host, int(port)), timeout=5) as line:
                line.sendall(sent)
        assert httpx.get(f"{server.url}/v1/tickets", params={"day": DAY}).json()["tickets"] == []
        assert server.stop() is not None
    assert "Traceback" not in (tmp_path / "server.log").read_text()
