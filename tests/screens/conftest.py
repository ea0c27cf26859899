"""Windows for tests of looks: every screen of the real catalogue, in any size, language and look."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.assets import asset
from kiosk.demo.gallery import Scene, scenes
from kiosk.demo.options import PUBLIC_URL, display_of
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.places import Adjustments
from kiosk.parts import read_catalogue
from kiosk.ui.views.stage import Nobody, Stage
from kiosk.ui.window import KioskWindow
from kiosk.words import load_words


@dataclass(frozen=True)
class Shown:
    """A scene on the window, and every visible item of it."""

    scene: Scene
    window: KioskWindow

    @property
    def items(self) -> list[QQuickItem]:
        return list(_visible(self.window.quick.contentItem()))


@pytest.fixture(scope="session")
def pekanbaru() -> Catalogue:
    return read_catalogue(asset("catalogue", "pekanbaru"))


@contextmanager
def window_of(size: tuple[int, int]) -> Iterator[KioskWindow]:
    """Open a window whose every QML complaint is a failure."""
    complaints: list[str] = []
    window = KioskWindow(Stage(Nobody(), load_words()), display_of(size), PUBLIC_URL, complaints.append)
    window.show()
    window.warm()
    try:
        yield window
    finally:
        window.close()
    assert complaints == []


def all_shown(
    application: QGuiApplication, catalogue: Catalogue, size: tuple[int, int], adjustments: Adjustments
) -> Iterator[Shown]:
    """Show every scene, one after another."""
    with window_of(size) as window:
        for scene in scenes(catalogue, adjustments):
            window.update(scene.model)
            application.processEvents()
            yield Shown(scene, window)


def _visible(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from _visible(child)
