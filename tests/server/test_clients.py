"""Clients in both stores: numbers that cannot meet, codes that work once, tokens that end."""

import asyncio
from datetime import timedelta

import pytest
from uuid6 import uuid7

from kiosk.server.identity.clients import Role
from kiosk.server.identity.secrets import LETTERS, code_hash, new_code, new_token, token_hash
from kiosk.server.lending.leases import Beat
from kiosk.server.refused import Refused
from tests.server.identity_kit import DAY_BEGAN, MALL, MINUTES, NOW, invitation, invite
from tests.server.kit import Mall, issued
from tests.server.store_kit import opened

TOMORROW = NOW + timedelta(days=1)
TOKEN = token_hash("a token")


async def refused(mall: Mall, wanted: int) -> str:
    told = await mall.store.clients.invite(MALL, invitation(wanted=wanted), NOW)
    assert isinstance(told, Refused)
    return told.why


async def test_numbers_that_nobody_had_go_first_and_in_order(database: str) -> None:
    async with opened(database) as store:
        clients = store.clients
        assert [(await invite(clients))[0].number for _ in range(3)] == [1, 2, 3]
        assert (await invite(clients, wanted=5))[0].number == 5
        (second,) = [each for each in await clients.known(MALL) if each.number == 2]
        await clients.revoke(MALL, second.id, NOW)
        assert [(await invite(clients))[0].number for _ in range(2)] == [4, 6]
        assert [each.number for each in await clients.known(None)] == [1, 2, 3, 4, 5, 6]


async def test_simultaneous_invitations_get_different_numbers(database: str) -> None:
    async with opened(database) as store, opened(database) as beside:
        both = [invite(each.clients) for each in (store, beside) * 4]
        numbers = [client.number for client, _ in await asyncio.gather(*both)]
    assert sorted(number for number in numbers if number) == list(range(1, 9))


async def test_a_taken_number_is_refused_by_its_holders_name(mall: Mall) -> None:
    await invite(mall.store.clients, name="Gedung B", wanted=7)
    assert "'Gedung B'" in await refused(mall, 7)
    assert "1 to 99" in await refused(mall, 100)
    assert "1 to 99" in await refused(mall, 0)


async def test_a_number_in_todays_labels_is_given_to_nobody_until_tomorrow(mall: Mall) -> None:
    """I1: its new holder would count from 001 again."""
    told = await mall.tell(issued(1, uuid7(), "B1-001"), issued(2, uuid7(), "B12-003", 1))
    assert told["acked"] == [1, 2]
    clients = mall.store.clients
    assert (await invite(clients))[0].number == 2
    assert "labels" in await refused(mall, 1)
    assert "labels" in await refused(mall, 12)
    assert (await invite(clients, wanted=12, now=TOMORROW))[0].number == 12


async def test_a_kiosk_that_was_revoked_today_may_have_given_what_nobody_heard_of(mall: Mall) -> None:
    """I1: without a line its labels stay with it."""
    clients = mall.store.clients
    client, code = await invite(clients, wanted=3)
    await clients.enrol(MALL, code_hash(code, MALL), TOKEN, NOW)
    await clients.revoke(MALL, client.id, NOW)
    assert "until tomorrow" in await refused(mall, 3)
    assert (await invite(clients, wanted=3, now=TOMORROW))[0].number == 3


async def test_a_number_under_which_a_kiosk_without_identity_spoke_today_is_given_to_nobody(
    mall: Mall,
) -> None:
    """I1: what it gave on paper nobody may have heard of."""
    await mall.store.lending.beat(MALL, Beat(1, uuid7(), "{}", ()), DAY_BEGAN.date(), NOW)
    clients = mall.store.clients
    assert "today" in await refused(mall, 1)
    assert (await invite(clients))[0].number == 2
    assert (await invite(clients, wanted=1, now=TOMORROW))[0].number == 1


@pytest.mark.parametrize("name", ["Aula", "Teras"])
async def test_who_had_the_number_before_hides_nobody_who_was_revoked_today(mall: Mall, name: str) -> None:
    """I1: names say nothing of who had it last."""
    clients = mall.store.clients
    for holder, now in ((name, NOW - timedelta(days=1)), ("Lobi", NOW)):
        client, code = await invite(clients, name=holder, wanted=3, now=now)
        await clients.enrol(MALL, code_hash(code, MALL), token_hash(holder), now)
        await clients.revoke(MALL, client.id, now)
    assert "'Lobi'" in await refused(mall, 3)


