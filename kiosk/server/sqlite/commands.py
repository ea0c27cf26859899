"""Commands to kiosks in the database."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kiosk.contract.commands import CommandKind, CommandOutcome
from kiosk.server.commanding.commands import KEPT_FOR, Command, Kept
from kiosk.server.sqlite.moments import micros, moment
from kiosk.server.sqlite.reader import Reader
from kiosk.server.sqlite.writer import Writer

_COMMAND = """SELECT command, kiosk, kind, made_at, ticket_id, label, day, done, detail, ended_at
    FROM commands WHERE mall = ?"""

_ORDER = " ORDER BY made_at, command"

_OPEN = f" AND done IS NULL{_ORDER}"

FORGET = "DELETE FROM commands WHERE mall = ? AND made_at < ?"

_GIVE = """INSERT INTO commands (mall, command, kiosk, kind, made_at, ticket_id, label, day)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""

_END = """UPDATE commands SET done = ?, detail = ?, ended_at = ?
    WHERE mall = ? AND command = ? AND kiosk = ? AND done IS NULL"""


class SqliteCommands:
    """``Commands`` in one file."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def give(self, mall: str, command: Command, now: datetime) -> Kept:
        return await self._writer.run(lambda connection: _give(connection, mall, command, now))

    async def end(self, mall: str, kiosk: int, outcomes: Sequence[CommandOutcome], now: datetime) -> None:
        rows = [(each.done, each.detail, micros(now), mall, each.command.bytes, kiosk) for each in outcomes]
        await self._writer.run(lambda connection: connection.executemany(_END, rows))

    async def open(self, mall: str) -> Sequence[Command]:
        return await self._reader.run(lambda connection: _commands(connection, _OPEN, mall))

    async def known(self, mall: str) -> Sequence[Command]:
        return await self._reader.run(lambda connection: _commands(connection, _ORDER, mall))


def _give(connection: sqlite3.Connection, mall: str, command: Command, now: datetime) -> Kept:
    connection.execute(FORGET, (mall, micros(now - KEPT_FOR)))
    asked = (command.id.bytes, command.kiosk, command.kind, micros(command.made_at))
    ticket = (
        command.ticket_id.bytes if command.ticket_id else None,
        command.label,
        command.day.isoformat() if command.day else None,
    )
    created = connection.execute(_GIVE, (mall, *asked, *ticket)).rowcount == 1
    (kept,) = _commands(connection, "AND command = ?", mall, command.id.bytes)
    return Kept(kept, created)


def _commands(connection: sqlite3.Connection, which: str, *keys: str | bytes) -> list[Command]:
    return [_command(row) for row in connection.execute(f"{_COMMAND} {which}", keys)]


def _command(row: Sequence[Any]) -> Command:
    command, kiosk, kind, made_at, ticket_id, label, day, done, detail, ended_at = row
    return Command(
        UUID(bytes=command),
        kiosk,
        CommandKind(kind),
        moment(made_at),
        UUID(bytes=ticket_id) if ticket_id else None,
        label,
        date.fromisoformat(day) if day else None,
        None if done is None else bool(done),
        detail,
        None if ended_at is None else moment(ended_at),
    )
