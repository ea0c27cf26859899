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
from kiosk.domain.availability import State

DATABASE = "sqlite:///kiosk-server.db"
PORT = 8080
TOKEN = "MPP_TOKEN"
MOST_WORKERS = 64
KEEP_DAYS = 400
"""How many days are kept unless it is said otherwise: a year, and the month to compare it with."""

LEAST_DAYS = 31
"""The fewest: a kiosk may have been without a line for weeks, and then goes on with its outbox."""
URL = f"http://127.0.0.1:{PORT}"
"""Where a server of this machine listens unless it is told otherwise."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``run`` reads."""
    parser.add_argument(
        "--database",
        default=DATABASE,
        metavar="URL",
        help="a file's path, sqlite:///PATH or postgresql://USER@HOST/NAME (%(default)s)",
    )
    parser.add_argument(
        "--workers",
        type=_count,
        default=1,
        metavar="N",
        help="how many processes serve; more than one need PostgreSQL (%(default)s)",
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
        "--keep-days",
        type=_days,
        default=KEEP_DAYS,
        metavar="N",
        help=f"forget tickets of more days ago; {LEAST_DAYS} or more, 0 for never (%(default)s)",
    )
    _add_door_arguments(parser)
    parser.add_argument("--listener", type=int, help=argparse.SUPPRESS)
    parser.add_argument(
        "--attached",
        action="store_true",
        help="stop when the standard input closes: end with whoever began it",
    )
    parser.add_argument(
        "--at", type=_moment, metavar="TIME", help="start the clock at this time, ISO 8601 with its offset"
    )


def _add_door_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--access",
        choices=["open", "enrolled"],
        help="who is answered: all, or who is enrolled (open if only this machine reaches --host)",
    )
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="for TLS: a PEM file with its chain")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the certificate's key, if not in its file")
    parser.add_argument(
        "--rate",
        type=_limit,
        metavar="N",
        help="requests a second of one client, 0 for any number (200; none on this machine if open)",
    )
    parser.add_argument(
        "--concurrency", type=_limit, default=512, metavar="N", help="most requests under way (%(default)s)"
    )
    parser.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="a reverse proxy whose X-Forwarded-For is believed; may be given several times",
    )


def add_say_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``run_say`` reads besides the server's ``url``."""
    parser.add_argument("about", metavar="ID", help="a service's or an agency's id in the catalogue")
    parser.add_argument(
        "what",
        metavar="STATE",
        choices=[*(each.value for each in State), "outage", "clear"],
        help=f"{', '.join(State)}; outage: an agency's central link is out; clear: take it back",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why, as people shall read it")
    parser.add_argument(
        "--token", default=os.environ.get(TOKEN), help=f"staff's token; or in the environment, as {TOKEN}"
    )
    parser.add_argument("--until", metavar="TIME", help="HH:MM today, or ISO 8601 with its offset")


def run_say(arguments: argparse.Namespace) -> int:
    """Tell a running server what staff say; return 0 if it keeps that, else 1."""
    from kiosk.server.saying import NotSaidError, Saying, say

    saying = Saying(arguments.about, arguments.what, arguments.reason, arguments.until)
    try:
        kept = say(arguments.url, saying, arguments.token)
    except NotSaidError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{kept}\n")
    return 0


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop; the log goes to the standard error. Return the exit code."""
    from kiosk.server.identity.access import Access
    from kiosk.server.serving import ServerOptions, serve
    from kiosk.server.web.door import Door

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
            workers=arguments.workers,
            keep_days=arguments.keep_days,
            listener=arguments.listener,
            door=Door(
                access=Access(arguments.access) if arguments.access else None,
                rate=arguments.rate,
                concurrency=arguments.concurrency,
                proxies=tuple(arguments.trusted_proxy),
                certificate=arguments.certificate,
                key=arguments.key,
            ),
        )
    )


def _stop_at_end_of_input() -> None:
    while os.read(sys.stdin.fileno(), 1024):  # a buffered reader would be locked when the interpreter ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _port(words: str) -> int:
    port = int(words) if words.isdecimal() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{words!r} is no port; give 0 to 65535")
    return port


def _limit(words: str) -> int:
    limit = int(words) if words.isdecimal() and len(words) < 8 else -1
    if limit < 0:
        raise argparse.ArgumentTypeError(f"{words!r} is no limit; give a whole number")
    return limit


def _count(words: str) -> int:
    count = int(words) if words.isdecimal() else 0
    if not 1 <= count <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{words!r} is no number of processes; give 1 to {MOST_WORKERS}")
    return count


def _days(words: str) -> int:
    days = int(words) if words.isdecimal() and len(words) < 6 else -1
    if 0 < days < LEAST_DAYS or days < 0:
        raise argparse.ArgumentTypeError(
            f"{words!r} is no number of days to keep; give {LEAST_DAYS} or more, or 0 for all"
        )
    return days


def _moment(words: str) -> datetime:
    example = "give ISO 8601 with the offset, for example 2019-02-18T09:00+07:00"
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is no time; {example}") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{words!r} lacks its offset; {example}")
    return moment
