"""From lifting the finger to the cut, beside the time that the paper itself takes, at three speeds of paper.

The printer is the fault printer without a fault, as a process of its own: its paper moves at a real speed,
and the time that a ticket needs is reckoned from the picture of what was burnt. Our share is all the rest:
the touch, the journal, the server's number, drawing, sending, asking, and the answer. Every citizen
looks at the service for a second before they touch.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from benchmarks.bench_memory import open_services
from benchmarks.driving import Citizen, drive
from benchmarks.figures import Figure, report
from kiosk.app.model import Screen
from kiosk.faulty.models import MODELS
from kiosk.faulty.roll import MM_PER_INCH

MODEL = MODELS["tm-t82"]
SPEEDS = (130, 200, 250)
"""Millimetres a second."""
TICKETS = 20
LOOK_SECONDS = 1.0
SHARE = {200: 5.0}
"""The most that all but the paper may take, percent of the paper's own time."""


async def take_tickets(taken: list[float], citizen: Citizen) -> None:
    """Take numbers one after another, and note how long each took from the touch to the cut."""
    agencies = open_services(citizen.model)
    for place in range(TICKETS):
        agency, *services = agencies[place % len(agencies)]
        await citizen.go("welcome", Screen.AGENCIES)
        await citizen.go(f"agency:{agency}", Screen.SERVICES)
        await citizen.go(f"service:{services[0]}", Screen.SERVICE)
        await asyncio.sleep(LOOK_SECONDS)
        taken.append((await citizen.take()).done)
        await citizen.go("done", Screen.WELCOME)


@contextmanager
def printer(papers: Path, speed: int) -> Iterator[str]:
    """Run a printer that keeps its papers, and give its URI."""
    ports = ("--port", "0", "--control", "0", "--model", MODEL.name)
    program = [sys.executable, "-m", "kiosk", "faulty-printer", *ports, "--out", str(papers)]
    with subprocess.Popen([*program, "--speed", str(speed)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().partition(" prints at ")[2].partition(";")[0]
        finally:
            process.terminate()


def own_milliseconds(paper: Path, speed: int) -> float:
    """Return how long a ticket must take: its rows, the way to the blade, and the cut."""
    with Image.open(paper) as picture:
        burnt = picture.height * MM_PER_INCH / MODEL.dpi
    return 1000 * ((burnt + MODEL.feed_to_cutter_mm) / speed + MODEL.cut_seconds)


def main() -> None:
    """Measure at each speed."""
    for speed in SPEEDS:
        taken: list[float] = []
        with TemporaryDirectory() as name:
            folder = Path(name)
            with printer(folder / "papers", speed) as uri:
                drive(folder, partial(take_tickets, taken), uri)
            own = [own_milliseconds(each, speed) for each in sorted((folder / "papers").glob("*.png"))]
        shares = [100 * (all_of_it - paper) / paper for all_of_it, paper in zip(taken, own, strict=True)]
        report(
            Figure(f"paper at {speed} mm/s: touch to cut", taken, "ms"),
            Figure(f"paper at {speed} mm/s: the paper's own time", own, "ms"),
            Figure(f"paper at {speed} mm/s: our share", shares, "% of the paper's", SHARE.get(speed)),
        )


if __name__ == "__main__":
    main()
