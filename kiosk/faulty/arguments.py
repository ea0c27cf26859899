"""What ``kiosk faulty-printer`` may be asked for."""

import argparse
from dataclasses import replace
from pathlib import Path

from kiosk.faulty.models import MODELS, Model

PORT, CONTROL_PORT = 9100, 9101
TAKEN_AFTER = 3.0
"""Seconds after which somebody takes a ticket that hangs out, where nobody says otherwise."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    models = "; ".join(f"{model.name}: {model.about}" for model in MODELS.values())
    parser.add_argument("--model", choices=tuple(MODELS), default="tm-t82", help=f"(%(default)s) {models}")
    parser.add_argument("--host", default="127.0.0.1", help="where it listens (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="its raw port, 0: any (%(default)s)")
    parser.add_argument("--control", type=int, default=CONTROL_PORT, metavar="PORT", help="(%(default)s)")
    parser.add_argument(
        "--out", type=Path, default=Path("out/papers"), metavar="DIR", help="for its papers (%(default)s)"
    )
    parser.add_argument("--speed", type=speed, metavar="MM", help="millimetres a second; else the model's")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="WORDS",
        help="as at the control port, before it begins",
    )
    parser.add_argument(
        "--tell", metavar="WORDS", help="only say this to the one at --control, and its answer"
    )


def speed(words: str) -> float:
    """Read the speed of the paper."""
    try:
        mm = float(words)
    except ValueError:
        mm = 0.0
    if not 1 <= mm <= 10_000:
        raise argparse.ArgumentTypeError(f"{words!r} is no speed of 1 to 10000 mm/s; write it like 200")
    return mm


def model_of(name: str, mm_per_second: float | None = None) -> Model:
    """Return a model of the list, at another speed if that is given."""
    model = MODELS[name]
    return model if mm_per_second is None else replace(model, mm_per_second=mm_per_second)
