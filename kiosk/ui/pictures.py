"""Pictures for QML: our line icons in any colour, and QR codes."""

from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.assets import asset

OWN_COLOURS = "own"
FALLBACK = "agency"
QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""


class IconProvider(QQuickImageProvider):
    """``image://icon/NAME/COLOUR``: an icon in a colour like ``0b5d3b``, or in its ``own`` colours."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        name, _, colour = id.partition("/")
        file = asset("icons", f"{name}.svg")
        drawing = (file if file.exists() else asset("icons", f"{FALLBACK}.svg")).read_text("utf-8")
        if colour != OWN_COLOURS:
            drawing = drawing.replace("#000000", f"#{colour[-6:]}")
        image = _blank(requestedSize, QColor(Qt.GlobalColor.transparent))
        painter = QPainter(image)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter)
        painter.end()
        return image


class CodeProvider(QQuickImageProvider):
    """``image://code/DATA``: a QR code, black on white, in whole pixels a module."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        from kiosk.printing.codes import modules

        rows = modules(unquote(id))
        across = len(rows) + 2 * QUIET_ZONE
        image = QImage(across, across, QImage.Format.Format_RGB32)
        image.fill(QColor(Qt.GlobalColor.white))
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    image.setPixelColor(x + QUIET_ZONE, y + QUIET_ZONE, QColor(Qt.GlobalColor.black))
        side = max(across, requestedSize.width() // across * across)
        return image.scaled(side, side)


def _blank(size: QSize, colour: QColor) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(colour)
    return image
