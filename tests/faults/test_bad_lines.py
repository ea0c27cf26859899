"""A kiosk behind a proxy that does what bad lines do: nobody waits, nothing is lost, the paper wins."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import pytest

from kiosk.app.issuing import DEADLINE_SECONDS, Issued
from kiosk.contract.bodies import QueueAnswer, QueueRow
from kiosk.domain.ticket import Ticket
from kiosk.journal.journal import Journal
from kiosk.sync.probe import keep_probing
from tests.issuing_kit import DAY, Kiosk, kiosk, press, queue_server, running
from tests.proxy import Proxy, Weather, proxied
from tests.waiting import until, until_told

SLACK_SECONDS = 0.5
"""For a machine that is busy with other things."""

CHANCE = 0.05
PRESSES = 4

ONLINE = {Weather.FAIR, Weather.DOUBLED}
"""Weathers in which the answer comes back whole and in time."""


@dataclass(frozen=True, slots=True)
class Mall:
    """A real server, what asks it beside the proxy, and a kiosk behind the proxy."""

    proxy: Proxy
    kiosk: Kiosk
    beside: httpx.AsyncClient

    async def press(self) -> tuple[Ticket, float]:
        """Take a number; return it and the seconds that it took."""
        begun = time.monotonic()
        result = await self.kiosk.issuing.issue(press(at=self.kiosk.clock.now()), lambda _: None)
        assert isinstance(result, Issued)
        return result.ticket, time.monotonic() - begun

    @asynccontextmanager
    async def in_sync(self) -> AsyncIterator[None]:
        """Run all of the kiosk's sync tasks."""
        parts = self.kiosk
        probing = keep_probing(parts.client, parts.link, parts.clock)
        async with running(parts.uplink.run(), parts.downlink.run(), probing):
            yield

    async def all_told(self) -> list[QueueRow]:
        """Wait until the kiosk has told all, and return the server's queue."""
        await asyncio.wait_for(self.kiosk.link.wait_up(), 10)
        await asyncio.wait_for(self.kiosk.uplink.drained(), 10)
        assert await self.kiosk.journal.do(Journal.outbox_size) == 0
        assert await self.kiosk.journal.do(Journal.dead_letters) == ()
        return await self.queue()

    async def queue(self) -> list[QueueRow]:
        """Ask the server, beside the proxy, for the day's tickets."""
        answer = await self.beside.get("/v1/tickets", params={"day": DAY.isoformat()})
        return msgspec.json.decode(answer.content, type=QueueAnswer).tickets


@pytest.fixture
async def mall(tmp_path: Path) -> AsyncIterator[Mall]:
    async with (
        queue_server(tmp_path) as url,
        proxied(url) as proxy,
        kiosk(tmp_path, proxy.url, chance=CHANCE) as parts,
        httpx.AsyncClient(base_url=url) as beside,
    ):
        assert parts.link.up
        yield Mall(proxy, parts, beside)


def check(rows: list[QueueRow], tickets: list[Ticket]) -> None:
    """Check that the server has what people hold, once each, in the order of the presses."""
    assert [(row.ticket_id, row.label) for row in rows] == [
        (each.press.ticket_id, each.label) for each in tickets
    ]
    assert [row.pressed_at for row in rows] == [each.press.pressed_at for each in tickets]
    assert {row.state for row in rows} == {"waiting"}
    labels = [row.label for row in rows] + [row.withdrawn_label for row in rows if row.withdrawn_label]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("weather", Weather)
async def test_in_any_weather_nobody_waits_and_the_paper_wins(mall: Mall, weather: Weather) -> None:
    await mall.proxy.change(weather)
    first, seconds = await mall.press()
    rest = [await mall.press() for _ in range(PRESSES)]
    assert seconds < DEADLINE_SECONDS + SLACK_SECONDS
    assert sum(each for _, each in rest) < DEADLINE_SECONDS, "the line is known to be down"
    tickets = [first, *(ticket for ticket, _ in rest)]
    assert {each.online for each in tickets} == {weather in ONLINE}
    assert mall.kiosk.link.up == (weather in ONLINE)

    await mall.proxy.change(Weather.FAIR)
    async with mall.in_sync():
        check(await mall.all_told(), tickets)


async def test_when_packets_are_dropped_the_first_press_ends_in_time_and_the_others_add_nothing(
    mall: Mall,
) -> None:
    mall.proxy.reset()  # no connection is left that could be used again
    await mall.proxy.change(Weather.BLACK_HOLE)
    first = await mall.press()
    rest = [await mall.press() for _ in range(PRESSES)]
    assert DEADLINE_SECONDS <= first[1] < DEADLINE_SECONDS + SLACK_SECONDS, "no refusal came"
    assert max(seconds for _, seconds in rest) < DEADLINE_SECONDS / 2
    await mall.proxy.change(Weather.FAIR)
    async with mall.in_sync():
        check(await mall.all_told(), [ticket for ticket, _ in (first, *rest)])


@pytest.mark.parametrize(
    "weather", [Weather.ANSWER_LOST, Weather.HALF_AN_ANSWER, Weather.LATE, Weather.TRICKLING]
)
async def test_the_number_that_the_server_gave_in_vain_is_withdrawn(mall: Mall, weather: Weather) -> None:
    await mall.proxy.change(weather)
    ticket, _ = await mall.press()
    await until_told(mall.queue)
    await mall.proxy.change(Weather.FAIR)
    async with mall.in_sync():
        (row,) = await mall.all_told()
    assert (row.label, row.withdrawn_label) == (ticket.label, "B-001")
    assert ticket.label == "B2-001"


async def test_what_arrives_twice_counts_once(mall: Mall) -> None:
    await mall.proxy.change(Weather.DOUBLED)
    async with mall.in_sync():
        tickets = [(await mall.press())[0] for _ in range(PRESSES)]
        rows = await mall.all_told()
    assert [row.label for row in rows] == [f"B-{number:03d}" for number in range(1, PRESSES + 1)]
    check(rows, tickets)


async def test_a_stream_that_is_reset_in_its_midst_goes_on(mall: Mall) -> None:
    def waiting() -> int:
        services = mall.kiosk.snapshots[-1].services if mall.kiosk.snapshots else {}
        return services["ktp-baru"].waiting or 0 if "ktp-baru" in services else 0

    async with mall.in_sync():
        tickets = [(await mall.press())[0]]
        await until(lambda: waiting() == 1)
        for _ in range(2):
            mall.proxy.reset()
            await until(lambda: not mall.kiosk.link.up)
            await until(lambda: mall.kiosk.link.up)
            tickets.append((await mall.press())[0])
            await until(lambda: waiting() == len(tickets))
        check(await mall.all_told(), tickets)


@pytest.mark.parametrize(
    "weather", [Weather.CUT, Weather.STALLED, Weather.ANSWER_LOST, Weather.HALF_AN_ANSWER]
)
async def test_presses_go_on_while_everything_else_of_the_line_fails_too(
    mall: Mall, weather: Weather
) -> None:
    async with mall.in_sync():
        tickets = [(await mall.press())[0]]
        await mall.proxy.change(weather)
        pressed = [await mall.press() for _ in range(PRESSES)]
        assert max(seconds for _, seconds in pressed) < DEADLINE_SECONDS + SLACK_SECONDS
        await mall.proxy.change(Weather.FAIR)
        mall.proxy.reset()
        check(await mall.all_told(), [*tickets, *(ticket for ticket, _ in pressed)])
