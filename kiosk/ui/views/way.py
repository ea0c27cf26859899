"""The way: which counters to visit, whose number to take, and the way on paper."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.events import StopChosen
from kiosk.domain.places import Agencies, Wayfinding, Welcome
from kiosk.domain.ticket import TicketClass
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View
from kiosk.ui.views.way_actions import NumberOffer, number_offer, paper_state
from kiosk.ui.views.way_head import WayHead, way_head
from kiosk.ui.views.way_rows import StopRow, stop_rows

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class WayShown:
    """What the way's screen shows beside its stops; ``key`` tells one way from another."""

    key: str
    wanted: str
    scanned: bool
    head: WayHead
    offer: NumberOffer
    priority: bool
    phase: str
    paper: str


NOTHING = WayShown("", "", False, WayHead("", "", ""), NumberOffer(), False, "", "")


@QmlElement
class WayView(View):
    """The way's screen's view-model; with the end of the visit it forgets the way."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = NOTHING
        self._stops = RowsModel(StopRow, self)

    def update(self, model: Model) -> None:
        here = model.visit.place
        if isinstance(here, Welcome):
            self._show([], NOTHING)
        elif model.catalogue is not None and isinstance(here, Wayfinding):
            self._show(stop_rows(model, self._stage.words, here), self._compute(model, here))

    def _show(self, stops: list[StopRow], shown: WayShown) -> None:
        self._stops.replace(stops)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _compute(self, model: Model, here: Wayfinding) -> WayShown:
        phase, paper = paper_state(here.print)
        return WayShown(
            key=" ".join([here.way.wanted, *(stop.service for stop in here.way.stops)]),
            wanted=here.way.wanted,
            scanned=isinstance(here.back, Agencies),
            head=way_head(model, self._stage.words, here),
            offer=number_offer(model, self._stage.words, here),
            priority=model.offer.priority,
            phase=phase,
            paper=self._say(model)(paper) if paper else "",
        )

    @Property(QObject, notify=changed)
    def stops(self) -> QObject:
        """The stops, in order."""
        return self._stops

    @Property(str, notify=changed)
    def key(self) -> str:
        """What tells one way from another."""
        return self._shown.key

    @Property(str, notify=changed)
    def title(self) -> str:
        """How much there is to do before the goal."""
        return self._shown.head.title

    @Property(str, notify=changed)
    def today(self) -> str:
        """How far one comes today."""
        return self._shown.head.today

    @Property(str, notify=changed)
    def instead(self) -> str:
        """Why another service is wanted, or nothing."""
        return self._shown.head.instead

    @Property(bool, notify=changed)
    def leads(self) -> bool:
        """Whether there is a way at all."""
        return self._shown.offer.service != ""

    @Property(bool, notify=changed)
    def scanned(self) -> bool:
        """Whether it is the way of a paper's code, whose stops can be chosen."""
        return self._shown.scanned

    @Property(str, notify=changed)
    def take(self) -> str:
        """Whose number is offered."""
        return self._shown.offer.label

    @Property(str, notify=changed)
    def shut(self) -> str:
        """Why that number cannot be taken now, or nothing."""
        return self._shown.offer.shut

    @Property(str, notify=changed)
    def shutTitle(self) -> str:
        """What stands over it."""
        return self._shown.offer.heading

    @Property(str, notify=changed)
    def mark(self) -> str:
        """The shape of that state."""
        return self._shown.offer.mark

    @Property(bool, notify=changed)
    def priorityOffered(self) -> bool:
        """Whether the mall has a priority number."""
        return self._shown.priority

    @Property(str, notify=changed)
    def original(self) -> str:
        """The service that was wanted at first, if its number can be taken anyway."""
        return self._shown.offer.original

    @Property(str, notify=changed)
    def phase(self) -> str:
        """What the way's paper does: printing, printed, or stuck; nothing before it was asked for."""
        return self._shown.phase

    @Property(str, notify=changed)
    def paper(self) -> str:
        """The same in words."""
        return self._shown.paper

    @Slot()
    def takeNumber(self) -> None:
        """Take the number of the stop that is offered."""
        self._stage.acts.take_number(self._shown.offer.service, TicketClass.REGULAR)

    @Slot()
    def takePriority(self) -> None:
        """Take a priority number of that stop."""
        self._stage.acts.take_number(self._shown.offer.service, TicketClass.PRIORITY)

    @Slot()
    def takeOriginal(self) -> None:
        """Take the number of the service that was wanted at first."""
        self._stage.acts.take_number(self._shown.wanted, TicketClass.REGULAR)

    @Slot()
    def printWay(self) -> None:
        """Put the way on paper."""
        self._stage.acts.print_way()

    @Slot(int)
    def choose(self, number: int) -> None:
        """Offer the number of another stop, the first being 1."""
        self._stage.acts.dispatch(StopChosen(number - 1))
