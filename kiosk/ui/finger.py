"""A finger: touches the real window where an item is, as a citizen would, and sees what comes of it."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF
from PySide6.QtGui import QImage, QInputDevice, QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.clock import seconds_since_boot

LONGEST_SCROLL = 30
LONGEST_MOVE = 100
HOLD_SECONDS = 0.03
"""How long a light tap rests on the glass."""
AGAIN_SECONDS = 0.55
"""Sooner than this after the last, a second touch on the same item or spot is taken for a tremor."""
NEAR_MM = 15
"""How wide a spot is."""


class NothingToTouchError(Exception):
    """What should be touched is not on the screen; the message names it."""


class Finger:
    """Touches items by their object names. Times are monotonic seconds."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._device: QPointingDevice = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
        self._painted = asyncio.Event()
        self._last_frame = 0.0
        self._last_spot, self._last_tap = QPoint(), 0.0
        self.taps = 0
        window.frameSwapped.connect(self._note_frame)

    def lift(self) -> None:
        """Let go of the window."""
        self._window.frameSwapped.disconnect(self._note_frame)

    def sees(self, name: str) -> bool:
        """Tell whether an item is there to be touched, perhaps after scrolling."""
        return self._find(name) is not None

    async def touch(self, name: str) -> float:
        """Touch an item, scrolling to it as a citizen would; return when the finger left the glass."""
        for _ in range(LONGEST_SCROLL):
            item = self._find(name)
            if item is None:
                raise NothingToTouchError(f"there is no {name!r} to touch on this screen")
            area = _area_of(item)
            if area is None or _within(item, area):
                return await self._touch(item)
            await self._scroll(area, item)
        raise NothingToTouchError(f"{name!r} cannot be brought into view")

    async def _touch(self, item: QQuickItem) -> float:
        await asyncio.sleep(0.0 if item.property("repeats") else self._tremor(item))
        return await self.tap(_centre(item))

    def _tremor(self, item: QQuickItem) -> float:
        """Return for how many seconds a touch of an item would still be taken for a tremor."""
        same_item = (item.property("lastTouch") or 0) / 1000 + AGAIN_SECONDS - time.time()
        away = QLineF(QPointF(_centre(item)), QPointF(self._last_spot)).length()
        near = away < NEAR_MM * float(self._window.property("pxPerMm"))
        same_spot = self._last_tap + AGAIN_SECONDS - seconds_since_boot() if near else 0.0
        return max(same_item, same_spot, 0.0)

    async def tap(self, at: QPoint) -> float:
        """Touch a point of the window; return when the finger left the glass."""
        self.taps += 1
        QTest.touchEvent(self._window, self._device, False).press(0, at, self._window).commit(False)
        await asyncio.sleep(HOLD_SECONDS)
        left = seconds_since_boot()
        self._last_spot, self._last_tap = at, left
        QTest.touchEvent(self._window, self._device, False).release(0, at, self._window).commit(False)
        return left

    async def frame_after(self, moment: float) -> float:
        """Return when the first frame after ``moment`` was painted."""
        while self._last_frame <= moment:
            self._painted.clear()
            await self._painted.wait()
        return self._last_frame

    async def picture(self, file: Path) -> None:
        """Write what the window shows into a PNG file."""
        image: QImage = self._window.grabWindow()
        if not await asyncio.to_thread(image.save, str(file)):
            raise OSError(f"{file}: the picture cannot be written")

    def _note_frame(self) -> None:
        self._last_frame = seconds_since_boot()
        self._painted.set()

    def _find(self, name: str) -> QQuickItem | None:
        for item in _items(self._window.contentItem()):
            if item.objectName() == name:
                return item
        return None

    async def _scroll(self, area: QQuickItem, item: QQuickItem) -> None:
        below = _centre(item).y() > _rect(area).center().y()
        name = "scroll:down" if below else "scroll:up"
        parent = area.parentItem()
        button = (
            next((each for each in _items(parent) if each.objectName() == name), None) if parent else None
        )
        if button is None:
            raise NothingToTouchError(f"nothing scrolls to {item.objectName()!r}")
        await self.tap(_centre(button))
        self.taps -= 1  # a citizen's swipe, not one of the touches that lead to a number
        await self._still(parent)

    async def _still(self, area: QQuickItem | None) -> None:
        for _ in range(LONGEST_MOVE):
            await asyncio.sleep(HOLD_SECONDS)
            if area is None or not area.property("moving"):
                return


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield what is visible and enabled under ``item``; delegates are no QObject children."""
    if item.isVisible() and item.isEnabled():
        yield item
        for child in item.childItems():
            yield from _items(child)


def _rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _centre(item: QQuickItem) -> QPoint:
    return QPointF(_rect(item).center()).toPoint()


def _area_of(item: QQuickItem) -> QQuickItem | None:
    """Return the scrolling area that holds ``item``."""
    parent = item.parentItem()
    while parent is not None and not parent.inherits("QQuickFlickable"):
        parent = parent.parentItem()
    return parent


def _within(item: QQuickItem, area: QQuickItem) -> bool:
    return _rect(area).contains(_rect(item).center())
