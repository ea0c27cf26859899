"""What printing costs without its paper: drawing, bytes, questions and answers, a thousand tickets in a row.

The printer is a listener on TCP, a process of its own, that answers at once.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks.driving import resident_megabytes
from benchmarks.escpos_listener import listener
from benchmarks.figures import Figure, report
from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.printing.characters import type_out
from kiosk.printing.codes import modules
from kiosk.printing.composing import compose
from kiosk.printing.document import TicketDocument
from kiosk.printing.escpos.encoding import encode_picture
from kiosk.printing.opening import open_printer
from kiosk.printing.paper import WIDE
from kiosk.printing.pdf import prepare, to_pdf
from kiosk.printing.printer import FirstByte, PrintResult, Progress, TicketPrinter
from kiosk.printing.raster import rasterise
from kiosk.words import load_words
from tests.printer_kit import ORDINARY

RUNS = 100
TICKETS = 1000
EARLY = 100
"""After so many tickets everything that is made once has been made."""
MOST_BYTES, MOST_GROWTH = 25_000, 5

Render = Callable[[TicketDocument], bytes]
RENDERERS: dict[str, Render] = {
    "raster": lambda document: encode_picture(rasterise(document, WIDE), WIDE),
    "text": lambda document: type_out(document, WIDE).data,
    "PDF": lambda document: to_pdf(document, WIDE),
}


def tickets() -> list[TicketDocument]:
    """Return ordinary tickets with numbers and codes of their own: nothing is drawn from memory."""
    words = load_words()
    address = ORDINARY.track_url.rpartition("/")[0]
    return [
        compose(replace(ORDINARY, label=f"A-{number:03d}", track_url=f"{address}/{number:012d}"), words)
        for number in range(1, RUNS + 1)
    ]


def draw(name: str, document: TicketDocument) -> tuple[float, int]:
    """Draw a ticket whose code was not drawn before; return the milliseconds and the bytes."""
    modules.cache_clear()
    begun = time.perf_counter()
    content = RENDERERS[name](document)
    return 1000 * (time.perf_counter() - begun), len(content)


def report_renderers(documents: list[TicketDocument]) -> None:
    """Time each renderer on a ticket with a code, 576 dots wide, and count its bytes."""
    prepare()
    for name in RENDERERS:
        draw(name, documents[0])
        took, sizes = zip(*(draw(name, each) for each in documents), strict=True)
        most = MOST_BYTES if name == "raster" else None
        report(
            Figure(f"a ticket as {name}: drawing it", took, "ms"),
            Figure(f"a ticket as {name}: bytes", sizes, "bytes", most, most),
        )


async def print_one(printer: TicketPrinter, document: TicketDocument) -> tuple[float, PrintResult]:
    """Print; return the second at which the first byte went."""
    first = 0.0

    def note(progress: Progress) -> None:
        nonlocal first
        if isinstance(progress, FirstByte):
            first = progress.elapsed

    result = await printer.submit(document, note)
    assert result.outcome is Outcome.PRINTED, result
    return first, result


async def report_printing(documents: list[TicketDocument], uri: str) -> None:
    """Print a thousand tickets on a printer that needs no time."""
    printer = open_printer(uri, WIDE, SystemClock())
    whole, overhead, sent = [], [], []
    early = used = 0.0
    for number in range(1, TICKETS + 1):
        document = documents[number % RUNS]
        drawing = draw("raster", document)[0] if number <= EARLY else 0.0
        modules.cache_clear()
        begun = time.monotonic()
        first, result = await print_one(printer, document)
        assert result.done is not None
        took = 1000 * (result.done - begun)
        whole.append(took)
        sent.append(1000 * (result.done - first))
        if number <= EARLY:
            overhead.append(took - drawing)
        if number == EARLY:
            early, used = resident_megabytes(), time.process_time()
    late, used = resident_megabytes(), time.process_time() - used
    await printer.close()
    report(
        Figure("a ticket without paper: the whole of it", whole, "ms"),
        Figure("a ticket without paper: all but drawing it", overhead, "ms"),
        Figure("a ticket without paper: first byte to completion", sent, "ms"),
        Figure("a ticket without paper: processor time", [1000 * used / (TICKETS - EARLY)], "ms"),
        Figure(f"{TICKETS:,} tickets in a row: memory", [late], "MB"),
        Figure(
            f"growth of memory from ticket {EARLY} to ticket {TICKETS:,}",
            [100 * (late - early) / early],
            "%",
            MOST_GROWTH,
        ),
    )


def main() -> None:
    """Measure."""
    documents = tickets()
    report_renderers(documents)
    with listener() as uri:
        asyncio.run(report_printing(documents, uri))


if __name__ == "__main__":
    main()
