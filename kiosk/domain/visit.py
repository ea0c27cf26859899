"""One citizen's visit: how it changes with what happens, and what follows.

``reduce(visit, event)`` is the only place where a visit changes. It is pure: it returns the next visit
and the effects that somebody else carries out, whose outcomes come back as events.
"""

from dataclasses import dataclass, replace
from typing import assert_never
from uuid import UUID

from kiosk.domain.events import (
    CITIZEN,
    Adjusted,
    AgencyChosen,
    BackWanted,
    CheckWanted,
    CheckWentOn,
    ConditionTold,
    Event,
    HelpWanted,
    HomeWanted,
    Numbered,
    NumberRefused,
    NumberWanted,
    PaperEnded,
    PaperHeld,
    PapersTold,
    SearchChanged,
    ServiceChosen,
    Started,
    StopChosen,
    TimeUp,
    Touched,
    WayFound,
    WayPaperWanted,
    WayScanned,
)
from kiosk.domain.holdings import Holding as Having
from kiosk.domain.holdings import Holdings
from kiosk.domain.inquiry import begin
from kiosk.domain.places import (
    Adjustments,
    Agencies,
    Checking,
    Holding,
    Issuing,
    Paper,
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
from kiosk.domain.route import Way
from kiosk.domain.technician import Asking, Confirming, Doing, PinPad, Shut, TechnicianPage
from kiosk.domain.technician_steps import (
    TechnicianEffect,
    TechnicianEvent,
    TechnicianTouch,
    TechnicianWanted,
    step,
)
from kiosk.domain.ticket import Outcome, Press


@dataclass(frozen=True, slots=True)
class Visit:
    """Where the citizen is and how they want it; ``touches`` counts what they did, to time idleness."""

    place: Place
    adjustments: Adjustments
    default_language: str
    warned: bool = False
    helped: bool = False
    touches: int = 0


def fresh(default_language: str) -> Visit:
    """Return the visit of nobody."""
    return Visit(Welcome(), Adjustments(default_language), default_language)


@dataclass(frozen=True, slots=True)
class Issue:
    """Give the press a number and print it, with the way that it is the beginning of."""

    press: Press
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class PrintWay:
    """Print the way."""

    paper_id: UUID
    way: Way
    holdings: Holdings


Effect = Issue | PrintWay | TechnicianEffect


@dataclass(frozen=True, slots=True)
class Delays:
    """How long each kind of place lasts without a touch, in seconds (WCAG 2.2 2.2.1: at least 20).

    ``corner`` is how long the hidden corner is held to open the technician's page.
    """

    idle: float = 60.0
    warning: float = 30.0
    ticket: float = 20.0
    number_on_screen: float = 60.0
    pin: float = 30.0
    technician: float = 120.0
    corner: float = 5.0


LASTING = (Agencies, Services, Reading, Checking, Wayfinding, Refused)
"""The places that a citizen is warned in before they are left."""


def delay_of(visit: Visit, delays: Delays) -> float | None:
    """Return after how many seconds without a touch ``TimeUp`` comes, or ``None`` for never."""
    match visit.place:
        case Welcome() | Issuing() | Holding(paper=Printing()) | TechnicianPage(work=Doing()):
            return None
        case Holding(paper=PaperDone(Outcome.PRINTED)):
            return delays.ticket
        case Holding():
            return delays.number_on_screen
        case PinPad():
            return delays.pin
        case TechnicianPage():
            return delays.technician
        case Agencies() | Services() | Reading() | Checking() | Wayfinding() | Refused():
            return delays.warning if visit.warned else delays.idle
        case other:
            assert_never(other)


def reduce(visit: Visit, event: Event) -> tuple[Visit, tuple[Effect, ...]]:
    """Return the visit after ``event``, and the effects to carry out."""
    if isinstance(event, (*CITIZEN, TechnicianTouch)):
        helped = isinstance(event, HelpWanted) and not visit.helped
        visit = replace(visit, warned=False, helped=helped, touches=visit.touches + 1)
    if isinstance(event, TechnicianEvent):
        return _served(visit, event)
    match event:
        case NumberWanted() | WayPaperWanted():
            return _wanted(visit, event)
        case Numbered() | PaperHeld() | PaperEnded() | NumberRefused():
            return _answered(visit, event), ()
        case HomeWanted() | BackWanted() | TimeUp():
            return _left(visit, event), ()
        case Adjusted(adjustments):
            return replace(visit, adjustments=adjustments), ()
        case Touched() | HelpWanted():
            return visit, ()
        case Started() | AgencyChosen() | ServiceChosen() | SearchChanged() | WayScanned() | StopChosen():
            return _went(visit, event), ()
        case CheckWanted() | PapersTold() | ConditionTold() | CheckWentOn() | WayFound():
            return _checked(visit, event), ()
        case other:
            assert_never(other)


def _opened(visit: Visit, event: TechnicianWanted) -> Visit:
    """End a visit for the technician's sake, but not while its paper is coming out."""
    match visit.place:
        case (
            Issuing()
            | Holding(paper=Printing(held=None))
            | Wayfinding(print=WayPaper(paper=Printing(held=None)))
            | PinPad()
            | TechnicianPage()
        ):
            return visit
        case _:
            door = Shut(event.shut_minutes) if event.shut_minutes else Asking()
            return replace(fresh(visit.default_language), place=PinPad(door))


def _served(visit: Visit, event: TechnicianEvent) -> tuple[Visit, tuple[Effect, ...]]:
    if isinstance(event, TechnicianWanted):
        return _opened(visit, event), ()
    if not isinstance(visit.place, PinPad | TechnicianPage):
        return visit, ()
    place, effects = step(visit.place, event)
    return replace(visit, place=place), effects


def _went(
    visit: Visit, event: Started | AgencyChosen | ServiceChosen | SearchChanged | WayScanned | StopChosen
) -> Visit:
    match event, visit.place:
        case Started(language), Welcome():
            chosen = replace(visit.adjustments, language=language or visit.default_language)
            return replace(visit, place=Agencies(), adjustments=chosen)
        case AgencyChosen(agency), Agencies():
            return replace(visit, place=Services(agency))
        case ServiceChosen(service), Agencies() | Services() as back:
            return replace(visit, place=Reading(service, back))
        case SearchChanged(query), Agencies():
            return replace(visit, place=Agencies(query))
        case WayScanned(way), Welcome() | Agencies() | Services() | Reading() | Checking() | Wayfinding():
            given = dict.fromkeys((each for stop in way.stops for each in stop.gives), Having.NEVER)
            return replace(visit, place=Wayfinding(way, Holdings(given), Agencies()))
        case StopChosen(chosen), Wayfinding(way, back=Agencies()) as here if chosen in range(len(way.stops)):
            return replace(visit, place=replace(here, chosen=chosen))
        case _:
            return visit


def _checked(visit: Visit, event: CheckWanted | PapersTold | ConditionTold | CheckWentOn | WayFound) -> Visit:
    match event, visit.place:
        case CheckWanted(), Reading(service=service) as reading:
            return replace(visit, place=Checking(reading, begin(service)))
        case PapersTold(documents, holding), Checking(reading, check):
            answers = check.answers.said(documents, holding)
            return replace(visit, place=Checking(reading, replace(check, answers=answers)))
        case ConditionTold(condition, true), Checking(reading, check):
            answers = check.answers.agreed(condition, true)
            return replace(visit, place=Checking(reading, replace(check, answers=answers)))
        case CheckWentOn(check), Checking(reading, before) if check.wanted == before.wanted:
            return replace(visit, place=Checking(reading, check))
        case WayFound(way), Checking(check=check) as back if way.wanted == check.wanted:
            return replace(visit, place=Wayfinding(way, check.answers.holdings(), back))
        case WayFound(way), Reading(service=service) as back if way.wanted == service:
            return replace(visit, place=Wayfinding(way, Holdings(), back))
        case _:
            return visit


def _wanted(visit: Visit, event: NumberWanted | WayPaperWanted) -> tuple[Visit, tuple[Effect, ...]]:
    match event, visit.place:
        case NumberWanted(press), Reading(service=service) if service == press.service:
            return replace(visit, place=Issuing(press)), (Issue(press),)
        case NumberWanted(press), Wayfinding(way=way) if press.service in _numbered_on(way):
            return replace(visit, place=Issuing(press)), (Issue(press, way),)
        case WayPaperWanted(), Wayfinding(print=WayPaper(paper=Printing())):
            return visit, ()
        case WayPaperWanted(paper_id), Wayfinding(way, holdings) as here:
            printing = replace(here, print=WayPaper(paper_id, Printing()))
            return replace(visit, place=printing), (PrintWay(paper_id, way, holdings),)
        case _:
            return visit, ()


def _numbered_on(way: Way) -> tuple[str, ...]:
    return way.wanted, *(stop.service for stop in way.stops)


def _left(visit: Visit, event: HomeWanted | BackWanted | TimeUp) -> Visit:
    match event, visit.place:
        case _, Welcome() | Issuing() | Holding(paper=Printing(held=None)) | TechnicianPage(work=Doing()):
            return visit
        case TimeUp(), place if isinstance(place, LASTING) and not visit.warned:
            return replace(visit, warned=True)
        case BackWanted(), Agencies(query=str()):
            return replace(visit, place=Agencies())
        case BackWanted(), Services():
            return replace(visit, place=Agencies())
        case BackWanted(), TechnicianPage(work=Confirming()):
            return replace(visit, place=TechnicianPage())
        case BackWanted(), Checking(reading, check) if len(check.rounds) > 1:
            return replace(visit, place=Checking(reading, replace(check, rounds=check.rounds[:-1])))
        case BackWanted(), Reading(back=back) | Checking(reading=back) | Wayfinding(back=back):
            return replace(visit, place=back)
        case _:
            return fresh(visit.default_language)


def _answered(visit: Visit, event: Numbered | PaperHeld | PaperEnded | NumberRefused) -> Visit:
    match event, visit.place:
        case Numbered(ticket), Issuing(press) if ticket.press.ticket_id == press.ticket_id:
            return replace(visit, place=Holding(ticket))
        case NumberRefused() as no, Issuing(press) if no.ticket_id == press.ticket_id:
            return replace(visit, place=Refused(press.service, no.cause, no.reason, no.next_open))
        case PaperHeld(paper_id, condition), Holding(ticket=ticket) if paper_id == ticket.press.ticket_id:
            return replace(visit, place=Holding(ticket, Printing(condition)))
        case PaperEnded(paper_id, outcome), Holding(ticket=ticket) if paper_id == ticket.press.ticket_id:
            return replace(visit, place=Holding(ticket, PaperDone(outcome)))
        case ((PaperHeld() | PaperEnded()), Wayfinding(print=WayPaper(paper_id)) as here) if (
            event.paper_id == paper_id
        ):
            return replace(visit, place=replace(here, print=WayPaper(paper_id, _paper_of(event))))
        case _:
            return visit


def _paper_of(event: PaperHeld | PaperEnded) -> Paper:
    return Printing(event.condition) if isinstance(event, PaperHeld) else PaperDone(event.outcome)
