"""A barcode scanner: it types like a keyboard, far faster than a person, and ends with Enter."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

LONGEST_PAUSE_MS = 100
"""Keys that come later than this after one another were typed by a person."""
SHORTEST_CODE = 4
"""Fewer keys before Enter are no code, however fast they came."""
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Scanner(QObject):
    """Listens to the keys of a window and tells every code that was scanned.

    Keys are left to whoever else wants them; only the Enter that ends a code is taken away, so that it
    presses no button.
    """

    def __init__(self, window: QObject, scanned: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._scanned = scanned
        self._typed = ""
        self._last_ms = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.timestamp() - self._last_ms > LONGEST_PAUSE_MS:
            self._typed = ""
        self._last_ms = event.timestamp()
        if event.key() not in ENDS:
            self._typed += event.text()
            return False
        code, self._typed = self._typed, ""
        if len(code) < SHORTEST_CODE:
            return False
        self._scanned(code)
        return True
