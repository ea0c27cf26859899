"""A whole kiosk in this process: the real window, a finger on it, a real journal, and paper that is files."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app.model import Model, Screen, screen_of
from kiosk.assets import asset
from kiosk.clock import Clock, ShiftedClock
from kiosk.demo.options import PUBLIC_URL, display_of
from kiosk.domain.visit import Delays
from kiosk.pin import hash_of
from kiosk.running import run_kiosk
from kiosk.settings.model import (
    DataSettings,
    PrinterSettings,
    ServerSettings,
    Settings,
    TechnicianSettings,
)
from kiosk.ui.finger import HOLD_SECONDS, Finger, _items
from kiosk.wiring import Kiosk, Plan
from kiosk.words import load_words
from tests.waiting import until

MONDAY = datetime.fromisoformat("2019-02-18T09:00+07:00")
PORTRAIT = (1080, 1920)
WORDS = load_words()
STEPS = 6
"""How many movements a finger's slide is made of."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a screen reader finds: an interface of the accessibility tree with its name and role."""

    name: str
    role: QAccessible.Role
    interface: QAccessibleInterface

    def press(self) -> None:
        """Act on it as a screen reader does."""
        self.interface.actionInterface().doAction("Press")


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody before the kiosk: touches it, and reads what it says. ``running`` is its exit code."""

    kiosk: Kiosk
    finger: Finger
    folder: Path
    running: asyncio.Future[int]

    @property
    def model(self) -> Model:
        return self.kiosk.controller.model

    @property
    def screen(self) -> Screen:
        return screen_of(self.model)

    async def touch(self, *names: str) -> None:
        """Touch items one after another, each as soon as it is there."""
        for name in names:
            await until(partial(self.finger.sees, name))
            await self.settled()
            await self.finger.touch(name)

    async def double_tap(self, name: str, seconds: float = 0.1) -> None:
        """Touch an item twice, so many seconds apart."""
        at = await self.centre(name)
        for pause in (seconds, 0.0):
            await self.finger.tap(at)
            await asyncio.sleep(pause)

    async def slide(self, name: str, mm: float, came: Callable[[], bool] = lambda: True) -> None:
        """Touch an item, slide sideways, and leave the glass once something has come of it."""
        window, device = self.finger._window, self.finger._device
        start = await self.centre(name)
        display = display_of(PORTRAIT)
        for step in range(STEPS + 1):
            at = start + QPoint(round(mm * display.pixels_per_mm * step / STEPS), 0)
            touch = QTest.touchEvent(window, device, False)
            (touch.move if step else touch.press)(0, at, window).commit(False)
            await asyncio.sleep(HOLD_SECONDS)
        await until(came)
        QTest.touchEvent(window, device, False).release(0, at, window).commit(False)

    async def hold(self, name: str, came: Callable[[], bool]) -> None:
        """Rest a finger on an item until something has come of it."""
        window, device, at = self.finger._window, self.finger._device, await self.centre(name)
        QTest.touchEvent(window, device, False).press(0, at, window).commit(False)
        await until(came)
        QTest.touchEvent(window, device, False).release(0, at, window).commit(False)
        await self.settled()

    async def centre(self, name: str) -> QPoint:
        """Return where an item is, once it stands still."""
        await until(lambda: self.finger.sees(name))
        await self.settled()
        item = self.finger._find(name)
        assert item
        return QPointF(item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).center()).toPoint()

    async def settled(self) -> None:
        """Return after a whole frame."""
        self.kiosk.window.quick.update()
        await self.kiosk.window.painted()

    async def sees(self, screen: Screen) -> None:
        """Wait for a screen."""
        await until(lambda: self.screen is screen)
        await self.settled()

    async def until(self, condition: Callable[[Model], bool], seconds: float = 5.0) -> None:
        """Wait until the model is as wanted."""
        await until(lambda: condition(self.model), seconds)

    def text(self, name: str) -> str:
        """Return what an item says."""
        item = self.finger._find(name)
        return str(item.property("text")) if isinstance(item, QQuickItem) else ""

    def hears(self) -> list[Heard]:
        """Return everything that is on the screen as a screen reader finds it."""
        QAccessible.setActive(True)
        root = QAccessible.queryAccessibleInterface(self.kiosk.window.quick)
        return list(_walk(root))

    def reads(self, words: str) -> bool:
        """Tell whether the screen says something."""
        return any(words in each.name for each in self.hears())

    async def told(self, key: str, language: str = "id") -> None:
        """Wait until the screen says the program's words for ``key``."""
        await until(lambda: self.reads(WORDS.say(language, key)))

    def operable(self) -> list[QQuickItem]:
        """Return what can be touched on the screen."""
        everything = _items(self.kiosk.window.quick.contentItem())
        return [each for each in everything if each.activeFocusOnTab() and each.width() > 0]

    def papers(self) -> list[str]:
        """Return the labels on the papers, in the order in which they came out."""
        files = sorted((self.folder / "paper").glob("[0-9]*.png"))
        return [file.stem.partition("-")[2] for file in files]

    def load_paper(self, mm: float) -> None:
        """Put so much paper into the printer, or take it away."""
        state = self.folder / "paper" / "printer.json"
        draft = state.with_suffix(".draft")
        draft.write_text(json.dumps({"condition": "ready", "paper_mm": mm}))
        draft.replace(state)


@asynccontextmanager
async def at_kiosk(
    folder: Path,
    url: str = "",
    *,
    delays: Delays | None = None,
    printer: bool = True,
    roll_m: int = 0,
    catalogue: Path | None = None,
    size: tuple[int, int] = PORTRAIT,
    clock: Clock | None = None,
    pin: str = "",
    ends_with: int = 0,
) -> AsyncIterator[Citizen]:
    """Run a kiosk for the length of the block; an empty ``url`` is a kiosk without a server.

    ``pin`` is the technician's; without one their page is closed. ``ends_with`` is the exit code.
    """
    settings = replace(
        Settings(),
        server=ServerSettings(url=url, public_url=PUBLIC_URL),
        printer=PrinterSettings(f"file:{folder / 'paper'}" if printer else "", roll_m=roll_m),
        technician=TechnicianSettings(str(hash_of(pin)) if pin else ""),
        data=DataSettings(folder),
    )
    plan = Plan(
        settings=settings,
        display=display_of(size),
        clock=clock or ShiftedClock(MONDAY),
        catalogue=catalogue or asset("catalogue", "pekanbaru"),
        delays=delays,
    )
    ready: asyncio.Future[Kiosk] = asyncio.get_running_loop().create_future()
    leave = asyncio.Event()

    async def drive(kiosk: Kiosk) -> int:
        ready.set_result(kiosk)
        await leave.wait()
        return 0

    running = asyncio.ensure_future(run_kiosk(plan, leave, drive))
    try:
        either: set[asyncio.Future[Any]] = {running, ready}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            finger = Finger(ready.result().window.quick)
            yield Citizen(ready.result(), finger, folder, running)
            if not running.done():
                finger.lift()
    finally:
        leave.set()
        assert await running == ends_with


def words(key: str, language: str = "id") -> str:
    """Return the program's words."""
    return WORDS.say(language, key)


def _walk(interface: QAccessibleInterface | None) -> Iterator[Heard]:
    if interface is None or not interface.isValid() or interface.state().invisible:
        return
    name = interface.text(QAccessible.Text.Name)
    if name:
        yield Heard(name, interface.role(), interface)
    for place in range(interface.childCount()):
        yield from _walk(interface.child(place))
