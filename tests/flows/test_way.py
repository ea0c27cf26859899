"""The way, touched: whose number is taken, the way on paper, a scanned code, and what is shut."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from qasync import asyncWrap

from kiosk.app.model import Model, Screen
from kiosk.clock import ShiftedClock
from kiosk.domain.events import CheckWanted, PapersTold, ServiceChosen, Started
from kiosk.domain.holdings import Holding as Having
from kiosk.domain.places import Agencies, Checking, Holding, PaperDone, Printing, Wayfinding, Welcome
from kiosk.domain.ticket import Outcome, TicketClass
from kiosk.domain.way_code import way_code
from kiosk.ui.scanner import LONGEST_PAUSE_MS
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.way import NOTHING
from tests.kiosk_kit import WORDS, Citizen, at_kiosk, words

WANTED = "sktpd"
LACKING = {"ktp-el": Having.LOST, "skck": Having.NEVER, "meterai": Having.NEVER}
STOPS = ["ktp-hilang", "skck-baru", "pos-meterai", WANTED]
NIGHT = datetime.fromisoformat("2019-02-18T20:00+07:00")
ROLL_MM = 60_000.0


def place(citizen: Citizen) -> Wayfinding:
    here = citizen.model.visit.place
    assert isinstance(here, Wayfinding)
    return here


async def on_the_way(
    citizen: Citizen, wanted: str = WANTED, lacking: dict[str, Having] | None = None, language: str = "id"
) -> Wayfinding:
    """Come to the way of a citizen who lacks some papers."""
    controller = citizen.kiosk.controller
    for event in (Started(language), ServiceChosen(wanted), CheckWanted()):
        controller.dispatch(event)
    for document, having in (LACKING if lacking is None else lacking).items():
        controller.dispatch(PapersTold((document,), having))
    while isinstance(citizen.model.visit.place, Checking):
        controller.check_answered()
    await citizen.sees(Screen.WAY)
    return place(citizen)


async def number(citizen: Citizen) -> Holding:
    """Wait for the number and its paper."""

    def done(model: Model) -> bool:
        here = model.visit.place
        return isinstance(here, Holding) and isinstance(here.paper, PaperDone)

    await citizen.until(done)
    await citizen.settled()
    holding = citizen.model.visit.place
    assert isinstance(holding, Holding)
    return holding


async def keys(citizen: Citizen, *codes: int) -> None:
    """Press keys as fast as can be; outside every task, for Qt handles other events meanwhile."""

    def press() -> None:
        for code in codes:
            QTest.keyClick(citizen.kiosk.window.quick, code)

    await asyncWrap(press)


async def scan(citizen: Citizen, code: str) -> None:
    """Type as a scanner does."""
    await keys(citizen, *map(ord, code), Qt.Key.Key_Return)


def typed(citizen: Citizen, code: str, pause_ms: int) -> None:
    """Type a code with so much time between its keys."""
    window = citizen.kiosk.window.quick
    keys = [(Qt.Key(ord(letter)), letter) for letter in code] + [(Qt.Key.Key_Return, "\r")]
    for count, (key, text) in enumerate(keys):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(1_000_000 + count * pause_ms)
        QCoreApplication.sendEvent(window, event)


async def test_the_number_of_the_first_stop_is_taken(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        way = await on_the_way(citizen)
        assert [stop.service for stop in way.way.stops] == STOPS
        await citizen.touch("way:take")
        assert (await number(citizen)).ticket.press.service == STOPS[0]
        assert citizen.text("label") == "B1-001"
        assert citizen.papers() == ["B1-001"]


async def test_the_number_that_was_wanted_is_taken_anyway(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen)
        await citizen.touch("way:original")
        assert (await number(citizen)).ticket.press.service == WANTED
        assert citizen.papers() == ["M1-001"]


async def test_a_priority_number_of_the_first_stop_is_taken(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen)
        await citizen.touch("way:take:priority")
        press = (await number(citizen)).ticket.press
        assert (press.service, press.ticket_class) == (STOPS[0], TicketClass.PRIORITY)


async def test_every_stop_says_what_it_is_for_and_when_it_can_be_done(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen, language="en")
        assert citizen.reads("Visit 3 counters first")
        assert citizen.reads("Today: steps 1 and 3. Come back after 1\u201314 working days.")
        assert citizen.reads("Gives Electronic ID card (KTP-el), for steps 2 and 4")
        assert citizen.reads("Gives Rp10,000 duty stamp, for step 4")
        assert citizen.reads("Police record certificate (SKCK) (from step 2)")


async def test_what_nobody_can_promise_is_not_promised(tmp_path: Path) -> None:
    """Immigration waits for its link, and the parents' marriage book comes from elsewhere."""
    lacking = {"kk": Having.LOST, "nikah-orang-tua": Having.NEVER}
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen, "paspor-anak", lacking, "en")
        assert citizen.reads("Come back after 1\u20133 working days, if that counter is open by then.")
        assert citizen.reads("In preparation: Waiting for the link to the central immigration data")
        assert citizen.reads("Bring from outside the mall: Parents' marriage document")
        assert not citizen.finger.sees("way:original")


async def test_who_lacks_what_must_be_held_hears_which_service_stands_in_for_it(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen, "bpjskes-aktivasi", {"kartu-jkn": Having.NEVER}, "en")
        await citizen.told("way.other", "en")
        assert citizen.reads("Without JKN number or card, the service that you need is")
        await citizen.touch("way:original")
        assert (await number(citizen)).ticket.press.service == "bpjskes-aktivasi"


async def test_who_has_everything_is_told_so_and_takes_the_number(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen, "ktp-baru", {})
        await citizen.told("way.complete")
        assert not citizen.finger.sees("way:original")
        await citizen.touch("way:take")
        assert (await number(citizen)).ticket.press.service == "ktp-baru"


