"""From lifting the finger on "take a number" to the printer's first byte, and to the end of the ticket.

Once with the server on the line and once after it was killed; with the printer that writes files, and with
one on TCP that answers at once when it has processed everything: a real one adds the time of its paper.
"""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.driving import Citizen, Taken, drive
from benchmarks.escpos_listener import listener
from benchmarks.figures import Figure, report
from kiosk.app.model import Screen

TICKETS = 24
TARGET = 100


async def take_tickets(taken: dict[bool, list[Taken]], citizen: Citizen) -> None:
    model = citizen.model
    assert model.catalogue is not None
    services = [each for each, state in model.availability.items() if state.ticketed]
    for online in (True, False):
        if not online:
            await citizen.server.kill()
        for place in range(TICKETS):
            service = model.catalogue.services[services[place * 5 % len(services)]]
            await citizen.go("welcome", Screen.AGENCIES)
            await citizen.go(f"agency:{service.agency}", Screen.SERVICES)
            await citizen.go(f"service:{service.id}", Screen.SERVICE)
            ticket = await citizen.take()
            assert ticket.online is online
            taken[online].append(ticket)
            await citizen.go("done", Screen.WELCOME)


def report_printer(name: str, folder: Path, printer: str) -> None:
    taken: dict[bool, list[Taken]] = {True: [], False: []}
    drive(folder, partial(take_tickets, taken), printer)
    for online, tickets in taken.items():
        line = "server up" if online else "server killed"
        report(
            Figure(
                f"{name}, {line}: touch to first byte", [each.first_byte for each in tickets], "ms", TARGET
            ),
            Figure(f"{name}, {line}: touch to completion", [each.done for each in tickets], "ms", TARGET),
        )


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        report_printer("file printer", folder / "file", "")
        with listener() as uri:
            report_printer("ESC/POS on TCP", folder / "tcp", uri)


if __name__ == "__main__":
    main()
