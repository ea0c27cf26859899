"""A kiosk without its screen, as a process that can be killed: it does what its standard input says.

``press SERVICE`` takes a press to its end, ``tell`` waits until the server heard all, ``borrow`` until it
lent numbers of a quota, ``obey COMMAND`` until it heard how a command ended, ``spoil`` and ``mend`` let the
journal fail before the paper. Each line is answered by one of JSON; a number is told as soon as a citizen may
see it.
"""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from kiosk.accidents import await_accident
from kiosk.app.issuing import Issued, IssueProgress, TicketNumbered
from kiosk.clock import ShiftedClock
from kiosk.domain.catalogue import Catalogue
from kiosk.journal.journal import Journal
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.paper import WIDE
from kiosk.sync.probe import keep_probing
from tests.issuing_kit import DAY, Kiosk, catalogue, kiosk, press, running
from tests.waiting import until_told

AGENCY, LIMITED, QUOTA = "disdukcapil", "ktp-hilang", 500
CHANCE = 0.05
TELL_SECONDS = 20.0

SPOIL = """CREATE TEMP TRIGGER spoilt BEFORE UPDATE OF printing_at ON ticket
    WHEN new.printing_at IS NOT NULL BEGIN SELECT raise(ABORT, 'spoilt'); END"""


TOLD = "SELECT count(*) FROM command WHERE command = ? AND told"


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def see(progress: IssueProgress) -> None:
    if isinstance(progress, TicketNumbered):
        say(seen=progress.ticket.label, ticket_id=str(progress.ticket.press.ticket_id))


@cache
def mall() -> Catalogue:
    """The mall with one service that is limited to many people a day."""
    known = catalogue()
    agencies = {**known.agencies, AGENCY: replace(known.agencies[AGENCY], quota_per_day=QUOTA)}
    services = {**known.services, LIMITED: replace(known.services[LIMITED], quota=True)}
    return replace(known, agencies=agencies, services=services)


def is_told(journal: Journal, command: str) -> bool:
    (count,) = journal._connection.execute(TOLD, (command,)).fetchone()
    return bool(count)


async def take(parts: Kiosk, service: str) -> None:
    result = await parts.issuing.issue(press(service, parts.clock.now()), see)
    say(done=result.ticket.label if isinstance(result, Issued) else None)


async def obey(parts: Kiosk, line: str) -> None:
    match line.split():
        case ["press", service]:
            await take(parts, service)
        case ["tell"]:
            async with asyncio.timeout(TELL_SECONDS):
                await parts.link.wait_up()
                await parts.uplink.drained()
            say(told=True)
        case ["borrow"]:
            async with asyncio.timeout(TELL_SECONDS):
                while not any(each.get(AGENCY) for each in parts.lent):
                    await parts.journal.do(Journal.lent, DAY)
            say(lent=True)
        case ["obey", command]:
            await until_told(
                lambda: parts.journal.do(lambda journal: is_told(journal, command)), TELL_SECONDS
            )
            say(obeyed=True)
        case ["spoil"]:
            await parts.journal.do(lambda journal: journal._connection.execute(SPOIL).fetchone())
            say(spoilt=True)
        case ["mend"]:
            await parts.journal.do(
                lambda journal: journal._connection.execute("DROP TRIGGER spoilt").fetchone()
            )
            say(mended=True)
        case _:
            raise AssertionError(line)


async def main(folder: Path, url: str, number: int, at: datetime) -> None:
    await_accident()
    printer = FilePrinter(folder / "paper", WIDE, ShiftedClock(at))
    async with kiosk(
        folder, url, printer=printer, number=number, chance=CHANCE, at=at, known=mall()
    ) as parts:
        await parts.journal.do(Journal.recover, parts.clock.now())
        say(begun=True)
        probing = keep_probing(parts.client, parts.link, parts.clock)
        sync = (parts.uplink.run(), parts.downlink.run(), parts.heartbeat.run(), probing)
        async with running(*sync, parts.commanded.run()):
            while line := await asyncio.to_thread(sys.stdin.readline):
                await obey(parts, line)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), datetime.fromisoformat(sys.argv[4])))
