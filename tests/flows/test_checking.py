"""Whether one has everything: asked on the real window by touch, and forgotten afterwards."""

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible

from kiosk.app.model import Screen
from kiosk.domain.holdings import Holding
from kiosk.domain.inquiry import Answers, Check
from kiosk.domain.places import Checking, Reading, Wayfinding
from kiosk.domain.visit import Delays
from kiosk.ui.views.rows import RowsModel
from tests.kiosk_kit import Citizen, Heard, at_kiosk, words
from tests.waiting import until

TO_JKN = ("welcome", "agency:bpjs-kesehatan", "service:bpjskes-aktivasi", "check")
TO_SKCK = ("welcome", "agency:polres", "service:skck-baru", "check")
TO_STNK = ("welcome", "agency:samsat", "service:stnk-tahunan", "check")
PROOF = "paper:akta-kelahiran+bukti-lahir-alternatif+ijazah+buku-nikah"


def check_of(citizen: Citizen) -> Check:
    place = citizen.model.visit.place
    assert isinstance(place, Checking)
    return place.check


def top_of(citizen: Citizen, name: str) -> float:
    item = citizen.finger._find(name)
    assert item
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).top()


def heard(citizen: Citizen, name: str) -> Heard | None:
    return next((each for each in citizen.hears() if each.name == name), None)


async def press(citizen: Citizen, name: str) -> None:
    found = await until(lambda: heard(citizen, name))
    assert found
    found.press()
    await citizen.settled()


async def test_who_has_everything_is_shown_the_way_after_one_touch(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_JKN)
        await citizen.told("check.title")
        await citizen.told("check.not_kept")
        await citizen.told("check.all_here")
        before = citizen.finger.taps
        await citizen.touch("check:done")
        await citizen.sees(Screen.WAY)
        assert citizen.finger.taps == before + 1
        place = citizen.model.visit.place
        assert isinstance(place, Wayfinding)
        assert [stop.service for stop in place.way.stops] == ["bpjskes-aktivasi"]


async def test_a_lost_card_leads_to_the_papers_of_its_counter_and_back_again(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_JKN)
        await citizen.sees(Screen.CHECK)
        assert not citizen.finger.sees("paper:ktp-el:lost")
        await citizen.touch("paper:ktp-el", "paper:ktp-el:lost")
        await citizen.told("check.lacking")
        await citizen.told("check.show_way")
        await citizen.touch("check:done", "paper:surat-kehilangan")
        assert len(check_of(citizen).rounds) == 2
        assert check_of(citizen).answers.documents["ktp-el"] is Holding.LOST
        assert citizen.reads(words("check.for_service").format(service="KTP-el hilang"))
        assert not citizen.finger.sees("paper:kartu-jkn")
        await citizen.touch("back")
        await until(lambda: citizen.finger.sees("paper:ktp-el:lost"))
        assert len(check_of(citizen).rounds) == 1
        await citizen.touch("back")
        await citizen.sees(Screen.SERVICE)
        assert isinstance(citizen.model.visit.place, Reading)


async def test_a_second_touch_takes_an_answer_back(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_JKN, "paper:ktp-el", "paper:ktp-el:damaged", "paper:ktp-el")
        await citizen.until(lambda _: check_of(citizen).answers == Answers())
        await citizen.told("check.all_here")
        assert not citizen.finger.sees("paper:ktp-el:damaged")


async def test_papers_of_which_one_is_enough_are_one_question(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_SKCK)
        await citizen.told("check.one_enough")
        assert not citizen.finger.sees("paper:ijazah")
        await citizen.touch(PROOF, "paper:akta-kelahiran:lost")
        assert not citizen.finger.sees("paper:ijazah:lost"), "no counter of the mall gives it anew"
        assert check_of(citizen).answers.documents == {
            "akta-kelahiran": Holding.LOST,
            "bukti-lahir-alternatif": Holding.NEVER,
            "ijazah": Holding.NEVER,
            "buku-nikah": Holding.NEVER,
        }


async def test_a_condition_asks_for_its_papers_only_when_it_holds(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_STNK)
        await citizen.sees(Screen.CHECK)
        assert not citizen.finger.sees("paper:surat-kuasa")
        await citizen.touch("condition:represented:yes", "paper:surat-kuasa", "condition:represented:no")
        await until(lambda: not citizen.finger.sees("paper:surat-kuasa"))


