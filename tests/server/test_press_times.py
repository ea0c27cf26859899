"""Presses of a day to come: a kiosk whose clock is wrong gets no number, but a paper is never turned away."""

import pytest
from uuid6 import uuid7

from tests.server.kit import SERIES, Mall, issued, press

HOUR = 3600
DAY = 24 * HOUR


@pytest.mark.parametrize("seconds", [DAY + HOUR, 300 * DAY])
async def test_no_number_is_given_for_a_day_to_come(mall: Mall, seconds: int) -> None:
    answer = await mall.put(press(seconds))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:mpp-kiosk:problem:bad-body")
    detail = answer.json()["detail"]
    assert "pressed_at" in detail
    assert "2019-02-18T09:00:00+07:00" in detail, "the server tells its own clock"
    for table in ("tickets", "counters", "queues"):
        assert await mall.sql(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_a_clock_that_is_merely_fast_gets_a_number(mall: Mall) -> None:
    assert (await mall.put(press(DAY))).json()["day"] == "2019-02-19"


@pytest.mark.parametrize("seconds", [DAY + HOUR, 300 * DAY])
async def test_a_paper_of_a_day_to_come_is_taken_with_its_day(mall: Mall, seconds: int) -> None:
    answer = await mall.put(press(seconds, label=f"{SERIES}2-001"))
    assert answer.status_code == 201
    told = await mall.tell(issued(1, uuid7(), f"{SERIES}2-002", seconds))
    assert told == {"acked": [1], "refused": []}
    assert await mall.labels(answer.json()["day"]) == [f"{SERIES}2-001", f"{SERIES}2-002"]
    assert await mall.labels() == []
