"""The whole kiosk by its accessibility tree: a screen reader can take a number without a finger."""

from pathlib import Path

from PySide6.QtGui import QAccessible

from kiosk.app.model import Screen
from kiosk.domain.visit import Delays
from tests.kiosk_kit import Citizen, Heard, at_kiosk, words
from tests.waiting import until

BUTTON = QAccessible.Role.Button
KTP = "Perekaman dan KTP-el baru"
DISDUKCAPIL = "Dinas Kependudukan dan Pencatatan Sipil"


def button(citizen: Citizen, name: str) -> Heard | None:
    """Return the first button whose name begins so."""
    return next(
        (each for each in citizen.hears() if each.role is BUTTON and each.name.startswith(name)), None
    )


async def press(citizen: Citizen, name: str) -> None:
    found = await until(lambda: button(citizen, name))
    assert found
    found.press()
    await citizen.settled()


def left_by(citizen: Citizen, name: str) -> bool:
    """Press until the visit has ended: what has only just appeared may take a press for a tremor."""
    if found := button(citizen, name):
        found.press()
    return citizen.screen is Screen.WELCOME


async def test_a_number_is_taken_and_heard_without_a_finger(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await press(citizen, "Bahasa Indonesia")
        await press(citizen, DISDUKCAPIL)
        await press(citizen, KTP)
        await press(citizen, words("service.take"))
        await citizen.told("holding.take_ticket")
        assert citizen.reads("B1-001")
        assert citizen.papers() == ["B1-001"]
        await until(lambda: left_by(citizen, words("holding.done")))
        assert citizen.finger.taps == 0


async def test_every_screen_names_all_that_can_be_touched(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        for touched, key in (
            ((), "welcome.promise"),
            (("welcome",), "agencies.title"),
            (("search", "key:k"), "keys.space"),
            (("search:close", "agency:disdukcapil"), "services.title"),
            (("service:ktp-baru",), "service.requires"),
            (("take",), "holding.yours"),
        ):
            await citizen.touch(*touched)
            await citizen.told(key)
            heard = {each.name for each in citizen.hears() if each.role is BUTTON}
            operable = {item.objectName(): item.property("label") for item in citizen.operable()}
            assert operable, key
            assert {name for name, label in operable.items() if label not in heard or not label} == set(), key


async def test_the_question_whether_somebody_is_here_is_heard_and_answered(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, delays=Delays(idle=0.4, warning=60)) as citizen:
        await press(citizen, "Bahasa Indonesia")
        await citizen.told("warning.title")
        await press(citizen, words("warning.leave"))
        await citizen.sees(Screen.WELCOME)
