"""A limited service at a kiosk without a line: it says where to ask, unless numbers were lent before."""

from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import pytest

from kiosk.app.model import Screen
from kiosk.catalogue.writing import to_document
from kiosk.domain.availability import State
from kiosk.domain.catalogue import Catalogue
from tests.flows.test_taking import take
from tests.issuing_kit import catalogue, queue_server
from tests.kiosk_kit import at_kiosk, words

AGENCY, LIMITED, FREE = "disdukcapil", "ktp-baru", "ktp-hilang"


@cache
def mall() -> Catalogue:
    """The mall's catalogue with one limited service."""
    known = catalogue()
    agencies = {**known.agencies, AGENCY: replace(known.agencies[AGENCY], quota_per_day=12)}
    services = {name: replace(each, quota=name == LIMITED) for name, each in known.services.items()}
    return replace(known, agencies=agencies, services=services)


@pytest.mark.parametrize("language", ["id", "en"])
async def test_a_kiosk_without_a_server_says_where_to_ask_for_a_limited_service(
    tmp_path: Path, language: str
) -> None:
    file = tmp_path / "mall.json"
    file.write_bytes(msgspec.json.encode(to_document(mall())))
    async with at_kiosk(tmp_path, catalogue=file) as citizen:
        await citizen.touch(f"language:{language}", f"agency:{AGENCY}", f"service:{LIMITED}")
        await citizen.sees(Screen.SERVICE)
        assert citizen.reads(words("state.quota_here", language))
        assert not citizen.finger.sees("take")
        await citizen.touch("back", f"service:{FREE}")
        await citizen.sees(Screen.SERVICE)
        assert citizen.finger.sees("take")
        assert not citizen.reads(words("state.quota_here", language))


async def test_a_number_that_was_lent_is_given_when_the_server_is_gone_and_then_no_more(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as server:
        url = await server.enter_async_context(queue_server(tmp_path, known=mall()))
        async with at_kiosk(tmp_path, url) as citizen:
            await citizen.until(lambda model: model.lent.numbers.get(AGENCY) == 1, 20)
            await server.aclose()
            await citizen.until(lambda model: not model.line.up, 20)
            assert citizen.model.availability[LIMITED].state is State.OPEN
            assert await take(citizen) == "B1-001"
            await citizen.until(lambda model: model.availability[LIMITED].state is State.QUOTA_FULL)
            assert citizen.model.availability[FREE].state is State.OPEN
