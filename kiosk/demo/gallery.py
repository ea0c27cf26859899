"""Every screen once, as a model: for pictures of them, and for tests that look at all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kiosk.app.model import Line, Model, Queue
from kiosk.domain import visit as v
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.places import (
    Adjustments,
    Agencies,
    Holding,
    Issuing,
    PaperDone,
    Place,
    Printing,
    Reading,
    Refused,
    Services,
    Welcome,
)
from kiosk.domain.ticket import Outcome, Press, Ticket, TicketClass, WaitRange
from kiosk.printing.printer import Condition

NOW = datetime.fromisoformat("2019-02-18T09:12+07:00")
"""A Monday in the month of the catalogue's scenario, when immigration waits for its link."""

TICKET_ID = UUID("0190e3a0-7c4b-7d5e-9f10-2b6a4c8d1e3f")


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen with a name for its picture."""

    name: str
    model: Model


def scenes(catalogue: Catalogue, adjustments: Adjustments) -> Iterator[Scene]:
    """Yield every screen of the real catalogue's mall, in the order of a visit."""
    quiet = _model(catalogue, adjustments)

    def at(
        name: str, place: Place, model: Model = quiet, *, warned: bool = False, helped: bool = False
    ) -> Scene:
        return Scene(
            name, replace(model, visit=replace(model.visit, place=place, warned=warned, helped=helped))
        )

    services, agencies = Services("disdukcapil"), Agencies()
    regular, priority = _press(adjustments, TicketClass.REGULAR), _press(adjustments, TicketClass.PRIORITY)
    ticket = Ticket(regular, "E-057", online=True, ahead=12, wait=WaitRange(20, 45))
    own = Ticket(priority, "E12-1057", online=False)
    cut = replace(quiet, line=Line(up=False, heard_at=NOW), queues={}, printer=Condition.NO_PAPER)
    yield at("welcome", Welcome())
    yield at("agencies", agencies)
    yield at("search", Agencies("ktp"))
    yield at("services", services)
    yield at("services-preparing", Services("imigrasi"))
    yield at("service", Reading("akta-kelahiran", services))
    yield at("service-preparing", Reading("paspor-baru", Services("imigrasi")))
    yield at("issuing", Issuing(regular))
    yield at("ticket-printing", Holding(ticket))
    yield at("ticket-printed", Holding(ticket, PaperDone(Outcome.PRINTED)))
    yield at("ticket-held", Holding(own, Printing(Condition.NO_PAPER)), cut)
    yield at("ticket-on-screen", Holding(own, PaperDone(Outcome.NOT_SENT)), cut)
    yield at("refused", Refused("skck-baru", "unavailable", next_open=NOW.replace(day=19, hour=8, minute=0)))
    yield at("agencies-cut", agencies, cut)
    yield at("help", agencies, helped=True)
    yield at("warning", agencies, warned=True)


def _model(catalogue: Catalogue, adjustments: Adjustments) -> Model:
    first = catalogue.mall.languages[0].code
    visit = replace(v.fresh(first), adjustments=adjustments)
    queues = {
        service: Queue(place * 3 % 19, WaitRange(5, 12)) for place, service in enumerate(catalogue.services)
    }
    model = Model(visit, NOW, catalogue, line=Line(up=True, heard_at=NOW), queues=queues)
    return replace(model, availability=model.computed())


def _press(adjustments: Adjustments, ticket_class: TicketClass) -> Press:
    return Press(TICKET_ID, "skck-baru", NOW, ticket_class, adjustments.language)
