"""Enrolment over HTTP: a code becomes a token once, and nobody learns which codes there are."""

from datetime import timedelta

import httpx
import pytest

from kiosk.contract.problems import ProblemType
from kiosk.server.identity.clients import Role
from kiosk.server.identity.identities import CODES_AT_ONCE
from kiosk.server.identity.secrets import new_code
from tests.server.identity_kit import MALL, MINUTES, NOW, enrol, invite
from tests.server.kit import Body, Mall


async def bring(mall: Mall, code: str) -> httpx.Response:
    return await mall.client.post("/v1/enrolments", json={"code": code})


async def test_a_code_becomes_an_identity(mall: Mall) -> None:
    client, code = await invite(mall.store.clients, name="Gedung B")
    answer = await bring(mall, code.lower().replace("-", ""))
    told = answer.json()
    assert (answer.status_code, told["kiosk"], told["number"]) == (201, client.id, 1)
    assert len(told["token"]) == 43, "256 bits in base64"
    assert answer.headers["cache-control"] == "no-store"
    _, staff = await invite(mall.store.clients, Role.STAFF, "Loket 1")
    assert (await bring(mall, staff)).json()["number"] is None


async def test_all_codes_that_are_not_valid_get_one_answer(mall: Mall) -> None:
    clients = mall.store.clients
    _, used = await invite(clients)
    assert (await bring(mall, used)).status_code == 201
    revoked_client, revoked = await invite(clients)
    await clients.revoke(MALL, revoked_client.id, NOW)
    _, expired = await invite(clients)
    _, still_good = await invite(clients, now=NOW + timedelta(seconds=1))
    mall.clock.advance(MINUTES.total_seconds())
    answers = [await bring(mall, code) for code in (used, revoked, expired, new_code())]
    assert {each.status_code for each in answers} == {403}
    assert len({each.content for each in answers}) == 1
    assert answers[0].json()["type"] == ProblemType.BAD_CODE
    assert "kiosk server enrol" in answers[0].json()["detail"]
    assert (await bring(mall, still_good)).status_code == 201


@pytest.mark.parametrize("body", [{}, {"code": 7}, {"code": ""}, {"code": "ABCD_2345"}, {"code": "A" * 500}])
async def test_what_is_no_code_is_refused_and_changes_nothing(mall: Mall, body: Body) -> None:
    await invite(mall.store.clients)
    answer = await mall.client.post("/v1/enrolments", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, ProblemType.BAD_BODY)
    assert [each.state(NOW) for each in await mall.store.clients.known(MALL)] == ["invited"]


async def test_who_guesses_is_stopped_and_others_are_not(mall: Mall) -> None:
    for _ in range(CODES_AT_ONCE):
        assert (await bring(mall, new_code())).status_code == 403
    _, code = await invite(mall.store.clients)
    slow = await bring(mall, code)
    assert (slow.status_code, slow.json()["type"]) == (429, ProblemType.TOO_MANY_REQUESTS)
    seconds = int(slow.headers["retry-after"])
    assert 0 < seconds <= 60
    elsewhere = httpx.ASGITransport(mall.app, client=("192.0.2.7", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://mall") as other:
        assert (await other.post("/v1/enrolments", json={"code": new_code()})).status_code == 403
    mall.clock.advance(seconds)
    assert (await bring(mall, code)).status_code == 201


async def test_the_inventory_tells_who_there_is_and_how_each_kiosk_is(mall: Mall) -> None:
    lobby, _ = await enrol(mall.store.clients, mall.client, name="Lobi")
    gone, _ = await enrol(mall.store.clients, mall.client, name="Gedung B")
    await enrol(mall.store.clients, mall.client, Role.STAFF, "Loket 1")
    await invite(mall.store.clients, name="Gedung C")
    await mall.store.clients.revoke(MALL, gone.id, NOW)
    told_at = "1550455200000000" if "://" not in mall.database else "'2019-02-18T02:00:00Z'"
    for number in (1, 2, 9):
        await mall.sql(f"""INSERT INTO healths (mall, kiosk, told_at, health)
            VALUES ('{MALL}', {number}, {told_at}, '{{"outbox": {number}}}')""")
    listed = (await mall.client.get("/v1/kiosks")).json()["kiosks"]
    assert [(each["number"], each["name"], each["state"], each["health"]) for each in listed] == [
        (1, "Lobi", "enrolled", {"outbox": 1}),
        (2, "Gedung B", "revoked", None),
        (3, "Gedung C", "invited", None),
        (9, None, "open", {"outbox": 9}),
        (None, "Loket 1", "enrolled", None),
    ]
    assert listed[0]["kiosk"] == lobby.id
    assert listed[0]["told_at"] == "2019-02-18T02:00:00Z"
    assert "token" not in str(listed)
