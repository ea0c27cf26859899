"""What the tests of identities stand on: clients that were invited, and their tokens."""

from datetime import UTC, date, datetime, timedelta
from functools import cache, partial

import httpx
from uuid6 import uuid7

from kiosk.server.identity.clients import Client, Clients, Invitation, Role
from kiosk.server.identity.secrets import code_hash, new_code
from kiosk.server.refused import Refused
from tests.server.kit import MONDAY, catalogue

MALL = catalogue().mall.id
NOW = MONDAY.astimezone(UTC)
DAY_BEGAN = MONDAY.replace(hour=0)
MINUTES = timedelta(minutes=10)


hashed = cache(partial(code_hash, mall=MALL))


def invitation(
    code: str = "ABCD-2345",
    role: Role = Role.KIOSK,
    name: str = "Lobi",
    wanted: int | None = None,
    now: datetime = NOW,
) -> Invitation:
    """Write an invitation for ten minutes from ``now`` on."""
    kept = hashed(code)
    return Invitation(str(uuid7()), role, name, wanted, kept, now + MINUTES, _day(now), _began(now))


async def invite(
    clients: Clients,
    role: Role = Role.KIOSK,
    name: str = "Lobi",
    wanted: int | None = None,
    now: datetime = NOW,
    code: str = "",
) -> tuple[Client, str]:
    """Invite somebody; return who that is, and the code."""
    code = code or new_code()
    client = await clients.invite(MALL, invitation(code, role, name, wanted, now), now)
    assert not isinstance(client, Refused), client
    return client, code


async def enrol(
    clients: Clients,
    asking: httpx.AsyncClient,
    role: Role = Role.KIOSK,
    name: str = "Lobi",
    now: datetime = NOW,
) -> tuple[Client, dict[str, str]]:
    """Enrol somebody over HTTP; return who that is, and the header that they send from now on."""
    client, code = await invite(clients, role, name, now=now)
    answer = await asking.post("/v1/enrolments", json={"code": code})
    assert answer.status_code == 201, answer.text
    return client, {"Authorization": f"Bearer {answer.json()['token']}"}


def _day(now: datetime) -> date:
    return now.astimezone(MONDAY.tzinfo).date()


def _began(now: datetime) -> datetime:
    return now.astimezone(MONDAY.tzinfo).replace(hour=0, minute=0, second=0, microsecond=0)
