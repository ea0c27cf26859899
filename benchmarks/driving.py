"""A whole kiosk to drive: its window, its journal, its printer, and a server process beside it."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk import runtime
from kiosk.app.issuing import Issued
from kiosk.app.model import Model, Screen, screen_of
from kiosk.assets import asset
from kiosk.clock import ShiftedClock
from kiosk.demo.embedded import EmbeddedServer
from kiosk.demo.options import DEFAULT_SIZE, display_of
from kiosk.demo.unattended import Observer
from kiosk.domain.places import Agencies, Holding, Issuing, PaperDone
from kiosk.running import run_kiosk
from kiosk.settings.model import DataSettings, PrinterSettings, ServerSettings, Settings
from kiosk.ui.finger import Finger
from kiosk.wiring import Kiosk, Plan

MONDAY = datetime.fromisoformat("2019-02-18T09:00+07:00")
"""A moment at which nearly everything is open."""
CATALOGUE = asset("catalogue", "pekanbaru")
PATIENCE_SECONDS = 30.0
PUBLIC_URL = "https://antrean.example.id/t/"

Holds = Callable[[Model], bool]


class Citizen:
    """Touches the window and times what comes of it."""

    def __init__(self, kiosk: Kiosk, observer: Observer, server: EmbeddedServer) -> None:
        self.kiosk = kiosk
        self.server = server
        self.finger = Finger(kiosk.window.quick)
        self._observer = observer
        self._holds: Holds | None = None
        self._held = asyncio.Event()
        self._held_at = 0.0
        kiosk.controller.subscribe(self._note)

    @property
    def model(self) -> Model:
        """The moment, as it is now."""
        return self.kiosk.controller.model

    async def touch(self, item: str, holds: Holds) -> float:
        """Touch an item; return the milliseconds from lifting the finger to the frame of what comes of it."""
        left, shown = await self._touch(item, holds)
        return 1000 * (shown - left)

    async def go(self, item: str, screen: Screen) -> float:
        """Touch an item; return the milliseconds until the screen that it leads to is painted."""
        return await self.touch(item, on(screen))

    async def take(self, button: str = "take") -> "Taken":
        """Touch for a number, and wait for the end of its paper."""
        left, answered = await self._touch(button, lambda model: isinstance(model.visit.place, Issuing))
        numbered = await self.until(lambda model: isinstance(model.visit.place, Holding))
        shown = await self.finger.frame_after(numbered)
        place = self.model.visit.place
        assert isinstance(place, Holding)
        await self.until(paper_ended)
        issued = self._observer.results.pop(place.ticket.press.ticket_id)
        assert isinstance(issued, Issued)
        result = issued.result
        assert result.first_byte is not None
        assert result.done is not None
        return Taken(
            1000 * (answered - left),
            1000 * (shown - left),
            1000 * (result.first_byte - left),
            1000 * (result.done - left),
            place.ticket.online,
        )

    async def until(self, holds: Holds) -> float:
        """Return the monotonic second at which the model became like that."""
        self._watch_for(holds)
        self._note(self.model)
        return await self._seen()

    async def _touch(self, item: str, holds: Holds) -> tuple[float, float]:
        self._watch_for(holds)
        left = await self.finger.touch(item)
        return left, await self.finger.frame_after(await self._seen())

    def _watch_for(self, holds: Holds) -> None:
        self._held.clear()
        self._holds = holds

    async def _seen(self) -> float:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._held.wait()
        return self._held_at

    def _note(self, model: Model) -> None:
        if self._holds is not None and self._holds(model):
            self._holds = None
            self._held_at = time.monotonic()
            self._held.set()


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that was taken; times are milliseconds from lifting the finger.

    ``answered`` is when the screen said that the number is coming, ``shown`` when it showed it.
    """

    answered: float
    shown: float
    first_byte: float
    done: float
    online: bool


Work = Callable[[Citizen], Awaitable[None]]


def drive(folder: Path, work: Work, printer: str = "", catalogue: Path = CATALOGUE) -> None:
    """Run a kiosk with a server until ``work`` is done; the printer writes files unless another is named."""
    logging.basicConfig(level=logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    server = EmbeddedServer(folder, catalogue, MONDAY)
    observer = Observer()

    async def begin(kiosk: Kiosk) -> int:
        citizen = Citizen(kiosk, observer, server)
        await citizen.until(lambda model: model.line.up)
        await work(citizen)
        citizen.finger.lift()
        return 0

    async def run(stop: asyncio.Event) -> int:
        await server.start()
        settings = replace(
            Settings(),
            server=ServerSettings(url=server.url, public_url=PUBLIC_URL),
            printer=PrinterSettings(uri=printer or f"file:{folder / 'paper'}"),
            data=DataSettings(folder=folder),
        )
        plan = Plan(settings, display_of(DEFAULT_SIZE), ShiftedClock(MONDAY), catalogue, True, observer.watch)
        try:
            return await run_kiosk(plan, stop, begin)
        finally:
            await server.stop()

    runtime.run(run)


def on(screen: Screen) -> Holds:
    """Return the condition that a screen is shown."""
    return lambda model: screen_of(model) is screen


def speaks(language: str) -> Holds:
    """Return the condition that a language is spoken."""
    return lambda model: model.visit.adjustments.language == language


def paper_ended(model: Model) -> bool:
    """Tell whether it is known what became of the paper."""
    place = model.visit.place
    return isinstance(place, Holding) and isinstance(place.paper, PaperDone)


def searched(query: str) -> Holds:
    """Return the condition that the search shows what it found for a query."""
    return lambda model: model.visit.place == Agencies(query)


def resident_megabytes() -> float:
    """Return the process's resident set, as Linux counts it."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("/proc/self/status says nothing of VmRSS")
