"""A daily quota when the line is black, when two kiosks want the last numbers, and when a kiosk is killed."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import httpx
import pytest

from kiosk.app.issuing import DEADLINE_SECONDS, Cause, Issued, IssueResult, Refusal
from kiosk.contract.heartbeat import LeaseBody
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.ticket import EventKind
from kiosk.journal.journal import Journal
from kiosk.journal.rows import Step
from kiosk.sync import heartbeat
from kiosk.sync.probe import keep_probing
from tests.faults.test_issuing import SLACK_SECONDS, UNAVAILABLE, answering
from tests.issuing_kit import DAY, SERVICE, Kiosk, catalogue, kiosk, press, queue_server, running
from tests.odd_server import OddServer, numbering, stalling
from tests.proxy import Weather, proxied
from tests.waiting import until

AGENCY, FREE = "disdukcapil", "ktp-hilang"
QUOTA = 8


@cache
def mall() -> Catalogue:
    """The mall with one service that is limited to a few people a day."""
    known = catalogue()
    agencies = {**known.agencies, AGENCY: replace(known.agencies[AGENCY], quota_per_day=QUOTA)}
    services = {name: replace(each, quota=name == SERVICE) for name, each in known.services.items()}
    return replace(known, agencies=agencies, services=services)


async def issue(parts: Kiosk, service: str = SERVICE) -> IssueResult:
    return await parts.issuing.issue(press(service, parts.clock.now()), lambda _: None)


async def labels_until_refused(parts: Kiosk) -> tuple[list[str], Refusal]:
    labels: list[str] = []
    while isinstance(result := await issue(parts), Issued):
        labels.append(result.ticket.label)
        assert len(labels) <= QUOTA
    assert isinstance(result, Refusal)
    return labels, result


async def lend(parts: Kiosk, granted: int) -> None:
    health = await parts.journal.do(Journal.health)
    await parts.journal.do(Journal.change_leases, health.journal_id, [LeaseBody(AGENCY, DAY, granted)])


async def events(parts: Kiosk) -> list[tuple[EventKind, str | None]]:
    return [(each.kind, each.label) for each in await parts.journal.do(Journal.outbox, 100)]


async def test_a_black_line_costs_the_deadline_once_and_lets_only_lent_numbers_out(tmp_path: Path) -> None:
    async with OddServer(stalling) as server, kiosk(tmp_path, server.url, known=mall()) as parts:
        await lend(parts, 2)
        begun = time.monotonic()
        labels, refusal = await labels_until_refused(parts)
        unlimited = await issue(parts, FREE)
        assert time.monotonic() - begun < DEADLINE_SECONDS + SLACK_SECONDS
        steps = [row.step for row in await parts.journal.do(Journal.tickets, DAY)]
    assert labels == ["B2-001", "B2-002"]
    assert refusal == Refusal(Cause.QUOTA)
    assert isinstance(unlimited, Issued)
    assert unlimited.ticket.label == "B2-003"
    assert steps == [Step.DONE, Step.DONE, Step.VOIDED, Step.DONE]


async def test_a_press_that_the_server_may_know_is_taken_back_when_nothing_is_lent(tmp_path: Path) -> None:
    async with OddServer(stalling) as server, kiosk(tmp_path, server.url, known=mall()) as parts:
        assert await issue(parts) == Refusal(Cause.QUOTA)
        assert await events(parts) == [(EventKind.VOIDED, None)]
        assert await issue(parts) == Refusal(Cause.QUOTA)
        assert len(await events(parts)) == 1, "the server never heard of the second"


async def test_a_kiosk_that_never_had_a_server_has_no_limited_numbers(tmp_path: Path) -> None:
    async with OddServer(numbering) as server:
        url = server.url
    async with kiosk(tmp_path, url, known=mall()) as parts:
        assert await issue(parts) == Refusal(Cause.QUOTA)
        assert isinstance(await issue(parts, FREE), Issued)


async def test_lent_numbers_are_given_when_the_servers_own_are_used_up(tmp_path: Path) -> None:
    full = answering({**UNAVAILABLE, "state": "quota_full"}, 422, "application/problem+json")
    async with OddServer(full) as server, kiosk(tmp_path, server.url, known=mall()) as parts:
        await lend(parts, 1)
        labels, refusal = await labels_until_refused(parts)
        assert parts.link.up
        assert [kind for kind, _ in await events(parts)] == [EventKind.ISSUED, EventKind.PRINTED]
    assert (labels, refusal.cause) == (["B2-001"], Cause.UNAVAILABLE)


async def test_no_lent_number_is_given_for_a_service_that_is_shut_for_another_reason(tmp_path: Path) -> None:
    shut = answering(UNAVAILABLE, 422, "application/problem+json")
    async with OddServer(shut) as server, kiosk(tmp_path, server.url, known=mall()) as parts:
        await lend(parts, 1)
        assert isinstance(await issue(parts), Refusal)
        assert await parts.journal.do(Journal.lent, DAY) == {AGENCY: 1}


@asynccontextmanager
async def in_touch(parts: Kiosk) -> AsyncIterator[None]:
    probing = keep_probing(parts.client, parts.link, parts.clock)
    async with running(parts.uplink.run(), parts.heartbeat.run(), probing):
        await until(lambda: parts.lent and parts.lent[-1].get(AGENCY), 10)
        yield


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hearts beat often, so that nobody waits for them."""
    monkeypatch.setattr(heartbeat, "SECONDS", 0.2)
    monkeypatch.setattr(heartbeat, "SHORTEST_SECONDS", 0.05)


