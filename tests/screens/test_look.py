"""The rules of the look, on the real window: contrast, sizes of touch targets, and text that fits."""

import itertools

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.demo.options import display_of
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.places import Adjustments, Contrast, TextSize
from tests.screens.conftest import all_shown, window_of

SIZES = [(1080, 1920), (1920, 1080), (1366, 768)]
TEXT_ON = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "band"),
    ("ink", "press"),
    ("quiet", "paper"),
    ("quiet", "card"),
    ("quiet", "band"),
    ("primary", "card"),
    ("primary", "paper"),
    ("primaryInk", "primary"),
    ("primaryInk", "primaryPress"),
    ("goldInk", "gold"),
    ("trouble", "paper"),
    ("trouble", "card"),
    ("trouble", "troublePaper"),
]
MARKS_ON = [("edge", "paper"), ("edge", "card"), ("edge", "band")]
ORIENTATIONS = list(itertools.product(SIZES, ["id", "en"], [TextSize.NORMAL, TextSize.LARGEST]))


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2, definition of the same name)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", list(Contrast))
def test_every_pair_of_colours_has_its_contrast(
    qapp: QGuiApplication, pekanbaru: Catalogue, look: Contrast
) -> None:
    text, mark = (7.0, 4.5) if look is Contrast.HOUSE else (20.9, 20.9)
    for shown in all_shown(qapp, pekanbaru, SIZES[0], Adjustments("id", contrast=look)):
        tokens = shown.window.tokens()
        assert tokens.property("contrast") == look.value
        found = {
            (front, back): contrast(tokens.property(front), tokens.property(back))
            for front, back in TEXT_ON + MARKS_ON
        }
    too_low = {pair: value for pair, value in found.items() if value < (mark if pair in MARKS_ON else text)}
    assert too_low == {}


@pytest.mark.parametrize(("size", "language", "text_size"), ORIENTATIONS)
def test_no_text_is_cut(
    qapp: QGuiApplication,
    pekanbaru: Catalogue,
    size: tuple[int, int],
    language: str,
    text_size: TextSize,
) -> None:
    cut = []
    for shown in all_shown(qapp, pekanbaru, size, Adjustments(language, text_size)):
        for item in texts(shown.items):
            too_wide = item.property("paintedWidth") > item.width() + 1
            too_high = item.property("paintedHeight") > item.height() + 1
            if item.property("truncated") or too_wide or too_high:
                cut.append((shown.scene.name, item.property("text")))
    assert cut == []


@pytest.mark.parametrize(("size", "language", "text_size"), ORIENTATIONS)
def test_touch_targets_are_large_enough_and_on_the_screen(
    qapp: QGuiApplication,
    pekanbaru: Catalogue,
    size: tuple[int, int],
    language: str,
    text_size: TextSize,
) -> None:
    """At least 15 mm each way, tiles 25 mm high, with half a millimetre for rounding."""
    wrong: list[tuple[object, ...]] = []
    millimetre = display_of(size).pixels_per_mm
    screen = QRectF(0, 0, *size)
    for shown in all_shown(qapp, pekanbaru, size, Adjustments(language, text_size)):
        for item in touchables(shown.items):
            least = 25 if item.objectName().startswith(("agency:", "service:")) else 15
            width, height = item.width() / millimetre, item.height() / millimetre
            if width < 14.5 or height < least - 0.5:
                wrong.append((shown.scene.name, item.objectName(), round(width, 1), round(height, 1)))
            if area_of(item) is None and not screen.contains(in_window(item)):
                wrong.append((shown.scene.name, item.objectName(), "outside the screen"))
    assert wrong == []


@pytest.mark.parametrize(("size", "language", "text_size"), ORIENTATIONS)
def test_touch_targets_do_not_lie_on_one_another(
    qapp: QGuiApplication,
    pekanbaru: Catalogue,
    size: tuple[int, int],
    language: str,
    text_size: TextSize,
) -> None:
    over = []
    for shown in all_shown(qapp, pekanbaru, size, Adjustments(language, text_size)):
        names = [item for item in touchables(shown.items) if item.isEnabled() and area_of(item) is None]
        layers = {"welcome", "warning", "help:away", "search"}
        for one, other in itertools.combinations(names, 2):
            if {one.objectName(), other.objectName()} & layers:
                continue
            if in_window(one).intersects(in_window(other)):
                over.append((shown.scene.name, one.objectName(), other.objectName()))
    assert over == []


def test_capitals_are_as_high_as_the_rule_says(qapp: QGuiApplication) -> None:
    """4.8 mm for small text (ADA 707.7.2), measured in pixels of the real type."""
    with window_of(SIZES[0]) as window:
        tokens = window.tokens()
        ratio, millimetre = tokens.property("capRatio"), tokens.property("pxPerMm")
        assert 0.6 < ratio < 0.75
        assert tokens.property("small") * ratio / millimetre == pytest.approx(4.8, abs=0.15)


def texts(items: list[QQuickItem]) -> list[QQuickItem]:
    return [item for item in items if item.inherits("QQuickText") and item.property("text")]


def touchables(items: list[QQuickItem]) -> list[QQuickItem]:
    return [item for item in items if item.property("ringRadius") is not None]


def in_window(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def area_of(item: QQuickItem) -> QQuickItem | None:
    parent = item.parentItem()
    while parent is not None and not parent.inherits("QQuickFlickable"):
        parent = parent.parentItem()
    return parent
