"""A program that prints one ticket at a printer; ``MPP_KILL_AT`` ends it on the way."""

import asyncio
import sys
from pathlib import Path

from kiosk.accidents import await_accident
from kiosk.clock import SystemClock
from kiosk.printing.composing import compose
from kiosk.printing.leftover import Leftover
from kiosk.printing.opening import open_printer
from kiosk.printing.paper import NARROW
from tests.printer_kit import ORDINARY, WORDS


async def main(uri: str, mark: Path) -> None:
    await_accident()
    printer = open_printer(uri, NARROW, SystemClock(), leftover=Leftover(mark))
    await printer.submit(compose(ORDINARY, WORDS), lambda _: None)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
