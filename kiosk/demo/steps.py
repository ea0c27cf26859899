"""One touch after another on the real window, each with what came of it: screen, time and picture."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from kiosk.app.model import Model, Screen, screen_of
from kiosk.clock import seconds_since_boot
from kiosk.demo.records import Record
from kiosk.ui.finger import Finger
from kiosk.wiring import Kiosk

PATIENCE_SECONDS = 120.0
"""Longer than a held ticket lives."""
SCREEN_SECONDS = 10.0
"""Longer than any screen takes to follow a touch, and shorter than an idle visit lasts."""


class Steps:
    """A finger's steps through a visit. ``pictures`` is where pictures go; ``None`` takes none."""

    def __init__(self, kiosk: Kiosk, pictures: Path | None) -> None:
        self.finger = Finger(kiosk.window.quick)
        self._controller = kiosk.controller
        self._pictures = pictures
        self._count = 0
        self._changed = asyncio.Event()
        self._looks: object = None
        self._screen_at = 0.0
        self._controller.subscribe(self._note)
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)

    @property
    def model(self) -> Model:
        """The kiosk's moment."""
        return self._controller.model

    async def go(self, item: str, screen: Screen, record: Record) -> None:
        """Touch what leads to a screen, and look at it."""
        await self.lead(item, lambda model: screen_of(model) is screen, record)
        await self.show(screen.value, record)

    async def lead(
        self, item: str, leads: Callable[[Model], bool], record: Record, seconds: float = SCREEN_SECONDS
    ) -> float:
        """Touch what leads somewhere; note when the screen was painted, return when the finger left."""
        left = await self.finger.touch(item)
        await self.until(leads, seconds)
        painted = await self.finger.frame_after(max(left, self._screen_at))
        record.ms["touch_to_screen"].append(milliseconds(left, painted))
        return left

    async def settle(self) -> None:
        """Return when the screen as it is now has been painted."""
        await self.finger.frame_after(self._screen_at)

    async def show(self, name: str, record: Record) -> None:
        """Take a picture."""
        if self._pictures is None:
            return
        self._count += 1
        file = self._pictures / f"{self._count:03d}-{name}.png"
        await self.finger.picture(file)
        record.screens.append(str(file))

    async def until(self, holds: Callable[[Model], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Return when the model is as wanted; raises ``TimeoutError``."""
        async with asyncio.timeout(seconds):
            while not holds(self.model):
                self._changed.clear()
                await self._changed.wait()

    def _note(self, model: Model) -> None:
        looks = (screen_of(model), model.visit.place)
        if looks != self._looks:
            self._looks, self._screen_at = looks, seconds_since_boot()
        self._changed.set()


def milliseconds(start: float, end: float | None) -> float | None:
    """Return the time between two monotonic seconds, if there was an end."""
    return None if end is None else round((end - start) * 1000, 1)
