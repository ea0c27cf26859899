"""The technician's part of a visit: who comes in, what is asked before it is done, and when they leave."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from kiosk.domain.events import BackWanted, Event, HomeWanted, PaperEnded, Started, TimeUp
from kiosk.domain.holdings import Holdings
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
    TextSize,
    Wayfinding,
    WayPaper,
    Welcome,
)
from kiosk.domain.route import Way
from kiosk.domain.technician import (
    Asking,
    Confirming,
    Doing,
    Done,
    Failed,
    Judging,
    NewRoll,
    PinPad,
    PrintTrial,
    Reprint,
    Resting,
    SeeTo,
    Shut,
    TechnicianPage,
    Work,
)
from kiosk.domain.technician_steps import (
    ChoreConfirmed,
    ChoreDone,
    ChoreFailed,
    ChoreHeld,
    ChoreWanted,
    DoChore,
    Inspect,
    JudgePin,
    PinEntered,
    PinErased,
    PinRight,
    PinTyped,
    PinWrong,
    TechnicianWanted,
)
from kiosk.domain.ticket import Outcome, Press, Ticket, TicketClass
from kiosk.domain.visit import Delays, Effect, Visit, delay_of, fresh, reduce

NOW = datetime.fromisoformat("2019-02-18T09:00+07:00")
ADJUSTED = Adjustments("en", TextSize.LARGEST, Contrast.DARK, low_reach=True)
PRESS = Press(UUID(int=1), "ktp-baru", NOW, TicketClass.REGULAR, "id")
TICKET = Ticket(PRESS, "B-001", online=True)
WAY = Wayfinding(Way("ktp-baru", ()), Holdings(), Agencies())
TRIAL, COPY, ROLL, LETTER = PrintTrial(), Reprint(UUID(int=1), "B-001"), NewRoll(), SeeTo(7)


def at(place: Place) -> Visit:
    return Visit(place, ADJUSTED, "id")


def after(place: Place, *events: Event) -> tuple[Place, tuple[Effect, ...]]:
    """Return where events lead, and what follows from the last of them."""
    visit = at(place)
    effects: tuple[Effect, ...] = ()
    for event in events:
        visit, effects = reduce(visit, event)
    return visit.place, effects


def working(work: Work, *events: Event) -> tuple[Work, tuple[Effect, ...]]:
    place, effects = after(TechnicianPage(work), *events)
    assert isinstance(place, TechnicianPage), place
    return place.work, effects


def way_with(paper: Printing | PaperDone) -> Wayfinding:
    return replace(WAY, print=WayPaper(UUID(int=2), paper))


@pytest.mark.parametrize(
    "place",
    [
        Welcome(),
        Agencies("ktp"),
        Reading("ktp-baru", Agencies()),
        Refused("x", "y"),
        WAY,
        way_with(PaperDone(Outcome.PRINTED)),
        way_with(Printing("no_paper")),
        Holding(TICKET, PaperDone(Outcome.PRINTED)),
        Holding(TICKET, Printing("no_paper")),
    ],
)
def test_the_corner_ends_a_visit_and_all_its_adjustments(place: Place) -> None:
    visit, effects = reduce(at(place), TechnicianWanted())
    assert (visit, effects) == (replace(fresh("id"), place=PinPad()), ())


@pytest.mark.parametrize(
    "place",
    [
        Issuing(PRESS),
        Holding(TICKET),
        way_with(Printing()),
        PinPad(digits="12"),
        TechnicianPage(Confirming(COPY)),
    ],
)
def test_the_corner_leads_nowhere_while_a_paper_comes_out_or_somebody_is_there_already(place: Place) -> None:
    assert reduce(at(place), TechnicianWanted()) == (at(place), ())


def test_a_page_that_is_shut_says_so_at_once_and_takes_no_digit() -> None:
    shut = PinPad(Shut(3))
    assert after(Welcome(), TechnicianWanted(3)) == (shut, ())
    assert after(shut, PinTyped("1"), PinErased(), PinEntered()) == (shut, ())


def test_digits_are_typed_taken_back_and_judged() -> None:
    typed = [PinTyped(each) for each in "1234567"]
    assert after(PinPad(), *typed, PinErased()) == (PinPad(digits="123456"), ())
    assert after(PinPad(), *typed, PinEntered()) == (PinPad(Judging()), (JudgePin("1234567"),))


def test_a_pin_has_six_to_twelve_digits() -> None:
    five = PinPad(digits="12345")
    assert after(five, PinEntered()) == (five, ())
    twelve = PinPad(digits="123456789012")
    assert after(twelve, PinTyped("3")) == (twelve, ())
    assert after(twelve, PinEntered())[1] == (JudgePin(twelve.digits),)


def test_the_answer_opens_the_page_asks_anew_or_shuts_it() -> None:
    judging = PinPad(Judging())
    assert after(judging, PinRight()) == (TechnicianPage(), (Inspect(),))
    assert after(judging, PinWrong()) == (PinPad(Asking(wrong=True)), ())
    assert after(judging, PinWrong(1)) == (PinPad(Shut(1)), ())
    assert after(PinPad(Asking(wrong=True)), PinTyped("1")) == (PinPad(digits="1"), ())


@pytest.mark.parametrize("place", [Welcome(), PinPad(), PinPad(digits="123456"), Agencies()])
def test_an_answer_that_nobody_waits_for_opens_nothing(place: Place) -> None:
    assert after(place, PinRight()) == (place, ())


def test_no_words_about_a_visit_tell_its_digits() -> None:
    visit, said = at(PinPad()), []
    events: tuple[Event, ...] = (*map(PinTyped, "730862"), PinEntered())
    for event in events:
        visit, effects = reduce(visit, event)
        said.append(f"{visit} {event} {effects}")
    told = "".join(said)
    assert "730862" not in told
    assert not any(f"'{digit}" in told for digit in "730862")


@pytest.mark.parametrize("chore", [COPY, ROLL, LETTER])
def test_what_changes_something_is_asked_about_first(chore: Reprint | NewRoll | SeeTo) -> None:
    assert working(Resting(), ChoreWanted(chore)) == (Confirming(chore), ())
    assert working(Confirming(chore), BackWanted()) == (Resting(), ())
    assert working(Confirming(chore), ChoreConfirmed()) == (Doing(chore), (DoChore(chore),))


def test_a_test_paper_needs_no_second_touch() -> None:
    assert working(Resting(), ChoreWanted(TRIAL)) == (Doing(TRIAL), (DoChore(TRIAL),))


def test_one_chore_is_done_at_a_time_and_its_end_is_looked_at() -> None:
    doing = Doing(COPY)
    assert working(doing, ChoreWanted(TRIAL)) == (doing, ())
    assert working(doing, ChoreConfirmed()) == (doing, ())
    assert working(doing, ChoreHeld(COPY, "no_paper")) == (Doing(COPY, "no_paper"), ())
    ended = ChoreDone(COPY, Outcome.PRINTED)
    assert working(doing, ChoreHeld(COPY, "no_paper"), ended) == (Done(COPY, Outcome.PRINTED), (Inspect(),))
    assert working(doing, ChoreFailed(COPY)) == (Failed(COPY), (Inspect(),))
    for other in (ChoreDone(TRIAL, Outcome.PRINTED), ChoreFailed(TRIAL), ChoreHeld(TRIAL, "offline")):
        assert working(doing, other) == (doing, ())


@pytest.mark.parametrize("event", [HomeWanted(), BackWanted(), TimeUp()])
def test_the_page_is_left_but_not_while_something_is_done(event: Event) -> None:
    assert reduce(at(TechnicianPage()), event) == (fresh("id"), ())
    assert reduce(at(TechnicianPage(Done(ROLL))), event) == (fresh("id"), ())
    assert reduce(at(PinPad(digits="12")), event) == (fresh("id"), ())
    doing, _ = reduce(at(TechnicianPage(Doing(TRIAL))), event)
    assert doing.place == TechnicianPage(Doing(TRIAL))


@pytest.mark.parametrize(
    ("place", "seconds"),
    [
        (PinPad(), 3.0),
        (PinPad(Shut(1)), 3.0),
        (TechnicianPage(), 4.0),
        (TechnicianPage(Confirming(ROLL)), 4.0),
        (TechnicianPage(Doing(ROLL)), None),
    ],
)
def test_each_of_the_technicians_places_lasts_its_own_time(place: Place, seconds: float | None) -> None:
    assert delay_of(at(place), Delays(idle=1, warning=2, pin=3, technician=4)) == seconds


def test_every_touch_begins_the_wait_anew_and_no_answer_does() -> None:
    for event, touches in (
        (PinTyped("1"), 1),
        (PinErased(), 1),
        (PinEntered(), 1),
        (ChoreWanted(TRIAL), 1),
        (ChoreConfirmed(), 1),
        (PinRight(), 0),
        (ChoreDone(TRIAL), 0),
    ):
        assert reduce(at(TechnicianPage()), event)[0].touches == touches, event


@pytest.mark.parametrize("event", [PinTyped("1"), ChoreWanted(TRIAL), ChoreConfirmed(), PinRight()])
def test_no_citizens_place_leads_to_the_technicians_by_any_of_their_events(event: Event) -> None:
    for place in (Welcome(), Agencies(), Holding(TICKET)):
        assert after(place, event) == (place, ())


def test_citizens_events_change_nothing_on_the_technicians_side() -> None:
    for event in (Started("en"), PaperEnded(PRESS.ticket_id, Outcome.PRINTED)):
        assert after(TechnicianPage(), event) == (TechnicianPage(), ())
