"""The services of one agency."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.events import ServiceChosen
from kiosk.domain.places import Services
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View
from kiosk.ui.views.tiles import ServiceRow, service_rows

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ServicesShown:
    """What the services' screen shows beside its list."""

    agency: str = ""
    name: str = ""
    series: str = ""
    icon: str = "agency"
    place: str = ""


@QmlElement
class ServicesView(View):
    """The services' screen's view-model."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = ServicesShown()
        self._rows = RowsModel(ServiceRow, self)

    def update(self, model: Model) -> None:
        place = model.visit.place
        if model.catalogue is None or not isinstance(place, Services):
            return
        agency = model.catalogue.agencies.get(place.agency)
        if agency is None:
            return
        services = model.catalogue.services_of(agency.id)
        self._rows.replace(service_rows(model, self._stage.words, services, above=False))
        shown = ServicesShown(
            agency=agency.id,
            name=agency.name.in_language(model.visit.adjustments.language),
            series=agency.series,
            icon=agency.icon or agency.id,
            place=self._say(model)(
                "service.place_at", building=agency.place.building, floor=agency.place.floor
            ),
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(QObject, notify=changed)
    def rows(self) -> QObject:
        """The services."""
        return self._rows

    @Property(str, notify=changed)
    def agency(self) -> str:
        """The agency's id."""
        return self._shown.agency

    @Property(str, notify=changed)
    def name(self) -> str:
        """The agency's name."""
        return self._shown.name

    @Property(str, notify=changed)
    def series(self) -> str:
        """The letter of the agency's tickets."""
        return self._shown.series

    @Property(str, notify=changed)
    def icon(self) -> str:
        """The name of the agency's icon."""
        return self._shown.icon

    @Property(str, notify=changed)
    def place(self) -> str:
        """Where the agency sits."""
        return self._shown.place

    @Slot(str)
    def choose(self, service: str) -> None:
        """Read about a service."""
        self._stage.acts.dispatch(ServiceChosen(service))
