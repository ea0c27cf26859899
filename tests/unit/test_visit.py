"""A visit as a pure function: where each event leads, what follows, and how long it may last."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.app.model import Model, Screen, screen_of
from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.events import (
    Adjusted,
    AgencyChosen,
    BackWanted,
    Event,
    HomeWanted,
    Numbered,
    NumberRefused,
    NumberWanted,
    PaperEnded,
    PaperHeld,
    SearchChanged,
    ServiceChosen,
    Started,
    TimeUp,
    Touched,
)
from kiosk.domain.places import (
    Adjustments,
    Agencies,
    Contrast,
    Holding,
    Issuing,
    PaperDone,
    Place,
    Printing,
    Reading,
    Refused,
    Services,
    TextSize,
    Welcome,
)
from kiosk.domain.text import Text
from kiosk.domain.ticket import Outcome, Press, Ticket, TicketClass
from kiosk.domain.visit import Delays, Issue, Visit, delay_of, fresh, reduce

NOW = datetime.fromisoformat("2019-02-18T09:00+07:00")
ADJUSTED = Adjustments("en", TextSize.LARGEST, Contrast.DARK, low_reach=True)


def press(number: int = 1, service: str = "ktp-baru") -> Press:
    return Press(UUID(int=number), service, NOW, TicketClass.REGULAR, "id")


PRESS, OTHER = press(1), press(2)
TICKET = Ticket(PRESS, "B-001", online=True)
HELD = Holding(TICKET, Printing("no_paper"))
PRINTED = Holding(TICKET, PaperDone(Outcome.PRINTED))
FOUND = Reading("ktp-baru", Agencies("ktp"))
LISTED = Reading("ktp-baru", Services("disdukcapil"))


def at(place: Place, *, warned: bool = False) -> Visit:
    return Visit(place, ADJUSTED, "id", warned)


@pytest.mark.parametrize(
    ("place", "event", "expected"),
    [
        (Agencies(), AgencyChosen("disdukcapil"), Services("disdukcapil")),
        (Agencies(), SearchChanged("ktp"), Agencies("ktp")),
        (Agencies("ktp"), SearchChanged(None), Agencies()),
        (Agencies("ktp"), BackWanted(), Agencies()),
        (Agencies("ktp"), ServiceChosen("ktp-baru"), FOUND),
        (FOUND, BackWanted(), Agencies("ktp")),
        (Services("disdukcapil"), ServiceChosen("ktp-baru"), LISTED),
        (LISTED, BackWanted(), Services("disdukcapil")),
        (Services("disdukcapil"), BackWanted(), Agencies()),
        (LISTED, NumberWanted(PRESS), Issuing(PRESS)),
        (LISTED, NumberWanted(press(3, "kk-baru")), LISTED),
        (Issuing(PRESS), NumberWanted(OTHER), Issuing(PRESS)),
        (Issuing(PRESS), BackWanted(), Issuing(PRESS)),
        (Issuing(PRESS), HomeWanted(), Issuing(PRESS)),
        (Issuing(PRESS), TimeUp(), Issuing(PRESS)),
        (Issuing(PRESS), Numbered(TICKET), Holding(TICKET)),
        (Issuing(OTHER), Numbered(TICKET), Issuing(OTHER)),
        (Issuing(PRESS), NumberRefused(PRESS.ticket_id, "storage"), Refused("ktp-baru", "storage")),
        (Issuing(PRESS), NumberRefused(OTHER.ticket_id, "storage"), Issuing(PRESS)),
        (Holding(TICKET), HomeWanted(), Holding(TICKET)),
        (Holding(TICKET), PaperHeld(PRESS.ticket_id, "no_paper"), HELD),
        (Holding(TICKET), PaperHeld(OTHER.ticket_id, "no_paper"), Holding(TICKET)),
        (HELD, PaperEnded(PRESS.ticket_id, Outcome.PRINTED), PRINTED),
        (PRINTED, Touched(), PRINTED),
        (Welcome(), PaperEnded(PRESS.ticket_id, Outcome.PRINTED), Welcome()),
        (Services("disdukcapil"), AgencyChosen("bapenda"), Services("disdukcapil")),
    ],
)
def test_an_event_leads_to_one_place(place: Place, event: Event, expected: Place) -> None:
    after, _ = reduce(at(place), event)
    assert after.place == expected
    assert after.adjustments == ADJUSTED


@pytest.mark.parametrize("place", [Agencies(), Agencies("ktp"), Services("pln"), FOUND, Refused("x", "y")])
def test_home_ends_a_visit_and_all_its_adjustments(place: Place) -> None:
    assert reduce(at(place), HomeWanted()) == (fresh("id"), ())


@pytest.mark.parametrize("event", [HomeWanted(), TimeUp(), BackWanted()])
def test_a_finished_ticket_is_left_at_once(event: Event) -> None:
    assert reduce(at(PRINTED), event) == (fresh("id"), ())
    assert reduce(at(HELD), event) == (fresh("id"), ())


def test_time_up_asks_first_and_ends_the_visit_then() -> None:
    asked, _ = reduce(at(Services("pln")), TimeUp())
    assert asked == replace(at(Services("pln")), warned=True)
    assert reduce(asked, TimeUp()) == (fresh("id"), ())


def test_any_touch_puts_the_question_away() -> None:
    after, _ = reduce(at(LISTED, warned=True), Touched())
    assert (after.place, after.warned) == (LISTED, False)


@pytest.mark.parametrize(("chosen", "spoken"), [("en", "en"), (None, "id")])
def test_a_visit_begins_in_the_chosen_language_or_in_the_malls_first(chosen: str | None, spoken: str) -> None:
    after, _ = reduce(fresh("id"), Started(chosen))
    assert (after.place, after.adjustments) == (Agencies(), Adjustments(spoken))


def test_an_answer_of_the_printer_is_no_touch() -> None:
    asked = at(Holding(TICKET), warned=True)
    after, _ = reduce(asked, PaperHeld(PRESS.ticket_id, "no_paper"))
    assert (after.touches, after.warned) == (0, True)


@pytest.mark.parametrize(
    ("place", "warned", "seconds"),
    [
        (Welcome(), False, None),
        (Issuing(PRESS), False, None),
        (Holding(TICKET), False, None),
        (HELD, False, None),
        (PRINTED, False, 3.0),
        (Holding(TICKET, PaperDone(Outcome.UNKNOWN)), False, 4.0),
        (Holding(TICKET, PaperDone(Outcome.NOT_SENT)), False, 4.0),
        (Agencies(), False, 1.0),
        (LISTED, False, 1.0),
        (LISTED, True, 2.0),
        (Refused("x", "y"), True, 2.0),
    ],
)
def test_each_place_lasts_its_own_time(place: Place, warned: bool, seconds: float | None) -> None:
    delays = Delays(idle=1.0, warning=2.0, ticket=3.0, number_on_screen=4.0)
    assert delay_of(at(place, warned=warned), delays) == seconds


def test_every_default_delay_is_at_least_twenty_seconds() -> None:
    given_delays, waits = Delays(), set(Delays.__slots__) - {"corner"}
    assert min(getattr(given_delays, name) for name in waits) >= 20


@pytest.mark.parametrize(
    ("place", "screen"),
    [
        (Welcome(), Screen.WELCOME),
        (Agencies("k"), Screen.AGENCIES),
        (Services("pln"), Screen.SERVICES),
        (LISTED, Screen.SERVICE),
        (Issuing(PRESS), Screen.ISSUING),
        (HELD, Screen.TICKET),
        (Refused("x", "y"), Screen.REFUSED),
    ],
)
def test_the_catalogue_goes_before_the_question_and_that_before_the_place(
    place: Place, screen: Screen
) -> None:
    catalogue = load_catalogue(asset("catalogue", "examples", "ternate.yaml")).catalogue
    shown = Model(at(place), NOW, catalogue)
    assert screen_of(shown) is screen
    assert screen_of(replace(shown, visit=at(place, warned=True))) is Screen.WARNING
    assert screen_of(replace(shown, catalogue=None, visit=at(place, warned=True))) is Screen.STARTING


# --- any sequence of events at all

NAMES = st.sampled_from(["ktp-baru", "kk-baru", "disdukcapil"])
PRESSES = st.builds(press, st.integers(1, 4), NAMES)
IDS = st.builds(UUID, int=st.integers(1, 4))
ADJUSTMENTS = st.builds(
    Adjustments,
    st.sampled_from(["id", "en"]),
    st.sampled_from(TextSize),
    st.sampled_from(Contrast),
    st.booleans(),
)
EVENTS: st.SearchStrategy[Any] = st.one_of(
    st.builds(Started, st.none() | st.sampled_from(["id", "en"])),
    st.builds(AgencyChosen, NAMES),
    st.builds(ServiceChosen, NAMES),
    st.builds(SearchChanged, st.none() | st.text(max_size=3)),
    st.builds(NumberWanted, PRESSES),
    st.builds(Adjusted, ADJUSTMENTS),
    st.builds(Numbered, st.builds(Ticket, PRESSES, st.just("B-001"), st.booleans())),
    st.builds(PaperHeld, IDS, st.just("no_paper")),
    st.builds(PaperEnded, IDS, st.sampled_from(Outcome)),
    st.builds(NumberRefused, IDS, st.just("storage"), st.none() | st.just(Text.plain("x"))),
    st.sampled_from([Touched(), BackWanted(), HomeWanted(), TimeUp()]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_whatever_happens_a_press_is_issued_once_and_a_new_visit_is_a_new_one(events: list[Event]) -> None:
    visit = fresh("id")
    for event in events:
        before = visit
        visit, effects = reduce(before, event)
        assert visit.default_language == "id"
        wanted = isinstance(event, NumberWanted) and isinstance(visit.place, Issuing) and visit != before
        began = wanted and not isinstance(before.place, Issuing)
        assert effects == ((Issue(event.press),) if began and isinstance(event, NumberWanted) else ())
        if isinstance(visit.place, Welcome) and not isinstance(before.place, Welcome):
            assert visit == fresh("id")
        if isinstance(event, HomeWanted) and isinstance(before.place, Agencies | Services | Reading):
            assert visit.place == Welcome()
        if isinstance(before.place, Issuing) and not isinstance(visit.place, Issuing):
            assert isinstance(event, Numbered | NumberRefused), "nothing but an answer ends the wait for one"
        delay_of(visit, Delays())
