"""The welcome screen and the layers that lie over every screen."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.availability import Availability, State
from kiosk.domain.events import Started
from kiosk.domain.places import Welcome
from kiosk.phrases import hours_of_day, mark_of, state_sentence
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View, local_now
from kiosk.ui.views.tiles import agency_state

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """An agency that cannot be visited today, and why."""

    sign: str
    notice: str


@dataclass(frozen=True, slots=True)
class WelcomeShown:
    """What the welcome screen and the warning show."""

    greeting: str = ""
    hours: str = ""
    ready: bool = False
    warned: bool = False


@QmlElement
class WelcomeView(View):
    """The welcome screen's view-model."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = WelcomeShown()
        self._notices = RowsModel(NoticeRow, self)

    def update(self, model: Model) -> None:
        self._notices.replace(self._notice_rows(model))
        shown = self._compute(model)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _compute(self, model: Model) -> WelcomeShown:
        language, say = model.visit.adjustments.language, self._say(model)
        if model.catalogue is None:
            return WelcomeShown(say("welcome.greeting"), say("welcome.starting"))
        mall = model.catalogue.mall
        greeting = mall.greeting.in_language(language) if mall.greeting else say("welcome.greeting")
        warned = model.visit.warned and not isinstance(model.visit.place, Welcome)
        return WelcomeShown(greeting, self._hours(model), ready=True, warned=warned)

    def _hours(self, model: Model) -> str:
        language, say, now = model.visit.adjustments.language, self._say(model), local_now(model)
        assert model.catalogue is not None
        agenda, words = model.catalogue.agenda, self._stage.words
        today = agenda.on(now.date())
        if today and now < today[-1].end:
            return say("welcome.open", hours=hours_of_day(words, language, today))
        shut = Availability(State.CLOSED, agenda.why_shut(now), next_open=agenda.first_open(now))
        if shut.reason or shut.next_open:
            return state_sentence(words, language, shut, now, None)
        return say("welcome.closed_today")

    def _notice_rows(self, model: Model) -> list[NoticeRow]:
        language, now = model.visit.adjustments.language, local_now(model)
        everybodys = model.catalogue.agenda.why_shut(now) if model.catalogue else None
        states = [(agency, agency_state(model, agency)[0]) for agency in model.offered_agencies()]
        return [
            NoticeRow(
                mark_of(state).value,
                f"{agency.short}. {state_sentence(self._stage.words, language, state, now, None)}",
            )
            for agency, state in states
            if not state.ticketed and (state.link_down or state.reason not in (None, everybodys))
        ]

    @Property(QObject, notify=changed)
    def notices(self) -> QObject:
        """The agencies that cannot be visited, and why."""
        return self._notices

    @Property(str, notify=changed)
    def greeting(self) -> str:
        """The house's greeting."""
        return self._shown.greeting

    @Property(str, notify=changed)
    def hours(self) -> str:
        """Today's hours, or when the mall opens."""
        return self._shown.hours

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """Whether a visit can begin."""
        return self._shown.ready

    @Property(bool, notify=changed)
    def warned(self) -> bool:
        """Whether the visit is about to end for want of a touch."""
        return self._shown.warned

    @Slot(str)
    def begin(self, language: str) -> None:
        """Begin a visit, in the language whose side was touched, or in the mall's first."""
        if self._shown.ready:
            self._stage.acts.dispatch(Started(language or None))
