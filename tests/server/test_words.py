"""Staff's words: what they change for presses and listeners, how they end, and what they survive."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import aconnect_sse
from uuid6 import uuid7

from tests.server.kit import PREPARING, SAME_AGENCY, SERVICE, Body, Mall, catalogue, later, press, running
from tests.server.test_problems import problem_of

AGENCY, PICKUP = "disdukcapil", "dukcapil-ambil"
OTHER_AGENCYS = "bpn-info"
REASON = {"id": "Jaringan ke pusat putus", "en": "The link to the centre is down"}
SAID_AT = "2019-02-18T02:00:00Z"
NOON = "2019-02-18T12:00:00+07:00"
HEARD_WITHIN = 2.0


async def say(mall: Mall, path: str, **body: Any) -> Body:
    answer = await mall.client.put(f"/v1/{path}", json=body)
    assert answer.status_code == 200, answer.text
    kept: Body = answer.json()
    return kept


async def take_back(mall: Mall, path: str) -> None:
    answer = await mall.client.delete(f"/v1/{path}")
    assert (answer.status_code, answer.content) == (204, b"")


async def words(mall: Mall) -> Body:
    told: Body = (await mall.client.get("/v1/words")).json()
    return told


NOTHING: Body = {"services": {}, "agencies": {}, "outages": {}}


async def state(mall: Mall, service: str) -> Body:
    """Return a service's state as a listener hears it now."""
    await mall.board.refresh()
    told = json.loads(mall.board._all_states().split(b"data: ")[1])
    each: Body = told["services"][service]
    return each


async def test_a_press_is_refused_by_a_word_with_its_reason_and_the_next_opening(mall: Mall) -> None:
    kept = await say(mall, f"services/{SERVICE}/word", state="paused", reason=REASON, until=NOON)
    assert kept == {"state": "paused", "reason": REASON, "since": SAID_AT, "until": "2019-02-18T05:00:00Z"}
    told = problem_of(await mall.put(press(1)), 422, "service-unavailable")
    assert (told.state, told.reason) == ("paused", REASON)
    assert told.next_open == datetime.fromisoformat(NOON)
    assert await mall.rows() == []
    assert (await mall.put(press(1, SAME_AGENCY))).status_code == 201


async def test_a_word_ends_by_the_clock_alone(mall: Mall) -> None:
    await say(mall, f"services/{SERVICE}/word", state="paused", until=NOON)
    mall.clock.advance(3 * 3600 - 1)
    assert (await state(mall, SERVICE))["state"] == "paused"
    mall.clock.advance(1)
    ended = await state(mall, SERVICE)
    assert (ended["state"], ended["word"]) == ("open", None)
    assert (await mall.put(press(3 * 3600))).status_code == 201
    assert await words(mall) == NOTHING


async def test_words_that_have_ended_leave_the_database(mall: Mall) -> None:
    await say(mall, f"services/{SERVICE}/word", state="paused", until=NOON)
    mall.clock.advance(4 * 3600)
    await say(mall, f"services/{SAME_AGENCY}/word", state="paused")
    assert await mall.sql("SELECT subject FROM words") == [(SAME_AGENCY,)]


async def test_what_is_taken_back_leaves_the_hours_to_decide(mall: Mall) -> None:
    await say(mall, f"agencies/{AGENCY}/word", state="closed", reason=REASON)
    assert (await mall.put(press(1))).status_code == 422
    await take_back(mall, f"agencies/{AGENCY}/word")
    assert (await mall.put(press(1))).status_code == 201
    await take_back(mall, f"agencies/{AGENCY}/word")
    assert await words(mall) == NOTHING


async def test_the_word_of_a_service_goes_before_that_of_its_agency(mall: Mall) -> None:
    await say(mall, f"agencies/{AGENCY}/word", state="paused", reason=REASON)
    await say(mall, f"services/{SERVICE}/word", state="open")
    assert (await mall.put(press(1))).status_code == 201
    assert (await mall.put(press(1, SAME_AGENCY))).json()["state"] == "paused"
    assert (await mall.put(press(1, OTHER_AGENCYS))).status_code == 201


async def test_an_outage_leaves_pick_up_open_and_tells_no_word_of_it(mall: Mall) -> None:
    kept = await say(mall, f"agencies/{AGENCY}/outage", reason=REASON)
    assert kept == {"reason": REASON, "since": SAID_AT}
    refused = (await mall.put(press(1))).json()
    assert refused["reason"] == REASON
    assert (await mall.put(press(1, PICKUP))).status_code == 201

    spared, struck = await state(mall, PICKUP), await state(mall, SERVICE)
    assert (spared["state"], spared["word"]) == ("open", None)
    assert struck["state"] == struck["word"]["state"] == refused["state"]
    assert struck["since"] == struck["word"]["since"] == SAID_AT
    assert (struck["word"]["reason"], struck["word"]["link_down"]) == (REASON, True)


async def test_intake_only_still_gives_numbers(mall: Mall) -> None:
    await say(mall, f"services/{SERVICE}/word", state="intake_only", reason=REASON)
    assert (await mall.put(press(1))).status_code == 201
    assert (await state(mall, SERVICE))["state"] == "intake_only"


async def test_a_new_word_replaces_the_last_one(mall: Mall) -> None:
    await say(mall, f"services/{SERVICE}/word", state="paused", reason=REASON, until=NOON)
    mall.clock.advance(60)
    last = await say(mall, f"services/{SERVICE}/word", state="closed")
    assert last == {"state": "closed", "since": "2019-02-18T02:01:00Z"}
    assert await words(mall) == {**NOTHING, "services": {SERVICE: last}}


