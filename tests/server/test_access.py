"""Who may ask what: every request of the table, with no token, a kiosk's, staff's, and bad ones."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
from uuid6 import uuid7

from kiosk.contract.bodies import KIOSK_HEADER
from kiosk.contract.problems import ProblemType
from kiosk.server.away import StoreAwayError
from kiosk.server.identity.access import Access, Roster
from kiosk.server.identity.clients import Client, Role
from kiosk.server.web.audience import Audience
from kiosk.server.web.door import Door
from kiosk.server.web.operation import Operation
from kiosk.server.web.operations import OPERATIONS
from tests.server.identity_kit import MALL, enrol
from tests.server.kit import Mall, later, open_mall, press, running
from tests.server.store_kit import opened
from tests.waiting import until_told

OTHERS = {
    "PUT /v1/tickets/{ticket_id}": Audience.KIOSKS,
    "POST /v1/events": Audience.KIOSKS,
    "POST /v1/heartbeat": Audience.KIOSKS,
    "GET /v1/catalogue": Audience.CLIENTS,
    "GET /v1/stream": Audience.CLIENTS,
    "GET /v1/t/{track}": Audience.ALL,
    "POST /v1/enrolments": Audience.ALL,
    "GET /healthz": Audience.ALL,
    "GET /readyz": Audience.ALL,
    "GET /openapi.json": Audience.ALL,
}
"""What is not for staff alone."""

KEPT_OUT = (401, 403)


@pytest.fixture
async def guarded(database: str) -> AsyncIterator[Mall]:
    async with open_mall(database, access=Access.ENROLLED) as opened_mall:
        yield opened_mall


@pytest.fixture
async def headers(guarded: Mall) -> dict[Role, dict[str, str]]:
    return {role: (await enrol(guarded.store.clients, guarded.client, role))[1] for role in Role}


async def ask(mall: Mall, operation: Operation, headers: dict[str, str] | None = None) -> httpx.Response:
    path = operation.path.replace("{ticket_id}", str(uuid7())).replace("{", "").replace("}", "")
    return await mall.client.request(operation.method, path, headers=headers)


def named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
async def test_each_request_is_for_whom_it_should_be(operation: Operation) -> None:
    assert operation.access is OTHERS.get(named(operation), Audience.STAFF)


async def test_who_has_no_token_gets_in_nowhere_but_where_all_may(guarded: Mall) -> None:
    for operation in OPERATIONS:
        answer = await ask(guarded, operation) if operation.access is not Audience.ALL else None
        if answer:
            assert answer.status_code == 401, named(operation)
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["type"] == ProblemType.UNAUTHENTICATED
    for path in ("/healthz", "/openapi.json"):
        assert (await guarded.client.get(path)).status_code == 200
    assert (await guarded.client.get("/v1/t/ABCDEFGHJKMNP")).status_code == 404


@pytest.mark.parametrize("role", Role)
async def test_a_token_opens_what_is_for_its_role(
    guarded: Mall, headers: dict[Role, dict[str, str]], role: Role
) -> None:
    closed = Audience.STAFF if role is Role.KIOSK else Audience.KIOSKS
    for operation in OPERATIONS:
        if operation.path == "/v1/stream":
            continue  # it would not end
        answer = await ask(guarded, operation, headers[role])
        if operation.access is closed:
            assert (answer.status_code, answer.json()["type"]) == (403, ProblemType.FORBIDDEN), named(
                operation
            )
        elif operation.path != "/v1/enrolments":
            assert answer.status_code not in KEPT_OUT, named(operation)


@pytest.mark.parametrize("sent", ["Bearer wrong", "Bearer ", "Bearer", "Basic dTpw", "wrong", ""])
@pytest.mark.parametrize("access", Access)
async def test_a_bad_token_is_refused_also_where_none_is_needed(
    tmp_path: Path, access: Access, sent: str
) -> None:
    async with open_mall(str(tmp_path / "queue.db"), access=access) as mall:
        answer = await mall.put(press(), Authorization=sent)
        assert answer.status_code == 401
        assert (await mall.client.get("/healthz", headers={"Authorization": sent})).status_code == 200
        assert await mall.sql("SELECT * FROM tickets") == []


async def test_a_kiosk_speaks_for_no_other_and_need_not_say_which_it_is(guarded: Mall) -> None:
    await enrol(guarded.store.clients, guarded.client)
    _, second = await enrol(guarded.store.clients, guarded.client)
    _, staff = await enrol(guarded.store.clients, guarded.client, Role.STAFF)

    async def status(**more: str) -> int:
        headers = {**second, **more}
        return (await guarded.client.put(f"/v1/tickets/{uuid7()}", json=press(), headers=headers)).status_code

    assert await status(**{KIOSK_HEADER: "1"}) == 403
    assert await status(**{KIOSK_HEADER: "2"}) == 201
    assert await status() == 201
    listed = await guarded.client.get("/v1/tickets", params={"day": "2019-02-18"}, headers=staff)
    assert [row["kiosk"] for row in listed.json()["tickets"]] == [2, 2]


async def test_an_open_server_asks_nobody(mall: Mall) -> None:
    assert (await mall.put(press())).status_code == 201
    assert (await mall.client.get("/v1/words")).status_code == 200


async def test_the_description_names_the_token_and_who_needs_it(mall: Mall) -> None:
    told = (await mall.client.get("/openapi.json")).json()
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for operation in OPERATIONS:
        described = told["paths"][operation.path][operation.method.lower()]
        guarded = operation.access is not Audience.ALL
        assert ("security" in described, "401" in described["responses"]) == (guarded, guarded)


@pytest.mark.parametrize(
    ("host", "access"),
    [
        ("127.0.0.1", Access.OPEN),
        ("127.0.0.9", Access.OPEN),
        ("::1", Access.OPEN),
        ("localhost", Access.OPEN),
        ("0.0.0.0", Access.ENROLLED),
        ("::", Access.ENROLLED),
        ("", Access.ENROLLED),
        ("10.0.0.5", Access.ENROLLED),
        ("localhost.example.id", Access.ENROLLED),
        ("127.example.id", Access.ENROLLED),
    ],
)
def test_only_what_this_machine_alone_reaches_is_open_by_itself(host: str, access: Access) -> None:
    assert Door().access_on(host) is access
    assert Door(access=Access.OPEN).access_on(host) is Access.OPEN


async def test_a_server_that_others_reach_asks_for_enrolment(tmp_path: Path) -> None:
    with running(tmp_path / "queue.db", later(), "--host", "0.0.0.0") as server:
        url = server.url.replace("0.0.0.0", "127.0.0.1")
        async with httpx.AsyncClient(base_url=url) as client:
            assert (await client.put(f"/v1/tickets/{uuid7()}", json=press())).status_code == 401
            assert (await client.get("/healthz")).status_code == 200


async def test_while_the_database_is_away_nobody_waits_for_more_than_one_attempt_of_others(
    mall: Mall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each attempt takes half a second: one after the other they would hold up all requests for minutes."""
    attempts = 0

    async def away(_mall: str) -> dict[bytes, Client]:
        nonlocal attempts
        attempts += 1
        await asyncio.sleep(0.01)
        raise StoreAwayError("away")

    clients = mall.store.clients
    roster = Roster(clients, MALL)
    with monkeypatch.context() as patch:
        patch.setattr(clients, "living", away)
        told = await asyncio.gather(*(roster.find("a token") for _ in range(20)), return_exceptions=True)
        assert [type(each) for each in told] == [StoreAwayError] * 20
        assert attempts == 1
    assert await roster.find("a token") is None, "the next one asks again"


