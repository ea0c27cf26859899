"""The pad on which a technician types the PIN."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.technician import PIN_DIGITS, Asking, Judging, PinPad, Shut
from kiosk.domain.technician_steps import PinEntered, PinErased, PinTyped
from kiosk.ui.views.stage import Stage, View

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class PinShown:
    """What the pad shows: how many digits were typed, and never which."""

    typed: int = 0
    told: str = ""
    wrong: bool = False
    shut: bool = False
    ready: bool = False


@QmlElement
class PinView(View):
    """The pad's view-model."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = PinShown()

    def update(self, model: Model) -> None:
        place = model.visit.place
        if not isinstance(place, PinPad):
            return
        shown = self._compute(model, place)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _compute(self, model: Model, pad: PinPad) -> PinShown:
        say, typed = self._say(model), len(pad.digits)
        match pad.door:
            case Asking(wrong=True):
                return PinShown(told=say("technician.pin_wrong"), wrong=True)
            case Asking():
                hint = say("technician.pin_hint", least=PIN_DIGITS[0], most=PIN_DIGITS[-1])
                return PinShown(typed, hint, ready=typed in PIN_DIGITS)
            case Judging():
                return PinShown(told=say("technician.pin_judging"), shut=True)
            case Shut(minutes):
                told = say("technician.pin_shut", n=minutes)
                return PinShown(told=told, wrong=True, shut=True)
            case other:
                assert_never(other)

    @Property(int, notify=changed)
    def typed(self) -> int:
        """How many digits were typed."""
        return self._shown.typed

    @Property(str, notify=changed)
    def told(self) -> str:
        """What to do, or what became of the digits."""
        return self._shown.told

    @Property(bool, notify=changed)
    def wrong(self) -> bool:
        """Whether what is told is bad news."""
        return self._shown.wrong

    @Property(bool, notify=changed)
    def shut(self) -> bool:
        """Whether no digit is taken now."""
        return self._shown.shut

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """Whether there are enough digits for a PIN."""
        return self._shown.ready

    @Slot(str)
    def type(self, digit: str) -> None:
        """Take a digit."""
        self._stage.acts.dispatch(PinTyped(digit))

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        self._stage.acts.dispatch(PinErased())

    @Slot()
    def enter(self) -> None:
        """Open the page with these digits."""
        self._stage.acts.dispatch(PinEntered())
