"""The check of papers: which are at hand, what became of the others, and what holds for the citizen."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.events import ConditionTold, PapersTold
from kiosk.domain.holdings import Holding
from kiosk.domain.inquiry import Check
from kiosk.domain.places import Checking
from kiosk.ui.views.check_rows import CheckRow, anything_lacks, halves
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class CheckShown:
    """What the check's screen shows beside its questions."""

    stage: str = ""
    purpose: str = ""
    further: bool = False
    lacking: bool = False
    only_conditions: bool = False


@QmlElement
class CheckView(View):
    """The check's screen's view-model; it forgets the answers as soon as the screen is left."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = CheckShown()
        self._first = RowsModel(CheckRow, self)
        self._second = RowsModel(CheckRow, self)

    def update(self, model: Model) -> None:
        place = model.visit.place
        shown = CheckShown()
        first: list[CheckRow] = []
        second: list[CheckRow] = []
        if model.catalogue and isinstance(place, Checking) and place.check.wanted in model.catalogue.services:
            language = model.visit.adjustments.language
            first, second = halves(self._stage.words, language, model.catalogue, place.check)
            shown = self._compute(model, model.catalogue, place.check, [*first, *second])
        self._first.replace(first)
        self._second.replace(second)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _compute(self, model: Model, catalogue: Catalogue, check: Check, rows: list[CheckRow]) -> CheckShown:
        say, language = self._say(model), model.visit.adjustments.language
        name = catalogue.services[check.rounds[-1][0]].name.in_language(language)
        if len(check.rounds) == 1:
            purpose = name
        elif len(check.rounds[-1]) == 1:
            purpose = say("check.for_service", service=name)
        else:
            purpose = say("check.for_services")
        return CheckShown(
            stage=f"{check.wanted}/{len(check.rounds)}",
            purpose=purpose,
            further=len(check.rounds) > 1,
            lacking=anything_lacks(catalogue, check),
            only_conditions=not any(each.documents for each in rows),
        )

    @Property(QObject, notify=changed)
    def first(self) -> QObject:
        """The questions of the first half."""
        return self._first

    @Property(QObject, notify=changed)
    def second(self) -> QObject:
        """The questions of the second half."""
        return self._second

    @Property(str, notify=changed)
    def stage(self) -> str:
        """Which round of which check this is."""
        return self._shown.stage

    @Property(str, notify=changed)
    def purpose(self) -> str:
        """What the papers are for."""
        return self._shown.purpose

    @Property(bool, notify=changed)
    def further(self) -> bool:
        """Whether this is about services that give what another one needs."""
        return self._shown.further

    @Property(bool, notify=changed)
    def lacking(self) -> bool:
        """Whether a paper is not at hand."""
        return self._shown.lacking

    @Property(bool, notify=changed)
    def onlyConditions(self) -> bool:
        """Whether no paper is asked for."""
        return self._shown.only_conditions

    @Slot(list, bool)
    def tell(self, documents: list[str], marked: bool) -> None:
        """Say that one of some documents is at hand, or that none is."""
        self._say_of(tuple(documents), Holding.NEVER if marked else Holding.HAVE)

    @Slot(str, str)
    def sort(self, document: str, holding: str) -> None:
        """Say what became of a document that is not at hand."""
        self._say_of((document,), Holding(holding))

    @Slot(str, bool)
    def agree(self, condition: str, true: bool) -> None:
        """Say whether a condition holds."""
        self._stage.acts.dispatch(ConditionTold(condition, true))

    @Slot()
    def done(self) -> None:
        """Go on from the answers."""
        self._stage.acts.check_answered()

    def _say_of(self, documents: tuple[str, ...], holding: Holding) -> None:
        self._stage.acts.dispatch(PapersTold(documents, holding))
