"""From lifting the finger to the painted frame of what was asked for, for every change of the screen.

The finger touches the real window, 1080 by 1920 pixels, of a kiosk whose server is a process beside it.
"""

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.driving import Citizen, drive, searched, speaks
from benchmarks.figures import Figure, report
from kiosk.app.model import Screen
from kiosk.domain.places import Contrast, TextSize

ROUNDS = 40
TARGET, TARGET_P95 = 30, 60
NUMBER = "take a number to the number, with server and journal"
HOME = "home, out of larger text and contrast"
REASONS = {
    NUMBER: "three durable commits and the server's answer lie between; the screen says so meanwhile",
    HOME: "all texts and pictures of all screens are laid out and drawn anew at once",
}


class Touches:
    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)

    async def __call__(self, citizen: Citizen) -> None:
        model = citizen.model
        assert model.catalogue is not None
        open_services = [each for each, state in model.availability.items() if state.ticketed]
        for each in range(ROUNDS):
            service = model.catalogue.services[open_services[each * 5 % len(open_services)]]
            await self._look_around(citizen, service.agency, service.id)
            await self._search(citizen)
            if each % 2:
                await self._change_modes(citizen)
            else:
                await self._take(citizen)

    async def _look_around(self, citizen: Citizen, agency: str, service: str) -> None:
        times, touch, go = self.times, citizen.touch, citizen.go
        times["welcome to agencies"].append(await go("welcome", Screen.AGENCIES))
        times["agencies to services"].append(await go(f"agency:{agency}", Screen.SERVICES))
        times["language, on the services"].append(await touch("speak:en", speaks("en")))
        times["services to a service"].append(await go(f"service:{service}", Screen.SERVICE))
        times["language, on a service"].append(await touch("speak:id", speaks("id")))
        times["back to the services"].append(await go("back", Screen.SERVICES))
        times["back to the agencies"].append(await go("back", Screen.AGENCIES))

    async def _search(self, citizen: Citizen) -> None:
        times, touch = self.times, citizen.touch
        times["search opened"].append(await touch("search", searched("")))
        for key, query in (("k", "k"), ("t", "kt"), ("p", "ktp")):
            times["search key to results"].append(await touch(f"key:{key}", searched(query)))
        times["result to a service"].append(await citizen.go("service:ktp-hilang", Screen.SERVICE))

    async def _change_modes(self, citizen: Citizen) -> None:
        times, touch = self.times, citizen.touch
        times["larger text, on a service"].append(
            await touch("text-size", lambda model: model.visit.adjustments.text_size is TextSize.LARGE)
        )
        times["contrast, on a service"].append(
            await touch("contrast", lambda model: model.visit.adjustments.contrast is Contrast.DARK)
        )
        times[HOME].append(await citizen.go("home", Screen.WELCOME))

    async def _take(self, citizen: Citizen) -> None:
        taken = await citizen.take()
        self.times["take a number to its being made"].append(taken.answered)
        self.times[NUMBER].append(taken.shown)
        self.times["ticket to welcome"].append(await citizen.go("done", Screen.WELCOME))


def main() -> None:
    touches = Touches()
    with TemporaryDirectory() as folder:
        drive(Path(folder), touches)
    report(
        *(
            Figure(f"touch to frame: {what}", times, "ms", TARGET, TARGET_P95, reason=REASONS.get(what, ""))
            for what, times in touches.times.items()
        )
    )


if __name__ == "__main__":
    main()