async def test_who_holds_a_number_is_not_turned_away_by_a_word(mall: Mall) -> None:
    await say(mall, f"services/{SERVICE}/word", state="closed")
    assert (await mall.put(press(1, label="B2-001"))).status_code == 201


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("services/ktp-baruu/word", "ktp-baru"),
        ("services/zzz/word", "see /v1/catalogue"),
        ("agencies/zzz/word", "see /v1/catalogue"),
        ("agencies/imigrai/word", "imigrasi"),
        (f"agencies/{PREPARING}/outage", "is not in the catalogue"),
    ],
)
async def test_nothing_is_said_of_what_the_mall_has_not(mall: Mall, path: str, nearest: str) -> None:
    for answer in (
        await mall.client.put(f"/v1/{path}", json={"state": "paused"}),
        await mall.client.delete(f"/v1/{path}"),
    ):
        assert nearest in str(problem_of(answer, 404, "not-found").detail)
    assert await words(mall) == NOTHING


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "state"),
        ({"state": "asleep"}, "$.state"),
        ({"state": "paused", "reason": "no"}, "$.reason"),
        ({"state": "paused", "reason": {}}, "$.reason"),
        ({"state": "paused", "reason": {"en": " "}}, "$.reason"),
        ({"state": "paused", "reason": {"en": "two\nlines"}}, "$.reason"),
        ({"state": "paused", "reason": {"en": "x" * 161}}, "$.reason"),
        ({"state": "paused", "reason": {"in english": "x"}}, "$.reason"),
        ({"state": "paused", "until": "noon"}, "$.until"),
        ({"state": "paused", "until": "2019-02-18T12:00:00"}, "$.until"),
        ({"state": "paused", "until": later()}, "until: 2019-02-18T09:00:00+07:00 is past"),
        ({"state": "paused", "until": "9999-12-31T23:59:59Z"}, "year 9999"),
        ({"state": "paused", "until": "0001-01-01T00:00:00+14:00"}, "year 1 "),
    ],
)
async def test_a_word_that_cannot_be_is_refused_and_not_kept(mall: Mall, body: Body, named: str) -> None:
    for path in (f"services/{SERVICE}", f"agencies/{AGENCY}"):
        answer = await mall.client.put(f"/v1/{path}/word", json=body)
        assert named in str(problem_of(answer, 422, "bad-body").detail)
    assert await words(mall) == NOTHING


async def test_an_outage_that_has_ended_already_is_refused(mall: Mall) -> None:
    answer = await mall.client.put(f"/v1/agencies/{AGENCY}/outage", json={"until": later(-1)})
    assert "is past" in str(problem_of(answer, 422, "bad-body").detail)
    assert await words(mall) == NOTHING


def test_words_survive_a_kill_of_the_server(database: str, tmp_path: Path) -> None:
    with running(database, folder=tmp_path) as server, httpx.Client(base_url=server.url) as client:
        client.put(f"/v1/services/{SERVICE}/word", json={"state": "paused", "reason": REASON, "until": NOON})
        client.put(f"/v1/agencies/{AGENCY}/word", json={"state": "intake_only"})
        client.put("/v1/agencies/imigrasi/outage", json={"reason": {"*": "Kabel putus"}})
        said = client.get("/v1/words").json()
        server.kill()
    assert [list(each) for each in said.values()] == [[SERVICE], [AGENCY], ["imigrasi"]]
    with running(database, folder=tmp_path) as server, httpx.Client(base_url=server.url) as client:
        assert client.get("/v1/words").json() == said
        refused = client.put(f"/v1/tickets/{uuid7()}", json=press(5)).json()
    assert refused["reason"] == REASON


async def heard(source: AsyncIterator[Any], wanted: str) -> Body:
    """Return a service's state as soon as a listener hears that it is the wanted one."""
    async for each in source:
        if each.event == "availability":
            told: Body = json.loads(each.data)["services"].get(SERVICE, {})
            if told.get("state") == wanted:
                return told
    raise AssertionError("the stream ended")


CHANGES: tuple[tuple[str, str, Body | None, str], ...] = (
    ("PUT", f"agencies/{AGENCY}/word", {"state": "paused"}, "paused"),
    ("DELETE", f"agencies/{AGENCY}/word", None, "open"),
    ("PUT", f"agencies/{AGENCY}/outage", {"reason": REASON}, "preparing"),
    ("DELETE", f"agencies/{AGENCY}/outage", None, "open"),
    ("PUT", f"services/{SERVICE}/word", {"state": "closed"}, "closed"),
    ("DELETE", f"services/{SERVICE}/word", None, "open"),
)
"""One after another: without being told, the board would look again only after two seconds each time."""


async def test_two_listeners_hear_of_every_word_within_two_seconds(tmp_path: Path) -> None:
    with running(tmp_path / "queue.db") as server:
        async with (
            httpx.AsyncClient(base_url=server.url) as client,
            aconnect_sse(client, "GET", "/v1/stream") as one,
            aconnect_sse(client, "GET", "/v1/stream") as two,
        ):
            streams = [one.aiter_sse(), two.aiter_sse()]
            assert [(await heard(each, "open"))["word"] for each in streams] == [None, None]
            for method, path, body, wanted in CHANGES:
                async with asyncio.timeout(HEARD_WITHIN):
                    (await client.request(method, f"/v1/{path}", json=body)).raise_for_status()
                    first, second = await asyncio.gather(*(heard(each, wanted) for each in streams))
                assert first == second
            for each in streams:
                await each.aclose()


def test_the_pick_up_service_of_these_tests_is_one() -> None:
    assert catalogue().services[PICKUP].kind == "pickup"
