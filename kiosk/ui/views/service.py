"""One service: the six components that the law asks to be published, and the way to a number."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.catalogue import Service
from kiosk.domain.places import Reading
from kiosk.domain.ticket import TicketClass
from kiosk.particulars import FeeRow, fee_rows
from kiosk.ui.views.published import RequirementRow, requirement_rows, verified
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View
from kiosk.ui.views.tiles import service_row

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """What the service's screen shows beside its requirements and fees."""

    service: str = ""
    name: str = ""
    agency: str = ""
    icon: str = "agency"
    mark: str = "open"
    state: str = ""
    wait: str = ""
    shut: bool = False
    place: str = ""
    duration: str = ""
    product: str = ""
    complaints: str = ""
    note: str = ""
    verified: str = ""
    steps: tuple[str, ...] = ()
    priority: bool = False
    needs_nothing: bool = False


@QmlElement
class ServiceView(View):
    """The service's screen's view-model."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = ServiceShown()
        self._requirements = RowsModel(RequirementRow, self)
        self._fees = RowsModel(FeeRow, self)

    def update(self, model: Model) -> None:
        place = model.visit.place
        if model.catalogue is None or not isinstance(place, Reading):
            return
        service = model.catalogue.services.get(place.service)
        if service is None:
            return
        language, words = model.visit.adjustments.language, self._stage.words
        self._requirements.replace(requirement_rows(words, language, model.catalogue, service))
        self._fees.replace(fee_rows(words, language, service.fee))
        shown = self._compute(model, service)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _compute(self, model: Model, service: Service) -> ServiceShown:
        assert model.catalogue is not None
        language, say, words = model.visit.adjustments.language, self._say(model), self._stage.words
        agency = model.catalogue.agencies[service.agency]
        row = service_row(model, words, service, above=False)
        return ServiceShown(
            service=service.id,
            name=row.name,
            agency=agency.name.in_language(language),
            icon=agency.icon or agency.id,
            mark=row.mark,
            state=row.words,
            wait=row.wait,
            shut=row.shut,
            place=say("service.place_at", building=agency.place.building, floor=agency.place.floor),
            duration=service.duration.in_language(language)
            if service.duration
            else say("service.unknown_duration"),
            product=service.product.in_language(language) if service.product else "",
            complaints=model.catalogue.complaints_of(service).in_language(language),
            note=service.note.in_language(language) if service.note else "",
            verified=verified(words, language, service),
            steps=tuple(
                step.in_language(language) for step in model.catalogue.procedures[service.procedure].steps
            ),
            priority=model.offer.priority,
            needs_nothing=not service.requires,
        )

    @Property(QObject, notify=changed)
    def requirements(self) -> QObject:
        """What to bring."""
        return self._requirements

    @Property(QObject, notify=changed)
    def fees(self) -> QObject:
        """What it costs."""
        return self._fees

    @Property(str, notify=changed)
    def service(self) -> str:
        """The service's id."""
        return self._shown.service

    @Property(str, notify=changed)
    def name(self) -> str:
        """The service's name."""
        return self._shown.name

    @Property(str, notify=changed)
    def agency(self) -> str:
        """The agency's name."""
        return self._shown.agency

    @Property(str, notify=changed)
    def icon(self) -> str:
        """The name of the agency's icon."""
        return self._shown.icon

    @Property(str, notify=changed)
    def mark(self) -> str:
        """The shape of the state."""
        return self._shown.mark

    @Property(str, notify=changed)
    def standing(self) -> str:
        """The state in words."""
        return self._shown.state

    @Property(str, notify=changed)
    def wait(self) -> str:
        """How long the wait may be, or nothing."""
        return self._shown.wait

    @Property(bool, notify=changed)
    def shut(self) -> bool:
        """Whether no number can be taken."""
        return self._shown.shut

    @Property(str, notify=changed)
    def place(self) -> str:
        """Where the agency sits."""
        return self._shown.place

    @Property(str, notify=changed)
    def duration(self) -> str:
        """How long the service takes."""
        return self._shown.duration

    @Property(str, notify=changed)
    def product(self) -> str:
        """What the citizen receives."""
        return self._shown.product

    @Property(str, notify=changed)
    def complaints(self) -> str:
        """Where to complain."""
        return self._shown.complaints

    @Property(str, notify=changed)
    def note(self) -> str:
        """What else matters."""
        return self._shown.note

    @Property(str, notify=changed)
    def verified(self) -> str:
        """How far the published data can be trusted."""
        return self._shown.verified

    @Property(list, notify=changed)
    def steps(self) -> list[str]:
        """The steps of the procedure."""
        return list(self._shown.steps)

    @Property(bool, notify=changed)
    def priorityOffered(self) -> bool:
        """Whether the mall has a priority number."""
        return self._shown.priority

    @Property(bool, notify=changed)
    def needsNothing(self) -> bool:
        """Whether no paper is needed."""
        return self._shown.needs_nothing

    @Slot()
    def check(self) -> None:
        """Ask whether everything is at hand."""
        self._stage.acts.check_papers()

    @Slot()
    def take(self) -> None:
        """Take a number."""
        self._stage.acts.take_number(self._shown.service, TicketClass.REGULAR)

    @Slot()
    def takePriority(self) -> None:
        """Take a priority number."""
        self._stage.acts.take_number(self._shown.service, TicketClass.PRIORITY)
