"""The screen after the press: the number, and what became of its paper."""

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.events import HomeWanted
from kiosk.domain.places import Holding, Paper, PaperDone, Printing
from kiosk.domain.ticket import Outcome, Ticket, TicketClass, track_of
from kiosk.ui.views.stage import Stage, View

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class HoldingShown:
    """What the ticket's screen shows."""

    label: str = ""
    agency: str = ""
    service: str = ""
    place: str = ""
    ahead: str = ""
    ahead_title: str = ""
    wait: str = ""
    phase: str = "printing"
    headline: str = ""
    why: str = ""
    code: str = ""
    origin: str = ""
    priority: bool = False


@QmlElement
class HoldingView(View):
    """The ticket's screen's view-model."""

    changed = Signal()

    def __init__(self, stage: Stage, public_url: str, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._public_url = public_url
        self._shown = HoldingShown()

    def update(self, model: Model) -> None:
        place = model.visit.place
        if model.catalogue is None or not isinstance(place, Holding):
            return
        shown = self._compute(model, place.ticket, place.paper)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _compute(self, model: Model, ticket: Ticket, paper: Paper) -> HoldingShown:
        say = self._say(model)
        phase, headline, why = _phase(paper)
        ahead_title, ahead = self._ahead(model, ticket)
        wait = ticket.wait if ticket.ahead else None
        return replace(
            self._where(model, ticket),
            label=ticket.label,
            ahead=ahead,
            ahead_title=ahead_title,
            wait=say("holding.wait", low=wait.low, high=wait.high) if wait else "",
            phase=phase,
            headline=say(headline),
            why=say(why) if why else "",
            code=self._public_url + track_of(ticket.press.ticket_id) if self._public_url else "",
            origin="" if ticket.online else say("holding.offline"),
            priority=ticket.press.ticket_class is TicketClass.PRIORITY,
        )

    def _where(self, model: Model, ticket: Ticket) -> HoldingShown:
        """Return what says where to go; a service that the mall took away since keeps its names."""
        assert model.catalogue is not None
        language = model.visit.adjustments.language
        service = model.catalogue.services.get(ticket.press.service)
        if service is None:
            return self._shown
        agency = model.catalogue.agencies[service.agency]
        return HoldingShown(
            agency=agency.name.in_language(language),
            service=service.name.in_language(language),
            place=self._say(model)(
                "service.place_at", building=agency.place.building, floor=agency.place.floor
            ),
        )

    def _ahead(self, model: Model, ticket: Ticket) -> tuple[str, str]:
        say = self._say(model)
        if ticket.ahead is None:
            return "", say("holding.ahead_unknown")
        if ticket.ahead == 0:
            return "", say("holding.ahead_none")
        return say("holding.ahead"), say("holding.ahead_people", n=ticket.ahead)

    @Property(str, notify=changed)
    def label(self) -> str:
        """The number."""
        return self._shown.label

    @Property(str, notify=changed)
    def agency(self) -> str:
        """The agency's name."""
        return self._shown.agency

    @Property(str, notify=changed)
    def service(self) -> str:
        """The service's name."""
        return self._shown.service

    @Property(str, notify=changed)
    def place(self) -> str:
        """Where to wait."""
        return self._shown.place

    @Property(str, notify=changed)
    def ahead(self) -> str:
        """How many people are ahead, or what to do."""
        return self._shown.ahead

    @Property(str, notify=changed)
    def aheadTitle(self) -> str:
        """What stands over it, or nothing."""
        return self._shown.ahead_title

    @Property(str, notify=changed)
    def wait(self) -> str:
        """How long the wait may be, or nothing."""
        return self._shown.wait

    @Property(str, notify=changed)
    def phase(self) -> str:
        """What the paper does: printing, held, printed, unknown or screen."""
        return self._shown.phase

    @Property(str, notify=changed)
    def headline(self) -> str:
        """What to do now."""
        return self._shown.headline

    @Property(str, notify=changed)
    def why(self) -> str:
        """What it means for the number."""
        return self._shown.why

    @Property(str, notify=changed)
    def code(self) -> str:
        """The content of the QR code."""
        return self._shown.code

    @Property(str, notify=changed)
    def origin(self) -> str:
        """Where the number comes from, when that is not the server."""
        return self._shown.origin

    @Property(bool, notify=changed)
    def priority(self) -> bool:
        """Whether it is a priority number."""
        return self._shown.priority

    @Slot()
    def done(self) -> None:
        """End the visit."""
        self._stage.acts.dispatch(HomeWanted())


def _phase(paper: Paper) -> tuple[str, str, str]:
    """Return the phase, the headline's key and the explanation's key."""
    match paper:
        case Printing(held=None):
            return "printing", "holding.printing", ""
        case Printing(held=word):
            return "held", "holding.on_screen", f"holding.held.{word}"
        case PaperDone(outcome=outcome):
            return _phase_of(outcome)
        case _:
            assert_never(paper)


def _phase_of(outcome: Outcome) -> tuple[str, str, str]:
    match outcome:
        case Outcome.PRINTED:
            return "printed", "holding.take_ticket", ""
        case Outcome.UNKNOWN:
            return "unknown", "holding.on_screen", "holding.unknown_why"
        case Outcome.BLIND:
            return "unknown", "holding.take_ticket", "holding.unknown_why"
        case Outcome.ON_SCREEN:
            return "screen", "holding.on_screen", "holding.screen_only_why"
        case Outcome.NOT_SENT | Outcome.HELD:
            return "screen", "holding.on_screen", "holding.on_screen_why"
        case _:
            assert_never(outcome)
