"""The commands. Each imports what it needs, so that none waits for what another one needs."""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from kiosk import __version__
from kiosk.accidents import UnknownStepError, await_accident
from kiosk.assets import asset

DEFAULT_CONFIG = Path("kiosk.toml")
EXAMPLE_MOMENT = "2019-02-18T09:00+07:00"
PIXELS = frozenset(range(320, 8001))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code: 0 well, 1 with faults found, 2 if it could not begin."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    parser = _parser()
    options = parser.parse_args(given or ["run"])
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        await_accident()
    except UnknownStepError as error:
        print(error, file=sys.stderr)
        return 2
    command: object = options.command
    assert callable(command)
    code = command(options)
    assert isinstance(code, int)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="Queue tickets for a public service mall.")
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="the kiosk, from the technician's settings")
    run.add_argument("--config", type=Path, default=DEFAULT_CONFIG, metavar="FILE", help="(%(default)s)")
    run.set_defaults(command=_run)
    _add_demo(commands)
    _add_server(commands)
    enrol = commands.add_parser("enrol", help="make this kiosk known to the server, with a code from there")
    enrol.add_argument("code", metavar="CODE", help="what kiosk server enrol showed, for example ABCD-2345")
    enrol.add_argument("--server", type=http_url, required=True, metavar="URL", help="the queue server")
    enrol.add_argument("--config", type=Path, default=DEFAULT_CONFIG, metavar="FILE", help="(%(default)s)")
    enrol.set_defaults(command=_enrol)
    pin = commands.add_parser("pin", help="make the PIN of the technician's page, for kiosk.toml")
    pin.set_defaults(command=_pin)
    check = commands.add_parser("check", help="find the faults of settings, catalogues and everyday words")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(command=_check)
    _add_availability(commands)
    _add_way(commands)
    _add_printer(commands)
    _add_faulty_printer(commands)
    return parser


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="everything on one machine")
    demo.add_argument("--out", type=Path, default=Path("out/demo"), metavar="DIR", help="(%(default)s)")
    demo.add_argument("--answers", type=Path, metavar="FILE", help="run unattended, by touching the window")
    demo.add_argument("--server", type=http_url, metavar="URL", help="use this server and start none")
    demo.add_argument("--printer", metavar="URI", help="file:DIR, tcp://HOST:9100 or faulty[:MODEL]")
    _add_catalogue(demo)
    demo.add_argument("--size", type=size, default=(1080, 1920), metavar="WxH", help="pixels (1080x1920)")
    demo.add_argument("--at", type=moment, metavar="TIME", help=f"where the clock starts: {EXAMPLE_MOMENT}")
    demo.add_argument("--no-screens", action="store_true", help="take no pictures of an unattended run")
    demo.set_defaults(command=_demo)


