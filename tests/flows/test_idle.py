"""Who goes away is asked for, and then the next one finds a kiosk as new."""

from pathlib import Path

from kiosk.app.model import Screen
from kiosk.domain.visit import Delays, fresh
from tests.kiosk_kit import at_kiosk, words

SHORT = Delays(idle=0.4, warning=0.4, ticket=0.3, number_on_screen=0.3)
ASKING = Delays(idle=0.4, warning=60, ticket=60, number_on_screen=60)


async def test_a_still_visit_is_asked_and_then_ended_with_all_its_adjustments(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, delays=SHORT) as citizen:
        await citizen.touch("language:en", "text-size", "contrast")
        assert citizen.model.visit.adjustments.language == "en"
        await citizen.sees(Screen.WARNING)
        assert citizen.reads(words("warning.title", "en"))
        await citizen.sees(Screen.WELCOME)
        assert citizen.model.visit == fresh("id")
        assert citizen.reads(words("welcome.promise"))


async def test_whoever_is_still_here_goes_on_where_they_were(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, delays=ASKING) as citizen:
        await citizen.touch("welcome", "agency:disdukcapil")
        await citizen.sees(Screen.WARNING)
        assert not citizen.finger.sees("service:ktp-baru"), "what lies under the question is not touched"
        await citizen.touch("still-here")
        await citizen.sees(Screen.SERVICES)
        await citizen.sees(Screen.WARNING)
        await citizen.touch("leave")
        await citizen.sees(Screen.WELCOME)


async def test_a_printed_ticket_goes_home_by_itself(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, delays=SHORT) as citizen:
        await citizen.touch("welcome", "agency:disdukcapil", "service:ktp-baru", "take")
        await citizen.sees(Screen.TICKET)
        await citizen.sees(Screen.WELCOME)
        assert citizen.papers() == ["B1-001"]


async def test_a_shown_number_goes_home_by_itself(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path, delays=SHORT, printer=False) as citizen:
        await citizen.touch("welcome", "agency:disdukcapil", "service:ktp-baru", "take")
        await citizen.sees(Screen.TICKET)
        await citizen.sees(Screen.WELCOME)
