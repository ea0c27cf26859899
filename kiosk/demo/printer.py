"""The printer of a demonstration: files, one on the network, or the fault printer beside it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.demo.options import DemoOptions
from kiosk.faulty.arguments import TAKEN_AFTER
from kiosk.faulty.command import greeting
from kiosk.faulty.faults import Faults
from kiosk.faulty.keeping import Keeper
from kiosk.faulty.models import MODELS
from kiosk.faulty.network import FaultPrinter
from kiosk.parts import CannotBeginError
from kiosk.settings.model import PrinterSettings

FAULTY = "faulty"
USUAL_MODEL = "tm-t82"
PROFILES = {
    "tm-t82": "epson-tm-t82",
    "tm-t88": "epson-tm-t88",
    "tm-t20": "epson-tm-t20",
    "generic-80": "generic-80mm",
    "generic-58": "generic-58mm",
    "mute": "mute-clone",
    "presenter": "presenter",
}
"""Which profile fits which model of the fault printer."""


@contextmanager
def printer_of(options: DemoOptions) -> Iterator[PrinterSettings]:
    """Have the printer that is asked for up to the end of the block; raises ``CannotBeginError``.

    ``faulty:MODEL`` is a fault printer of that model, ``faulty`` alone an Epson.
    """
    uri = options.printer or f"file:{options.out / 'paper'}"
    kind, _, name = uri.partition(":")
    if kind != FAULTY:
        yield PrinterSettings(uri=uri)
        return
    model = MODELS.get(name or USUAL_MODEL)
    if model is None:
        raise CannotBeginError(f"{uri}: there is no such model; there are {', '.join(MODELS)}")
    folder = options.out / "paper"
    try:
        printer = FaultPrinter(model, Faults(taken_after=TAKEN_AFTER), keep=Keeper(folder))
    except OSError as error:
        raise CannotBeginError(f"{uri}: the fault printer cannot begin: {error}") from error
    with printer:
        sys.stdout.write(greeting(printer, model.name, folder))
        sys.stdout.flush()
        yield PrinterSettings(printer.uri, PROFILES[model.name])
