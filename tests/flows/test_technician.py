"""The technician's page, by touch: the hidden corner, the PIN, and each thing that can be done there."""

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app.model import Screen
from kiosk.contract.bodies import Problem
from kiosk.contract.problems import ProblemType
from kiosk.domain.places import Holding, Printing
from kiosk.domain.technician import Done, NewRoll, PinPad, Resting, SeeTo, Shut, TechnicianPage, Work
from kiosk.domain.ticket import Outcome
from kiosk.domain.visit import Delays, fresh
from kiosk.journal.journal import Journal
from tests.kiosk_kit import MONDAY, PORTRAIT, Citizen, at_kiosk, words
from tests.waiting import until

PIN = "481516"
QUICK = Delays(corner=0.05)
NEVER = Delays(corner=3600)
TO_KTP = ("welcome", "agency:disdukcapil", "service:ktp-baru", "take")
SIZES = [PORTRAIT, (1920, 1080), (1366, 768)]


async def hold_corner(person: Citizen) -> None:
    await person.hold("corner", lambda: person.screen is Screen.PIN)


async def type_pin(person: Citizen, pin: str = PIN) -> None:
    await person.touch(*(f"pin:{digit}" for digit in pin), "pin:enter")


async def open_page(person: Citizen) -> None:
    await hold_corner(person)
    await type_pin(person)
    await person.sees(Screen.TECHNICIAN)
    await person.until(lambda model: model.inspection is not None)
    await person.settled()


async def take_ticket(person: Citizen) -> None:
    await person.touch(*TO_KTP)
    await person.told("holding.take_ticket")
    await person.touch("done")
    await person.sees(Screen.WELCOME)


def work(person: Citizen) -> Work:
    place = person.model.visit.place
    assert isinstance(place, TechnicianPage), place
    return place.work


async def ended(person: Citizen) -> Done:
    """Wait until what was asked for is done."""
    await person.until(lambda _: isinstance(work(person), Done))
    done = work(person)
    assert isinstance(done, Done)
    return done


@pytest.mark.parametrize("size", SIZES)
async def test_the_corner_and_the_pin_open_the_page_and_it_closes_again(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK, size=size) as person:
        await open_page(person)
        assert person.reads(words("technician.printer.ready"))
        assert not person.finger.sees("home"), "there is one way out, and it is named"
        await person.touch("close")
        await person.sees(Screen.WELCOME)
        assert person.model.visit == fresh("id")


async def test_five_seconds_are_the_default_and_a_tap_is_a_citizens(tmp_path: Path) -> None:
    assert Delays().corner == 5
    async with at_kiosk(tmp_path, pin=PIN, delays=NEVER) as person:
        await person.finger.tap(await person.centre("corner"))
        await person.sees(Screen.AGENCIES)
        await person.finger.tap(await person.centre("corner"))
        await person.touch("agency:disdukcapil")
        await person.sees(Screen.SERVICES)


async def test_a_finger_that_lets_go_or_slides_away_is_no_technicians(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=NEVER) as person:
        controller = person.kiosk.controller
        await person.touch("welcome")
        await person.sees(Screen.AGENCIES)
        await person.hold("corner", lambda: controller._corner is not None)
        assert controller._corner is None, "the finger let go"
        await person.slide("corner", 10, lambda: controller._corner is None)
        assert person.screen is Screen.AGENCIES


