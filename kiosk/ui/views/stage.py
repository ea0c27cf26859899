"""What every view-model stands on: the model, the words, and a way to let events happen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject

from kiosk.app.model import Model
from kiosk.domain.events import Event
from kiosk.domain.ticket import TicketClass
from kiosk.words import Words


class Acts(Protocol):
    """What a citizen can set going."""

    def dispatch(self, event: Event) -> None:
        """Let an event happen."""
        ...

    def take_number(self, service: str, ticket_class: TicketClass) -> None:
        """Ask for a number."""
        ...

    def check_papers(self) -> None:
        """Ask for the papers of the service that is read."""
        ...

    def check_answered(self) -> None:
        """Go on from the answers of a check."""
        ...

    def print_way(self) -> None:
        """Ask for the way on paper."""
        ...

    def code_scanned(self, code: str) -> None:
        """Show the way of a code, if it is one's."""
        ...

    def corner_held(self, held: bool) -> None:
        """Let the hidden corner be held, or let go of it."""
        ...


class Nobody:
    """Stands where the controller will, while the first frame is painted: touches do nothing yet."""

    def dispatch(self, event: Event) -> None:
        """Let it pass."""

    def take_number(self, service: str, ticket_class: TicketClass) -> None:
        """Give none."""

    def check_papers(self) -> None:
        """Ask for none."""

    def check_answered(self) -> None:
        """Stay."""

    def print_way(self) -> None:
        """Print nothing."""

    def code_scanned(self, code: str) -> None:
        """Overlook it."""

    def corner_held(self, held: bool) -> None:
        """Open nothing."""


@dataclass(slots=True)
class Stage:
    """The controller's face for view-models."""

    acts: Acts
    words: Words


class View(QObject):
    """A view-model; each has a signal ``changed`` that tells QML that something is different.

    The signal is each class's own: a property's notifier must stand in the same class.
    """

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage

    def _say(self, model: Model) -> Callable[..., str]:
        language = model.visit.adjustments.language
        return lambda key, **values: self._stage.words.say(language, key, **values)


def local_now(model: Model) -> datetime:
    """Return the model's moment in the mall's zone, or as it is before the mall is known."""
    return model.now.astimezone(model.catalogue.mall.zone) if model.catalogue else model.now
