"""The technician's page and pad as view-models, without a window."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QObject

from kiosk.app.inspection import About, Inspection, LetterLine, TicketLine, TrialLine
from kiosk.app.model import Line, Model
from kiosk.domain.events import Event
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
from kiosk.domain.technician_steps import ChoreWanted, PinEntered, PinErased, PinTyped
from kiosk.domain.ticket import Outcome
from kiosk.domain.visit import fresh
from kiosk.printing.condition import NoPaper
from kiosk.ui.views.pin import PinView
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Nobody, Stage
from kiosk.ui.views.technician import TechnicianView
from kiosk.ui.views.technician_rows import CopyRow, FactRow, LetterRow
from kiosk.words import load_words
from tests.unit.calendar_kit import at, mall

WORDS = load_words()
MALL = mall()
NOW = at("2026-11-24T09:12")
ABOUT = About("1.0", 12, "Gedung B", "https://antrean.example.id")
FOUND = Inspection(
    about=ABOUT,
    at=NOW,
    tickets=(
        TicketLine(UUID(int=2), "A-002", "ktp", NOW, None, 0),
        TicketLine(UUID(int=1), "A-001", "gone", NOW - timedelta(minutes=8), Outcome.UNKNOWN, 2),
    ),
    line_since=NOW - timedelta(hours=1),
)
RESTING = Resting()
COPY = Reprint(UUID(int=1), "A-001")


@dataclass
class Acting(Nobody):
    """Keeps the events that touches cause."""

    events: list[Event] = field(default_factory=list)

    def dispatch(self, event: Event) -> None:
        self.events.append(event)


@pytest.fixture
def owner() -> QObject:
    return QObject()


def model(place: PinPad | TechnicianPage, found: Inspection | None = FOUND, language: str = "id") -> Model:
    visit = replace(fresh(language), place=place)
    return Model(visit, NOW, MALL, line=Line(up=True, heard_at=NOW), inspection=found).judged()


def page(owner: QObject, found: Inspection = FOUND, work: Work = RESTING, **other: Any) -> TechnicianView:
    view = TechnicianView(Stage(Nobody(), WORDS), owner)
    view.update(replace(model(TechnicianPage(work), found), **other))
    return view


def rows(view: QObject, name: str) -> tuple[Any, ...]:
    listed = view.property(name)
    assert isinstance(listed, RowsModel)
    return listed.rows


def facts(view: QObject) -> dict[str, FactRow]:
    return {row.name: row for row in rows(view, "facts")}


def say(key: str, **values: object) -> str:
    return WORDS.say("id", f"technician.{key}", **values)


def test_the_pad_tells_how_many_digits_and_never_which(owner: QObject) -> None:
    view = PinView(Stage(Nobody(), WORDS), owner)
    for digits, ready in (("", False), ("73086", False), ("730862", True), ("730862730862", True)):
        view.update(model(PinPad(digits=digits)))
        assert (view.property("typed"), view.property("ready")) == (len(digits), ready)
    assert "730862" not in repr(view._shown)


@pytest.mark.parametrize(
    ("door", "told", "wrong", "shut"),
    [
        (Asking(), say("pin_hint", least=6, most=12), False, False),
        (Asking(wrong=True), say("pin_wrong"), True, False),
        (Judging(), say("pin_judging"), False, True),
        (Shut(4), say("pin_shut", n=4), True, True),
    ],
)
def test_the_pad_says_what_to_do(
    owner: QObject, door: Asking | Judging | Shut, told: str, wrong: bool, shut: bool
) -> None:
    view = PinView(Stage(Nobody(), WORDS), owner)
    view.update(model(PinPad(door)))
    assert [view.property(name) for name in ("told", "wrong", "shut")] == [told, wrong, shut]


def test_touches_of_the_pad_are_events(owner: QObject) -> None:
    acting = Acting()
    view = PinView(Stage(acting, WORDS), owner)
    view.type("7")
    view.erase()
    view.enter()
    assert acting.events == [PinTyped("7"), PinErased(), PinEntered()]


def test_nothing_is_told_before_anything_was_looked_at(owner: QObject) -> None:
    view = TechnicianView(Stage(Nobody(), WORDS), owner)
    view.update(model(TechnicianPage(), None))
    assert (rows(view, "facts"), view.property("printer")) == ((), "")


def test_tickets_say_what_became_of_them_and_only_an_ended_one_can_be_copied(owner: QObject) -> None:
    under_way, ended = rows(page(owner), "copies")
    assert under_way == CopyRow(
        0, "A-002", MALL.services["ktp"].name.in_language("id"), "09.12, sedang dicetak", False
    )
    assert ended == CopyRow(1, "A-001", "gone", "09.04, tidak pasti tercetak, salinan: 2", True)


def test_a_touched_ticket_is_the_one_that_is_asked_about(owner: QObject) -> None:
    acting = Acting()
    view = TechnicianView(Stage(acting, WORDS), owner)
    view.update(model(TechnicianPage()))
    view.copy(1)
    view.seeTo(311)
    view.newRoll()
    view.tryPrinter()
    chores = (COPY, SeeTo(311), NewRoll(), PrintTrial())
    assert acting.events == [ChoreWanted(chore) for chore in chores]


@pytest.mark.parametrize(
    ("about", "up", "since", "told", "bad"),
    [
        (ABOUT, True, NOW - timedelta(hours=1), "Tersambung sejak 08.12", False),
        (ABOUT, False, NOW - timedelta(hours=1), "Terputus sejak 08.12", True),
        (ABOUT, False, NOW - timedelta(days=1), "Terputus sejak 23 November 2026 09.12", True),
        (ABOUT, False, None, "Belum pernah tersambung", True),
        (replace(ABOUT, server=""), False, None, "Tanpa server", False),
    ],
)
def test_the_line_is_told_with_its_time(
    owner: QObject, about: About, up: bool, since: datetime | None, told: str, bad: bool
) -> None:
    view = page(owner, replace(FOUND, about=about, line_since=since), line=Line(up=up))
    line = facts(view)[say("line")]
    assert (line.value, line.bad) == (told, bad)
    assert (say("server") in facts(view)) is bool(about.server)


@pytest.mark.parametrize(
    ("confirmed", "offset", "told"),
    [
        (True, None, say("clock_machine")),
        (True, 400, say("clock_exact")),
        (True, 12_000, say("clock_fast", n=12)),
        (True, -3_600, say("clock_slow", n=4)),
        (False, -3_600, say("clock_doubtful")),
    ],
)
def test_the_clock_is_told_with_its_offset(
    owner: QObject, confirmed: bool, offset: int | None, told: str
) -> None:
    view = page(owner, replace(FOUND, clock_confirmed=confirmed, clock_offset_ms=offset))
    clock = facts(view)[say("clock")]
    assert (clock.value, clock.bad) == (told, not confirmed)


def test_what_waits_for_the_server_and_what_it_refused_are_told(owner: QObject) -> None:
    view = page(owner)
    assert facts(view)[say("outbox")].value == say("outbox_empty")
    letter = LetterLine(311, "A-001", NOW - timedelta(minutes=2), "Label taken: by another")
    oldest = NOW - timedelta(minutes=8)
    view = page(owner, replace(FOUND, outbox=31, oldest_unsent=oldest, letters=(letter,)))
    assert facts(view)[say("outbox")].value == say("outbox_some", n=31, time="09.04")
    assert rows(view, "letters") == (LetterRow(311, "A-001, 09.10", "Label taken: by another"),)


def test_the_last_test_paper_the_roll_and_the_kiosk_are_told(owner: QObject) -> None:
    trial = TrialLine(NOW, Outcome.PRINTED)
    kept = NOW - timedelta(days=1)
    view = page(owner, replace(FOUND, paper_mm=18_400, trial=trial, catalogue_at=kept))
    assert view.property("trial") == "Uji cetak terakhir: 09.12, tercetak."
    assert view.property("roll") == say("roll", n=18)
    assert facts(view)[say("catalogue")].value == "Dari server, 23 November 2026 09.12"
    assert facts(view)[say("kiosk")].value == "12 Gedung B"
    assert facts(view)[say("version")].value == "1.0"


def test_what_only_the_journal_knows_is_not_made_up_where_it_cannot_be_read(owner: QObject) -> None:
    view = page(owner, Inspection(ABOUT, NOW, read=False))
    assert facts(view)[say("journal")].bad
    assert {say("outbox"), say("catalogue")}.isdisjoint(facts(view))
    assert [view.property(name) for name in ("trial", "roll", "heading")] == ["", "", ""]
    assert view.property("printer") == say("printer.ready")


@pytest.mark.parametrize(("tickets", "key"), [(FOUND.tickets, "tickets"), ((), "tickets_none")])
def test_the_list_of_tickets_is_named(owner: QObject, tickets: tuple[TicketLine, ...], key: str) -> None:
    assert page(owner, replace(FOUND, tickets=tickets)).property("heading") == say(key)


def test_the_printer_is_told_with_what_to_do(owner: QObject) -> None:
    view = page(owner, printer=NoPaper())
    assert view.property("printer") == say("printer.no_paper")
    assert view.property("mend") == say("printer.no_paper_do")
    assert not view.property("prints")


@pytest.mark.parametrize(
    ("work", "told", "well", "yes", "busy"),
    [
        (Resting(), "", True, "", False),
        (Confirming(COPY), say("ask.reprint", label="A-001"), True, say("yes.reprint"), False),
        (Confirming(NewRoll()), say("ask.new_roll"), True, say("yes.new_roll"), False),
        (Confirming(SeeTo(7)), say("ask.see_to"), True, say("yes.see_to"), False),
        (Doing(COPY), say("doing"), True, "", True),
        (Doing(COPY, "no_paper"), say("printer.no_paper_do"), False, "", True),
        (Done(COPY, Outcome.PRINTED), "Salinan A-001: tercetak.", True, "", False),
        (Done(PrintTrial(), Outcome.UNKNOWN), "Uji cetak: tidak pasti tercetak.", False, "", False),
        (Done(NewRoll()), say("done.new_roll"), True, "", False),
        (Done(SeeTo(7)), say("done.see_to"), True, "", False),
        (Failed(COPY), say("failed"), False, "", False),
    ],
)
def test_the_foot_says_what_is_asked_goes_on_or_has_ended(
    owner: QObject, work: Work, told: str, well: bool, yes: str, busy: bool
) -> None:
    view = page(owner, work=work)
    assert [view.property(name) for name in ("told", "well", "yes", "busy")] == [told, well, yes, busy]
