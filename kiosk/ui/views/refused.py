"""The screen after a press that got no number: why, and when to come again."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.events import HomeWanted
from kiosk.domain.places import Refused
from kiosk.phrases import opening
from kiosk.ui.views.stage import Stage, View, local_now

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """What the screen without a number shows."""

    service: str = ""
    cause: str = ""
    opens: str = ""


@QmlElement
class RefusedView(View):
    """The view-model of the screen that says why there is no number."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = RefusedShown()

    def update(self, model: Model) -> None:
        place = model.visit.place
        if model.catalogue is None or not isinstance(place, Refused):
            return
        language, now = model.visit.adjustments.language, local_now(model)
        service = model.catalogue.services.get(place.service)
        opens = place.next_open.astimezone(now.tzinfo) if place.next_open else None
        cause = (
            place.reason.in_language(language) if place.reason else self._say(model)(f"refused.{place.cause}")
        )
        shown = RefusedShown(
            service=service.name.in_language(language) if service else "",
            cause=cause,
            opens=opening(self._stage.words, language, opens, now) if opens else "",
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(str, notify=changed)
    def service(self) -> str:
        """The service's name."""
        return self._shown.service

    @Property(str, notify=changed)
    def cause(self) -> str:
        """Why there is no number."""
        return self._shown.cause

    @Property(str, notify=changed)
    def opens(self) -> str:
        """When the service opens, or nothing."""
        return self._shown.opens

    @Slot()
    def again(self) -> None:
        """Go back to the start."""
        self._stage.acts.dispatch(HomeWanted())
