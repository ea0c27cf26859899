"""The line up to the real server: cuts, lost answers, replays, refusals."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import msgspec
import pytest

from kiosk.app.issuing import Issued
from kiosk.clock import ShiftedClock
from kiosk.contract.bodies import MAX_BODY_BYTES, EventsRequest, QueueAnswer, QueueRow
from kiosk.domain.ticket import EventKind
from kiosk.journal import outbox
from kiosk.journal.journal import Journal
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.paper import WIDE
from kiosk.sync.probe import keep_probing
from kiosk.sync.uplink import packed
from tests.issuing_kit import DAY, MONDAY, SERIES, Kiosk, fill_outbox, kiosk, press, queue_server, running
from tests.odd_server import Behave, OddServer, Request, acknowledging, response, rows_of
from tests.waiting import until


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    async with queue_server(tmp_path) as url:
        yield url


async def issued(parts: Kiosk) -> Issued:
    result = await parts.issuing.issue(press(at=parts.clock.now()), lambda _: None)
    assert isinstance(result, Issued)
    return result


async def queue(url: str) -> list[QueueRow]:
    async with httpx.AsyncClient(base_url=url) as asking:
        answer = await asking.get("/v1/tickets", params={"day": DAY.isoformat()})
    return msgspec.json.decode(answer.content, type=QueueAnswer).tickets


async def told_everything(parts: Kiosk) -> None:
    """Let the uplink run until the outbox is empty."""
    async with running(parts.uplink.run()):
        await asyncio.wait_for(parts.uplink.drained(), 10)
    assert await parts.journal.do(Journal.outbox_size) == 0


async def test_a_press_and_its_paper_reach_the_real_server(tmp_path: Path, url: str) -> None:
    printer = FilePrinter(tmp_path / "paper", WIDE, ShiftedClock(MONDAY))
    async with kiosk(tmp_path, url, printer=printer) as parts:
        result = await issued(parts)
        await told_everything(parts)
    (row,) = await queue(url)
    assert result.ticket.online
    assert "001-B-001.png" in [Path(file).name for file in result.result.files]
    assert (row.ticket_id, row.label) == (result.ticket.press.ticket_id, "B-001")
    assert (row.state, row.pressed_at) == ("waiting", result.ticket.press.pressed_at)


def forwarding(url: str, *, lose: str) -> Behave:
    """Hand requests on to the real server, and lose its answers to the method ``lose``."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        async with httpx.AsyncClient(base_url=url) as asking:
            answer = await asking.request(request.method, request.path, content=request.body, headers=headers)
        if request.method == lose:
            writer.close()
        else:
            writer.write(response(answer.content, answer.status_code))

    return behave


async def test_when_the_servers_answer_is_lost_the_paper_wins(tmp_path: Path, url: str) -> None:
    async with OddServer(forwarding(url, lose="PUT")) as proxy, kiosk(tmp_path, proxy.url) as parts:
        result = await issued(parts)
        (before,) = await queue(url)
        assert not parts.link.up
        await parts.client.health()
        await told_everything(parts)
    (after,) = await queue(url)
    assert result.ticket.label == "B2-001"
    assert before.label == "B-001"
    assert (after.ticket_id, after.label, after.withdrawn_label) == (before.ticket_id, "B2-001", "B-001")


async def test_rows_whose_acknowledgement_is_lost_are_sent_again_and_count_once(
    tmp_path: Path, url: str
) -> None:
    async with OddServer(forwarding(url, lose="POST")) as proxy, kiosk(tmp_path, proxy.url) as parts:
        await issued(parts)
        async with running(parts.uplink.run()):
            await until(lambda: not parts.link.up)
        assert await parts.journal.do(Journal.outbox_size) == 2
        proxy.behave = forwarding(url, lose="nothing")
        await parts.client.health()
        await told_everything(parts)
    posts = [request.body for request in proxy.requests if request.method == "POST"]
    assert posts[0] == posts[1]
    assert len(await queue(url)) == 1


