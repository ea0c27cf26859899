"""A kiosk whose machine's clock steps while people press: on the real window, and with a real server."""

import json
import logging
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import ShiftedClock
from kiosk.domain.places import Holding, PaperDone
from kiosk.journal.journal import Journal
from tests.issuing_kit import DAY, queue_server
from tests.kiosk_kit import MONDAY, Citizen, at_kiosk, words

A_DAY = timedelta(days=1)


class Machine(ShiftedClock):
    """A machine whose clock is ``wrong`` by so much, and can be set while the program runs."""

    def __init__(self, wrong: timedelta = timedelta()) -> None:
        super().__init__(MONDAY)
        self.wrong = wrong

    def now(self) -> datetime:
        return super().now() + self.wrong


async def take(citizen: Citizen) -> tuple[str, bool]:
    """Take a number; return its label, and whether its paper says that the clock is not confirmed."""
    await citizen.touch("welcome", "agency:disdukcapil", "service:ktp-baru", "take")
    await citizen.until(
        lambda model: (
            isinstance(model.visit.place, Holding) and isinstance(model.visit.place.paper, PaperDone)
        )
    )
    label = citizen.text("label")
    (paper,) = (citizen.folder / "paper").glob(f"*-{label}.json")
    await citizen.touch("done")
    return label, words("ticket.clock_not_confirmed") in json.dumps(json.loads(paper.read_bytes()))


async def labels_of_monday(citizen: Citizen) -> list[str | None]:
    return [row.label for row in await citizen.kiosk.journal.do(Journal.tickets, DAY)]


async def test_without_a_server_a_clock_that_jumps_a_day_moves_nobody_to_another_day(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    machine = Machine()
    with caplog.at_level(logging.WARNING, "kiosk.trusted_clock"):
        async with at_kiosk(tmp_path, clock=machine) as citizen:
            taken = [await take(citizen)]
            for machine.wrong in (-A_DAY, A_DAY, timedelta()):
                taken.append(await take(citizen))
            assert taken == [("B1-001", False), ("B1-002", True), ("B1-003", True), ("B1-004", False)]
            assert await labels_of_monday(citizen) == ["B1-001", "B1-002", "B1-003", "B1-004"]
    said = [each.getMessage() for each in caplog.records if "confirmed" in each.getMessage()]
    assert ["not confirmed" in each for each in said] == [True, False]


async def test_with_a_server_the_machines_clock_may_jump_as_it_likes_also_after_the_line_is_cut(
    tmp_path: Path,
) -> None:
    machine = Machine(wrong=-A_DAY)
    async with AsyncExitStack() as server:
        url = await server.enter_async_context(queue_server(tmp_path))
        async with at_kiosk(tmp_path, url, clock=machine) as citizen:
            assert await take(citizen) == ("B-001", False)
            machine.wrong = A_DAY
            assert await take(citizen) == ("B-002", False)
            await server.aclose()
            await citizen.until(lambda model: not model.line.up)
            machine.wrong = -A_DAY
            assert await take(citizen) == ("B1-001", False)
            assert await labels_of_monday(citizen) == ["B-001", "B-002", "B1-001"]


async def test_the_next_start_without_a_line_knows_by_how_much_the_machine_is_wrong(tmp_path: Path) -> None:
    machine = Machine(wrong=A_DAY)
    async with queue_server(tmp_path) as url, at_kiosk(tmp_path, url, clock=machine) as citizen:
        assert await take(citizen) == ("B-001", False)
    async with at_kiosk(tmp_path, clock=machine) as citizen:
        assert await take(citizen) == ("B1-001", True)
        assert await labels_of_monday(citizen) == ["B-001", "B1-001"]
