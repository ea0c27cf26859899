"""Every error is a problem detail (RFC 9457) that says what, where and what to do, and nothing is written."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from uuid6 import uuid7

from kiosk.contract.bodies import MAX_BODY_BYTES, MAX_EVENTS, Problem
from kiosk.server.sqlite.store import SqliteStore
from tests.server.kit import SERIES, SERVICE, Mall, event, issued, press


def problem_of(answer: httpx.Response, status: int, kind: str) -> Problem:
    """Check that an answer is a whole problem of that kind."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = msgspec.json.decode(answer.content, type=Problem)
    assert (answer.status_code, told.status) == (status, status)
    assert told.type == f"urn:mpp-kiosk:problem:{kind}"
    assert told.title
    assert told.detail
    assert told.instance == answer.request.url.path
    return told


@pytest.fixture
def database(tmp_path: Path) -> str:
    """What is asked here does not reach the store, or is the same on both."""
    return str(tmp_path / "queue.db")


async def test_an_unknown_path(mall: Mall) -> None:
    problem_of(await mall.client.get("/v1/nonsense"), 404, "not-found")
    problem_of(await mall.client.get("/healthz/"), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("DELETE", "/healthz", "GET"), ("GET", "/v1/tickets/x", "PUT"), ("GET", "/v1/events", "POST")],
)
async def test_a_method_that_is_not_served(mall: Mall, method: str, path: str, allowed: str) -> None:
    answer = await mall.client.request(method, path)
    problem_of(answer, 405, "method-not-allowed")
    assert allowed in answer.headers["allow"].split(", ")


@pytest.mark.parametrize("raw", [b"", b"{", b"nonsense", b"\xef\xbb\xbf{}", b'{"a":' * 9000])
async def test_a_body_that_is_no_json(mall: Mall, raw: bytes) -> None:
    problem_of(await mall.client.put(f"/v1/tickets/{uuid7()}", content=raw), 400, "bad-json")
    problem_of(await mall.client.post("/v1/events", content=raw), 400, "bad-json")
    assert await mall.rows() == []


async def test_a_text_that_is_no_utf_8(mall: Mall) -> None:
    raw = json.dumps(press()).encode().replace(SERVICE.encode(), b"ktp-\xff")
    problem_of(await mall.client.put(f"/v1/tickets/{uuid7()}", content=raw), 400, "bad-json")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"service": 7}, "$.service"),
        ({"service": None}, "$.service"),
        ({"pressed_at": "yesterday"}, "$.pressed_at"),
        ({"pressed_at": 1550455200}, "$.pressed_at"),
        ({"pressed_at": "2019-02-18T09:00:00"}, "$.pressed_at"),
        ({"pressed_at": "9999-12-31T23:59:59Z"}, "pressed_at"),
        ({"pressed_at": "0001-01-01T00:00:00Z"}, "pressed_at"),
        ({"class": "royal"}, "$.class"),
        ({"language": "not a language"}, "$.language"),
        ({"label": 12}, "$.label"),
    ],
)
async def test_a_value_of_a_wrong_kind_is_named_with_its_path(
    mall: Mall, change: dict[str, Any], where: str
) -> None:
    told = problem_of(await mall.put({**press(), **change}), 422, "bad-body")
    assert where in str(told.detail)
    assert await mall.rows() == []


@pytest.mark.parametrize("field", ["service", "pressed_at", "class", "language"])
async def test_a_missing_value_is_named(mall: Mall, field: str) -> None:
    body = {key: value for key, value in press().items() if key != field}
    told = problem_of(await mall.put(body), 422, "bad-body")
    assert field in str(told.detail)


async def test_a_wrong_value_among_events_is_named_and_no_event_is_taken(mall: Mall) -> None:
    events = [issued(1, uuid7(), f"{SERIES}2-001"), {**event(2, uuid7(), "printed"), "kind": "eaten"}]
    answer = await mall.client.post("/v1/events", json={"events": events})
    assert "$.events[1].kind" in str(problem_of(answer, 422, "bad-body").detail)
    assert await mall.rows() == []


