"""What is a touch: a finger may slip a little, and a tremor is not two touches."""

import time
from pathlib import Path

import pytest

from kiosk.app.model import Screen, screen_of
from kiosk.domain.places import Contrast
from tests.kiosk_kit import at_kiosk

LONG_SECONDS = 1.5
"""Longer than Qt's long press, which is none of a kiosk's."""
TO_KTP = ("welcome", "agency:disdukcapil", "service:ktp-baru")


@pytest.mark.parametrize("name", ["take", "home"])
async def test_a_finger_that_slips_three_millimetres_acts(tmp_path: Path, name: str) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_KTP)
        await citizen.sees(Screen.SERVICE)
        await citizen.slide(name, 3)
        await citizen.until(lambda model: screen_of(model) is not Screen.SERVICE)


async def test_a_finger_that_slides_away_does_not_act(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_KTP)
        await citizen.sees(Screen.SERVICE)
        touches = citizen.model.visit.touches
        await citizen.slide("take", 12)
        await citizen.slide("home", 12)
        await citizen.settled()
        assert (citizen.screen, citizen.model.visit.touches) == (Screen.SERVICE, touches)
        await citizen.touch("home")
        await citizen.sees(Screen.WELCOME)


async def test_a_tile_forgives_a_slip_and_obeys_no_slide(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome")
        await citizen.sees(Screen.AGENCIES)
        await citizen.slide("agency:disdukcapil", 12)
        await citizen.settled()
        assert citizen.screen is Screen.AGENCIES
        await citizen.slide("agency:disdukcapil", 3)
        await citizen.sees(Screen.SERVICES)


@pytest.mark.parametrize(("name", "screen"), [("take", Screen.TICKET), ("home", Screen.WELCOME)])
async def test_a_finger_that_rests_for_long_acts(tmp_path: Path, name: str, screen: Screen) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_KTP)
        await citizen.sees(Screen.SERVICE)
        lifted = time.monotonic() + LONG_SECONDS
        await citizen.hold(name, lambda: time.monotonic() >= lifted)
        await citizen.until(lambda model: screen_of(model) is screen)


async def test_a_tremor_is_one_touch_and_a_second_thought_is_two(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome")
        await citizen.double_tap("contrast", 0.1)
        await citizen.touch("reach")
        await citizen.until(lambda model: model.visit.adjustments.low_reach)
        assert citizen.model.visit.adjustments.contrast is Contrast.DARK
        touches = citizen.model.visit.touches
        await citizen.double_tap("text-size", 0.6)
        await citizen.until(lambda model: model.visit.touches == touches + 2)


async def test_a_tremor_on_the_way_to_a_number_does_not_put_the_number_away(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, printer=False) as citizen:
        await citizen.touch(*TO_KTP)
        await citizen.double_tap("take", 0.15)
        await citizen.sees(Screen.TICKET)
        await citizen.touch("done")
        await citizen.sees(Screen.WELCOME)


async def test_a_double_tap_never_acts_on_what_the_first_tap_brought(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome")
        for item, screen in (
            ("agency:disdukcapil", Screen.SERVICES),
            ("service:ktp-baru", Screen.SERVICE),
            ("check", Screen.CHECK),
            ("check:done", Screen.WAY),
        ):
            await citizen.double_tap(item, 0.2)
            await citizen.sees(screen)
        assert citizen.papers() == []
