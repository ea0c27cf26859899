"""The fault printer on the network: its ports, its connection faults, its papers, and its two commands."""

import os
import re
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from kiosk.faulty.control_port import tell
from kiosk.faulty.faults import Faults
from kiosk.faulty.keeping import Keeper
from kiosk.faulty.network import FaultPrinter
from tests.faulty_kit import black, picture
from tests.printer_kit import QUICK_PRINTER
from tests.waiting import until

ASK = b"\x10\x04\x01"
TICKET = picture(black(384, 80)) + b"\x1dVB\x00" + b"\x1dr\x01"
SECONDS = 10.0


def call(device: FaultPrinter) -> socket.socket:
    return socket.create_connection(("127.0.0.1", device.port), timeout=SECONDS)


def hear(connection: socket.socket, count: int = 1) -> bytes:
    heard = b""
    while len(heard) < count and (more := connection.recv(64)):
        heard += more
    return heard


def ask(connection: socket.socket, data: bytes = ASK) -> bytes:
    connection.sendall(data)
    return hear(connection)


def test_one_client_at_a_time_is_served_and_the_next_one_waits() -> None:
    with FaultPrinter(QUICK_PRINTER) as device, call(device) as first, call(device) as second:
        second.sendall(ASK)
        assert ask(first) == b"\x12"
        assert select.select([second], [], [], 0.1)[0] == []
        first.close()
        assert hear(second) == b"\x12"


def test_the_port_is_freed_late_after_a_client() -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        device.tell("port-busy 0.4")
        with call(device) as first:
            assert ask(first) == b"\x12"
        left = time.monotonic()
        with call(device) as second:
            assert ask(second) == b"\x12"
        assert time.monotonic() - left >= 0.35


def test_connections_are_refused_and_taken_again() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(refuse=True)) as device:
        with pytest.raises(ConnectionError), call(device) as refused:
            ask(refused)
        device.tell("accept")
        with call(device) as taken:
            assert ask(taken) == b"\x12"


@pytest.mark.parametrize(("word", "whole"), [("drop", True), ("reset", False)])
def test_a_connection_breaks_and_only_a_reset_forgets_what_had_come(word: str, whole: bool) -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        device.tell("offline")
        device.tell(f"{word} {len(TICKET) - 3}")
        with call(device) as broken, pytest.raises(ConnectionError):
            ask(broken, TICKET)
        assert device.seen.received == len(TICKET) - 3
        device.tell("online")
        with call(device) as after:
            assert ask(after, b"\x1dr\x01") == b"\x00"
        assert len(device.seen.papers) == whole


async def test_a_stale_ticket_comes_out_when_paper_is_loaded_though_its_host_is_gone() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=5)) as device:
        with call(device) as host:
            host.sendall(TICKET)
        device.tell("load")
        await until(lambda: device.seen.papers)
        assert device.seen.tickets[0].height == 80


def test_the_control_port_answers_several_people_line_by_line() -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        where = ("127.0.0.1", device.control_port)
        with socket.create_connection(where, timeout=SECONDS) as slow:
            slow.sendall(b"op")
            assert tell(*where, "near") == "done: let the roll seem near its end"
            slow.sendall(b"en\nopne\n")
            answers = b"done: open the cover\n\nerror: 'opne' is not understood; there are load, "
            assert hear(slow, len(answers)).startswith(answers)
        assert device.faults.cover_open
        assert device.faults.near_end
        assert tell(*where, "state").startswith("cover open, near end; ")


def test_every_paper_is_kept_as_it_looks_with_its_fate(tmp_path: Path) -> None:
    for _ in range(2):
        with FaultPrinter(QUICK_PRINTER, keep=Keeper(tmp_path)) as device, call(device) as host:
            assert ask(host, TICKET) == b"\x00"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["001-fell.png", "002-fell.png"]
    with Image.open(tmp_path / "001-fell.png") as kept:
        assert kept.size == (384, 80)
        assert ImageChops.invert(kept.convert("1")).histogram()[255] == 384 * 80


@contextmanager
def program(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command and read what it says first."""
    command = [sys.executable, "-m", "kiosk", "faulty-printer", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline() + process.stdout.readline()
        finally:
            process.kill()


def say(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "faulty-printer", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_it_runs_as_a_program_of_its_own_and_takes_words_from_another(tmp_path: Path) -> None:
    free = ("--port", "0", "--control", "0", "--out", str(tmp_path), "--speed", "1000")
    with program(*free, "--model", "tm-t20", "--fault", "open") as (process, greeting):
        found = re.search(
            r"tm-t20 prints at tcp://127.0.0.1:(\d+).*\n.*--control (\d+) --tell help", greeting
        )
        assert found
        port, control = found.groups()
        told = say("--control", control, "--tell", "state")
        assert (told.returncode, told.stdout.split(";")[0]) == (0, "cover open")
        assert say("--control", control, "--tell", "opne").returncode == 1
        assert tell("127.0.0.1", int(control), "shut") == "done: shut the cover"
        with socket.create_connection(("127.0.0.1", int(port)), timeout=SECONDS) as host:
            assert ask(host, TICKET) == b"\x00"
        process.terminate()
        assert process.wait(SECONDS) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["001-fell.png"]


def test_what_it_cannot_begin_with_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = say("--port", port, "--control", "0", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "ddress already in use" in done.stderr
    assert "Traceback" not in done.stderr
    wrong = say("--port", "0", "--control", "0", "--out", str(tmp_path), "--fault", "opne")
    assert (wrong.returncode, "'opne' is not understood" in wrong.stderr) == (2, True)
