"""Every screen once, as a model: for pictures of them, and for tests that look at all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kiosk.app.model import Line, Model, Queue
from kiosk.demo.gallery_technician import technician_scenes
from kiosk.domain import visit as v
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.holdings import Holding as Having
from kiosk.domain.holdings import Holdings
from kiosk.domain.inquiry import Answers, Check, begin, next_round
from kiosk.domain.places import (
    Adjustments,
    Agencies,
    Checking,
    Holding,
    Issuing,
    PaperDone,
    Place,
    Printing,
    Reading,
    Refused,
    Services,
    Wayfinding,
    WayPaper,
    Welcome,
)
from kiosk.domain.route import Way, find_way
from kiosk.domain.ticket import Outcome, Press, Ticket, TicketClass, WaitRange
from kiosk.domain.way_code import way_code, way_of_code
from kiosk.printing.condition import NoPaper

NOW = datetime.fromisoformat("2019-02-18T09:12+07:00")
"""A Monday in the month of the catalogue's scenario, when immigration waits for its link."""

HEARD = NOW.replace(minute=4)
"""When a server that does not answer was last heard."""

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
    cut = replace(quiet, line=Line(up=False, heard_at=HEARD), printer=NoPaper())
    yield at("welcome", Welcome())
    yield at("agencies", agencies)
    yield at("search", Agencies("ktp"))
    yield at("search-none", Agencies("xyzzy"))
    yield at("services", services)
    yield at("services-preparing", Services("imigrasi"))
    yield at("service", Reading("akta-kelahiran", services))
    yield at("service-preparing", Reading("paspor-baru", Services("imigrasi")))
    yield from (at(name, place) for name, place in _checks(catalogue))
    yield from (at(name, place) for name, place in _ways(catalogue))
    yield at("issuing", Issuing(regular))
    yield at("ticket-printing", Holding(ticket))
    yield at("ticket-printed", Holding(ticket, PaperDone(Outcome.PRINTED)))
    yield at("ticket-held", Holding(own, Printing(NoPaper.word)), cut)
    yield at("ticket-on-screen", Holding(own, PaperDone(Outcome.NOT_SENT)), cut)
    yield at("refused", Refused("skck-baru", "unavailable", next_open=NOW.replace(day=19, hour=8, minute=0)))
    yield at("agencies-cut", agencies, cut)
    yield from (at(*scene) for scene in technician_scenes(quiet, TICKET_ID))
    yield at("help", agencies, helped=True)
    yield at("warning", agencies, warned=True)


def _checks(catalogue: Catalogue) -> Iterator[tuple[str, Checking]]:
    """Yield checks: untouched, with papers lacking, with a condition that holds, and further on."""

    def of(service: str, answers: Answers) -> Checking:
        reading = Reading(service, Services(catalogue.services[service].agency))
        return Checking(reading, replace(begin(service), answers=answers))

    yield "check", of("paspor-baru", Answers())
    lacking = {"ktp-el": Having.LOST, "pas-foto": Having.NEVER}
    either = ("akta-kelahiran", "bukti-lahir-alternatif", "ijazah", "buku-nikah")
    yield "check-lacking", of("skck-baru", Answers(lacking).said(either, Having.NEVER))
    yield "check-conditions", of("stnk-tahunan", Answers(conditions=frozenset({"represented"})))
    first = of("paspor-baru", Answers({"ktp-el": Having.DAMAGED, "kk": Having.LOST}))
    match next_round(catalogue, first.check, NOW):
        case Check() as second:
            yield "check-second-round", replace(first, check=second)


def _ways(catalogue: Catalogue) -> Iterator[tuple[str, Wayfinding]]:
    """Yield ways: long, with nothing missing, to another service, to nowhere, printed, and scanned."""

    def of(service: str, documents: dict[str, Having]) -> Wayfinding:
        reading = Reading(service, Services(catalogue.services[service].agency))
        check = replace(begin(service), answers=Answers(documents))
        holdings = Holdings(documents)
        return Wayfinding(find_way(catalogue, service, holdings, NOW), holdings, Checking(reading, check))

    def scanned(way: Way, chosen: int) -> Wayfinding:
        known = way_of_code(catalogue, way_code(way))
        assert known, "a way's own code is one"
        given = dict.fromkeys((each for stop in known.stops for each in stop.gives), Having.NEVER)
        return Wayfinding(known, Holdings(given), Agencies(), chosen)

    lacking = dict.fromkeys(("akta-kelahiran-anak", "nikah-orang-tua", "meterai"), Having.NEVER)
    long = of("paspor-anak", {**lacking, "kk": Having.LOST})
    open_ = of("sktpd", {"ktp-el": Having.LOST, "skck": Having.NEVER, "meterai": Having.NEVER})
    yield "way", long
    yield "way-complete", of("ktp-baru", {})
    yield "way-instead", of("bpjskes-aktivasi", {"kartu-jkn": Having.NEVER})
    yield "way-none", of("haji-batal", {"spph": Having.NEVER})
    yield "way-printing", replace(open_, print=WayPaper(TICKET_ID, Printing()))
    yield "way-printed", replace(open_, print=WayPaper(TICKET_ID, PaperDone(Outcome.PRINTED)))
    yield "way-held", replace(open_, print=WayPaper(TICKET_ID, Printing(NoPaper.word)))
    yield "way-scanned", scanned(open_.way, 1)
    yield "way-scanned-shut", scanned(long.way, 3)


def _model(catalogue: Catalogue, adjustments: Adjustments) -> Model:
    first = catalogue.mall.languages[0].code
    visit = replace(v.fresh(first), adjustments=adjustments)
    queues = {
        service: Queue(place * 3 % 19, WaitRange(5, 12)) for place, service in enumerate(catalogue.services)
    }
    return Model(visit, NOW, catalogue, line=Line(up=True, heard_at=NOW), queues=queues).judged()


def _press(adjustments: Adjustments, ticket_class: TicketClass) -> Press:
    return Press(TICKET_ID, "skck-baru", NOW, ticket_class, adjustments.language)
