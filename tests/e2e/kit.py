"""What the whole-process tests stand on: the program's own commands, run as people run them."""

import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

AT = "2019-02-18T09:00+07:00"
DAY = "2019-02-18"
SECONDS = 60.0
START_SECONDS = 20.0
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

Row = dict[str, Any]


def command(*arguments: str | Path) -> list[str]:
    """Write a command line of the program."""
    return [sys.executable, "-m", "kiosk", *map(str, arguments)]


def kiosk(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=SECONDS, check=False, env=ENVIRONMENT
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def demo_arguments(out: Path, answers: Path, *more: str | Path) -> tuple[str | Path, ...]:
    return ("demo", "--out", out, "--answers", answers, "--at", AT, "--no-screens", *more)


def demo(out: Path, answers: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    """Run an unattended demonstration to its end."""
    return kiosk(*demo_arguments(out, answers, *more))


def write_answers(file: Path, *visits: str) -> Path:
    """Write an answers file of visits in YAML's flow style."""
    file.write_text("visits:\n" + "".join(f"  - {{{each}}}\n" for each in visits), "utf-8")
    return file


def report(out: Path) -> list[Row]:
    """Read the demonstration's report."""
    file = out / "tickets.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def wait_for_rows(out: Path, count: int) -> None:
    """Return when a demonstration has made so many visits."""
    deadline = monotonic() + SECONDS
    while len(report(out)) < count:
        assert monotonic() < deadline, f"{len(report(out))} visits in {SECONDS} s"
        sleep(0.01)


def labels(rows: list[Row]) -> list[str]:
    return [row["label"] for row in rows]


def server_tickets(database: Path, day: str = DAY) -> list[Row]:
    """Return what the server's database holds of a day, in the order of the presses."""
    done = kiosk("server", "tickets", "--database", database, "--day", day)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@dataclass(frozen=True, slots=True)
class Server:
    """A queue server that was started by hand."""

    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> str:
        found = re.search(r":(\d+)$", self.url)
        assert found
        return found[1]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(START_SECONDS)


@contextmanager
def server(database: Path, port: str = "0") -> Iterator[Server]:
    """Run ``kiosk server`` until the end of the block."""
    arguments = command("server", "--database", database, "--port", port, "--at", AT)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout
            ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
            assert ready, "the server did not say that it listens"
            yield Server(process, json.loads(process.stdout.readline())["url"])
        finally:
            process.kill()