async def held(url: str) -> list[str]:
    """Return the labels that the server knows of people who may hold them."""
    async with httpx.AsyncClient(base_url=url) as client:
        rows = (await client.get("/v1/tickets", params={"day": DAY.isoformat()})).json()["tickets"]
    return sorted(row["label"] for row in rows if row["service"] == SERVICE and row["state"] != "voided")


async def test_two_kiosks_one_of_them_cut_off_give_the_whole_quota_and_not_one_more(tmp_path: Path) -> None:
    async with (
        queue_server(tmp_path, known=mall()) as url,
        proxied(url) as line,
        kiosk(tmp_path / "2", line.url, known=mall()) as cut,
        kiosk(tmp_path / "3", url, number=3, known=mall()) as other,
        in_touch(cut),
        in_touch(other),
    ):
        await line.change(Weather.REFUSED)
        alone, refused = await labels_until_refused(cut)
        online, full = await labels_until_refused(other)
        assert refused == Refusal(Cause.QUOTA)
        assert full.cause is Cause.UNAVAILABLE
        assert len(alone) >= 1
        assert len(alone) + len(online) == QUOTA

        await line.change(Weather.FAIR)
        await until(lambda: cut.link.up, 10)
        await cut.uplink.drained()
        await other.uplink.drained()
        assert await held(url) == sorted(alone + online)
        assert not isinstance(await issue(cut), Issued)


async def test_numbers_that_one_kiosk_does_not_need_go_back_and_to_the_other(
    tmp_path: Path, often: None
) -> None:
    async with (
        queue_server(tmp_path, known=mall()) as url,
        kiosk(tmp_path / "2", url, known=mall()) as idle,
        kiosk(tmp_path / "3", url, number=3, known=mall()) as busy,
        in_touch(idle),
        in_touch(busy),
    ):
        given: list[str] = []
        while len(given) < QUOTA:
            await until(lambda: len(given) < QUOTA - 1 or idle.lent[-1] == {AGENCY: 0}, 10)
            if isinstance(result := await issue(busy), Issued):
                given.append(result.ticket.label)
        assert not isinstance(await issue(busy), Issued)
        await busy.uplink.drained()
        assert await held(url) == sorted(given)
