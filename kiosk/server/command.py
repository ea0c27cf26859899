"""The server's command: its arguments, and what they start; the other commands do not wait for the latter."""

import argparse
import logging
import os
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path

from kiosk.assets import asset
from kiosk.clock import ShiftedClock, SystemClock

DATABASE = "sqlite:///kiosk-server.db"
PORT = 8080


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``run`` reads."""
    parser.add_argument(
        "--database", default=DATABASE, metavar="URL", help="a file's path or sqlite:///PATH (%(default)s)"
    )
    parser.add_argument(
        "--catalogue",
        type=Path,
        default=asset("catalogue", "pekanbaru"),
        metavar="FILE",
        help="the catalogue's file or folder (%(default)s)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=PORT, help="0 takes any that is free (%(default)s)")
    parser.add_argument(
        "--attached",
        action="store_true",
        help="stop when the standard input closes: end with whoever began it",
    )
    parser.add_argument(
        "--at", type=_moment, metavar="TIME", help="start the clock at this time, ISO 8601 with its offset"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop; the log goes to the standard error. Return the exit code."""
    from kiosk.server.serving import ServerOptions, serve

    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    if arguments.attached:
        threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    return serve(
        ServerOptions(
            database=arguments.database,
            catalogue=arguments.catalogue,
            host=arguments.host,
            port=arguments.port,
            clock=ShiftedClock(arguments.at) if arguments.at else SystemClock(),
        )
    )


def _stop_at_end_of_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _port(words: str) -> int:
    port = int(words) if words.isdecimal() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{words!r} is no port; give 0 to 65535")
    return port


def _moment(words: str) -> datetime:
    example = "give ISO 8601 with the offset, for example 2019-02-18T09:00+07:00"
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is no time; {example}") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{words!r} lacks its offset; {example}")
    return moment