async def test_after_a_cut_the_kiosks_tickets_are_queued_by_the_time_of_their_press(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as cut:
        async with queue_server(tmp_path) as url:
            parts = await cut.enter_async_context(kiosk(tmp_path, url))
            await cut.enter_async_context(
                running(parts.uplink.run(), keep_probing(parts.client, parts.link, parts.clock))
            )
            first = await issued(parts)
            await asyncio.wait_for(parts.uplink.drained(), 10)
        alone = [await issued(parts) for _ in range(3)]
        async with queue_server(tmp_path, port=int(url.rsplit(":", 1)[1])):
            await asyncio.wait_for(parts.link.wait_up(), 10)
            await asyncio.wait_for(parts.uplink.drained(), 10)
            rows = await queue(url)
    assert [result.ticket.label for result in alone] == ["B2-001", "B2-002", "B2-003"]
    assert [row.ticket_id for row in rows] == [each.ticket.press.ticket_id for each in (first, *alone)]
    assert [row.pressed_at for row in rows] == [each.ticket.press.pressed_at for each in (first, *alone)]


def number(journal: Journal, service: str) -> None:
    one = press(service)
    journal.pressed(one, SERIES, DAY, asked=False)
    journal.numbered_here(one.ticket_id, MONDAY)


async def test_what_the_server_refuses_becomes_a_dead_letter_and_holds_nothing_up(
    tmp_path: Path, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with kiosk(tmp_path, url) as parts:
        for service in ("ktp-baru", "space-travel", "ktp-hilang"):
            await parts.journal.do(number, service)
        await told_everything(parts)
        (letter,) = await parts.journal.do(Journal.dead_letters)
    assert letter.event.service == "space-travel"
    assert letter.problem.type == "urn:mpp-kiosk:problem:unknown-service"
    assert "the server refuses row 2" in caplog.text
    assert [row.label for row in await queue(url)] == ["B2-001", "B2-003"]


def asked_and_left(journal: Journal) -> None:
    journal.pressed(press(), SERIES, DAY, asked=True)
    journal.recover(MONDAY)


async def test_voiding_a_press_that_never_reached_the_server_is_no_dead_letter(
    tmp_path: Path, url: str
) -> None:
    async with kiosk(tmp_path, url) as parts:
        await parts.journal.do(asked_and_left)
        await told_everything(parts)
        assert await parts.journal.do(Journal.dead_letters) == ()
    assert await queue(url) == []


async def test_a_long_outbox_goes_in_order_in_bodies_that_the_server_takes(tmp_path: Path) -> None:
    async with OddServer(acknowledging) as server, kiosk(tmp_path, server.url) as parts:
        await parts.journal.do(fill_outbox, 1200)
        await told_everything(parts)
    posts = [request for request in server.requests if request.method == "POST"]
    assert [row.seq for request in posts for row in rows_of(request)] == list(range(1, 1201))
    assert 1 < len(posts) < 12
    assert max(len(request.body) for request in posts) <= MAX_BODY_BYTES


def test_a_batch_is_as_long_as_a_body_may_be_and_never_empty() -> None:
    row = outbox.told_of(press(), EventKind.ISSUED, MONDAY, "B2-001", False)
    huge = msgspec.structs.replace(row, service="x" * MAX_BODY_BYTES)
    assert packed([huge, row]) == [huge]
    assert packed([row, huge, row]) == [row]
    assert packed([row] * 3) == [row] * 3
    full = packed([row] * 500)
    assert MAX_BODY_BYTES - 500 < len(msgspec.json.encode(EventsRequest(list(full)))) <= MAX_BODY_BYTES


async def test_one_row_that_spoils_its_whole_batch_is_found_and_buried(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def choking(request: Request, writer: asyncio.StreamWriter) -> None:
        if any(row.seq == 6 for row in rows_of(request)):
            bad = {"type": "urn:mpp-kiosk:problem:bad-body", "title": "Bad body", "status": 400}
            writer.write(response(bad, 400, "application/problem+json"))
        else:
            await acknowledging(request, writer)

    async with OddServer(choking) as server, kiosk(tmp_path, server.url) as parts:
        await parts.journal.do(fill_outbox, 20)
        await told_everything(parts)
        letters = await parts.journal.do(Journal.dead_letters)
    assert [letter.event.seq for letter in letters] == [6]
    assert "the server refuses row 6" in caplog.text


@pytest.mark.parametrize(
    "body",
    [{"acked": [], "refused": []}, {"acked": [777], "refused": []}, {"acked": "all"}, b"<html>OK</html>"],
)
async def test_nothing_is_forgotten_on_an_answer_that_says_nothing(tmp_path: Path, body: object) -> None:
    async def odd(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response(body))

    async with OddServer(odd) as server, kiosk(tmp_path, server.url) as parts:
        await parts.journal.do(fill_outbox, 3)
        async with running(parts.uplink.run()):
            await until(lambda: not parts.link.up)
        assert await parts.journal.do(Journal.outbox_size) == 3
