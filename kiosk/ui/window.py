"""The kiosk's window: fonts, sizes, words, pictures, view-models, and the QML that shows them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, Qt
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow

from kiosk.app.model import Model
from kiosk.settings.model import ScreenSettings
from kiosk.ui.pictures import CodeProvider, IconProvider
from kiosk.ui.scanner import Scanner
from kiosk.ui.translator import WordsTranslator
from kiosk.ui.views.agencies import AgenciesView
from kiosk.ui.views.check import CheckView
from kiosk.ui.views.frame import FrameView
from kiosk.ui.views.holding import HoldingView
from kiosk.ui.views.pin import PinView
from kiosk.ui.views.refused import RefusedView
from kiosk.ui.views.service import ServiceView
from kiosk.ui.views.services import ServicesView
from kiosk.ui.views.stage import Stage
from kiosk.ui.views.technician import TechnicianView
from kiosk.ui.views.way import WayView
from kiosk.ui.views.welcome import WelcomeView
from kiosk.words import Words

QML = Path(__file__).parent / "qml"
TYPEFACE = "fontpkg_atkinson_hyperlegible"
REACH_MM = 1100
"""Everything operable stands below this height in the low-reach mode (EN 301 549 clause 8.3)."""


@dataclass(frozen=True, slots=True)
class Display:
    """The screen: pixels, the millimetres that they measure, and how high its lower edge stands."""

    width: int
    height: int
    width_mm: float
    height_mm: float
    lower_edge_mm: float = 700
    full_screen: bool = False

    @property
    def pixels_per_mm(self) -> float:
        """How many pixels are a millimetre."""
        return self.width / self.width_mm

    @property
    def lowered(self) -> int:
        """By how many pixels the low-reach mode moves everything down, at most by 45 % of the height."""
        above = self.lower_edge_mm + self.height_mm - REACH_MM
        return round(min(max(0.0, above), self.height_mm * 0.45) * self.pixels_per_mm)


class KioskWindow(QObject):
    """Owns the QML engine and the view-models; ``close`` must come before the application ends."""

    def __init__(
        self, stage: Stage, display: Display, public_url: str, complain: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._stage = stage
        self._display = display
        self._translator = WordsTranslator(stage.words, stage.words.first, self)
        QGuiApplication.installTranslator(self._translator)
        self.frame = FrameView(stage, self)
        self.welcome = WelcomeView(stage, self)
        self.agencies = AgenciesView(stage, self)
        self.services = ServicesView(stage, self)
        self.service = ServiceView(stage, self)
        self.check = CheckView(stage, self)
        self.way = WayView(stage, self)
        self.holding = HoldingView(stage, public_url, self)
        self.refused = RefusedView(stage, self)
        self.pin = PinView(stage, self)
        self.technician = TechnicianView(stage, self)
        self._views = (
            self.frame,
            self.welcome,
            self.agencies,
            self.services,
            self.service,
            self.check,
            self.way,
            self.holding,
            self.refused,
            self.pin,
            self.technician,
        )
        self.frame.languageChanged.connect(self._speak)
        self._engine: QQmlApplicationEngine | None = self._load(complain)
        root = self._engine.rootObjects()
        if not root or not isinstance(root[0], QQuickWindow):
            raise RuntimeError("the screens cannot be shown: see the QML messages above")
        self.quick = root[0]
        Scanner(self.quick, self._scanned, self)

    def show(self) -> None:
        """Open the window."""
        if self._display.full_screen:
            self.quick.showFullScreen()
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)
        else:
            self.quick.show()

    def tokens(self) -> QObject:
        """Return the look's values as they are now, by the names in ``Tokens.qml``."""
        assert self._engine is not None
        tokens = self._engine.singletonInstance("Kiosk.Controls", "Tokens")
        assert isinstance(tokens, QObject)
        return tokens

    async def painted(self) -> None:
        """Return when the next frame has been painted."""
        frame: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def done() -> None:
            if not frame.done():
                frame.set_result(None)

        self.quick.frameSwapped.connect(done)
        try:
            await frame
        finally:
            self.quick.frameSwapped.disconnect(done)

    def warm(self) -> None:
        """Build the screens that come after the first, so that no touch waits for them."""
        self.quick.setProperty("warm", True)

    def update(self, model: Model) -> None:
        """Show another moment."""
        for view in self._views:
            view.update(model)

    def use_words(self, words: Words) -> None:
        """Speak with a mall's own words."""
        self._translator.use(words)
        self._retranslate()

    def close(self) -> None:
        """Close the window; the engine goes before the view-models."""
        QGuiApplication.removeTranslator(self._translator)
        self.quick.close()
        engine, self._engine = self._engine, None
        if engine is not None:
            shiboken6.delete(engine)

    def _load(self, complain: Callable[[str], None]) -> QQmlApplicationEngine:
        engine = QQmlApplicationEngine()
        engine.warnings.connect(lambda errors: _report(errors, complain))
        engine.addImportPath(str(QML))
        engine.addImageProvider("icon", IconProvider())
        engine.addImageProvider("code", CodeProvider())
        family = load_typeface()
        engine.setInitialProperties(
            {
                "pxPerMm": self._display.pixels_per_mm,
                "capRatio": capital_ratio(family),
                "family": family,
                "frame": self.frame,
                "welcome": self.welcome,
                "agencies": self.agencies,
                "services": self.services,
                "service": self.service,
                "check": self.check,
                "way": self.way,
                "holding": self.holding,
                "refused": self.refused,
                "pin": self.pin,
                "technician": self.technician,
                "lowered": self._display.lowered,
                "width": self._display.width,
                "height": self._display.height,
            }
        )
        engine.load(QUrl.fromLocalFile(str(QML / "Kiosk" / "Main.qml")))
        return engine

    def _scanned(self, code: str) -> None:
        self._stage.acts.code_scanned(code)

    def _speak(self, language: str) -> None:
        self._translator.speak(language)
        self._retranslate()

    def _retranslate(self) -> None:
        if self._engine is not None:
            self._engine.retranslate()


def load_typeface() -> str:
    """Load the bundled type and make it the application's own; return its family."""
    families = {
        family
        for file in sorted(Path(str(files(TYPEFACE))).rglob("*.ttf"))
        for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    }
    family = min(families)
    QGuiApplication.setFont(QFont(family))
    return family


def capital_ratio(family: str) -> float:
    """Return how high the type's capitals are, as a part of its pixel size."""
    font = QFont(family)
    font.setPixelSize(1000)
    return QFontMetricsF(font).capHeight() / 1000


def _report(errors: list[QQmlError], complain: Callable[[str], None]) -> None:
    for error in errors:
        complain(error.toString())


def display_from(screen: ScreenSettings) -> Display:
    """Return the display that the settings describe; what they leave out, the screen itself says."""
    primary = QGuiApplication.primaryScreen()
    pixels, size = primary.geometry(), primary.physicalSize()
    return Display(
        width=pixels.width(),
        height=pixels.height(),
        width_mm=screen.width_mm or size.width(),
        height_mm=screen.height_mm or size.height(),
        lower_edge_mm=screen.lower_edge_mm,
        full_screen=screen.fullscreen,
    )
