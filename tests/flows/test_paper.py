"""The number is the citizen's, whatever becomes of its paper."""

from pathlib import Path

from kiosk.app.model import Screen
from kiosk.clock import ShiftedClock
from kiosk.domain.places import Holding, PaperDone, Printing
from kiosk.domain.ticket import Outcome
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.condition import NearEnd, NoPaper
from tests.kiosk_kit import MONDAY, Citizen, at_kiosk, words
from tests.waiting import until

TO_KTP = ("welcome", "agency:disdukcapil", "service:ktp-baru", "take")


def is_held(citizen: Citizen) -> bool:
    place = citizen.model.visit.place
    return isinstance(place, Holding) and place.paper == Printing(NoPaper.word)


async def test_without_paper_the_number_is_shown_and_the_paper_comes_when_it_is_back(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        citizen.load_paper(0)
        await citizen.touch(*TO_KTP)
        await until(lambda: is_held(citizen))
        await citizen.told("holding.held.no_paper")
        assert citizen.text("label") == "B1-001"
        assert citizen.text("headline") == words("holding.on_screen")
        assert citizen.papers() == []

        citizen.load_paper(50_000)
        await until(citizen.papers)
        await citizen.told("holding.take_ticket")
        assert citizen.papers() == ["B1-001"]


async def test_who_does_not_wait_for_the_paper_makes_room_for_the_next(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        citizen.load_paper(0)
        await citizen.touch(*TO_KTP)
        await until(lambda: is_held(citizen))
        await citizen.touch("done")
        await citizen.sees(Screen.WELCOME)

        await citizen.touch(*TO_KTP)
        await until(lambda: citizen.text("label") == "B1-002")
        await until(lambda: is_held(citizen))
        citizen.load_paper(50_000)
        await citizen.told("holding.take_ticket")
        assert citizen.papers() == ["B1-001", "B1-002"]


async def test_trouble_with_the_paper_is_said_before_a_number_is_taken(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "printer.json").write_text('{"condition": "cover_open", "paper_mm": 900}')
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome")
        await citizen.told("trouble.cover_open")


async def test_a_roll_that_the_journal_counts_to_its_end_is_told_of(tmp_path: Path) -> None:
    journal = await AsyncJournal.open(tmp_path / "journal.db", 1, ShiftedClock(MONDAY))
    await journal.do(Journal.paper_used, 46_000.0)
    await journal.close()
    async with at_kiosk(tmp_path, roll_m=50) as citizen:
        await citizen.touch("welcome")
        await citizen.told("trouble.near_end")
        assert citizen.model.printer == NearEnd(4_000.0)


async def test_a_kiosk_without_a_printer_shows_the_number_and_its_code(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, printer=False) as citizen:
        await citizen.touch(*TO_KTP)
        await citizen.told("holding.screen_only_why")
        place = citizen.model.visit.place
        assert isinstance(place, Holding)
        assert isinstance(place.paper, PaperDone)
        assert place.paper.outcome in (Outcome.NOT_SENT, Outcome.ON_SCREEN)
        assert citizen.text("label") == "B1-001"
        assert citizen.reads(words("holding.scan"))
