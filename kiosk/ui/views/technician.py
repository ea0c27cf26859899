"""The technician's page: how the kiosk is, and what can be done about it."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.inspection import Inspection
from kiosk.app.model import Model
from kiosk.domain.events import BackWanted, HomeWanted
from kiosk.domain.technician import (
    Chore,
    Confirming,
    Doing,
    Done,
    Failed,
    NewRoll,
    PrintTrial,
    Reprint,
    Resting,
    SeeTo,
    TechnicianPage,
    Work,
)
from kiosk.domain.technician_steps import ChoreConfirmed, ChoreWanted
from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import condition_of_word
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View
from kiosk.ui.views.technician_rows import CopyRow, FactRow, LetterRow, Page, chore_name

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1

WELL = (None, Outcome.PRINTED)
"""The ends of a chore that ask for nothing more."""


@dataclass(frozen=True, slots=True)
class TechnicianShown:
    """What the page shows beside its lists.

    ``told`` is what is asked, goes on or has ended; ``yes`` is the word that confirms, if something is asked.
    """

    printer: str = ""
    mend: str = ""
    prints: bool = True
    trial: str = ""
    roll: str = ""
    heading: str = ""
    told: str = ""
    well: bool = True
    yes: str = ""
    busy: bool = False


@QmlElement
class TechnicianView(View):
    """The page's view-model."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = TechnicianShown()
        self._found: Inspection | None = None
        self._facts = RowsModel(FactRow, self)
        self._copies = RowsModel(CopyRow, self)
        self._letters = RowsModel(LetterRow, self)

    def update(self, model: Model) -> None:
        place, found = model.visit.place, model.inspection
        if not isinstance(place, TechnicianPage) or found is None:
            return
        page = Page(self._stage.words, model, found)
        self._found = found
        self._facts.replace(list(page.facts()))
        self._copies.replace(list(page.tickets()))
        self._letters.replace(list(page.letters()))
        shown = self._compute(model, page, place.work)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _compute(self, model: Model, page: Page, work: Work) -> TechnicianShown:
        told, well = _told(page, work)
        yes = page.tell(f"yes.{chore_name(work.chore)}") if isinstance(work, Confirming) else ""
        seen, mend = page.advised(model.printer)
        return TechnicianShown(
            printer=seen,
            mend=mend,
            prints=model.printer.prints,
            trial=page.trial(),
            roll=page.roll(),
            heading=page.heading(),
            told=told,
            well=well,
            yes=yes,
            busy=isinstance(work, Doing),
        )

    @Property(QObject, notify=changed)
    def facts(self) -> QObject:
        """What is to be known of the kiosk."""
        return self._facts

    @Property(QObject, notify=changed)
    def copies(self) -> QObject:
        """Today's last tickets."""
        return self._copies

    @Property(QObject, notify=changed)
    def letters(self) -> QObject:
        """What the server refused."""
        return self._letters

    @Property(str, notify=changed)
    def printer(self) -> str:
        """What is seen of the printer."""
        return self._shown.printer

    @Property(str, notify=changed)
    def mend(self) -> str:
        """What to do about it."""
        return self._shown.mend

    @Property(bool, notify=changed)
    def prints(self) -> bool:
        """Whether the printer prints."""
        return self._shown.prints

    @Property(str, notify=changed)
    def trial(self) -> str:
        """When the printer was tried, and how that ended."""
        return self._shown.trial

    @Property(str, notify=changed)
    def roll(self) -> str:
        """How much of the roll is used."""
        return self._shown.roll

    @Property(str, notify=changed)
    def heading(self) -> str:
        """What stands over today's tickets."""
        return self._shown.heading

    @Property(str, notify=changed)
    def told(self) -> str:
        """What is asked, goes on or has ended."""
        return self._shown.told

    @Property(bool, notify=changed)
    def well(self) -> bool:
        """Whether what is told is no bad news."""
        return self._shown.well

    @Property(str, notify=changed)
    def yes(self) -> str:
        """The word that confirms, if something is asked."""
        return self._shown.yes

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._shown.busy

    @Slot()
    def tryPrinter(self) -> None:
        """Print a test paper."""
        self._want(PrintTrial())

    @Slot()
    def newRoll(self) -> None:
        """Ask whether the roll is a new one."""
        self._want(NewRoll())

    @Slot(int)
    def copy(self, place: int) -> None:
        """Ask whether a ticket of the list is to be printed once more."""
        assert self._found is not None, "who touches a row has seen it"
        ticket = self._found.tickets[place]
        self._want(Reprint(ticket.ticket_id, ticket.label))

    @Slot(int)
    def seeTo(self, seq: int) -> None:
        """Ask whether somebody has seen to what the server refused."""
        self._want(SeeTo(seq))

    @Slot()
    def confirm(self) -> None:
        """Do what was asked for."""
        self._stage.acts.dispatch(ChoreConfirmed())

    @Slot()
    def cancel(self) -> None:
        """Leave it."""
        self._stage.acts.dispatch(BackWanted())

    @Slot()
    def close(self) -> None:
        """Leave the page."""
        self._stage.acts.dispatch(HomeWanted())

    def _want(self, chore: Chore) -> None:
        self._stage.acts.dispatch(ChoreWanted(chore))


def _told(page: Page, work: Work) -> tuple[str, bool]:
    """Say what is asked, goes on or has ended, and whether that is no bad news."""
    match work:
        case Resting():
            return "", True
        case Confirming(chore):
            return page.tell(f"ask.{chore_name(chore)}", label=_label(chore)), True
        case Doing(held=held):
            said = page.advised(condition_of_word(held))[1] if held else page.tell("doing")
            return said, not held
        case Done(chore, outcome):
            became = page.outcome(outcome) if outcome else ""
            return page.tell(
                f"done.{chore_name(chore)}", label=_label(chore), outcome=became
            ), outcome in WELL
        case Failed():
            return page.tell("failed"), False
        case other:
            assert_never(other)


def _label(chore: Chore) -> str:
    return chore.label if isinstance(chore, Reprint) else ""