async def test_the_corner_comes_down_with_everything_else_and_ends_a_visit(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
        await person.touch("language:en", "text-size")
        high = await person.centre("corner")
        await person.touch("reach")
        await person.until(lambda model: model.visit.adjustments.low_reach)
        assert (await person.centre("corner")).y() > high.y() + 100
        await hold_corner(person)
        assert person.model.visit.adjustments == fresh("id").adjustments


async def test_a_ticket_that_waits_for_paper_does_not_keep_its_technician_out(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
        person.load_paper(0)
        await person.touch(*TO_KTP)
        await person.until(
            lambda model: (
                isinstance(place := model.visit.place, Holding) and place.paper == Printing("no_paper")
            )
        )
        await open_page(person)
        assert person.reads(words("technician.outcome.under_way"))
        person.load_paper(50_000)
        await until(lambda: person.papers() == ["B1-001"])


async def test_without_a_pin_the_corner_opens_nothing_and_the_log_says_what_to_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_kiosk(tmp_path, delays=QUICK) as person:
        await person.hold("corner", lambda: "kiosk pin" in caplog.text)
        assert not isinstance(person.model.visit.place, PinPad)


async def test_five_wrong_pins_shut_the_page_and_say_for_how_long(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
            await hold_corner(person)
            for _ in range(4):
                await type_pin(person, "730862")
                await person.told("technician.pin_wrong")
            await type_pin(person, "730862")
            await person.until(lambda model: model.visit.place == PinPad(Shut(1)))
            await person.settled()
            assert person.reads(words("technician.pin_shut").format(n=1))
            assert not person.finger.sees("pin:1"), "no digit is taken"
            await person.touch("home")
            await hold_corner(person)
            assert person.model.visit.place == PinPad(Shut(1)), "going away opens nothing"
    assert "730862" not in caplog.text
    assert PIN not in caplog.text


async def test_a_test_paper_says_what_it_is_and_its_time_and_end_are_kept(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
        await open_page(person)
        assert words("technician.trial_none") in person.text("trial:last")
        await person.touch("trial")
        assert (await ended(person)).outcome is Outcome.PRINTED
        await person.until(lambda model: model.inspection is not None and model.inspection.trial is not None)
        await person.settled()
        assert words("technician.outcome.printed") in person.text("trial:last")
        kept = await person.kiosk.journal.do(Journal.trial)
        assert kept
        assert kept.outcome is Outcome.PRINTED
        assert abs(kept.at - MONDAY) < timedelta(minutes=5)
    assert person.papers() == ["test"]
    paper = json.loads((tmp_path / "paper" / "001-test.json").read_text("utf-8"))
    blocks = json.dumps(paper["blocks"], ensure_ascii=False)
    assert words("trial_paper.no_number") in blocks
    assert '"block": "number"' not in blocks


async def test_a_test_paper_waits_for_paper_and_the_page_says_what_to_do(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
        await open_page(person)
        person.load_paper(0)
        await person.touch("trial")
        await person.told("technician.printer.no_paper_do")
        assert not person.finger.sees("close"), "it stays until the paper has come to an end"
        person.load_paper(50_000)
        assert (await ended(person)).outcome is Outcome.PRINTED


async def test_a_ticket_is_chosen_confirmed_and_printed_again_as_a_copy(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
        await take_ticket(person)
        await open_page(person)
        await person.touch("copy:B1-001", "cancel")
        await person.until(lambda _: work(person) == Resting())
        await person.touch("copy:B1-001", "confirm")
        assert (await ended(person)).outcome is Outcome.PRINTED
        await person.settled()
        assert "B1-001" in person.text("told")
        await person.until(lambda model: bool(model.inspection and model.inspection.tickets[0].copies == 1))
    assert person.papers() == ["B1-001", "B1-001"]
    first, copy = ((tmp_path / "paper" / f"{n:03d}-B1-001.json").read_text("utf-8") for n in (1, 2))
    assert "SALINAN 1" in copy
    assert "SALINAN" not in first


async def test_a_new_roll_is_asked_about_and_counted_from_zero(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
        await take_ticket(person)
        assert await person.kiosk.journal.do(Journal.roll_mm) > 0
        await open_page(person)
        await person.touch("new-roll")
        await person.told("technician.ask.new_roll")
        assert await person.kiosk.journal.do(Journal.roll_mm) > 0
        await person.touch("confirm")
        assert (await ended(person)).chore == NewRoll()
        assert await person.kiosk.journal.do(Journal.roll_mm) == 0


async def test_what_the_server_refused_is_told_in_its_words_until_somebody_has_seen_to_it(
    tmp_path: Path,
) -> None:
    problem = Problem(ProblemType.LABEL_TAKEN, "Label taken", 409, "it belongs to another ticket")
    async with at_kiosk(tmp_path, pin=PIN, delays=QUICK) as person:
        await take_ticket(person)
        (issued, _) = await person.kiosk.journal.do(Journal.outbox, 9)
        await person.kiosk.journal.do(Journal.refused, issued.seq, problem, MONDAY)
        await open_page(person)
        assert person.reads("Label taken: it belongs to another ticket")
        await person.touch(f"letter:{issued.seq}", "confirm")
        assert (await ended(person)).chore == SeeTo(issued.seq)
        assert await person.kiosk.journal.do(Journal.dead_letters) == ()
        await person.until(lambda model: bool(model.inspection and not model.inspection.letters))


async def test_the_page_is_left_by_itself(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, pin=PIN, delays=Delays(corner=0.05, technician=0.3, pin=60)) as person:
        await hold_corner(person)
        await type_pin(person)
        await person.until(lambda model: isinstance(model.visit.place, TechnicianPage))
        await person.sees(Screen.WELCOME)
