"""The counters' work over HTTP: what each request does, answers and refuses, on every store."""

import asyncio
import json
from datetime import datetime
from uuid import UUID

import httpx
import pytest
from uuid6 import uuid7

from kiosk.domain.ticket import track_of
from kiosk.server.board import LOOK_AGAIN
from tests.server.kit import SAME_AGENCY, SERIES, SERVICE, Body, Mall, catalogue, event, later, press
from tests.server.test_problems import problem_of
from tests.waiting import until

COUNTER = "disdukcapil-1"
SECOND = "disdukcapil-2"
OTHER_AGENCYS, OTHER_COUNTER = "bpn-info", "bpn-1"


async def post(mall: Mall, verb: str, counter: str = COUNTER, **body: object) -> httpx.Response:
    return await mall.client.post(f"/v1/counters/{counter}/{verb}", json=body)


async def done(mall: Mall, verb: str, counter: str = COUNTER, **body: object) -> Body:
    answer = await post(mall, verb, counter, **body)
    assert answer.status_code == 200, answer.text
    told: Body = answer.json()
    return told


async def look(mall: Mall, counter: str = COUNTER) -> Body:
    told: Body = (await mall.client.get(f"/v1/counters/{counter}")).json()
    return told


async def waiting(mall: Mall, service: str = SERVICE) -> int:
    """Return how many wait, as a listener of the stream hears it."""
    await mall.board.refresh()
    told = json.loads(mall.board._all_states().split(b"data: ")[1])
    count: int = told["services"][service]["waiting"]
    return count


async def take(mall: Mall, seconds: float = 0.0, service: str = SERVICE, **more: object) -> UUID:
    """Press, and be confirmed."""
    ticket_id = uuid7()
    answer = await mall.put(press(seconds, service, **more), ticket_id)
    assert answer.status_code == 201, answer.text
    await mall.tell(event(1, ticket_id, "printed"))
    return ticket_id


async def test_a_persons_way_through_a_counter(mall: Mall) -> None:
    ticket_id = await take(mall)
    await take(mall, 1, SAME_AGENCY)
    mall.clock.advance(60)
    called = await done(mall, "next")
    assert called == {
        "ticket_id": str(ticket_id),
        "label": f"{SERIES}-001",
        "service": SERVICE,
        "class": "regular",
        "language": "id",
        "state": "called",
        "called_at": "2019-02-18T02:01:00Z",
        "waiting": 1,
    } | {"called_at": called["called_at"]}
    assert datetime.fromisoformat(called["called_at"]) == datetime.fromisoformat(later(60))
    assert await look(mall) == {
        "counter": COUNTER,
        "agency": "disdukcapil",
        "waiting": 1,
        "present": called,
    }
    mall.clock.advance(15)
    served = await done(mall, "serve")
    assert (served["state"], served["label"]) == ("serving", called["label"])
    assert datetime.fromisoformat(served["serving_at"]) == datetime.fromisoformat(later(75))
    mall.clock.advance(300)
    ended = await done(mall, "done", ticket_id=str(ticket_id))
    assert (ended["state"], ended["label"]) == ("done", called["label"])
    assert (await look(mall))["present"] is None


async def test_an_empty_body_is_as_good_as_an_empty_object(mall: Mall) -> None:
    await take(mall)
    assert (await mall.client.post(f"/v1/counters/{COUNTER}/next")).status_code == 200
    for verb in ("recall", "serve", "done"):
        assert (await mall.client.post(f"/v1/counters/{COUNTER}/{verb}")).status_code == 200


async def test_nobody_waits(mall: Mall) -> None:
    answer = await post(mall, "next")
    assert (answer.status_code, answer.content) == (204, b"")
    await take(mall)
    assert (await post(mall, "next", services=[SAME_AGENCY])).status_code == 204
    assert (await done(mall, "next", services=[SERVICE]))["service"] == SERVICE


async def test_a_counter_that_has_somebody_is_told_whom(mall: Mall) -> None:
    await take(mall)
    await take(mall, 1)
    called = await done(mall, "next")
    told = problem_of(await post(mall, "next"), 409, "counter-busy")
    assert told.detail is not None
    assert called["label"] in told.detail
    assert (await look(mall))["present"]["ticket_id"] == called["ticket_id"]


@pytest.mark.parametrize("verb", ["recall", "serve", "done", "no-show", "park"])
async def test_a_free_counter_is_told_so(mall: Mall, verb: str) -> None:
    problem_of(await post(mall, verb), 409, "counter-free")


async def test_a_repeated_end_is_harmless_if_it_names_its_ticket(mall: Mall) -> None:
    first = str(await take(mall))
    await take(mall, 1)
    await done(mall, "next")
    ended = await done(mall, "done", ticket_id=first)
    assert await done(mall, "done", ticket_id=first) == ended
    problem_of(await post(mall, "done"), 409, "counter-free")
    second = await done(mall, "next")
    assert (await done(mall, "done", ticket_id=first))["ticket_id"] == first
    problem_of(await post(mall, "park", ticket_id=first), 409, "counter-busy")
    assert (await look(mall))["present"] == second


@pytest.mark.parametrize("verb", ["park", "no-show"])
async def test_who_left_the_counter_is_called_back_by_label(mall: Mall, verb: str) -> None:
    ticket_id = await take(mall)
    label = (await done(mall, "next"))["label"]
    await done(mall, verb)
    assert await phone(mall, ticket_id) == {
        "label": label,
        "service": SERVICE,
        "state": verb.replace("-", "_").replace("park", "parked"),
    }
    back = await done(mall, "recall", SECOND, label=label)
    assert (back["label"], back["state"]) == (label, "called")
    problem_of(await post(mall, "recall", label=label), 409, "not-set-aside")