async def test_a_second_touch_where_the_way_was_asked_for_takes_no_number(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "agency:disdukcapil", "service:ktp-baru", "check")
        await citizen.double_tap("check:done")
        await citizen.sees(Screen.WAY)
        await citizen.touch("way:take")
        assert (await number(citizen)).ticket.label == "B1-001"


async def test_where_no_way_leads_the_missing_paper_is_named_and_the_number_can_be_taken(
    tmp_path: Path,
) -> None:
    async with at_kiosk(tmp_path) as citizen:
        way = await on_the_way(citizen, "haji-batal", {"spph": Having.NEVER})
        assert not way.way.complete
        await citizen.told("way.none")
        assert citizen.reads("SPPH / nomor porsi")
        assert not citizen.finger.sees("way:take")
        assert not citizen.finger.sees("way:print")
        await citizen.touch("way:original")
        assert (await number(citizen)).ticket.press.service == "haji-batal"


async def test_the_way_is_printed_and_its_place_says_so(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen)
        await citizen.touch("way:print")
        await citizen.told("way.take_paper")
        printed = place(citizen).print
        assert printed
        assert printed.paper == PaperDone(Outcome.PRINTED)
        assert not citizen.finger.sees("way:print")
        await citizen.touch("way:take")
        assert (await number(citizen)).ticket.label == "B1-001"


async def test_a_way_that_waits_for_paper_says_so_and_blocks_nothing(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        citizen.load_paper(0)
        await on_the_way(citizen)
        await citizen.touch("way:print")
        await citizen.told("way.held")
        waiting = place(citizen).print
        assert waiting
        assert isinstance(waiting.paper, Printing)
        assert citizen.finger.sees("way:take")
        citizen.load_paper(ROLL_MM)
        await citizen.told("way.take_paper")


async def test_back_leads_to_the_check_with_its_answers_and_from_there_to_the_way_again(
    tmp_path: Path,
) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "agency:kpp-pratama", "service:npwp-daftar", "check")
        await citizen.touch("paper:kk", "paper:kk:never", "check:done", "check:done")
        await citizen.sees(Screen.WAY)
        way = place(citizen)
        assert [stop.service for stop in way.way.stops] == ["kk-baru", "npwp-daftar"]
        await citizen.touch("back")
        await citizen.sees(Screen.CHECK)
        check = citizen.model.visit.place
        assert isinstance(check, Checking)
        assert check == way.back
        assert check.check.answers.documents == {"kk": Having.NEVER}
        await citizen.touch("check:done")
        await citizen.sees(Screen.WAY)
        assert place(citizen) == way


@pytest.mark.parametrize("screen", ["welcome", "agencies", "service", "way"])
async def test_a_scanned_code_leads_to_its_way_and_a_later_stops_number(tmp_path: Path, screen: str) -> None:
    async with at_kiosk(tmp_path) as citizen:
        code = way_code((await on_the_way(citizen)).way)
        if screen != "way":
            await citizen.touch("home")
            await citizen.sees(Screen.WELCOME)
            to = {"agencies": ["welcome"], "service": ["welcome", "agency:pln", "service:pln-daya"]}
            await citizen.touch(*to.get(screen, []))
        await scan(citizen, code)
        await citizen.told("way.yours")
        assert place(citizen).back == Agencies()
        assert [stop.service for stop in place(citizen).way.stops] == STOPS
        assert not citizen.finger.sees("way:original")
        await citizen.touch("stop:pos-meterai")
        await citizen.until(lambda _: place(citizen).chosen == 2)
        await citizen.touch("way:take")
        assert (await number(citizen)).ticket.press.service == "pos-meterai"
        assert citizen.papers() == ["W1-001"]


async def test_only_keys_as_fast_as_a_scanners_are_a_code(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        code = way_code((await on_the_way(citizen)).way)
        await citizen.touch("home")
        await citizen.sees(Screen.WELCOME)
        typed(citizen, code, LONGEST_PAUSE_MS + 1)
        assert isinstance(citizen.model.visit.place, Welcome)
        typed(citizen, code, LONGEST_PAUSE_MS)
        await citizen.sees(Screen.WAY)


async def test_the_enter_of_a_scanned_code_presses_no_button_but_a_persons_does(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome")
        await citizen.sees(Screen.AGENCIES)
        tile = citizen.finger._find("agency:pln")
        assert isinstance(tile, QQuickItem)
        tile.forceActiveFocus()
        await scan(citizen, "8991234567890")
        assert citizen.model.visit.place == Agencies()
        await keys(citizen, Qt.Key.Key_Return)
        await citizen.sees(Screen.SERVICES)


async def test_a_way_whose_first_stop_is_shut_says_when_it_opens(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, clock=ShiftedClock(NIGHT)) as citizen:
        await on_the_way(citizen)
        opens = WORDS.say("id", "state.opens_on", weekday="Selasa", time="08.00")
        assert citizen.reads(
            f"{words('way.not_today')} {WORDS.say('id', 'way.step_state', n=1, state=opens)}"
        )
        assert citizen.reads(WORDS.say("id", "way.shut_step", n=1))
        assert not citizen.finger.sees("way:take")
        assert not citizen.finger.sees("way:original")
        assert citizen.finger.sees("way:print")
        assert not citizen.reads(words("way.all_today"))


async def test_the_screen_forgets_the_way_with_the_visit(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await on_the_way(citizen)
        view = citizen.kiosk.window.way
        assert isinstance(view._stops, RowsModel)
        assert len(view._stops.rows) == len(STOPS)
        await citizen.touch("home")
        await citizen.sees(Screen.WELCOME)
        assert view._stops.rows == ()
        assert view._shown == NOTHING
