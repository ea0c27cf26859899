"""Commands to kiosks over HTTP, on both stores: kept until the kiosk tells their end, or ten minutes."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from uuid6 import uuid7

from kiosk.contract.commands import CommandKind
from kiosk.server.commanding.commands import KEPT_FOR, LIFE, Command
from kiosk.server.identity.access import Access
from kiosk.server.identity.clients import Role
from tests.server.identity_kit import enrol
from tests.server.kit import MONDAY, Body, Mall, open_mall
from tests.server.quota_kit import Borrower
from tests.server.store_kit import opened
from tests.server.test_problems import problem_of
from tests.server.test_stream import take_apart

REPRINT = {"kind": "reprint", "label": "B-001"}


@dataclass(slots=True)
class Kiosk:
    """A kiosk that was heard; it tells what it is given to tell."""

    mall: Mall
    number: int = 2
    journal: UUID = field(default_factory=uuid7)

    async def beat(self, *ended: Body) -> list[Body]:
        """Beat, and return what the answer asks for."""
        answer = await Borrower(self.mall, self.number, journal=self.journal).send(commands=ended)
        assert answer.status_code == 200, answer.text
        orders: list[Body] = answer.json()["commands"]
        return orders

    async def ask(self, command: UUID, body: Body | None = None) -> httpx.Response:
        path = f"/v1/kiosks/{self.number}/commands/{command}"
        return await self.mall.client.put(path, json=body or REPRINT)

    async def asked(self) -> list[Body]:
        answer = await self.mall.client.get(f"/v1/kiosks/{self.number}/commands")
        listed: list[Body] = answer.json()["commands"]
        return listed


@pytest.fixture
async def kiosk(mall: Mall) -> Kiosk:
    heard = Kiosk(mall)
    assert await heard.beat() == []
    return heard


def ended(command: UUID, done: bool = True, detail: str = "printed") -> Body:
    return {"command": str(command), "done": done, "detail": detail}


async def test_a_command_comes_with_every_heartbeat_until_its_outcome_was_told(kiosk: Kiosk) -> None:
    command = uuid7()
    answer = await kiosk.ask(command)
    assert answer.status_code == 201
    assert answer.json() == {
        "command": str(command),
        "kiosk": 2,
        "kind": "reprint",
        "state": "waiting",
        "label": "B-001",
        "made_at": "2019-02-18T02:00:00Z",
        "until": "2019-02-18T02:10:00Z",
    }
    order = {"command": str(command), "kind": "reprint", "label": "B-001"}
    assert await kiosk.beat() == [order]
    assert await kiosk.beat() == [order], "the first answer may be lost"
    assert await Kiosk(kiosk.mall, 3).beat() == []
    assert await kiosk.beat(ended(command)) == []
    assert await kiosk.beat(ended(command, done=False, detail="again")) == []
    (told,) = await kiosk.asked()
    assert (told["state"], told["detail"], told["ended_at"][:19]) == (
        "done",
        "printed",
        "2019-02-18T02:00:00",
    )


async def test_asking_again_is_harmless_and_tells_how_the_command_stands(kiosk: Kiosk) -> None:
    command = uuid7()
    await kiosk.ask(command)
    again = await kiosk.ask(command)
    assert (again.status_code, again.json()["state"]) == (200, "waiting")
    await kiosk.beat(ended(command, done=False, detail="no paper"))
    again = await kiosk.ask(command)
    assert (again.json()["state"], again.json()["detail"]) == ("failed", "no paper")
    assert await kiosk.beat() == []
    other = await kiosk.ask(command, {"kind": "restart"})
    assert "new id" in (problem_of(other, 409, "command-conflict").detail or "")
    assert len(await kiosk.asked()) == 1


async def test_a_command_that_nobody_fetched_in_time_is_worth_nothing_and_says_so(kiosk: Kiosk) -> None:
    command = uuid7()
    await kiosk.ask(command)
    kiosk.mall.clock.advance(LIFE.total_seconds() - 1)
    assert len(await kiosk.beat()) == 1
    kiosk.mall.clock.advance(1)
    assert await kiosk.beat() == []
    assert [each["state"] for each in await kiosk.asked()] == ["expired"]
    await kiosk.beat(ended(command))
    assert [each["state"] for each in await kiosk.asked()] == ["done"], "it was done, and told late"


async def test_only_the_kiosk_that_was_asked_can_tell_the_end(kiosk: Kiosk) -> None:
    command = uuid7()
    await kiosk.ask(command)
    await Kiosk(kiosk.mall, 3).beat(ended(command), ended(uuid7()))
    assert len(await kiosk.beat()) == 1


async def test_commands_come_in_the_order_in_which_they_were_given(kiosk: Kiosk) -> None:
    ticket_id = str(uuid7())
    asked: list[Body] = [
        {"kind": "reprint", "ticket_id": ticket_id},
        {"kind": "refresh"},
        {"kind": "reprint", "label": "B2-001", "day": "2019-02-17"},
        {"kind": "restart"},
    ]
    for each in asked:
        assert (await kiosk.ask(uuid7(), each)).status_code == 201
        kiosk.mall.clock.advance(1)
    orders = await kiosk.beat()
    assert [{name: each[name] for name in each if name != "command"} for each in orders] == asked


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"kind": "dance"}, "$.kind"),
        ({"kind": "reprint"}, "label"),
        ({"kind": "reprint", "label": "B-1"}, "'B-1' is no number"),
        ({"kind": "reprint", "label": "B-001", "ticket_id": str(uuid7())}, "not by both"),
        ({"kind": "reprint", "ticket_id": str(uuid7()), "day": "2019-02-18"}, "day"),
        ({"kind": "restart", "label": "B-001"}, "leave it out"),
    ],
)
async def test_what_cannot_be_asked_is_refused(kiosk: Kiosk, body: Body, where: str) -> None:
    answer = await kiosk.ask(uuid7(), body)
    assert where in (problem_of(answer, 422, "bad-body").detail or "")
    assert await kiosk.asked() == []


async def test_a_kiosk_that_nobody_knows_is_asked_for_nothing(mall: Mall) -> None:
    answer = await Kiosk(mall, 9).ask(uuid7())
    assert "no kiosk 9" in (problem_of(answer, 404, "not-found").detail or "")
    for path in ("/v1/kiosks/100/commands", "/v1/kiosks/b/commands"):
        problem_of(await mall.client.get(path), 422, "bad-body")
    problem_of(await mall.client.put("/v1/kiosks/9/commands/new", json=REPRINT), 422, "bad-body")


async def test_staff_alone_may_ask(database: str) -> None:
    async with open_mall(database, access=Access.ENROLLED) as mall:
        of_kiosk, kiosk = await enrol(mall.store.clients, mall.client)
        _, staff = await enrol(mall.store.clients, mall.client, Role.STAFF, "Loket 1")
        path = f"/v1/kiosks/{of_kiosk.number}/commands/{uuid7()}"
        problem_of(await mall.client.put(path, json=REPRINT), 401, "unauthenticated")
        problem_of(await mall.client.put(path, json=REPRINT, headers=kiosk), 403, "forbidden")
        assert (await mall.client.put(path, json=REPRINT, headers=staff)).status_code == 201


async def test_the_stream_says_once_for_whom_there_are_commands(kiosk: Kiosk) -> None:
    board = kiosk.mall.board
    await board.refresh()
    heard = board.stream(None)
    try:
        assert [await anext(heard), await anext(heard)]
        command = uuid7()
        await kiosk.ask(command)
        await board.refresh()
        await board.refresh()
        await kiosk.beat(ended(command))
        await kiosk.ask(uuid7(), {"kind": "refresh"})
        await board.refresh()
        told = take_apart(await anext(heard))
    finally:
        await heard.aclose()
    assert [(each.event, each.data) for each in told] == [("commands", {"kiosks": [2]})] * 2


async def test_a_command_outlives_its_server_and_is_forgotten_after_a_day(database: str) -> None:
    now, command = MONDAY, Command(uuid7(), 2, CommandKind.REFRESH, MONDAY)
    async with opened(database) as store:
        assert (await store.commands.give("mall", command, now)).created
    async with opened(database) as store:
        commands = store.commands
        assert not (await commands.give("mall", command, now)).created
        assert await commands.open("mall") == await commands.known("mall") == [command]
        assert await commands.open("elsewhere") == []
        later = Command(uuid7(), 2, CommandKind.REFRESH, now + KEPT_FOR + timedelta(seconds=1))
        await commands.give("elsewhere", later, later.made_at)
        assert await commands.known("mall") == [command], "no call touches two malls"
        await commands.give("mall", later, later.made_at)
        assert await commands.known("mall") == [later]