async def test_unknown_fields_are_ignored(mall: Mall) -> None:
    assert (await mall.put(press(weather="rain"))).status_code == 201


@pytest.mark.parametrize(
    "ticket_id",
    ["1", "x" * 36, "2ed01c54-e7fb-11f1-a665-02fc00000001", "00000000-0000-0000-0000-000000000000"],
)
async def test_a_ticket_id_that_is_not_random(mall: Mall, ticket_id: str) -> None:
    answer = await mall.client.put(f"/v1/tickets/{ticket_id}", json=press())
    assert "ticket_id" in str(problem_of(answer, 422, "bad-body").detail)


@pytest.mark.parametrize("number", ["0", "100", "-1", "kiosk", "", "7.5"])
async def test_a_kiosk_that_can_be_none(mall: Mall, number: str) -> None:
    answer = await mall.put(press(), None, **{"MPP-Kiosk": number})
    assert "MPP-Kiosk" in str(problem_of(answer, 422, "bad-body").detail)


@pytest.mark.parametrize("day", ["today", "2019-02-30", "20190218", ""])
async def test_a_day_that_is_no_date(mall: Mall, day: str) -> None:
    answer = await mall.client.get("/v1/tickets", params={"day": day})
    problem_of(answer, 422, "bad-body")


async def test_the_largest_body_is_taken_and_one_byte_more_is_not(mall: Mall) -> None:
    body = json.dumps(press()).encode()
    for spare, status in ((0, 201), (1, 413)):
        filled = body + b" " * (MAX_BODY_BYTES - len(body) + spare)
        answer = await mall.client.put(f"/v1/tickets/{uuid7()}", content=filled)
        assert answer.status_code == status
    problem_of(answer, 413, "body-too-large")
    assert len(await mall.rows()) == 1


async def test_a_body_without_end_is_refused_before_its_end(mall: Mall) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 1024

    problem_of(await mall.client.post("/v1/events", content=endless()), 413, "body-too-large")
    assert sent == MAX_BODY_BYTES // 1024 + 1


async def test_as_many_events_as_allowed_and_one_more(mall: Mall) -> None:
    ticket_id = uuid7()
    await mall.put(press(), ticket_id)
    events = [event(seq, ticket_id, "printed") for seq in range(MAX_EVENTS + 1)]
    assert len((await mall.tell(*events[:-1]))["acked"]) == MAX_EVENTS
    slim = [{key: each[key] for key in ("seq", "ticket_id", "kind", "at")} for each in events]
    answer = await mall.client.post(
        "/v1/events", content=json.dumps({"events": slim}, separators=(",", ":")).encode()
    )
    assert str(MAX_EVENTS) in str(problem_of(answer, 413, "too-many-events").detail)


async def test_a_full_disk_is_a_problem_that_loses_nothing(mall: Mall) -> None:
    ticket_id = uuid7()
    await mall.put(press())
    assert isinstance(mall.store, SqliteStore)
    database = mall.store._writer._connection
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count={pages}")
    answers = [await mall.put(press(1, label=f"{SERIES}2-{n}"), uuid7()) for n in range(100, 300)]
    full = [each for each in answers if each.status_code != 201]
    assert full
    for each in full:
        problem_of(each, 507, "store-full")
    assert len(await mall.rows()) == 1 + len(answers) - len(full)

    database.execute("PRAGMA max_page_count=1000000")
    assert (await mall.put(press(2), ticket_id)).json()["label"] == f"{SERIES}-002"


async def test_every_answer_names_the_versions_of_the_protocol(mall: Mall) -> None:
    for path in ("/healthz", "/v1/catalogue", "/v1/nonsense"):
        assert (await mall.client.get(path)).headers["mpp-version"] == "1"