async def shut_out(url: str, headers: dict[str, str]) -> bool:
    """Tell whether twelve requests are refused, each of which may reach another process."""
    statuses = set()
    for _ in range(12):
        async with httpx.AsyncClient(base_url=url) as client:
            statuses.add((await client.get("/v1/catalogue", headers=headers)).status_code)
    return statuses == {401}


async def test_a_revoked_kiosk_is_out_in_every_process_within_two_seconds_and_hears_no_more(
    database: str, tmp_path: Path
) -> None:
    """Revoked beside the servers, as the command does; on PostgreSQL two workers serve."""
    workers = ("--workers", "2") if "://" in database else ()
    more = ("--access", "enrolled", *workers)
    with running(database, later(), *more, folder=tmp_path) as server:
        async with opened(database) as beside, httpx.AsyncClient(base_url=server.url) as client:
            now = datetime.now(UTC)
            kiosk, header = await enrol(beside.clients, client, now=now)
            async with client.stream("GET", "/v1/stream", headers=header) as stream:
                lines = stream.aiter_lines()
                assert await anext(lines) == "event: time"
                await beside.clients.revoke(MALL, kiosk.id, now)
                revoked = time.monotonic()
                async with asyncio.timeout(5):
                    async for _ in lines:
                        pass
                assert time.monotonic() - revoked < 2.0
            await until_told(partial(shut_out, server.url, header), revoked + 2.0 - time.monotonic())
    log = (tmp_path / "server.log").read_text()
    assert "Traceback" not in log
    assert header["Authorization"].removeprefix("Bearer ") not in log
