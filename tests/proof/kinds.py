"""Kinds of printers as kiosks know them, and the kiosk's own printer code for each, in virtual time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import TypeVar
from unittest.mock import patch

from PIL import Image

from kiosk.clock import ManualClock
from kiosk.faulty.models import MODELS
from kiosk.printing.document import TicketDocument
from kiosk.printing.escpos import printer as escpos_printer
from kiosk.printing.escpos.encoding import encode_ticket
from kiosk.printing.escpos.printer import EscPosPrinter, EscPosSettings
from kiosk.printing.leftover import Leftover
from kiosk.printing.paper import PaperProfile
from kiosk.printing.raster import rasterise
from kiosk.printing.transports.transport import Transport
from tests.faulty_kit import Bench
from tests.printer_kit import AT
from tests.proof.virtual import VirtualLoop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """A model as a kiosk knows it."""

    model: str
    by_id: bool = False
    blind: bool = False
    reports: bool = True
    retract_seconds: float = 0.0

    @property
    def paper(self) -> PaperProfile:
        model = MODELS[self.model]
        return PaperProfile(model.width_mm, model.dots, model.dpi, model.cutter)


KINDS = {
    kind.model: kind
    for kind in (
        Kind("tm-t82", by_id=True),
        Kind("tm-t88", by_id=True),
        Kind("tm-t20"),
        Kind("generic-80"),
        Kind("generic-58"),
        Kind("presenter"),
        Kind("mute", blind=True),
    )
} | {
    "tm-t82 without reports": Kind("tm-t82", by_id=True, reports=False),
    "tm-t20 without reports": Kind("tm-t20", reports=False),
    "presenter that takes back": Kind("presenter", reports=False, retract_seconds=60.0),
}


class Inline:
    """In place of the worker's thread: the work is done at once, and takes virtual time."""

    def __init__(self, name: str) -> None:
        self.name = name

    def is_retired(self) -> bool:
        return False

    async def run(self, function: Callable[[], T], seconds: float) -> T:
        begun = asyncio.get_running_loop().time()
        result = function()
        took = asyncio.get_running_loop().time() - begun
        assert took <= seconds, f"stuck: {took:.0f} s at the printer"
        return result

    def end(self) -> None: ...

    def join(self, seconds: float) -> None: ...


class LoopClock(ManualClock):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__(AT)
        self._loop = loop

    def elapsed(self) -> float:
        return self._loop.time()


def make_printer(
    loop: VirtualLoop, kind: Kind, make_transport: Callable[[], Transport], leftover: Leftover
) -> EscPosPrinter:
    """Return the kiosk's own printer, as a profile of this kind has it, without its thread."""
    settings = EscPosSettings(
        by_id=kind.by_id, blind=kind.blind, reports=kind.reports, retract_seconds=kind.retract_seconds
    )
    with patch.object(escpos_printer, "Worker", Inline):
        return EscPosPrinter(make_transport, kind.paper, LoopClock(loop), settings, leftover)


def ink_of(kind: Kind, document: TicketDocument) -> Image.Image:
    """Return what a printer of this kind burns of a ticket when nothing goes wrong."""
    bench = Bench(replace(MODELS[kind.model], mm_per_second=inf, cut_seconds=0.0))
    bench.send(encode_ticket(rasterise(document, kind.paper), kind.paper))
    bench.wait(0.1)
    bench.tell("take")
    (paper,) = bench.engine.seen.papers
    return paper.ink
