"""Enrolling, listing and revoking from a command line, straight in the database and beside its servers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
from uuid6 import uuid7

from kiosk.catalogue.loading import load_catalogue
from kiosk.clock import Clock
from kiosk.contract.enrolment import ClientBody
from kiosk.domain.catalogue import Mall
from kiosk.domain.hours import service_day
from kiosk.server.databases import open_store
from kiosk.server.identity.clients import Client, Clients, Invitation, Role
from kiosk.server.identity.identities import inventory
from kiosk.server.identity.secrets import code_hash, new_code
from kiosk.server.refused import Refused

CODE_MINUTES = 10
LONGEST_NAME = 60

T = TypeVar("T")


class Invited(msgspec.Struct, frozen=True):
    """A code that was made; whoever brings it in time gets the identity. ``number`` is ``null`` for staff."""

    kiosk: str
    number: int | None
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be enrolled; ``number`` is a kiosk's, if not any that is free."""

    name: str
    role: Role
    number: int | None = None


def invite(database: str, catalogue: Path, wish: Wish, clock: Clock) -> Invited | Refused:
    """Make a one-time code, or say why not."""
    if wrong := _wrong(wish):
        return Refused(wrong)
    loaded = load_catalogue(catalogue).catalogue
    if loaded is None:
        return Refused(f"{catalogue}: is no catalogue; try: kiosk check {catalogue}")
    mall, code = loaded.mall, new_code()
    invitation = _invitation(wish, mall, code, clock.now())
    client = _with(database, lambda clients: clients.invite(mall.id, invitation, clock.now()))
    if isinstance(client, Refused):
        return client
    return Invited(client.id, client.number, code, invitation.code_ends)


def list_clients(database: str, clock: Clock) -> list[ClientBody] | Refused:
    """Return all clients of all malls in a database."""
    return _with(database, lambda clients: inventory(clients, None, clock))


def revoke(database: str, who: str, clock: Clock) -> Client | Refused:
    """End the right to speak of a kiosk by its number, or of any client by its name or id."""

    async def work(clients: Clients) -> Client | Refused:
        found = _one(who, await clients.known(None))
        if isinstance(found, Client):
            await clients.revoke(found.mall, found.id, clock.now())
        return found

    return _with(database, work)


def _wrong(wish: Wish) -> str | None:
    if not wish.name.strip() or len(wish.name) > LONGEST_NAME or not wish.name.isprintable():
        return f"--name: give one line of 1 to {LONGEST_NAME} characters, for example where the kiosk stands"
    if wish.role is Role.STAFF and wish.number is not None:
        return "--number: is for kiosks; staff have none"
    return None


def _invitation(wish: Wish, mall: Mall, code: str, now: datetime) -> Invitation:
    day = service_day(now, mall.zone)
    return Invitation(
        client=str(uuid7()),
        role=wish.role,
        name=wish.name.strip(),
        wanted=wish.number,
        code=code_hash(code, mall.id),
        code_ends=now.replace(microsecond=0) + timedelta(minutes=CODE_MINUTES),
        day=day,
        day_began=datetime.combine(day, time.min, mall.zone),
    )


def _one(who: str, known: Sequence[Client]) -> Client | Refused:
    found = [each for each in known if who in (str(each.number), each.name, each.id)]
    living = [each for each in found if each.revoked_at is None]
    if len(living) == 1:
        return living[0]
    if living:
        ids = ", ".join(each.id for each in living)
        return Refused(f"{who}: is what {len(living)} are called; give one of their ids: {ids}")
    if found:
        return Refused(f"{who}: is revoked already")
    return Refused(f"{who}: no kiosk or staff has that number, name or id; see: kiosk server kiosks")


def _with(database: str, work: Callable[[Clients], Awaitable[T | Refused]]) -> T | Refused:
    """Do work on the clients in a database that a server has made."""

    async def opened() -> T | Refused:
        store = await open_store(database, make=False)
        if isinstance(store, Refused):
            return store
        try:
            return await work(store.clients)
        finally:
            await store.close()

    return asyncio.run(opened())