async def test_nothing_moves_or_is_built_anew_under_the_finger(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_SKCK)
        await citizen.sees(Screen.CHECK)
        row, before = citizen.finger._find("paper:kk"), top_of(citizen, "paper:kk")
        await citizen.touch("paper:kk", "paper:kk:lost")
        chip, chips_at = citizen.finger._find("paper:kk:lost"), top_of(citizen, "paper:kk:lost")
        await citizen.touch("paper:kk:damaged")
        await citizen.until(lambda _: check_of(citizen).answers.documents["kk"] is Holding.DAMAGED)
        await citizen.settled()
        assert citizen.finger._find("paper:kk") is row
        assert citizen.finger._find("paper:kk:lost") is chip
        assert (top_of(citizen, "paper:kk"), top_of(citizen, "paper:kk:lost")) == (before, chips_at)


async def test_a_list_that_was_scrolled_stays_where_it_is(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, size=(1366, 768)) as citizen:
        await citizen.touch("welcome", "agency:bpn", "service:bpn-balik-nama", "check", "scroll:down")
        area = citizen.finger._find("scroll:down")
        assert area
        list_ = area.parentItem()
        assert list_
        await until(lambda: not list_.property("moving"))
        before = top_of(citizen, "paper:kk")
        await citizen.touch("paper:kk")
        await until(lambda: citizen.finger.sees("paper:kk:lost"))
        await citizen.settled()
        assert top_of(citizen, "paper:kk") == before < top_of(citizen, "check:done")


async def test_what_was_told_ends_with_the_visit(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, delays=Delays(idle=2, warning=0.3)) as citizen:
        await citizen.touch(*TO_JKN, "paper:ktp-el", "paper:ktp-el:lost")
        await citizen.until(lambda _: bool(check_of(citizen).answers.documents))
        await citizen.sees(Screen.WARNING)
        await citizen.sees(Screen.WELCOME)
        view = citizen.kiosk.window.check
        for half in (view._first, view._second):
            assert isinstance(half, RowsModel)
            assert half.rows == ()
        await citizen.touch(*TO_JKN)
        await citizen.told("check.all_here")
        assert check_of(citizen).answers == Answers()
        assert not citizen.reads(words("check.lacking"))


async def test_a_service_that_is_shut_can_be_prepared_for(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "agency:imigrasi", "service:paspor-baru")
        await citizen.sees(Screen.SERVICE)
        assert not citizen.finger.sees("take")
        await citizen.touch("check")
        await citizen.sees(Screen.CHECK)


async def test_who_needs_no_paper_is_told_so_at_once(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "agency:polres", "service:polres-kehilangan", "check")
        await citizen.sees(Screen.WAY)
        await citizen.told("service.requires_none")
        await citizen.touch("back")
        await citizen.sees(Screen.SERVICE)


async def test_the_check_is_answered_and_heard_without_a_finger(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "agency:samsat", "service:stnk-tahunan")
        await press(citizen, words("service.check"))
        have, lacking = words("check.have"), words("check.lacking")
        card = await until(lambda: heard(citizen, f"KTP elektronik. {have}"))
        assert card
        assert card.role is QAccessible.Role.CheckBox
        assert card.interface.state().checked
        card.press()
        await until(lambda: heard(citizen, f"KTP elektronik. {lacking}"))
        assert not card.interface.state().checked
        lost = await until(lambda: heard(citizen, f"KTP elektronik: {words('check.lost')}"))
        assert lost
        assert lost.role is QAccessible.Role.RadioButton
        assert not lost.interface.state().checked
        lost.press()
        await until(lambda: lost.interface.state().checked)
        await press(citizen, f"Diwakilkan orang lain?: {words('check.yes')}")
        await until(lambda: heard(citizen, f"Surat kuasa bermeterai. {have}"))
        taps = citizen.finger.taps
        await press(citizen, words("check.show_way"))
        await citizen.until(lambda _: len(check_of(citizen).rounds) == 2)
        assert citizen.finger.taps == taps
