"""The processor time of the kiosk's process while it shows the welcome screen and nobody comes.

The line to the server is up and its stream is open; the printer is asked and the clock shown meanwhile.
"""

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.driving import Citizen, drive, on
from benchmarks.figures import Figure, report
from kiosk.app.model import Screen

SETTLE_SECONDS, SECONDS = 3.0, 20.0
MOST = 2


class Idle:
    def __init__(self) -> None:
        self.share = 0.0

    async def __call__(self, citizen: Citizen) -> None:
        await citizen.until(on(Screen.WELCOME))
        await asyncio.sleep(SETTLE_SECONDS)
        begun, used = time.monotonic(), time.process_time()
        await asyncio.sleep(SECONDS)
        self.share = 100 * (time.process_time() - used) / (time.monotonic() - begun)


def main() -> None:
    idle = Idle()
    with TemporaryDirectory() as folder:
        drive(Path(folder), idle)
    report(Figure("idle: processor time on the welcome screen, over 20 s", [idle.share], "% of a core", MOST))


if __name__ == "__main__":
    main()
