"""The memory of the kiosk's process (its resident set) after 10, 100 and 1,000 visits.

Every visit is made by touching the real window: two languages, all agencies that have two services open,
ordinary and priority numbers, an ESC/POS printer on TCP. Every other citizen walks away from the ticket.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.driving import Citizen, drive, on, resident_megabytes
from benchmarks.escpos_listener import listener
from benchmarks.figures import Figure, report
from kiosk.app.model import Model, Screen
from kiosk.domain.events import TimeUp

VISITS = 1000
MOMENTS = (10, 100, VISITS)
MOST_MB, MOST_GROWTH = 160, 5
REASON = (
    "Qt, Python and what they import are 100 MB of it, and the finger with its test library, 8 MB,"
    " is no part of a kiosk"
)


class Visits:
    def __init__(self) -> None:
        self.megabytes: dict[int, float] = {}

    async def __call__(self, citizen: Citizen) -> None:
        agencies = open_services(citizen.model)
        for visit in range(1, VISITS + 1):
            # Never the same place of the list twice at once: that would be taken for a tremor.
            agency, *services = agencies[visit % len(agencies)]
            await self._visit(citizen, visit, agency, services[visit % 2])
            if visit in MOMENTS:
                self.megabytes[visit] = resident_megabytes()
                print(f"{visit} visits", file=sys.stderr)

    async def _visit(self, citizen: Citizen, visit: int, agency: str, service: str) -> None:
        odd = visit % 2 == 1
        await citizen.go("language:id" if odd else "language:en", Screen.AGENCIES)
        await citizen.go(f"agency:{agency}", Screen.SERVICES)
        await citizen.go(f"service:{service}", Screen.SERVICE)
        await citizen.take("take" if odd else "take:priority")
        if odd:
            await citizen.go("done", Screen.WELCOME)
        else:
            citizen.kiosk.controller.dispatch(TimeUp())
            await citizen.until(on(Screen.WELCOME))


def open_services(model: Model) -> list[list[str]]:
    """Return agencies, each with its services that are open, if it has two."""
    assert model.catalogue is not None
    agencies = [
        [
            agency,
            *(
                each.id
                for each in model.catalogue.services_of(agency)
                if model.availability[each.id].ticketed
            ),
        ]
        for agency in model.catalogue.agencies
    ]
    return [each for each in agencies if len(each) > 2]


def main() -> None:
    visits = Visits()
    with TemporaryDirectory() as folder, listener() as uri:
        drive(Path(folder), visits, uri)
    after = visits.megabytes
    growth = 100 * (after[VISITS] - after[100]) / after[100]
    report(
        *(
            Figure(f"memory after {count:,} visits", [after[count]], "MB", MOST_MB, reason=REASON)
            for count in MOMENTS
        ),
        Figure("growth of memory from visit 100 to visit 1,000", [growth], "%", MOST_GROWTH),
    )


if __name__ == "__main__":
    main()
