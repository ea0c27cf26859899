"""What comes down the line: the catalogue, the services' states, and rubbish."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from kiosk.app.issuing import Issued
from kiosk.domain.availability import State, Word, availability
from kiosk.journal.journal import Journal
from kiosk.sync.probe import keep_probing
from tests.issuing_kit import MONDAY, Kiosk, fill_outbox, kiosk, press, queue_server, running
from tests.odd_server import OddServer, Request, acknowledging, response
from tests.waiting import until


@asynccontextmanager
async def in_sync(parts: Kiosk) -> AsyncIterator[None]:
    """Run all of the kiosk's sync tasks."""
    probing = keep_probing(parts.client, parts.link, parts.clock)
    async with running(parts.uplink.run(), parts.downlink.run(), probing):
        yield


async def test_the_catalogue_and_the_states_come_down_and_outlive_a_cut(tmp_path: Path) -> None:
    async with AsyncExitStack() as cut:
        async with queue_server(tmp_path) as url:
            parts = await cut.enter_async_context(kiosk(tmp_path, url))
            await cut.enter_async_context(in_sync(parts))
            await until(lambda: parts.snapshots and parts.snapshots[-1].services)
            result = await parts.issuing.issue(press(), lambda _: None)
            await until(lambda: parts.snapshots[-1].services["ktp-baru"].waiting == 1)
            told = parts.snapshots[-1].services
        await until(lambda: not parts.snapshots[-1].up)
        lost = parts.snapshots[-1]
        async with queue_server(tmp_path, port=int(url.rsplit(":", 1)[1])):
            await until(lambda: parts.snapshots[-1].up, 10)
        saved = await parts.journal.do(Journal.catalogue)

    (catalogue,) = parts.catalogues
    assert isinstance(result, Issued)
    assert result.ticket.online
    assert told.keys() == catalogue.services.keys()
    assert lost.services == told
    assert lost.heard_at
    assert timedelta(0) <= lost.heard_at - MONDAY < timedelta(minutes=1)
    assert saved
    assert saved.etag


async def test_a_word_comes_down_and_is_kept_to_its_end_while_the_line_is_cut(tmp_path: Path) -> None:
    def said(now: datetime) -> State:
        (catalogue,), snapshot = parts.catalogues, parts.snapshots[-1]
        return availability(catalogue, catalogue.services["ktp-baru"], now, snapshot.staff_word).state

    end = MONDAY + timedelta(hours=1)
    async with AsyncExitStack() as cut:
        async with queue_server(tmp_path) as url, httpx.AsyncClient(base_url=url) as staff:
            parts = await cut.enter_async_context(kiosk(tmp_path, url))
            await cut.enter_async_context(in_sync(parts))
            await until(lambda: parts.snapshots and parts.snapshots[-1].services)
            assert said(parts.clock.now()) is State.OPEN
            word = {"state": "paused", "until": end.isoformat()}
            (await staff.put("/v1/agencies/disdukcapil/word", json=word)).raise_for_status()
            await until(lambda: said(parts.clock.now()) is State.PAUSED, 2)
        await until(lambda: not parts.snapshots[-1].up)
        assert said(end - timedelta(seconds=1)) is State.PAUSED
        assert said(end) is State.OPEN


async def test_a_saved_catalogue_serves_the_next_start_and_is_not_sent_again(tmp_path: Path) -> None:
    async with queue_server(tmp_path) as url:
        async with kiosk(tmp_path, url) as parts, in_sync(parts):
            assert await parts.downlink.saved_catalogue() is None
            await until(lambda: parts.catalogues)
        async with kiosk(tmp_path, url) as again:
            saved = await again.downlink.saved_catalogue()
            async with in_sync(again):
                await until(lambda: again.snapshots and again.snapshots[-1].services)
    assert saved == parts.catalogues[0]
    assert again.catalogues == []


async def test_the_outbox_goes_up_before_anything_comes_down(tmp_path: Path) -> None:
    async with OddServer(acknowledging_or_silent) as server, kiosk(tmp_path, server.url) as parts:
        await parts.journal.do(fill_outbox, 700)
        async with in_sync(parts):
            await until(lambda: any(request.path == "/v1/catalogue" for request in server.requests))
    paths = [request.path for request in server.requests if request.path != "/healthz"]
    assert paths[: paths.index("/v1/catalogue")] == ["/v1/events"] * (len(paths) - 1)
    assert len(paths) > 2


async def acknowledging_or_silent(request: Request, writer: asyncio.StreamWriter) -> None:
    if request.path == "/v1/events":
        await acknowledging(request, writer)
    else:
        await asyncio.Event().wait()


CATALOGUE = b'{"agencies": "none", "services": 7}'


@pytest.mark.parametrize("stream", [b"<html>Log in</html>", b""])
async def test_a_server_that_sends_rubbish_down_does_no_harm(tmp_path: Path, stream: bytes) -> None:
    async def rubbish(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response(CATALOGUE if request.path == "/v1/catalogue" else stream))

    async with OddServer(rubbish) as server, kiosk(tmp_path, server.url) as parts:
        async with in_sync(parts):
            await until(lambda: any(request.path == "/v1/stream" for request in server.requests))
            await until(lambda: not parts.link.up)
        assert await parts.journal.do(Journal.catalogue) is None
    assert parts.catalogues == []


SPOILT = b"event: availability\nid: 1\ndata: {not json\n\n"
SOUND = b'event: availability\nid: 2\ndata: {"services": {"ktp-baru": {"state": "paused", "waiting": 4}}}\n\n'


async def test_a_spoilt_event_is_passed_over_and_the_stream_is_resumed_after_the_last(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def streaming(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path == "/v1/stream":
            writer.write(response(SPOILT + SOUND, kind="text/event-stream"))
        else:
            writer.write(response(b"", 304))

    def streams() -> list[Request]:
        return [request for request in server.requests if request.path == "/v1/stream"]

    async with OddServer(streaming) as server, kiosk(tmp_path, server.url) as parts, in_sync(parts):
        await until(lambda: len(streams()) > 1)
    line = parts.snapshots[-1].services["ktp-baru"]
    assert (line.word, line.waiting) == (Word(State.PAUSED), 4)
    assert [each.headers.get("last-event-id") for each in streams()[:2]] == [None, "2"]
    assert "cannot be read" in caplog.text