def _add_server(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from kiosk.server.command import DATABASE, URL, add_arguments, add_say_arguments, run, run_say
    from kiosk.server.commanding.command import add_reprint
    from kiosk.server.identity.command import add_commands

    server = commands.add_parser("server", help="the central queue server")
    add_arguments(server)
    server.set_defaults(command=run)
    what = server.add_subparsers(metavar="WHAT")
    tickets = what.add_parser("tickets", help="a day's tickets in the order of the presses, a JSON line each")
    tickets.add_argument("--database", default=DATABASE, metavar="URL")
    tickets.add_argument("--day", type=day, required=True, metavar="YYYY-MM-DD")
    tickets.set_defaults(command=_tickets)
    add_commands(what)
    add_reprint(what)
    say = what.add_parser("say", help="tell a running server what a service or an agency can do now")
    add_say_arguments(say)
    say.add_argument("--url", type=http_url, default=URL, help="where the server listens (%(default)s)")
    say.set_defaults(command=run_say)


def _add_availability(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from kiosk.states import word

    states = commands.add_parser("availability", help="every service's state at a time")
    states.add_argument(
        "--at", type=moment, metavar="TIME", help=f"ISO 8601 with the offset: {EXAMPLE_MOMENT}"
    )
    states.add_argument(
        "--word",
        type=word,
        action="append",
        default=[],
        metavar="ID=STATE",
        help="as if staff had said it of this service or agency",
    )
    states.add_argument(
        "--outage", action="append", default=[], metavar="AGENCY", help="as if its central link were down"
    )
    _add_catalogue(states)
    states.add_argument("--json", action="store_true", help="as one JSON object")
    states.set_defaults(command=_availability)


def _add_way(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from kiosk.way import hold

    way = commands.add_parser("way", help="which counters first: the best plan for what a citizen holds")
    way.add_argument("service", metavar="SERVICE")
    way.add_argument(
        "--hold",
        type=hold,
        action="append",
        default=[],
        metavar="DOC=STATE",
        help="have, never, lost, damaged or outdated; every document counts as held, or as '*=STATE' says",
    )
    way.add_argument("--when", action="append", default=[], metavar="CONDITION", help="what is true of them")
    way.add_argument("--at", type=moment, metavar="TIME", help="counters with no known opening are avoided")
    _add_catalogue(way)
    way.add_argument("--json", action="store_true", help="as one JSON object")
    way.set_defaults(command=_way)


def _add_printer(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    what = commands.add_parser("printer", help="a receipt printer that is to be set up").add_subparsers(
        required=True, metavar="WHAT"
    )
    probe = what.add_parser("probe", help="ask it what it answers, and propose its profile; prints nothing")
    probe.add_argument("uri", metavar="URI", help="as in the settings, for example tcp://192.168.1.50:9100")
    probe.add_argument("--paper", action="store_true", help="print a test paper that shows the width, too")
    probe.add_argument("--json", action="store_true", help="as one JSON object")
    probe.set_defaults(command=_printer_probe)


def _add_faulty_printer(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from kiosk.faulty.arguments import add_arguments

    printer = commands.add_parser("faulty-printer", help="a network printer that fails when it is told to")
    add_arguments(printer)
    printer.set_defaults(command=_faulty_printer)


def _add_catalogue(parser: argparse.ArgumentParser) -> None:
    default = asset("catalogue", "pekanbaru")
    parser.add_argument("--catalogue", type=Path, default=default, metavar="FILE", help="a file or a folder")


def _run(options: argparse.Namespace) -> int:
    from kiosk import runtime
    from kiosk.identity import BadIdentityError, as_enrolled
    from kiosk.settings import load_settings
    from kiosk.ui.opening import open_window
    from kiosk.ui.window import display_from

    loaded = load_settings(options.config)
    for fault in loaded.faults:
        print(fault, file=sys.stderr)
    if loaded.settings is None:
        return 2
    try:
        settings, notes = as_enrolled(loaded.settings)
    except BadIdentityError as error:
        print(error, file=sys.stderr)
        return 2
    for note in notes:
        logging.getLogger(__name__).warning("%s", note)
    runtime.application()
    display = display_from(settings.screen)
    catalogue = settings.data.catalogue or asset("catalogue", "pekanbaru")

    async def run(stop: asyncio.Event) -> int:
        async with open_window(display, settings.server.public_url, *settings.mall.languages[:1]) as opened:
            from kiosk.clock import SystemClock
            from kiosk.running import run_behind, telling
            from kiosk.wiring import Plan

            plan = Plan(settings, display, SystemClock(), catalogue)
            return await telling(run_behind(opened, plan, stop))

    return runtime.run(run)


def _enrol(options: argparse.Namespace) -> int:
    from kiosk.enrolling import NotEnrolledError, StaffToken, enrol
    from kiosk.settings import load_settings

    loaded = load_settings(options.config)
    for fault in loaded.faults:
        print(fault, file=sys.stderr)
    if loaded.settings is None:
        return 2
    try:
        enrolled = enrol(options.code, options.server, loaded.settings)
    except NotEnrolledError as error:
        print(error, file=sys.stderr)
        return 1
    if isinstance(enrolled, StaffToken):
        print("the code was for staff; nothing is kept here. Their token, told this once:", file=sys.stderr)
        print(enrolled.token)
    else:
        number = enrolled.identity.number
        print(f"this is kiosk {number} now, by {enrolled.path}; start it again if it runs: kiosk run")
    return 0


def _pin(options: argparse.Namespace) -> int:
    from kiosk.pin import make_pin

    del options
    return make_pin()


def _demo(options: argparse.Namespace) -> int:
    from kiosk.demo.demonstration import run_demo
    from kiosk.demo.options import DemoOptions

    return run_demo(
        DemoOptions(
            out=options.out,
            catalogue=options.catalogue,
            answers=options.answers,
            server=options.server,
            printer=options.printer,
            size=options.size,
            at=options.at,
            pictures=not options.no_screens,
        )
    )


def _check(options: argparse.Namespace) -> int:
    from kiosk.checking import check_files, notes_on
    from kiosk.clock import SystemClock

    faults = check_files(options.files)
    for fault in faults:
        print(fault)
    for note in notes_on(options.files, SystemClock().now().astimezone().date()):
        print(note, file=sys.stderr)
    return 1 if faults else 0


def _availability(options: argparse.Namespace) -> int:
    from kiosk.catalogue.loading import load_catalogue
    from kiosk.clock import SystemClock
    from kiosk.domain.availability import availabilities
    from kiosk.states import availability_report, staff_word_of, state_lines
    from kiosk.way import AskedWronglyError

    loaded = load_catalogue(options.catalogue)
    for fault in loaded.faults:
        print(fault, file=sys.stderr)
    if loaded.catalogue is None:
        return 2
    catalogue = loaded.catalogue
    try:
        staff_word = staff_word_of(catalogue, options.word, options.outage)
    except AskedWronglyError as error:
        print(error, file=sys.stderr)
        return 2
    states = availabilities(catalogue, options.at or SystemClock().now(), staff_word)
    if options.json:
        print(json.dumps(availability_report(catalogue, states), ensure_ascii=False, indent=2))
    else:
        print(*state_lines(catalogue, states), sep="\n")
    return 0


def _way(options: argparse.Namespace) -> int:
    from kiosk.catalogue.loading import load_catalogue
    from kiosk.clock import SystemClock
    from kiosk.domain.route import find_way, possible_today
    from kiosk.way import AskedWronglyError, check_known, holdings_of, way_lines, way_report

    loaded = load_catalogue(options.catalogue)
    for fault in loaded.faults:
        print(fault, file=sys.stderr)
    catalogue = loaded.catalogue
    if catalogue is None:
        return 2
    try:
        check_known(options.service, "service", catalogue.services)
        holdings = holdings_of(catalogue, options.hold, options.when)
    except AskedWronglyError as error:
        print(error, file=sys.stderr)
        return 2
    way = find_way(catalogue, options.service, holdings, options.at)
    today = possible_today(catalogue, way, options.at or SystemClock().now())
    if options.json:
        print(json.dumps(way_report(way, today), ensure_ascii=False, indent=2))
    else:
        print(*way_lines(catalogue, way, today), sep="\n")
    return 0


def _printer_probe(options: argparse.Namespace) -> int:
    from kiosk.printing.probe_command import run

    return run(options)


def _faulty_printer(options: argparse.Namespace) -> int:
    from kiosk.faulty.command import run

    return run(options)


def _tickets(options: argparse.Namespace) -> int:
    import msgspec

    from kiosk.server.databases import list_tickets
    from kiosk.server.refused import Refused

    rows = list_tickets(options.database, options.day)
    if isinstance(rows, Refused):
        print(rows.why, file=sys.stderr)
        return 2
    for row in rows:
        print(msgspec.json.encode(row).decode())
    return 0


def moment(words: str) -> datetime:
    """Read an aware time from ISO 8601."""
    try:
        at = datetime.fromisoformat(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{words!r} is no time; write it like {EXAMPLE_MOMENT}") from error
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{words!r} lacks its offset; write it like {EXAMPLE_MOMENT}")
    return at


def day(words: str) -> date:
    """Read a date from ISO 8601."""
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{words!r} is no date; write it like 2019-02-18") from error


def http_url(words: str) -> str:
    """Read the address of a server."""
    parts = urlsplit(words)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError(
            f"{words!r} is no server's address; write it like http://10.0.0.5:8080"
        )
    return words


def size(words: str) -> tuple[int, int]:
    """Read a size in pixels, like ``1080x1920``."""
    width, _, height = words.partition("x")
    if not (width.isdecimal() and height.isdecimal() and {int(width), int(height)} <= PIXELS):
        raise argparse.ArgumentTypeError(
            f"{words!r} is no size of 320 to 8000 pixels each way; write it like 1080x1920"
        )
    return int(width), int(height)