async def test_a_recall_finds_no_other_day_agency_or_label(mall: Mall) -> None:
    await take(mall)
    label = (await done(mall, "next"))["label"]
    await done(mall, "park")
    problem_of(await post(mall, "recall", OTHER_COUNTER, label=label), 404, "unknown-ticket")
    problem_of(await post(mall, "recall", label="B-999"), 404, "unknown-ticket")
    problem_of(await post(mall, "recall", label="b 1"), 422, "bad-label")
    mall.clock.advance(24 * 3600)
    problem_of(await post(mall, "recall", label=label), 404, "unknown-ticket")


async def phone(mall: Mall, ticket_id: UUID) -> Body:
    told: Body = (await mall.client.get(f"/v1/t/{track_of(ticket_id)}")).json()
    return told


async def test_a_phone_hears_which_counter_calls(mall: Mall) -> None:
    ticket_id = await take(mall)
    assert (await phone(mall, ticket_id))["state"] == "waiting"
    label = (await done(mall, "next"))["label"]
    told = {"label": label, "service": SERVICE, "state": "called", "counter": COUNTER}
    assert await phone(mall, ticket_id) == told
    await done(mall, "serve")
    assert await phone(mall, ticket_id) == told | {"state": "serving"}
    await done(mall, "done")
    assert await phone(mall, ticket_id) == {"label": label, "service": SERVICE, "state": "done"}


async def test_who_is_sent_to_another_agency_waits_there_by_press_time(mall: Mall) -> None:
    ticket_id = await take(mall)
    later_there = await take(mall, 30, OTHER_AGENCYS)
    label = (await done(mall, "next"))["label"]
    sent = await done(mall, "transfer", service=OTHER_AGENCYS)
    assert (sent["state"], sent["service"], sent["pressed"]) == ("waiting", OTHER_AGENCYS, SERVICE)
    assert (await phone(mall, ticket_id))["service"] == OTHER_AGENCYS
    assert (await phone(mall, ticket_id))["ahead"] == 0
    assert (await phone(mall, later_there))["ahead"] == 1
    assert (await waiting(mall), await waiting(mall, OTHER_AGENCYS)) == (0, 2)
    assert (await done(mall, "next", OTHER_COUNTER))["label"] == label
    repeated = await mall.put(press(0), ticket_id)
    assert (repeated.status_code, repeated.json()["label"]) == (200, label)


async def test_listeners_hear_at_once_of_everyone_who_is_called(mall: Mall) -> None:
    for seconds in range(3):
        await take(mall, seconds)
    assert await waiting(mall) == 3
    watching = asyncio.create_task(mall.board.watch())
    try:
        for left in (2, 1):
            heard = mall.feed.latest
            await done(mall, "next")
            assert await mall.feed.wait_beyond(heard, LOOK_AGAIN / 2)
            assert await waiting(mall) == left
            await done(mall, "done")
            await until(lambda: not mall.board._changed.is_set())
    finally:
        watching.cancel()
        await asyncio.wait([watching])


async def test_many_counters_that_call_at_once_get_one_person_each(mall: Mall) -> None:
    for seconds in range(20):
        await take(mall, seconds)
    counters = [f"disdukcapil-{number}" for number in range(1, 15)]
    answers = await asyncio.gather(*(post(mall, "next", each) for each in counters * 2))
    called = [each.json()["label"] for each in answers if each.status_code == 200]
    assert sorted(called) == [f"B-{number:03d}" for number in range(1, 15)]
    assert [each.status_code for each in answers].count(409) == 14


async def test_priority_takes_turns_as_the_mall_says(mall: Mall) -> None:
    for seconds in range(5):
        await take(mall, seconds)
    for seconds in (10, 11):
        await take(mall, seconds, **{"class": "priority"})
    classes = []
    for _ in range(7):
        classes.append((await done(mall, "next"))["class"][0])
        await done(mall, "done")
    assert catalogue().mall.priority_after == 2
    assert "".join(classes) == "prrprrr"


async def test_wrong_names_are_told_with_the_nearest_right_one(mall: Mall) -> None:
    told = problem_of(await post(mall, "next", "disdukcapil-15"), 404, "not-found")
    assert told.detail is not None
    assert "disdukcapil-1" in told.detail
    answer = await mall.client.get("/v1/counters/disduk-1")
    assert "did you mean 'disdukcapil-1'" in (problem_of(answer, 404, "not-found").detail or "")
    told = problem_of(await post(mall, "next", services=["ktp-bru"]), 422, "unknown-service")
    assert "did you mean 'ktp-baru'" in (told.detail or "")
    problem_of(await post(mall, "next", services=[OTHER_AGENCYS]), 422, "unknown-service")
    problem_of(await post(mall, "next", services=[]), 422, "bad-body")
    await take(mall)
    await done(mall, "next")
    problem_of(await post(mall, "transfer", service="nowhere"), 422, "unknown-service")
    problem_of(await post(mall, "transfer"), 422, "bad-body")
    assert (await look(mall))["present"]["state"] == "called"


async def test_yesterdays_call_is_forgotten_by_the_next(mall: Mall) -> None:
    await take(mall)
    await done(mall, "next")
    mall.clock.advance(24 * 3600)
    assert (await look(mall))["present"] is None
    await take(mall, 24 * 3600)
    assert (await done(mall, "next"))["label"] == "B-001"
    assert [each["state"] for each in await mall.rows()] == ["no_show"]
