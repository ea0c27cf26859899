"""From lifting the finger to the painted frame of what was asked for, for every change of the screen.

The finger touches the real window, 1080 by 1920 pixels, of a kiosk whose server is a process beside it.
"""

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.driving import Citizen, Holds, drive, speaks
from benchmarks.figures import Figure, report
from kiosk.app.model import Model, Screen
from kiosk.domain.visit import Agencies, Contrast, TextSize

ROUNDS = 24
TARGET, TARGET_P95 = 30, 60


def typed(query: str) -> Holds:
    def holds(model: Model) -> bool:
        return model.visit.place == Agencies(query)

    return holds


class Touches:
    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)

    async def __call__(self, citizen: Citizen) -> None:
        model = citizen.model
        assert model.catalogue is not None
        open_services = [each for each, state in model.availability.items() if state.ticketed]
        for each in range(ROUNDS):
            service = model.catalogue.services[open_services[each * 5 % len(open_services)]]
            await self._round(citizen, service.agency, service.id)

    async def _round(self, citizen: Citizen, agency: str, service: str) -> None:
        times, touch, go = self.times, citizen.touch, citizen.go
        times["welcome to agencies"].append(await go("welcome", Screen.AGENCIES))
        times["agencies to services"].append(await go(f"agency:{agency}", Screen.SERVICES))
        times["language, on the services"].append(await touch("speak:en", speaks("en")))
        times["services to a service"].append(await go(f"service:{service}", Screen.SERVICE))
        times["language, on a service"].append(await touch("speak:id", speaks("id")))
        times["back to the services"].append(await go("back", Screen.SERVICES))
        times["back to the agencies"].append(await go("back", Screen.AGENCIES))
        times["search opened"].append(await touch("search", typed("")))
        for key, query in (("k", "k"), ("t", "kt"), ("p", "ktp")):
            times["search key to results"].append(await touch(f"key:{key}", typed(query)))
        times["result to a service"].append(await go("service:ktp-hilang", Screen.SERVICE))
        times["larger text, on a service"].append(
            await touch("text-size", lambda model: model.visit.adjustments.text_size is TextSize.LARGE)
        )
        times["contrast, on a service"].append(
            await touch("contrast", lambda model: model.visit.adjustments.contrast is Contrast.DARK)
        )
        taken = await citizen.take()
        times["take a number to the number, online"].append(taken.shown)
        times["ticket to welcome"].append(await go("done", Screen.WELCOME))


def main() -> None:
    touches = Touches()
    with TemporaryDirectory() as folder:
        drive(Path(folder), touches)
    report(
        *(
            Figure(f"touch to frame: {what}", times, "ms", TARGET, TARGET_P95)
            for what, times in touches.times.items()
        )
    )


if __name__ == "__main__":
    main()
