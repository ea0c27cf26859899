"""CUPS' own IPP printer in software, ``ippeveprinter``, whose jobs a program of the test prints.

It wants a D-Bus, though it announces nothing here (``-r off``): a private one stands in for the system's.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import pytest

from kiosk.printing.address import IppAddress, printer_address
from kiosk.printing.ipp.client import IppClient
from tests.waiting import until_told

START_SECONDS = 20.0
PORTS = 5
"""How many ports are tried."""
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"

COMMAND = """#!/bin/sh
folder=$(dirname "$0")
cp "$1" "$folder/begun-$IPP_JOB_NAME.pdf"
[ ! -f "$folder/deed" ] || . "$folder/deed"
cp "$1" "$folder/out-$IPP_JOB_NAME.pdf"
echo "ATTR: job-impressions-completed=1" >&2
"""
"""What prints a job: it does what the test wrote into the file "deed", and lets the page come out."""
ROLL = """
ATTR mimeMediaType document-format-supported application/pdf
ATTR collection media-size-supported {
  MEMBER rangeOfInteger x-dimension 5800-8000
  MEMBER rangeOfInteger y-dimension 2000-30000
}
ATTR keyword media-supported custom_min_58x20mm,custom_max_80x300mm
"""
"""A roll of 58 to 80 mm that is cut after 20 to 300 mm."""
QUEUE = """
ATTR text cups-version 2.4.2
ATTR uri device-uri "{device}"
"""
"""What gives a CUPS queue away."""
WAIT = 'until [ -f "$folder/allowed" ]; do sleep 0.05; done\n'
"""A deed: the printer stands still until it is allowed to go on."""


@dataclass(frozen=True, slots=True)
class IppEve:
    """A printer that runs; its folder holds what it printed."""

    port: int
    folder: Path

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    def let(self, deed: str) -> None:
        """Let the next jobs do this (a shell's words) before their page comes out."""
        (self.folder / "deed").write_text(deed, "utf-8")

    def go_on(self) -> None:
        """Let a job go on that stands still by ``WAIT``."""
        (self.folder / "allowed").touch()

    def load(self, sheets: int = 250) -> None:
        """Put so many sheets of A4 into its tray, and envelopes into the other, which counts as well."""
        paper = {"size1": "iso_a4_210x297mm", "type1": "stationery", "level1": str(sheets)}
        envelopes = {"size3": "iso_dl_110x220mm", "type3": "envelope", "level3": "25"}
        page = f"http://localhost:{self.port}/media"
        httpx.get(page, params={**paper, **envelopes}, trust_env=False).raise_for_status()

    async def become(self, reasons: str) -> None:
        """Let its state have these reasons, by a job of a mechanic's from which nothing comes out."""
        self.let(f'[ "$IPP_JOB_NAME" != mechanic ] || {{ echo "STATE: {reasons}" >&2; exit 0; }}\n')
        address = printer_address(self.uri)
        assert isinstance(address, IppAddress)
        mechanic = IppClient(address, "mechanic")
        await mechanic.print_pdf("mechanic", b"%PDF", (), 5.0, lambda: None)
        await until_told(partial(self._is_idle, mechanic))
        self.let("")
        (self.folder / "begun-mechanic.pdf").unlink()

    async def _is_idle(self, mechanic: IppClient) -> bool:
        return not await mechanic.jobs("not-completed", ("job-id",), 5.0)

    @property
    def begun(self) -> list[str]:
        """The names of the jobs whose turn has come."""
        return [path.stem.removeprefix("begun-") for path in self.folder.glob("begun-*.pdf")]

    @property
    def out(self) -> list[Path]:
        """The papers that came out."""
        return sorted(self.folder.glob("out-*.pdf"))


@contextmanager
def ipp_eve(folder: Path, attributes: str = "", formats: str = "application/pdf") -> Iterator[IppEve]:
    """Run a printer in a folder; ``attributes`` are the lines of its attributes file, if it has one."""
    command = folder / "print"
    command.write_text(COMMAND, "utf-8")
    command.chmod(0o755)
    options = ["-r", "off", "-n", "localhost", "-d", str(folder), "-K", str(folder), "-c", str(command)]
    if attributes:
        (folder / "attributes.conf").write_text(attributes, "utf-8")
        options += ["-a", str(folder / "attributes.conf")]
    else:
        options += ["-f", formats]
    bus = folder / "bus"
    with (
        _running(
            ("dbus-daemon", "--session", "--nofork", "--nosyslog", f"--address=unix:path={bus}"), folder
        ),
        _listening(options, bus, folder) as port,
    ):
        yield IppEve(port, folder)


@contextmanager
def _listening(options: Sequence[str], bus: Path, folder: Path) -> Iterator[int]:
    """Run the printer on a free port, another one if somebody takes it first."""
    for _ in range(PORTS):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with _running(("ippeveprinter", "-p", str(port), *options, "Tickets"), folder, bus) as printer:
            if _answers(port, printer):
                yield port
                return
    pytest.fail(f"ippeveprinter does not start:\n{(folder / 'log').read_text('utf-8')}")


def _answers(port: int, printer: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while printer.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("localhost", port), timeout=1):
                return True
        except OSError:
            time.sleep(0.02)
    return False


@contextmanager
def _running(
    command: Sequence[str], folder: Path, bus: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, and end it with all that it started."""
    program = shutil.which(command[0], path=PATH)
    assert program, f"{command[0]} is missing: scripts/system_libraries.sh test"
    environment = {"PATH": PATH, "HOME": str(folder)}
    if bus:
        _wait_for(bus)
        environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={bus}"
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            (program, *command[1:]),
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} does not appear"
        time.sleep(0.02)
