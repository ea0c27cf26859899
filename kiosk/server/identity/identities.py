"""Identities: how a code becomes a token, and the list of all who have one."""

import asyncio
from dataclasses import dataclass
from typing import Self

import msgspec

from kiosk.clock import Clock
from kiosk.contract.enrolment import ClientBody, EnrolmentAnswer
from kiosk.server.identity.access import Access, Roster
from kiosk.server.identity.clients import Client, Clients, LastHealth, Role
from kiosk.server.identity.secrets import code_hash, new_token, token_hash
from kiosk.server.pace import Pace

CODES_A_MINUTE, CODES_AT_ONCE = 6, 10
"""How many codes may come from one address: a person mistypes, a program guesses."""

NO_RIGHT = "code: is wrong, used up, or older than ten minutes; make a new one with: kiosk server enrol"
"""The same for all, so that nobody learns which codes there are."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who may ask this server what, and how one comes to be known to it."""

    clients: Clients
    mall: str
    clock: Clock
    roster: Roster
    access: Access
    guesses: Pace

    @classmethod
    def of(cls, clients: Clients, mall: str, access: Access, clock: Clock) -> Self:
        """Make it for one mall."""
        roster = Roster(clients, mall)
        guesses = Pace(CODES_A_MINUTE / 60, CODES_AT_ONCE, clock.elapsed)
        return cls(clients, mall, clock, roster, access, guesses)

    async def enrol(self, code: str) -> EnrolmentAnswer | None:
        """Turn a code into a token, which nobody is told a second time; ``None`` if it is not valid."""
        kept = await asyncio.to_thread(code_hash, code, self.mall)
        token = new_token()
        client = await self.clients.enrol(self.mall, kept, token_hash(token), self.clock.now())
        return EnrolmentAnswer(client.id, client.number, token) if client else None

    async def inventory(self) -> list[ClientBody]:
        """List all clients of the mall."""
        return await inventory(self.clients, self.mall, self.clock)


async def inventory(clients: Clients, mall: str | None, clock: Clock) -> list[ClientBody]:
    """List all clients of a mall, or of all, with what each kiosk last told of itself."""
    known, healths = await clients.known(mall), dict(await clients.healths(mall))
    bodies = []
    for each in known:
        lives = each.number is not None and each.revoked_at is None
        health = healths.pop((each.mall, each.number), None) if lives and each.number else None
        bodies.append(_body(each, health, each.state(clock.now())))
    bodies += [
        ClientBody(of, Role.KIOSK, "open", number=number, told_at=told.told_at, health=_read(told))
        for (of, number), told in healths.items()
        if not any((each.mall, each.number) == (of, number) for each in known)
    ]
    return sorted(bodies, key=lambda each: (each.mall, each.number is None, each.number or 0))


def _body(client: Client, health: LastHealth | None, state: str) -> ClientBody:
    return ClientBody(
        mall=client.mall,
        role=client.role,
        state=state,
        kiosk=client.id,
        number=client.number,
        name=client.name,
        enrolled_at=client.enrolled_at,
        revoked_at=client.revoked_at,
        told_at=health.told_at if health else None,
        health=_read(health) if health else None,
    )


def _read(told: LastHealth) -> dict[str, object]:
    return msgspec.json.decode(told.health, type=dict[str, object])
