"""Asking a kiosk for something from a command line, straight in the database and beside its servers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from uuid6 import uuid7

from kiosk.clock import Clock
from kiosk.contract.commands import CommandBody, CommandKind, CommandRequest
from kiosk.contract.enrolment import ClientBody
from kiosk.server.commanding.commanding import Commanding, Given
from kiosk.server.databases import open_store
from kiosk.server.identity.clients import Role
from kiosk.server.identity.identities import inventory
from kiosk.server.refused import Refused
from kiosk.server.store import Store

POLL_SECONDS = 0.2
"""How often the database is asked whether the kiosk has answered."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """Of which kiosk, by its number, name or id, which ticket is wanted once more on paper."""

    kiosk: str
    label: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The command as it stands at the end of the wait, and whose kiosk's it is."""

    kiosk: ClientBody
    command: CommandBody


def ask_reprint(database: str, wish: Reprint, seconds: float, clock: Clock) -> Asked | Refused:
    """Ask for a copy of a ticket and wait for the kiosk's word, or for so many seconds."""

    async def opened() -> Asked | Refused:
        store = await open_store(database, make=False)
        if isinstance(store, Refused):
            return store
        try:
            return await _ask(store, wish, seconds, clock)
        finally:
            await store.close()

    return asyncio.run(opened())


async def _ask(store: Store, wish: Reprint, seconds: float, clock: Clock) -> Asked | Refused:
    kiosk = _one(wish.kiosk, await inventory(store.clients, None, clock))
    if isinstance(kiosk, Refused):
        return kiosk
    assert kiosk.number is not None, "a kiosk has a number"
    commanding = Commanding(kiosk.mall, store.commands, store.clients, clock)
    request = CommandRequest(CommandKind.REPRINT, label=wish.label, day=wish.day)
    given = await commanding.give(kiosk.number, uuid7(), request)
    if isinstance(given, Refused):
        return given
    assert isinstance(given, Given), "the kiosk is known, and the id is new"
    deadline = clock.elapsed() + seconds
    told = given.command
    while told.ended_at is None and clock.elapsed() < deadline:
        await asyncio.sleep(POLL_SECONDS)
        told = await _again(commanding, kiosk.number, told.command)
    return Asked(kiosk, told)


async def _again(commanding: Commanding, kiosk: int, command: UUID) -> CommandBody:
    known = (await commanding.of_kiosk(kiosk)).commands
    return next(each for each in known if each.command == command)


def _one(who: str, listed: Sequence[ClientBody]) -> ClientBody | Refused:
    kiosks = [each for each in listed if each.role == Role.KIOSK and each.state in ("enrolled", "open")]
    found = [each for each in kiosks if who in (str(each.number), each.name, each.kiosk)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(each.kiosk or f"{each.number} in {each.mall}" for each in found)
        return Refused(f"--kiosk {who}: is what {len(found)} are called; give one of their ids: {ids}")
    return Refused(
        f"--kiosk {who}: no kiosk that the server knows has that number, name or id; see: kiosk server kiosks"
    )
