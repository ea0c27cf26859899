"""A kiosk that the server tells to start again lets whoever stands before it finish."""

import asyncio
from pathlib import Path

import httpx
from uuid6 import uuid7

from kiosk.app.model import Screen
from kiosk.domain.visit import Delays
from kiosk.running import START_AGAIN
from tests.issuing_kit import queue_server
from tests.kiosk_kit import Citizen, at_kiosk
from tests.waiting import until, until_told

SECONDS = 20.0
SHORT_TICKET = Delays(idle=60, warning=60, ticket=0.3, number_on_screen=0.3)
BEGUN = "SELECT count(*) FROM command WHERE kind = 'restart' AND ended_at IS NULL"


async def has_begun(citizen: Citizen) -> bool:
    """Tell whether the command is in the kiosk's journal."""
    (count,) = await citizen.kiosk.journal.do(lambda journal: journal._connection.execute(BEGUN).fetchone())
    return bool(count)


async def ask(url: str) -> bool:
    """Tell the kiosk to start again; false while the server has not heard of it."""
    async with httpx.AsyncClient(base_url=url) as staff:
        answer = await staff.put(f"/v1/kiosks/1/commands/{uuid7()}", json={"kind": "restart"})
    return answer.status_code == 201


async def test_nobody_is_sent_away_by_a_new_start(tmp_path: Path) -> None:
    async with (
        queue_server(tmp_path) as url,
        at_kiosk(tmp_path, url, delays=SHORT_TICKET, ends_with=START_AGAIN) as citizen,
    ):
        await citizen.touch("welcome", "agency:disdukcapil")
        await until_told(lambda: ask(url), SECONDS)
        await until_told(lambda: has_begun(citizen), SECONDS)
        await citizen.touch("service:ktp-baru", "take")
        await until(lambda: citizen.screen is Screen.TICKET)
        await asyncio.wait_for(asyncio.shield(citizen.running), SECONDS)
    assert citizen.papers() == ["B-001"]