async def test_a_number_whose_code_nobody_used_is_free_at_once(mall: Mall) -> None:
    clients = mall.store.clients
    client, _ = await invite(clients, wanted=3)
    await clients.revoke(MALL, client.id, NOW)
    assert (await invite(clients, wanted=3))[0].number == 3


async def test_when_all_numbers_are_taken_the_refusal_says_what_to_do(database: str) -> None:
    async with opened(database) as store:
        numbers = [(await invite(store.clients, code="ABCD-2345"))[0].number for _ in range(99)]
        assert numbers == list(range(1, 100))
        told = await store.clients.invite(MALL, invitation(), NOW)
        assert isinstance(told, Refused)
        assert "revoke" in told.why
        (old,) = [each for each in await store.clients.known(MALL) if each.number == 44]
        await store.clients.revoke(MALL, old.id, NOW)
        assert (await invite(store.clients))[0].number == 44
        assert (await invite(store.clients, Role.STAFF))[0].number is None


async def test_a_code_works_once_in_time_and_whatever_its_case(database: str) -> None:
    async with opened(database) as store:
        clients = store.clients
        client, code = await invite(clients)
        late = NOW + MINUTES
        assert await clients.enrol(MALL, code_hash(code, MALL), TOKEN, late) is None
        assert await clients.enrol("elsewhere", code_hash(code, "elsewhere"), TOKEN, NOW) is None
        again = code.lower().replace("-", "")
        enrolled = await clients.enrol(MALL, code_hash(again, MALL), TOKEN, NOW)
        assert enrolled
        assert (enrolled.id, enrolled.number, enrolled.enrolled_at) == (client.id, 1, NOW)
        assert await clients.enrol(MALL, code_hash(code, MALL), token_hash("another"), NOW) is None
        assert await clients.living(MALL) == {TOKEN: enrolled}


async def test_of_two_who_bring_one_code_one_gets_the_identity(database: str) -> None:
    async with opened(database) as store, opened(database) as beside:
        _, code = await invite(store.clients)
        kept = code_hash(code, MALL)
        tokens = [token_hash(new_token()) for _ in range(6)]
        asked = [
            each.clients.enrol(MALL, kept, token, NOW)
            for each, token in zip((store, beside) * 3, tokens, strict=True)
        ]
        got = await asyncio.gather(*asked)
        assert len([each for each in got if each]) == 1
        assert len(await store.clients.living(MALL)) == 1


async def test_a_revoked_client_lives_no_more_and_a_revoked_code_is_none(database: str) -> None:
    async with opened(database) as store:
        clients = store.clients
        client, code = await invite(clients)
        await clients.enrol(MALL, code_hash(code, MALL), TOKEN, NOW)
        other, unused = await invite(clients)
        for each in (client, other):
            await clients.revoke(MALL, each.id, NOW)
            await clients.revoke(MALL, each.id, TOMORROW)
        assert await clients.living(MALL) == {}
        assert await clients.enrol(MALL, code_hash(unused, MALL), TOKEN, NOW) is None
        assert [each.revoked_at for each in await clients.known(MALL)] == [NOW, NOW]


async def test_invitations_that_expired_unused_are_forgotten_and_their_numbers_too(database: str) -> None:
    async with opened(database) as store:
        clients = store.clients
        await invite(clients)
        (client,) = await clients.known(MALL)
        assert (client.state(NOW), client.state(NOW + MINUTES)) == ("invited", "expired")
        again, _ = await invite(clients, now=NOW + MINUTES)
        assert again.number == 1
        assert await clients.known(MALL) == [again]


async def test_neither_codes_nor_tokens_are_in_the_database(mall: Mall) -> None:
    client, code = await invite(mall.store.clients)
    answer = await mall.client.post("/v1/enrolments", json={"code": code})
    token = answer.json()["token"]
    other, unused = await invite(mall.store.clients)
    kept = await mall.sql("SELECT code, token, client FROM clients")
    written = b"".join(bytes(each) for row in kept for each in row[:2] if each)
    for secret in (code, code.replace("-", ""), unused, unused.replace("-", ""), token):
        assert secret.encode() not in written
    assert {row[2]: (row[0] is None, row[1] is None) for row in kept} == {
        client.id: (True, False),
        other.id: (False, True),
    }


@pytest.mark.parametrize("look_alike", "01ILO")
def test_codes_are_easy_to_read_out(look_alike: str) -> None:
    assert look_alike not in LETTERS
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        first, dash, last = code[:4], code[4], code[5:]
        assert (len(first), dash, len(last)) == (4, "-", 4)
        assert set(first + last) <= set(LETTERS)
