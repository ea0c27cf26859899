"""The commands about identities: ``kiosk server enrol``, ``kiosks`` and ``revoke``."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.assets import asset
from kiosk.server.command import DATABASE

if TYPE_CHECKING:
    from kiosk.contract.enrolment import ClientBody

DONE, REFUSED = 0, 1
"""Exit codes."""

HEAD = ("NUMBER", "NAME", "ROLE", "STATE", "ENROLLED", "REVOKED", "LAST HEARD", "HEALTH")


def add_commands(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to those of ``kiosk server``."""
    enrol = what.add_parser("enrol", help="make a one-time code with which a kiosk or staff get their token")
    enrol.add_argument(
        "--name", required=True, help="where the kiosk stands or which desk it is; no person's"
    )
    enrol.add_argument("--number", type=int, metavar="N", help="the kiosk's number, if not any that is free")
    enrol.add_argument(
        "--for", dest="role", choices=["kiosk", "staff"], default="kiosk", help="(%(default)s)"
    )
    enrol.add_argument(
        "--catalogue", type=Path, default=asset("catalogue", "pekanbaru"), metavar="FILE", help="the mall's"
    )
    enrol.set_defaults(command=run_enrol)
    kiosks = what.add_parser("kiosks", help="list who was enrolled, and what each kiosk last told of itself")
    kiosks.set_defaults(command=run_kiosks)
    revoke = what.add_parser("revoke", help="end the right of a kiosk or staff to speak to the server")
    revoke.add_argument("who", metavar="NUMBER|NAME", help="a kiosk's number, or any name or id")
    revoke.set_defaults(command=run_revoke)
    for each in (enrol, kiosks, revoke):
        each.add_argument("--database", default=DATABASE, metavar="URL", help="the server's (%(default)s)")
    for each in (enrol, kiosks):
        each.add_argument("--json", action="store_true", help="as one JSON object")


def run_enrol(arguments: argparse.Namespace) -> int:
    """Make a code and print it, or why not."""
    import msgspec

    from kiosk.clock import SystemClock
    from kiosk.server.identity.clients import Role
    from kiosk.server.identity.enrolling import CODE_MINUTES, Wish, invite
    from kiosk.server.refused import Refused

    wish = Wish(arguments.name, Role(arguments.role), arguments.number)
    invited = invite(arguments.database, arguments.catalogue, wish, SystemClock())
    if isinstance(invited, Refused):
        return _refuse(invited.why)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(invited).decode() + "\n")
    elif wish.role is Role.STAFF:
        sys.stdout.write(
            f"Code for {wish.name}: {invited.code}, valid for {CODE_MINUTES} minutes. "
            "Send it to the server's /v1/enrolments for the token.\n"
        )
    else:
        sys.stdout.write(
            f"Code for kiosk {invited.number} ({wish.name}): {invited.code}, "
            f"valid for {CODE_MINUTES} minutes. On the kiosk: kiosk enrol {invited.code} --server URL\n"
        )
    return DONE


def run_kiosks(arguments: argparse.Namespace) -> int:
    """Print the inventory."""
    import msgspec

    from kiosk.clock import SystemClock
    from kiosk.contract.enrolment import ClientsAnswer
    from kiosk.server.identity.enrolling import list_clients
    from kiosk.server.refused import Refused

    listed = list_clients(arguments.database, SystemClock())
    if isinstance(listed, Refused):
        return _refuse(listed.why)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(ClientsAnswer(listed)).decode() + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _table([HEAD, *map(_cells, listed)]))
    return DONE


def run_revoke(arguments: argparse.Namespace) -> int:
    """Revoke and say whom, or why not."""
    from kiosk.clock import SystemClock
    from kiosk.server.identity.enrolling import revoke
    from kiosk.server.refused import Refused

    revoked = revoke(arguments.database, arguments.who, SystemClock())
    if isinstance(revoked, Refused):
        return _refuse(revoked.why)
    number = f"kiosk {revoked.number}" if revoked.number else revoked.role
    sys.stdout.write(f"{number} ({revoked.name}): revoked; servers refuse it within two seconds\n")
    return DONE


def _refuse(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return REFUSED


def _cells(each: "ClientBody") -> tuple[str, ...]:
    times = (each.enrolled_at, each.revoked_at, each.told_at)
    written = [at.astimezone().strftime("%Y-%m-%d %H:%M") if at else "" for at in times]
    health = json.dumps(each.health, ensure_ascii=False) if each.health else ""
    return (str(each.number or ""), each.name or "", each.role, each.state, *written, health)


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
