"""The frame around every screen: head, foot, modes, and the layers over it."""

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model, Screen, screen_of
from kiosk.domain.events import Adjusted, BackWanted, HelpWanted, HomeWanted, Touched
from kiosk.domain.places import Adjustments, Contrast, TextSize
from kiosk.phrases import clock_time, long_date
from kiosk.printing.condition import Ready
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View, local_now

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


TELLING_OF_QUEUES = frozenset({Screen.AGENCIES, Screen.SERVICES, Screen.SERVICE})


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language on offer, by its own name."""

    code: str
    name: str
    begin: str
    greeting: str
    touch: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FrameShown:
    """What the frame shows."""

    screen: str = Screen.STARTING.value
    mall: str = ""
    clock: str = ""
    date: str = ""
    line_up: bool = True
    line: str = ""
    trouble: str = ""
    demonstration: bool = False
    language: str = ""
    text_size: int = 0
    contrast: str = Contrast.HOUSE.value
    low_reach: bool = False
    helped: bool = False


@QmlElement
class FrameView(View):
    """The frame's view-model."""

    changed = Signal()
    languageChanged = Signal(str)

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = FrameShown()
        self._adjustments = Adjustments("")
        self._languages = RowsModel(LanguageRow, self)

    def update(self, model: Model) -> None:
        self._adjustments = model.visit.adjustments
        self._languages.replace(self._language_rows(model))
        shown = self._compute(model)
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        if shown.language != before.language:
            self.languageChanged.emit(shown.language)
        self.changed.emit()

    def _language_rows(self, model: Model) -> list[LanguageRow]:
        if model.catalogue is None:
            return []
        words, chosen = self._stage.words, model.visit.adjustments.language
        mall = model.catalogue.mall
        return [
            LanguageRow(
                each.code,
                each.name,
                words.say(each.code, "welcome.begin"),
                words.say(each.code, "welcome.greeting"),
                words.say(each.code, "welcome.touch"),
                each.code == chosen,
            )
            for each in mall.languages
        ]

    def _compute(self, model: Model) -> FrameShown:
        language, say, now = model.visit.adjustments.language, self._say(model), local_now(model)
        words = self._stage.words
        screen = screen_of(model)
        if screen is Screen.WARNING:
            screen = screen_of(replace(model, visit=replace(model.visit, warned=False)))
        return FrameShown(
            screen=screen.value,
            mall=model.catalogue.mall.name.in_language(language) if model.catalogue else "",
            clock=clock_time(words, language, now),
            date=long_date(words, language, now.date()),
            line_up=model.line.up,
            line="" if model.line.up else self._cut(model, screen, now),
            trouble="" if model.printer == Ready() else say(f"trouble.{model.printer.word}"),
            demonstration=model.offer.demonstration,
            language=language,
            text_size=int(model.visit.adjustments.text_size),
            contrast=model.visit.adjustments.contrast.value,
            low_reach=model.visit.adjustments.low_reach,
            helped=model.visit.helped,
        )

    def _cut(self, model: Model, screen: Screen, now: datetime) -> str:
        """Say that the line is cut, since when, and how old the queues are where some are shown."""
        say, heard = self._say(model), model.line.heard_at
        if heard is None:
            return say("frame.line_cut")
        time = clock_time(self._stage.words, model.visit.adjustments.language, heard.astimezone(now.tzinfo))
        if screen in TELLING_OF_QUEUES and model.fresh_queues():
            return say("frame.line_cut_age", time=time)
        return say("frame.line_cut_since", time=time)

    @Property(str, notify=changed)
    def screen(self) -> str:
        """The screen that wins, without the layers over it."""
        return self._shown.screen

    @Property(str, notify=changed)
    def mall(self) -> str:
        """The mall's name."""
        return self._shown.mall

    @Property(str, notify=changed)
    def clock(self) -> str:
        """The time of day."""
        return self._shown.clock

    @Property(str, notify=changed)
    def date(self) -> str:
        """The date with its weekday."""
        return self._shown.date

    @Property(bool, notify=changed)
    def lineUp(self) -> bool:
        """Whether the server answers."""
        return self._shown.line_up

    @Property(str, notify=changed)
    def line(self) -> str:
        """The state of the line in words."""
        return self._shown.line

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """What is wrong with the paper, or nothing."""
        return self._shown.trouble

    @Property(bool, notify=changed)
    def demonstration(self) -> bool:
        """Whether the clock is a demonstration's."""
        return self._shown.demonstration

    @Property(str, notify=changed)
    def language(self) -> str:
        """The code of the chosen language."""
        return self._shown.language

    @Property(int, notify=changed)
    def textSize(self) -> int:
        """The chosen size of text, 0 to 3."""
        return self._shown.text_size

    @Property(str, notify=changed)
    def contrast(self) -> str:
        """The chosen colours: house, dark or light."""
        return self._shown.contrast

    @Property(bool, notify=changed)
    def lowReach(self) -> bool:
        """Whether everything stands low."""
        return self._shown.low_reach

    @Property(bool, notify=changed)
    def helped(self) -> bool:
        """Whether the help lies over the screen."""
        return self._shown.helped

    @Property(QObject, notify=changed)
    def languages(self) -> QObject:
        """The languages on offer."""
        return self._languages

    @Slot()
    def back(self) -> None:
        """Go one screen back."""
        self._stage.acts.dispatch(BackWanted())

    @Slot()
    def home(self) -> None:
        """End the visit."""
        self._stage.acts.dispatch(HomeWanted())

    @Slot()
    def help(self) -> None:
        """Show the help, or put it away."""
        self._stage.acts.dispatch(HelpWanted())

    @Slot()
    def touched(self) -> None:
        """Show that the citizen is there."""
        self._stage.acts.dispatch(Touched())

    @Slot(str)
    def chooseLanguage(self, code: str) -> None:
        """Speak another language."""
        self._adjust(replace(self._adjustments, language=code))

    @Slot()
    def nextTextSize(self) -> None:
        """Write larger, and after the largest small again."""
        self._adjust(
            replace(self._adjustments, text_size=TextSize((self._adjustments.text_size + 1) % len(TextSize)))
        )

    @Slot()
    def nextContrast(self) -> None:
        """Change to the next colours."""
        all_contrasts = list(Contrast)
        following = all_contrasts[(all_contrasts.index(self._adjustments.contrast) + 1) % len(all_contrasts)]
        self._adjust(replace(self._adjustments, contrast=following))

    @Slot()
    def toggleReach(self) -> None:
        """Bring everything lower, or back up."""
        self._adjust(replace(self._adjustments, low_reach=not self._adjustments.low_reach))

    @Slot(bool)
    def holdCorner(self, held: bool) -> None:
        """Let the hidden corner be held, or let go of it."""
        self._stage.acts.corner_held(held)

    def _adjust(self, adjustments: Adjustments) -> None:
        self._stage.acts.dispatch(Adjusted(adjustments))
