"""The tiles of the agencies and the welcome: what a citizen sees while a part of the mall rests."""

from PySide6.QtCore import QObject

from kiosk.app.model import Line, Model, Queue
from kiosk.domain import visit
from kiosk.domain.availability import NO_WORD, StaffWord, State
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Nobody, Stage
from kiosk.ui.views.tiles import AgencyRow, agency_rows
from kiosk.ui.views.welcome import NoticeRow, WelcomeView
from kiosk.words import load_words
from tests.unit.availability_cases import DOWN, common
from tests.unit.calendar_kit import at, mall

WORDS = load_words()
MALL = mall()


def model_at(now: str, said: StaffWord) -> Model:
    line, queues = Line(up=True), {"ktp": Queue(3)}
    return Model(visit.fresh("id"), at(now), MALL, line=line, server_word=said, queues=queues).judged()


def tiles(said: StaffWord = NO_WORD, now: str = "2026-11-24T09:00") -> dict[str, AgencyRow]:
    return {each.agency: each for each in agency_rows(model_at(now, said), WORDS)}


def welcome(now: str, said: StaffWord = NO_WORD) -> tuple[str, list[str]]:
    owner = QObject()
    view = WelcomeView(Stage(Nobody(), WORDS), owner)
    view.update(model_at(now, said))
    notices = view.property("notices")
    assert isinstance(notices, RowsModel)
    rows = [each for each in notices.rows if isinstance(each, NoticeRow)]
    return str(view.property("hours")), [each.notice for each in rows]


def test_an_agency_that_still_hands_out_papers_is_half_open_and_stays_among_the_open_ones() -> None:
    rows = tiles(DOWN)
    assert (rows["capil"].mark, rows["capil"].shut) == ("preparing", False)
    assert rows["capil"].words == "Hanya pengambilan berkas: menunggu jaringan pusat"


def test_an_agency_that_nobody_can_visit_comes_last() -> None:
    rows = tiles(common("capil", State.PAUSED, "", "11-24 10:00"))
    assert list(rows) == ["imigrasi", "samsat", "pdam", "capil"]
    assert (rows["capil"].mark, rows["capil"].shut) == ("later", True)
    assert rows["capil"].words == "Berhenti sejenak: Listrik padam, buka lagi pukul 10.00"


def test_on_a_holiday_the_tile_names_it_and_the_day_after() -> None:
    rows = tiles(now="2026-12-25T09:00")
    assert next(iter(rows)) == "pdam"
    assert rows["pdam"].words == "Buka"
    assert rows["capil"].words == "Tutup: Kelahiran Yesus Kristus (Natal), buka lagi Senin 08.00"
    assert tiles()["capil"].words == "Buka, 3 menunggu"


def test_the_welcome_names_what_shuts_the_mall_once_and_then_only_other_reasons() -> None:
    hours, notices = welcome("2026-12-25T09:00", common("pdam", State.PAUSED))
    assert hours == "Tutup: Kelahiran Yesus Kristus (Natal), buka lagi Senin 08.00"
    assert notices == ["pdam. Berhenti sejenak: Listrik padam"]


def test_the_welcome_tells_of_an_outage_without_a_reason_too() -> None:
    hours, notices = welcome("2026-11-24T09:00", DOWN)
    assert hours == "Buka 08.00\u201315.00"
    assert notices[0] == "capil. Hanya pengambilan berkas: menunggu jaringan pusat"
    assert welcome("2026-11-24T16:00")[0] == "Buka Rabu 08.00"
