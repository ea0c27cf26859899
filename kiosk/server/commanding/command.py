"""The command with which a desk asks for a copy of a ticket: ``kiosk server reprint``."""

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from kiosk.server.command import DATABASE

if TYPE_CHECKING:
    from kiosk.server.commanding.asking import Asked

DONE, NOT_DONE = 0, 1
"""Exit codes."""

WAIT_SECONDS = 60.0


def add_reprint(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of ``kiosk server``."""
    reprint = what.add_parser("reprint", help="let a kiosk print a ticket once more, marked SALINAN")
    reprint.add_argument("label", metavar="LABEL", help="the ticket's number, for example A-012")
    reprint.add_argument("--kiosk", required=True, metavar="KIOSK", help="which gave it: number, name or id")
    reprint.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="the ticket's day, if not today")
    reprint.add_argument("--database", default=DATABASE, metavar="URL", help="the server's (%(default)s)")
    reprint.add_argument(
        "--wait",
        type=_seconds,
        default=WAIT_SECONDS,
        metavar="SECONDS",
        help="how long to wait for the kiosk's word (%(default)g); 0: do not wait",
    )
    reprint.add_argument("--json", action="store_true", help="as one JSON object")
    reprint.set_defaults(command=run_reprint)


def run_reprint(arguments: argparse.Namespace) -> int:
    """Ask for the copy and tell what became of it; 0 if it was printed, or was not to be waited for."""
    import msgspec

    from kiosk.clock import SystemClock
    from kiosk.server.commanding.asking import Reprint, ask_reprint
    from kiosk.server.refused import Refused

    wish = Reprint(arguments.kiosk, arguments.label, arguments.day)
    asked = ask_reprint(arguments.database, wish, arguments.wait, SystemClock())
    if isinstance(asked, Refused):
        sys.stderr.write(f"{asked.why}\n")
        return NOT_DONE
    well = asked.command.state == "done" or (asked.command.state == "waiting" and not arguments.wait)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(asked.command).decode() + "\n")
    else:
        (sys.stdout if well else sys.stderr).write(_told(asked, arguments.wait) + "\n")
    return DONE if well else NOT_DONE


def _told(asked: "Asked", waited: float) -> str:
    command, name = asked.command, asked.kiosk.name
    who = f"kiosk {command.kiosk} ({name})" if name else f"kiosk {command.kiosk}"
    if command.ended_at:
        return f"{who}: {command.detail}"
    until = command.until.astimezone().strftime("%H:%M")
    if not waited:
        return f"{who} is asked for a copy of {command.label} until {until}"
    heard = asked.kiosk.told_at
    last = (
        f"was last heard at {heard.astimezone().strftime('%Y-%m-%d %H:%M')}" if heard else "was never heard"
    )
    return (
        f"{who}: no word of {command.label} within {waited:g} s; it {last}. The copy may still come out "
        f"until {until}: look there before you ask again"
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is no date; write it like 2019-02-18") from None


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 600:
        raise argparse.ArgumentTypeError(f"{words!r} is no wait; give 0 to 600 seconds")
    return seconds
