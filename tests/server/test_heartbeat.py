"""Heartbeats over HTTP: a kiosk's health is kept, and it is lent numbers of limited services."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest
from uuid6 import uuid7

from tests.postgres_kit import Cluster
from tests.server.kit import SERVICE, Mall, issued, later, open_mall, press
from tests.server.quota_kit import AGENCY, Borrower, limited
from tests.server.test_problems import problem_of
from tests.server.test_quota import states
from tests.waiting import until_told

MOST = 12
TOMORROW = "2019-02-19"


@pytest.fixture
async def mall(database: str) -> AsyncIterator[Mall]:
    async with open_mall(database, known=limited(MOST)) as opened:
        yield opened


async def test_a_kiosk_is_lent_numbers_and_gives_them_without_a_line(mall: Mall) -> None:
    kiosk = Borrower(mall, 2)
    await kiosk.beat()
    assert (kiosk.granted, (await states(mall))[SERVICE]["quota_left"]) == (5, MOST - 5)
    kiosk.used = 3
    events = [issued(n, uuid7(), f"B2-{n + 1:03d}") for n in range(kiosk.used)]
    assert (await mall.tell(*events))["acked"] == [0, 1, 2]
    assert (await states(mall))[SERVICE]["quota_left"] == MOST - 5
    await kiosk.beat()
    assert kiosk.at_hand == 4
    assert (await states(mall))[SERVICE]["quota_left"] == MOST - 3 - 4


async def test_the_last_numbers_are_given_one_by_one_and_every_one_is_given(mall: Mall) -> None:
    kiosks = [Borrower(mall, number) for number in (1, 2, 3)]
    given = 0
    while (answer := await mall.put(press(given))).status_code == 201:
        given += 1
        for each in kiosks:
            await each.beat()
            await each.beat()
    assert given == MOST
    assert [each.at_hand for each in kiosks] == [0, 0, 0]
    assert problem_of(answer, 422, "service-unavailable").state == "quota_full"


async def test_a_service_is_full_while_its_numbers_are_all_lent(mall: Mall) -> None:
    kiosk = Borrower(mall, 2)
    await kiosk.beat()
    for second in range(MOST - 5):
        assert (await mall.put(press(second))).status_code == 201
    assert (await states(mall))[SERVICE]["state"] == "quota_full"
    assert (await mall.put(press())).status_code == 422
    await kiosk.beat()
    await kiosk.beat()
    assert (await states(mall))[SERVICE]["state"] == "open"


async def test_a_lease_of_another_day_or_of_no_quota_stays_as_it_is(mall: Mall) -> None:
    kiosk = Borrower(mall, 2, granted=7, used=1)
    told = [kiosk.told(day=TOMORROW), kiosk.told("kemenag"), kiosk.told("nobody"), kiosk.told()]
    answer = await kiosk.send(*told)
    leases = {(each["agency"], each["day"]): each for each in answer.json()["leases"]}
    assert len(leases) == 4
    for each in told[:3]:
        assert leases[each["agency"], each["day"]] == {
            "agency": each["agency"],
            "day": each["day"],
            "granted": 7,
            "give_back": 0,
        }
    assert {each[0] for each in await mall.sql("SELECT agency FROM leases")} == {AGENCY}


async def test_the_day_of_a_lease_is_the_servers(mall: Mall) -> None:
    kiosk = Borrower(mall, 2)
    await kiosk.beat()
    mall.clock.advance(24 * 3600)
    answer = await kiosk.send(kiosk.told(), Borrower(mall, 2).told(day=TOMORROW))
    assert sorted((each["day"], each["granted"]) for each in answer.json()["leases"]) == [
        ("2019-02-18", 5),
        (TOMORROW, 5),
    ]
    assert answer.json()["now"] == "2019-02-19T02:00:00Z"


async def test_leases_lock_their_series_in_the_order_in_which_presses_do(postgres: Cluster) -> None:
    """Agency ``disdukcapil`` has the series B, ``dpmptsp`` the series A."""
    database, known, other = await postgres.new_database(), limited(MOST), "dpmptsp"
    agencies = {**known.agencies, other: replace(known.agencies[other], quota_per_day=MOST)}
    services = {
        name: replace(each, quota=True) if each.agency == other else each
        for name, each in known.services.items()
    }
    beside = await asyncpg.connect(database)
    async with open_mall(database, known=replace(known, agencies=agencies, services=services)) as mall:
        kiosk = Borrower(mall, 2)
        leases = (kiosk.told(), kiosk.told(other))
        await kiosk.send(*leases)
        async with beside.transaction():
            await beside.execute("SELECT last FROM counters WHERE series = 'A' FOR UPDATE")
            waiting = asyncio.create_task(kiosk.send(*leases))
            await until_told(
                lambda: beside.fetchval(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                )
            )
            await beside.execute("SELECT last FROM counters WHERE series = 'B' FOR UPDATE NOWAIT")
        assert (await waiting).status_code == 200
    await beside.close()
    await postgres.drop(database)


async def test_a_kiosks_health_is_kept_as_it_was_last_told(mall: Mall) -> None:
    kiosk = Borrower(mall, 2)
    await kiosk.beat()
    await kiosk.send(kiosk.told(), printer="paper_out", outbox=3, oldest_unsent=later(), clock_offset_ms=-40)
    ((number, health),) = await mall.sql("SELECT kiosk, health FROM healths")
    told = json.loads(health)
    assert (number, told["printer"], told["outbox"], told["clock_offset_ms"]) == (2, "paper_out", 3, -40)
    assert told["journal"] == str(kiosk.journal)
    assert "leases" not in told


async def test_who_does_not_say_which_kiosk_it_is_is_told_so(mall: Mall) -> None:
    answer = await mall.client.post("/v1/heartbeat", json={})
    assert "MPP-Kiosk" in (problem_of(answer, 400, "kiosk-needed").detail or "")


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"outbox": -1}, "$.outbox"),
        ({"clock_offset_ms": 2**60}, "$.clock_offset_ms"),
        ({"printer": "x" * 201}, "$.printer"),
        ({"leases": [{"agency": AGENCY}]}, "$.leases[0]"),
        ({"journal": "mine"}, "$.journal"),
    ],
)
async def test_a_value_that_cannot_be_is_told_and_nothing_is_kept(
    mall: Mall, wrong: dict[str, object], where: str
) -> None:
    answer = await Borrower(mall, 2).send(**wrong)
    assert where in (problem_of(answer, 422, "bad-body").detail or "")
    assert await mall.sql("SELECT * FROM healths") == []
