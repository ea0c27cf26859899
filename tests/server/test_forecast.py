"""The wait that people are told, from the measured day, and how right the server finds it afterwards."""

from datetime import timedelta

import pytest

from kiosk.server.counters import forecast
from tests.server.kit import MONDAY, SAME_AGENCY, SERVICE, Mall, catalogue, figure, press
from tests.server.test_calling import COUNTER, OTHER_AGENCYS, SECOND, done, phone, take

MINUTES = catalogue().services[SERVICE].handling_minutes
COUNTERS = catalogue().agency_of(SERVICE).place.counters


async def told(mall: Mall, service: str = SERVICE) -> tuple[int, int]:
    """Press now, and return the wait that is told."""
    await mall.board.refresh()
    seconds = (mall.clock.now() - MONDAY).total_seconds()
    wait = (await mall.put(press(seconds, service))).json()["wait"]
    return wait["low"], wait["high"]


async def serve(mall: Mall, people: int, minutes: float, counter: str = COUNTER) -> None:
    """Let so many people be served one after the other, each for so long."""
    for _ in range(people):
        await done(mall, "next", counter)
        await done(mall, "serve", counter)
        mall.clock.advance(minutes * 60)
        await done(mall, "done", counter)


async def test_a_morning_begins_with_the_catalogues_times_and_counters(mall: Mall) -> None:
    assert MINUTES is not None
    for seconds in range(28):
        await take(mall, -60 + seconds)
    low, high = await told(mall)
    assert low < 28 * MINUTES / COUNTERS < high


async def test_the_measured_day_takes_over(mall: Mall) -> None:
    for seconds in range(60):
        await take(mall, -60 + seconds)
    await serve(mall, 40, 2.0)
    low, high = await told(mall)
    alone = 20 * 2.0
    assert low <= alone * 1.15
    assert alone <= high < alone * 2
    assert low > 0.5 * alone


async def test_two_counters_at_work_halve_the_wait(mall: Mall) -> None:
    for seconds in range(60):
        await take(mall, -60 + seconds)
    await serve(mall, 30, 0.25)
    _, one = await told(mall)
    await done(mall, "next", SECOND)
    mall.clock.advance(4)
    _, two = await told(mall)
    assert abs(two - one / 2) <= 1


async def test_a_counter_that_called_nobody_for_twenty_minutes_is_not_at_work(mall: Mall) -> None:
    for seconds in range(29):
        await take(mall, -60 + seconds)
    await done(mall, "next")
    _, alone = await told(mall)
    mall.clock.advance(timedelta(minutes=20).total_seconds() + 1)
    _, with_all = await told(mall)
    assert alone > 5 * with_all


async def test_who_waits_for_the_agencys_other_services_is_reckoned_with(mall: Mall) -> None:
    assert await told(mall) == (0, 0)
    for seconds in range(40):
        await take(mall, -60 + seconds, SAME_AGENCY)
    for seconds in range(40):
        await take(mall, -60 + seconds, OTHER_AGENCYS)
    low, high = await told(mall)
    assert 0 < low < high
    handling = catalogue().services[SAME_AGENCY].handling_minutes
    assert handling is not None
    assert low < 41 * handling / COUNTERS < high * 1.1


async def test_a_phone_hears_a_wait_that_shrinks(mall: Mall) -> None:
    for seconds in range(30):
        await take(mall, -60 + seconds)
    last = await take(mall)
    await serve(mall, 10, 1.0)
    await mall.board.refresh()
    before = (await phone(mall, last))["wait"]["high"]
    await serve(mall, 15, 1.0)
    await mall.board.refresh()
    assert 0 < (await phone(mall, last))["wait"]["high"] < before


async def judged(mall: Mall) -> dict[str, float]:
    names = ("below", "within", "above")
    return {each: await figure(mall.client, f'mpp_waits_told_total{{outcome="{each}"}}') for each in names}


async def test_waits_are_judged_when_people_are_called(mall: Mall) -> None:
    assert await told(mall) == (0, 0)
    mall.clock.advance(30)
    await serve(mall, 1, 5.0)
    assert await judged(mall) == {"below": 0, "within": 1, "above": 0}
    assert await figure(mall.client, "mpp_wait_error_minutes_sum") == 0.5
    assert await told(mall) == (0, 0)
    mall.clock.advance(90)
    await serve(mall, 1, 5.0)
    assert await judged(mall) == {"below": 0, "within": 1, "above": 1}
    assert await figure(mall.client, "mpp_wait_error_minutes_sum") == 0.5 + 1.5


async def test_who_is_called_sooner_than_told_counts_as_such(mall: Mall) -> None:
    for seconds in range(40):
        await take(mall, -60 + seconds)
    low, high = await told(mall)
    assert low > 0
    await serve(mall, 40, 0.0)
    before, sum_before = await judged(mall), await figure(mall.client, "mpp_wait_error_minutes_sum")
    mall.clock.advance(20)
    await serve(mall, 1, 0.0)
    assert await judged(mall) == before | {"below": before["below"] + 1}
    error = await figure(mall.client, "mpp_wait_error_minutes_sum") - sum_before
    assert error == pytest.approx((low + high) / 2 - 1 / 3)


async def test_only_what_was_told_is_judged_and_only_once(mall: Mall) -> None:
    await mall.put(press(0, label="B7-001"))
    await serve(mall, 1, 1.0)
    assert sum((await judged(mall)).values()) == 0
    await take(mall)
    label = (await done(mall, "next"))["label"]
    await done(mall, "park")
    await done(mall, "recall", label=label)
    await done(mall, "transfer", service=SAME_AGENCY)
    await done(mall, "next")
    assert sum((await judged(mall)).values()) == 1
    assert await figure(mall.client, 'mpp_calls_total{class="regular"}') == 3


async def test_the_oldest_promises_are_forgotten_first(mall: Mall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "PROMISES", 2)
    for seconds in range(3):
        await take(mall, seconds)
    await serve(mall, 1, 0.0)
    assert sum((await judged(mall)).values()) == 0
    await serve(mall, 2, 0.0)
    assert sum((await judged(mall)).values()) == 2
