"""``kiosk faulty-printer``: the printer as a program of its own."""

import argparse
import signal
import sys
import threading

from kiosk.faulty.arguments import TAKEN_AFTER, model_of
from kiosk.faulty.control_port import tell
from kiosk.faulty.controls import WrongWordsError
from kiosk.faulty.faults import Faults
from kiosk.faulty.keeping import Keeper
from kiosk.faulty.network import FaultPrinter

LOOK_SECONDS = 1.0


def run(options: argparse.Namespace) -> int:
    """Run the printer until it is stopped, or talk to a running one; return the exit code."""
    try:
        return _talk(options) if options.tell is not None else _print(options)
    except (OSError, WrongWordsError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _talk(options: argparse.Namespace) -> int:
    answer = tell(options.host, options.control, options.tell)
    sys.stdout.write(answer + "\n")
    return 1 if answer.startswith("error:") else 0


def _print(options: argparse.Namespace) -> int:
    printer = FaultPrinter(
        model_of(options.model, options.speed),
        Faults(taken_after=TAKEN_AFTER),
        host=options.host,
        port=options.port,
        control_port=options.control,
        keep=Keeper(options.out),
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with printer:
        for words in options.fault:
            printer.tell(words)
        sys.stdout.write(greeting(printer, options.model, options.out))
        sys.stdout.flush()
        while printer.runs and not stop.wait(LOOK_SECONDS):
            pass
        return 0 if printer.runs else 1


def greeting(printer: FaultPrinter, model: str, folder: object) -> str:
    """Say where a printer is, how to give it faults and where its papers lie."""
    control = printer.control_port
    return (
        f"a {model} prints at {printer.uri}; its papers lie in {folder}\n"
        f"give it faults at port {control}: kiosk faulty-printer --control {control} --tell help\n"
    )
