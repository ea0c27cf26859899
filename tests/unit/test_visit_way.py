"""A visit at the check of papers and on the way: where each event leads, and what is left of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from kiosk.app.model import Model, Screen, screen_of
from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.events import (
    BackWanted,
    CheckWanted,
    CheckWentOn,
    ConditionTold,
    Event,
    HomeWanted,
    Numbered,
    NumberRefused,
    NumberWanted,
    PaperEnded,
    PaperHeld,
    PapersTold,
    StopChosen,
    TimeUp,
    WayFound,
    WayPaperWanted,
    WayScanned,
)
from kiosk.domain.holdings import Holding as Having
from kiosk.domain.holdings import Holdings
from kiosk.domain.inquiry import Check, begin
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
from kiosk.domain.route import Way
from kiosk.domain.route_stops import Stop
from kiosk.domain.ticket import Outcome, Press, Ticket, TicketClass
from kiosk.domain.visit import Delays, Issue, PrintWay, Visit, delay_of, fresh, reduce

NOW = datetime.fromisoformat("2019-02-18T09:00+07:00")
LOST = {"kk": Having.LOST}
PAPER, OTHER_PAPER = UUID(int=8), UUID(int=9)

READING = Reading("paspor-baru", Services("imigrasi"))
BEGUN = Checking(READING, begin("paspor-baru"))
FURTHER = replace(begin("paspor-baru"), rounds=(("paspor-baru",), ("kk-hilang",)))
WAY = Way(
    "paspor-baru", (Stop("kk-hilang", gives=("kk",), later=("paspor-baru",)), Stop("paspor-baru")), ("x",)
)
SHOWN = Wayfinding(WAY, Holdings(), BEGUN)
SCANNED = Wayfinding(WAY, Holdings({"kk": Having.NEVER}), Agencies())
PRINTING = replace(SHOWN, print=WayPaper(PAPER, Printing()))


def press(service: str) -> Press:
    return Press(UUID(int=1), service, NOW, TicketClass.REGULAR, "id")


def at(place: Place) -> Visit:
    return Visit(place, Adjustments("en"), "id")


def told(check: Check, documents: dict[str, Having], *conditions: str) -> Checking:
    answers = replace(check.answers, documents=documents, conditions=frozenset(conditions))
    return Checking(READING, replace(check, answers=answers))


@pytest.mark.parametrize(
    ("place", "event", "expected"),
    [
        (READING, CheckWanted(), BEGUN),
        (READING, WayFound(WAY), replace(SHOWN, back=READING)),
        (Agencies(), CheckWanted(), Agencies()),
        (BEGUN, PapersTold(("kk",), Having.LOST), told(BEGUN.check, LOST)),
        (told(BEGUN.check, LOST), PapersTold(("kk",), Having.HAVE), BEGUN),
        (BEGUN, ConditionTold("abroad", True), told(BEGUN.check, {}, "abroad")),
        (told(BEGUN.check, {}, "abroad"), ConditionTold("abroad", False), BEGUN),
        (BEGUN, CheckWentOn(FURTHER), Checking(READING, FURTHER)),
        (BEGUN, CheckWentOn(begin("ak1")), BEGUN),
        (Checking(READING, FURTHER), BackWanted(), BEGUN),
        (BEGUN, BackWanted(), READING),
        (BEGUN, WayFound(WAY), SHOWN),
        (told(BEGUN.check, LOST), WayFound(WAY), Wayfinding(WAY, Holdings(LOST), told(BEGUN.check, LOST))),
        (BEGUN, WayFound(replace(WAY, wanted="ak1")), BEGUN),
        (SHOWN, BackWanted(), BEGUN),
        (replace(SHOWN, back=READING), BackWanted(), READING),
        (SHOWN, NumberWanted(press("kk-hilang")), Issuing(press("kk-hilang"))),
        (SHOWN, NumberWanted(press("paspor-baru")), Issuing(press("paspor-baru"))),
        (SHOWN, NumberWanted(press("ak1")), SHOWN),
        (SHOWN, StopChosen(1), SHOWN),
        (Welcome(), WayScanned(WAY), SCANNED),
        (BEGUN, WayScanned(WAY), SCANNED),
        (Issuing(press("ak1")), WayScanned(WAY), Issuing(press("ak1"))),
        (SCANNED, StopChosen(1), replace(SCANNED, chosen=1)),
        (SCANNED, StopChosen(2), SCANNED),
        (SCANNED, StopChosen(-1), SCANNED),
        (SCANNED, BackWanted(), Agencies()),
        (SHOWN, WayPaperWanted(PAPER), PRINTING),
        (PRINTING, WayPaperWanted(OTHER_PAPER), PRINTING),
        (PRINTING, PaperHeld(PAPER, "no_paper"), replace(SHOWN, print=WayPaper(PAPER, Printing("no_paper")))),
        (
            PRINTING,
            PaperEnded(PAPER, Outcome.PRINTED),
            replace(SHOWN, print=WayPaper(PAPER, PaperDone(Outcome.PRINTED))),
        ),
        (PRINTING, PaperEnded(OTHER_PAPER, Outcome.PRINTED), PRINTING),
        (Welcome(), PaperEnded(PAPER, Outcome.PRINTED), Welcome()),
    ],
)
def test_an_event_leads_to_one_place(place: Place, event: Event, expected: Place) -> None:
    after, _ = reduce(at(place), event)
    assert after.place == expected


def test_a_number_taken_on_the_way_knows_the_way_for_its_paper() -> None:
    _, effects = reduce(at(SHOWN), NumberWanted(press("kk-hilang")))
    assert effects == (Issue(press("kk-hilang"), WAY),)


def test_a_number_taken_at_the_service_knows_of_no_way() -> None:
    _, effects = reduce(at(READING), NumberWanted(press("paspor-baru")))
    assert effects == (Issue(press("paspor-baru")),)


def test_a_way_is_printed_once_at_a_time_and_again_when_wanted() -> None:
    visit, effects = reduce(at(SHOWN), WayPaperWanted(PAPER))
    assert effects == (PrintWay(PAPER, WAY, SHOWN.holdings),)
    visit, effects = reduce(visit, WayPaperWanted(OTHER_PAPER))
    assert effects == ()
    visit, _ = reduce(visit, PaperEnded(PAPER, Outcome.NOT_SENT))
    _, effects = reduce(visit, WayPaperWanted(OTHER_PAPER))
    assert effects == (PrintWay(OTHER_PAPER, WAY, SHOWN.holdings),)


@pytest.mark.parametrize("place", [BEGUN, SHOWN, PRINTING, SCANNED])
def test_nothing_of_the_answers_outlives_the_visit(place: Place) -> None:
    assert reduce(at(place), HomeWanted())[0] == fresh("id")
    warned, _ = reduce(at(place), TimeUp())
    assert (warned.place, warned.warned) == (place, True)
    assert reduce(warned, TimeUp())[0] == fresh("id")


@pytest.mark.parametrize("place", [BEGUN, SHOWN, SCANNED])
def test_both_last_as_long_as_reading_does(place: Place) -> None:
    assert delay_of(at(place), Delays()) == Delays().idle
    assert delay_of(replace(at(place), warned=True), Delays()) == Delays().warning


@pytest.mark.parametrize(
    ("event", "ended"),
    [
        (Numbered(Ticket(press("kk-hilang"), "B-001", online=True)), Holding),
        (NumberRefused(press("kk-hilang").ticket_id, "unavailable"), Refused),
    ],
)
def test_a_number_from_the_way_goes_on_as_any_other(event: Event, ended: type) -> None:
    visit, _ = reduce(at(SHOWN), NumberWanted(press("kk-hilang")))
    visit, _ = reduce(visit, event)
    assert isinstance(visit.place, ended)


@pytest.mark.parametrize(("place", "screen"), [(BEGUN, Screen.CHECK), (SHOWN, Screen.WAY)])
def test_each_has_its_screen(place: Place, screen: Screen) -> None:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert screen_of(Model(at(place), NOW, catalogue)) is screen
