"""From nobody to a number: with the server, without it, and when it says no."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from kiosk.app.model import Screen
from kiosk.contract.problems import ProblemType
from kiosk.domain.places import Holding, PaperDone
from kiosk.journal.journal import Journal
from tests.issuing_kit import queue_server
from tests.kiosk_kit import Citizen, at_kiosk, words
from tests.odd_server import OddServer, Request, response, stalling

TO_KTP = ("agency:disdukcapil", "service:ktp-baru")


async def take(citizen: Citizen, begin: str = "welcome", button: str = "take") -> str:
    """Take a number for a first identity card; return its label once the paper has come to an end."""
    await citizen.touch(begin, *TO_KTP, button)
    await citizen.until(
        lambda model: (
            isinstance(model.visit.place, Holding) and isinstance(model.visit.place.paper, PaperDone)
        )
    )
    await citizen.settled()
    return citizen.text("label")


async def test_three_touches_after_the_first_lead_to_a_number_of_the_server(tmp_path: Path) -> None:
    async with queue_server(tmp_path) as url, at_kiosk(tmp_path, url) as citizen:
        assert await take(citizen, "language:en") == "B-001"
        assert citizen.finger.taps == 4
        assert citizen.text("headline") == words("holding.take_ticket", "en")
        assert citizen.model.line.up
        assert not citizen.reads(words("frame.line_cut", "en"))
        assert citizen.papers() == ["B-001"]
        assert not citizen.reads(words("holding.offline", "en"))
        assert citizen.kiosk.uplink
        await citizen.kiosk.uplink.drained()
        answer = await asyncio.to_thread(httpx.get, f"{url}/v1/tickets", params={"day": "2019-02-18"})
        (row,) = answer.json()["tickets"]
        assert (row["label"], row["service"]) == ("B-001", "ktp-baru")
        await citizen.touch("done")
        await citizen.sees(Screen.WELCOME)


async def test_three_touches_after_the_first_lead_to_a_number_of_the_kiosk(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        assert await take(citizen, "language:en") == "B1-001"
        assert citizen.finger.taps == 4
        assert citizen.text("headline") == words("holding.take_ticket", "en")
        assert citizen.reads(words("frame.line_cut", "en"))
        assert citizen.papers() == ["B1-001"]
        assert citizen.reads(words("holding.offline", "en"))
        assert await citizen.kiosk.journal.do(Journal.outbox_size) == 2
        await citizen.touch("done")
        await citizen.sees(Screen.WELCOME)


async def test_a_server_that_is_gone_is_noticed_and_numbers_go_on(tmp_path: Path) -> None:
    async with AsyncExitStack() as server:
        url = await server.enter_async_context(queue_server(tmp_path))
        async with at_kiosk(tmp_path, url) as citizen:
            assert await take(citizen) == "B-001"
            await server.aclose()
            await citizen.until(lambda model: not model.line.up)
            await citizen.touch("done")
            assert await take(citizen) == "B1-001"
            assert citizen.reads(words("frame.line_cut"))
            assert citizen.papers() == ["B-001", "B1-001"]


async def test_a_double_tap_takes_one_number(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", *TO_KTP)
        await citizen.double_tap("take", 0.01)
        await citizen.told("holding.take_ticket")
        await citizen.touch("done")
        assert await take(citizen) == "B1-002"
        assert citizen.papers() == ["B1-001", "B1-002"]


async def test_a_priority_number_says_so_on_the_screen_and_on_its_paper(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        label = await take(citizen, button="take:priority")
        assert citizen.reads(words("holding.priority"))
        paper = json.loads((tmp_path / "paper" / f"001-{label}.json").read_text())
        assert words("ticket.priority") in json.dumps(paper, ensure_ascii=False)


async def test_a_refusal_says_why_in_the_visits_language_and_when_to_come_again(tmp_path: Path) -> None:
    problem = {
        "type": ProblemType.SERVICE_UNAVAILABLE,
        "title": "Not now",
        "status": 422,
        "detail": "the queue is full",
        "reason": {"id": "Kuota habis", "en": "No more numbers today"},
        "next_open": "2019-02-19T08:00:00+07:00",
    }

    async def refusing(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.method == "PUT":
            writer.write(response(problem, 422, "application/problem+json"))
        else:
            await stalling(request, writer)

    async with OddServer(refusing) as server, at_kiosk(tmp_path, server.url) as citizen:
        await citizen.touch("language:en", *TO_KTP, "take")
        await citizen.sees(Screen.REFUSED)
        assert citizen.reads("No more numbers today")
        assert citizen.reads("Tuesday 08:00")
        assert citizen.papers() == []
        await citizen.touch("again")
        await citizen.sees(Screen.WELCOME)
