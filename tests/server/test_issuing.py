"""Issuing: numbers, repetitions, who may enter, and who is ahead of whom."""

import asyncio

import pytest
from uuid6 import uuid7

from kiosk.domain.ticket import track_of
from tests.server.kit import DAY, PREPARING, SAME_AGENCY, SERIES, SERVICE, Mall, later, press


async def test_a_press_gets_the_first_number_and_is_told_where_to_go(mall: Mall) -> None:
    ticket_id = uuid7()
    answer = await mall.put(press(), ticket_id)
    assert answer.status_code == 201
    assert answer.json() == {
        "ticket_id": str(ticket_id),
        "label": f"{SERIES}-001",
        "day": DAY,
        "ahead": 0,
        "place": {"building": "B", "floor": "1", "counters": 14},
        "state": "numbered",
        "track": track_of(ticket_id),
        "wait": {"low": 0, "high": 0},
    }


async def test_two_hundred_presses_at_once_get_two_hundred_consecutive_numbers(mall: Mall) -> None:
    answers = await asyncio.gather(*(mall.put(press(n)) for n in range(200)))
    assert [each.status_code for each in answers] == [201] * 200
    labels = sorted(each.json()["label"] for each in answers)
    assert labels == [f"{SERIES}-{n:03d}" for n in range(1, 201)]
    ahead = sorted(each.json()["ahead"] for each in answers)
    assert ahead[0] == 0
    assert ahead[-1] <= 199


async def test_services_of_one_agency_share_its_numbers_but_not_their_queues(mall: Mall) -> None:
    first, second = await mall.put(press(0)), await mall.put(press(1, SAME_AGENCY))
    assert [first.json()["label"], second.json()["label"]] == [f"{SERIES}-001", f"{SERIES}-002"]
    assert second.json()["ahead"] == 0


async def test_the_same_press_again_is_the_same_ticket(mall: Mall) -> None:
    ticket_id = uuid7()
    first, again = await mall.put(press(), ticket_id), await mall.put(press(), ticket_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert await mall.labels() == [f"{SERIES}-001"]


async def test_the_same_press_many_times_at_once_is_one_ticket(mall: Mall) -> None:
    ticket_id = uuid7()
    answers = await asyncio.gather(*(mall.put(press(), ticket_id) for _ in range(30)))
    assert sorted(each.status_code for each in answers) == [200] * 29 + [201]
    assert {each.json()["label"] for each in answers} == {f"{SERIES}-001"}


async def test_a_used_ticket_id_is_refused_for_another_service(mall: Mall) -> None:
    ticket_id = uuid7()
    await mall.put(press(), ticket_id)
    answer = await mall.put(press(0, SAME_AGENCY), ticket_id)
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:mpp-kiosk:problem:ticket-conflict"
    assert [each["service"] for each in await mall.rows()] == [SERVICE]


async def test_a_service_that_the_mall_has_not_is_refused(mall: Mall) -> None:
    answer = await mall.put(press(0, "tukang-sulap"))
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:mpp-kiosk:problem:unknown-service"
    assert "tukang-sulap" in answer.json()["detail"]
    assert await mall.rows() == []


async def test_a_service_in_preparation_is_refused_with_its_reason(mall: Mall) -> None:
    told = (await mall.put(press(0, PREPARING))).json()
    assert (told["type"], told["status"]) == ("urn:mpp-kiosk:problem:service-unavailable", 422)
    assert told["state"] == "preparing"
    assert told["reason"]["en"] == "Waiting for the link to the central immigration data"
    assert await mall.rows() == []


async def test_a_service_that_is_shut_is_refused_with_its_next_opening(mall: Mall) -> None:
    told = (await mall.put(press(8 * 3600))).json()
    assert (told["status"], told["state"]) == (422, "closed")
    assert told["next_open"] == "2019-02-19T08:00:00+07:00"


async def test_the_press_counts_and_not_the_hour_at_which_the_server_hears_of_it(mall: Mall) -> None:
    mall.clock.advance(10 * 3600)
    in_time, too_late = await mall.put(press(0)), await mall.put(press(8 * 3600))
    assert (in_time.status_code, too_late.status_code) == (201, 422)


async def test_a_repetition_is_answered_though_the_service_would_be_refused_now(mall: Mall) -> None:
    ticket_id = uuid7()
    first = await mall.put(press(), ticket_id)
    at_night = {**press(), "pressed_at": later(12 * 3600)}
    again = await mall.put(at_night, ticket_id)
    assert (again.status_code, again.json()["label"]) == (200, first.json()["label"])
    other = await mall.put({**at_night, "service": PREPARING}, ticket_id)
    assert other.json()["type"] == "urn:mpp-kiosk:problem:ticket-conflict"


async def test_the_service_day_is_the_date_in_the_malls_own_zone(mall: Mall) -> None:
    before_midnight_in_greenwich = {**press(), "pressed_at": "2019-02-18T18:30:00Z", "label": "B1-001"}
    answer = await mall.put(before_midnight_in_greenwich)
    assert answer.json()["day"] == "2019-02-19"


async def test_numbers_start_again_with_each_service_day(mall: Mall) -> None:
    await mall.put(press())
    tomorrow = await mall.put(press(24 * 3600))
    assert (tomorrow.json()["day"], tomorrow.json()["label"]) == ("2019-02-19", f"{SERIES}-001")
    assert tomorrow.json()["ahead"] == 0


async def test_whoever_pressed_first_stands_first_however_late_it_arrives(mall: Mall) -> None:
    second = await mall.put(press(20))
    third = await mall.put(press(30))
    first = await mall.put(press(10))
    assert [each.json()["ahead"] for each in (second, third, first)] == [0, 1, 0]
    assert [each["pressed_at"] for each in await mall.rows()] == [
        "2019-02-18T02:00:10Z",
        "2019-02-18T02:00:20Z",
        "2019-02-18T02:00:30Z",
    ]
    followed = (await mall.client.get(f"/v1/t/{third.json()['track']}")).json()
    assert followed["ahead"] == 2


async def test_a_wait_is_a_range_around_the_catalogues_times(mall: Mall) -> None:
    for n in range(30):
        answer = await mall.put(press(n))
    assert (answer.json()["ahead"], answer.json()["place"]["counters"]) == (29, 14)
    wait = answer.json()["wait"]
    assert 0 < wait["low"] < wait["high"] < 60


@pytest.mark.parametrize("track", ["0000000000000", "x", "'; DROP TABLE tickets; --"])
async def test_nobody_follows_a_ticket_that_is_none(mall: Mall, track: str) -> None:
    answer = await mall.client.get(f"/v1/t/{track}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:mpp-kiosk:problem:unknown-ticket")


async def test_a_phone_follows_its_ticket_in_small_letters_too(mall: Mall) -> None:
    told = (await mall.put(press())).json()
    answer = await mall.client.get(f"/v1/t/{told['track'].lower()}")
    assert answer.json() == {
        "label": told["label"],
        "service": SERVICE,
        "state": "numbered",
        "ahead": 0,
        "wait": {"low": 0, "high": 0},
    }


async def test_the_kiosk_that_asked_is_kept_with_the_ticket(mall: Mall) -> None:
    await mall.put(press(0), None, **{"MPP-Kiosk": "7"})
    await mall.put(press(1))
    assert [each.get("kiosk") for each in await mall.rows()] == [7, None]


async def test_the_days_list_is_todays_when_no_day_is_asked_for(mall: Mall) -> None:
    await mall.put(press())
    told = (await mall.client.get("/v1/tickets")).json()
    assert (told["day"], len(told["tickets"])) == (DAY, 1)
