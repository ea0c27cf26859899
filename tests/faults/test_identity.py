"""A kiosk that the server does not accept, or whose server it does not trust, goes on by itself."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import trustme

from kiosk.app.issuing import Issued
from kiosk.journal.journal import Journal
from kiosk.sync.answers import NoAnswer
from kiosk.sync.probe import keep_probing
from kiosk.sync.trust import trusting
from tests.issuing_kit import Kiosk, kiosk, press, running
from tests.odd_server import OddServer, Request, response
from tests.server import kit
from tests.server.identity_kit import MALL, enrol
from tests.server.store_kit import opened
from tests.waiting import until, until_told


@asynccontextmanager
async def in_sync(parts: Kiosk) -> AsyncIterator[None]:
    """Run all that speaks to the server."""
    probing = keep_probing(parts.client, parts.link, parts.clock)
    async with running(parts.uplink.run(), parts.downlink.run(), parts.heartbeat.run(), probing):
        yield


async def label_of(parts: Kiosk) -> str:
    issued = await parts.issuing.issue(press(at=parts.clock.now()), lambda _: None)
    assert isinstance(issued, Issued)
    return issued.ticket.label


def told(caplog: pytest.LogCaptureFixture, words: str) -> list[str]:
    return [each.getMessage() for each in caplog.records if words in each.getMessage()]


async def test_a_revoked_kiosk_gives_its_own_numbers_and_tells_all_once_it_is_let_in_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = tmp_path / "queue.db"
    with kit.running(database, kit.later(), "--access", "enrolled") as server:
        async with opened(str(database)) as beside, httpx.AsyncClient(base_url=server.url) as asking:
            now = datetime.now(UTC)
            first, header = await enrol(beside.clients, asking, now=now)
            token = header["Authorization"].removeprefix("Bearer ")
            async with kiosk(tmp_path, server.url, token=token, number=1) as parts, in_sync(parts):
                await until(lambda: parts.link.up)
                assert await label_of(parts) == "B-001"
                await parts.uplink.drained()
                await beside.clients.revoke(MALL, first.id, now)
                await until(lambda: told(caplog, "does not accept this kiosk (") and not parts.link.up)
                changes: list[bool] = []
                parts.link.on_change(lambda: changes.append(parts.link.up))
                for number in (1, 2, 3):
                    assert await label_of(parts) == f"B1-{number:03d}"
                failures = parts.link.link.failures
                await until(lambda: parts.link.link.failures > failures + 2, 15)
                assert changes == [], "the server's health alone must not bring the line up"
                kept = await parts.journal.do(Journal.outbox_size)
                assert kept >= 6
                assert await parts.journal.do(Journal.dead_letters) == ()
            _, again = await enrol(beside.clients, asking, now=now)
            token = again["Authorization"].removeprefix("Bearer ")
            async with kiosk(tmp_path, server.url, token=token, number=2) as parts, in_sync(parts):

                async def all_told() -> bool:
                    return await parts.journal.do(Journal.outbox_size) == 0

                await until_told(all_told, 10)
                assert await parts.journal.do(Journal.dead_letters) == ()
                assert await label_of(parts) == "B-002"
    (plainly,) = told(caplog, "does not accept this kiosk (status 401)")
    assert "kiosk enrol CODE" in plainly
    assert token not in caplog.text


@pytest.mark.parametrize("status", [401, 403, 429, 503])
async def test_who_is_turned_away_keeps_every_row_and_gives_a_number(tmp_path: Path, status: int) -> None:
    async def turn_away(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response({"type": "about:blank", "title": "No", "status": status}, status))

    async with (
        OddServer(turn_away) as server,
        kiosk(tmp_path, server.url) as parts,
        running(parts.uplink.run()),
    ):
        await until(lambda: parts.link.up)
        assert await label_of(parts) == "B2-001"
        rows = await parts.journal.do(Journal.outbox, 100)
        assert isinstance(await parts.client.events(rows), NoAnswer)
        assert not parts.link.up
        assert await parts.journal.do(Journal.outbox, 100) == rows
        assert await parts.journal.do(Journal.dead_letters) == ()


async def test_a_kiosk_speaks_tls_to_a_server_whose_authority_it_was_given(tmp_path: Path) -> None:
    authority = trustme.CA()
    ca, more = tls_files(tmp_path, authority, "127.0.0.1")
    with kit.running(tmp_path / "queue.db", kit.later(), *more) as server:
        assert server.url.startswith("https://127.0.0.1:")
        tls = trusting(server.url, ca)
        async with kiosk(tmp_path, server.url, tls=tls) as parts, in_sync(parts):
            await until(lambda: parts.snapshots and parts.snapshots[-1].services)
            assert await label_of(parts) == "B-001"


@pytest.mark.parametrize("wrong", ["another authority", "another host"])
async def test_a_kiosk_that_does_not_trust_the_server_goes_on_by_itself_and_says_why_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    ours, theirs = trustme.CA(), trustme.CA()
    issuer, host = (theirs, "127.0.0.1") if wrong == "another authority" else (ours, "192.0.2.1")
    _, more = tls_files(tmp_path, issuer, host)
    ours.cert_pem.write_to_path(tmp_path / "ours.pem")
    with kit.running(tmp_path / "queue.db", kit.later(), *more) as server, caplog.at_level(logging.INFO):
        tls = trusting(server.url, tmp_path / "ours.pem")
        async with kiosk(tmp_path, server.url, tls=tls) as parts, in_sync(parts):
            for number in (1, 2, 3):
                assert await label_of(parts) == f"B2-{number:03d}"
            await until(lambda: parts.link.link.failures > 2, 10)
            assert not parts.link.up
    (why,) = told(caplog, "CERTIFICATE_VERIFY_FAILED")
    assert "server.ca" in why


def tls_files(folder: Path, authority: trustme.CA, host: str) -> tuple[Path, tuple[str, ...]]:
    """Write a certificate for a host; return the authority's file, and the server's arguments."""
    issued = authority.issue_cert(host)
    ca, certificate, key = folder / "ca.pem", folder / "server.pem", folder / "key.pem"
    authority.cert_pem.write_to_path(ca)
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    return ca, ("--certificate", str(certificate), "--key", str(key))
