"""Bookings over HTTP: a share of the quota is theirs until its release."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.server.kit import DAY, SERVICE, Body, Mall, open_mall, press
from tests.server.quota_kit import UNLIMITED, Borrower, limited
from tests.server.test_problems import problem_of
from tests.server.test_quota import states

MOST, SHARE = 5, 3
HOUR = 3600
"""It is nine o'clock; the share is released at ten."""


@pytest.fixture
async def mall(database: str) -> AsyncIterator[Mall]:
    async with open_mall(database, known=limited(MOST, SHARE)) as opened:
        yield opened


async def book(mall: Mall, booking: str, service: str = SERVICE, day: str = DAY) -> httpx.Response:
    return await mall.client.put(f"/v1/bookings/{booking}", json={"service": service, "day": day})


async def take_back(mall: Mall, booking: str) -> int:
    return (await mall.client.delete(f"/v1/bookings/{booking}")).status_code


async def test_a_booking_may_be_sent_again_and_given_back_again(mall: Mall) -> None:
    answers = [await book(mall, "booking-1") for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 200]
    told: Body = {"booking": "booking-1", "service": SERVICE, "day": DAY}
    assert [each.json() for each in answers] == [told, told]
    problem_of(await book(mall, "booking-1", day="2019-02-19"), 409, "booking-conflict")
    assert [await take_back(mall, "booking-1") for _ in range(2)] == [204, 204]
    assert (await book(mall, "booking-1", day="2019-02-19")).status_code == 201


async def test_before_the_release_walk_ins_are_told_when_there_will_be_numbers(mall: Mall) -> None:
    for second in range(MOST - SHARE):
        assert (await mall.put(press(second))).status_code == 201
    refused = problem_of(await mall.put(press(9)), 422, "service-unavailable")
    assert refused.state == "quota_full"
    assert refused.next_open
    assert refused.next_open.isoformat() == "2019-02-18T10:00:00+07:00"
    told = (await states(mall))[SERVICE]
    assert (told["state"], told["word"]["until"]) == ("quota_full", "2019-02-18T10:00:00+07:00")
    assert (await book(mall, "booking-1")).status_code == 201
    mall.clock.advance(HOUR)
    assert (await states(mall))[SERVICE]["quota_left"] == SHARE - 1
    answers = [await mall.put(press(HOUR + n)) for n in range(SHARE)]
    assert [each.status_code for each in answers] == [201] * (SHARE - 1) + [422]
    late = problem_of(answers[-1], 422, "service-unavailable")
    assert late.next_open
    assert late.next_open.isoformat() == "2019-02-19T08:00:00+07:00"


async def test_a_share_that_is_booked_out_has_nothing_to_release(mall: Mall) -> None:
    for n in range(SHARE):
        assert (await book(mall, f"booking-{n}")).status_code == 201
    detail = problem_of(await book(mall, "booking-9"), 422, "quota-full").detail
    assert f"{SHARE} are booked" in (detail or "")
    for second in range(MOST - SHARE):
        await mall.put(press(second))
    refused = problem_of(await mall.put(press(9)), 422, "service-unavailable")
    assert refused.next_open
    assert refused.next_open.isoformat() == "2019-02-19T08:00:00+07:00"


async def test_a_share_is_not_lent_either(mall: Mall) -> None:
    kiosk = Borrower(mall, 2)
    await kiosk.beat()
    assert kiosk.granted == (MOST - SHARE) // 2


async def test_who_comes_the_next_day_finds_the_share_kept_again(mall: Mall) -> None:
    mall.clock.advance(24 * HOUR)
    assert (await states(mall))[SERVICE]["quota_left"] == MOST - SHARE


@pytest.mark.parametrize(
    ("service", "day", "kind", "word"),
    [
        (UNLIMITED, DAY, "no-bookings", "keeps no numbers"),
        ("nobody", DAY, "unknown-service", "not in the catalogue"),
        (SERVICE, "2019-02-17", "bad-body", "2019-02-18"),
        (SERVICE, "9999-12-31", "bad-body", "9999-12-31"),
        (SERVICE, "tomorrow", "bad-body", "$.day"),
    ],
)
async def test_what_cannot_be_booked_is_told(
    mall: Mall, service: str, day: str, kind: str, word: str
) -> None:
    answer = await book(mall, "booking-1", service, day)
    assert word in (problem_of(answer, 422, kind).detail or "")
    assert await mall.sql("SELECT * FROM bookings") == []


@pytest.mark.parametrize(
    "booking", ["short", "x" * 65, "name.surname", "booking-1%0A", "b%C3%B8%C3%B8king-1"]
)
async def test_an_id_that_could_tell_of_a_person_is_refused(mall: Mall, booking: str) -> None:
    for answer in (await book(mall, booking), await mall.client.delete(f"/v1/bookings/{booking}")):
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:mpp-kiosk:problem:bad-body")
        assert "8 to 64" in answer.json()["detail"]


async def test_an_agency_that_keeps_no_share_takes_no_bookings(database: str) -> None:
    async with open_mall(database, known=limited(MOST)) as mall:
        problem_of(await book(mall, "booking-1"), 422, "no-bookings")
