"""Commands to kiosks in the database."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from kiosk.contract.commands import CommandKind, CommandOutcome
from kiosk.server.commanding.commands import KEPT_FOR, Command, Kept
from kiosk.server.postgres.line import Connection, Line

_COMMAND = """SELECT command, kiosk, kind, made_at, ticket_id, label, day, done, detail, ended_at
    FROM commands WHERE mall = $1"""

_ORDER = " ORDER BY made_at, command"

FORGET = "DELETE FROM commands WHERE mall = $1 AND made_at < $2"

_GIVE = """INSERT INTO commands (mall, command, kiosk, kind, made_at, ticket_id, label, day)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (mall, command) DO NOTHING RETURNING true"""

_END = """UPDATE commands SET done = $4, detail = $5, ended_at = $6
    WHERE mall = $1 AND command = $2 AND kiosk = $3 AND done IS NULL"""


class PostgresCommands:
    """``Commands`` in a database that any number of processes share."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def give(self, mall: str, command: Command, now: datetime) -> Kept:
        return await self._line.transaction(partial(_give, mall=mall, command=command, now=now))

    async def end(self, mall: str, kiosk: int, outcomes: Sequence[CommandOutcome], now: datetime) -> None:
        rows = [(mall, each.command, kiosk, each.done, each.detail, now) for each in outcomes]

        async def work(connection: Connection) -> None:
            await connection.executemany(_END, rows)

        await self._line.transaction(work)

    async def open(self, mall: str) -> Sequence[Command]:
        return await self._line.run(partial(_commands, which=f"AND done IS NULL {_ORDER}", keys=(mall,)))

    async def known(self, mall: str) -> Sequence[Command]:
        return await self._line.run(partial(_commands, which=_ORDER, keys=(mall,)))


async def _give(connection: Connection, mall: str, command: Command, now: datetime) -> Kept:
    await connection.execute(FORGET, mall, now - KEPT_FOR)
    asked = (command.id, command.kiosk, command.kind, command.made_at)
    ticket = (command.ticket_id, command.label, command.day)
    created = await connection.fetchval(_GIVE, mall, *asked, *ticket)
    (kept,) = await _commands(connection, "AND command = $2", (mall, command.id))
    return Kept(kept, bool(created))


async def _commands(connection: Connection, which: str, keys: tuple[object, ...]) -> list[Command]:
    rows = [tuple(row) for row in await connection.fetch(f"{_COMMAND} {which}", *keys)]
    return [Command(command, kiosk, CommandKind(kind), *rest) for command, kiosk, kind, *rest in rows]
