"""A daily quota: shared by an agency's limited services, never exceeded, and new every day."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from uuid6 import uuid7

from tests.server.kit import SAME_AGENCY, SERVICE, Body, Mall, event, issued, open_mall, press
from tests.server.quota_kit import UNLIMITED, limited
from tests.server.test_problems import problem_of

MOST = 2
TOMORROW = 24 * 3600


@pytest.fixture
async def mall(database: str) -> AsyncIterator[Mall]:
    async with open_mall(database, known=limited(MOST)) as opened:
        yield opened


async def states(mall: Mall) -> dict[str, Body]:
    """Return what a listener hears first."""
    await mall.board.refresh()
    told: dict[str, Body] = json.loads(mall.board._all_states().split(b"data: ")[1])["services"]
    return told


async def test_two_of_an_agencys_limited_services_share_its_quota(mall: Mall) -> None:
    assert [(await states(mall))[each].get("quota_left") for each in (SERVICE, UNLIMITED)] == [2, None]
    answers = [await mall.put(press(0)), await mall.put(press(1, SAME_AGENCY)), await mall.put(press(2))]
    assert [each.status_code for each in answers] == [201, 201, 422]
    told = problem_of(answers[2], 422, "service-unavailable")
    assert told.state == "quota_full"
    assert told.next_open
    assert told.next_open.isoformat() == "2019-02-19T08:00:00+07:00"
    assert (await mall.put(press(3, UNLIMITED))).status_code == 201


async def test_a_quota_that_is_used_up_is_told_to_listeners_until_the_day_ends(mall: Mall) -> None:
    await mall.put(press(0))
    assert (await states(mall))[SERVICE]["quota_left"] == 1
    await mall.put(press(1))
    told = await states(mall)
    for full in (told[SERVICE], told[SAME_AGENCY]):
        assert (full["state"], full["quota_left"]) == ("quota_full", 0)
        assert full["word"] == {"state": "quota_full", "until": "2019-02-19T00:00:00+07:00"}
        assert full["next_open"] == "2019-02-19T08:00:00+07:00"
        assert "wait" not in full
    assert told[UNLIMITED]["state"] == "open"


async def test_the_next_day_begins_with_a_whole_quota(mall: Mall) -> None:
    for second in range(MOST):
        await mall.put(press(second))
    mall.clock.advance(TOMORROW)
    told = (await states(mall))[SERVICE]
    assert (told["state"], told["quota_left"], told["word"]) == ("open", MOST, None)
    answers = [await mall.put(press(TOMORROW + second)) for second in range(MOST + 1)]
    assert [each.status_code for each in answers] == [201, 201, 422]


async def test_presses_at_the_same_moment_never_get_past_the_quota_together(mall: Mall) -> None:
    services = (SERVICE, SAME_AGENCY) * 20
    answers = await asyncio.gather(*(mall.put(press(0, each)) for each in services))
    assert sorted(each.status_code for each in answers) == [201] * MOST + [422] * (len(services) - MOST)
    assert len(await mall.rows()) == MOST


async def test_a_repetition_is_answered_though_the_quota_is_used_up(mall: Mall) -> None:
    ticket_id = uuid7()
    first, _ = await mall.put(press(), ticket_id), await mall.put(press())
    again = await mall.put(press(), ticket_id)
    assert (again.status_code, again.json()["label"]) == (200, first.json()["label"])
    other = await mall.put(press(0, SAME_AGENCY), ticket_id)
    assert other.status_code == 409


async def test_a_voided_ticket_gives_its_place_back(mall: Mall) -> None:
    ticket_id = uuid7()
    await mall.put(press(), ticket_id)
    await mall.put(press())
    await mall.tell(event(1, ticket_id, "voided"), event(2, ticket_id, "voided"))
    answers = [await mall.put(press()), await mall.put(press())]
    assert [each.status_code for each in answers] == [201, 422]


async def test_who_holds_a_number_is_taken_beyond_the_quota_and_counts(mall: Mall) -> None:
    ids = [uuid7() for _ in range(MOST + 1)]
    events = [issued(n, each, f"B2-{n + 1:03d}") for n, each in enumerate(ids)]
    assert (await mall.tell(*events))["acked"] == [0, 1, 2]
    assert (await mall.put(press(1, label="B3-001"))).status_code == 201
    assert (await states(mall))[SERVICE]["quota_left"] == 0
    assert (await mall.put(press(2))).status_code == 422


async def test_a_word_is_told_instead_of_a_quota_that_is_used_up_beside_it(mall: Mall) -> None:
    for second in range(MOST):
        await mall.put(press(second))
    await mall.client.put(f"/v1/services/{SERVICE}/word", json={"state": "paused"})
    told = (await states(mall))[SERVICE]
    assert (told["state"], told["word"]["state"], told["quota_left"]) == ("paused", "paused", 0)
