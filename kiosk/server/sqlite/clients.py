"""Clients in the database."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kiosk.server.identity.clients import Client, Invitation, LastHealth, Role, kiosks_in, number_for
from kiosk.server.refused import Refused
from kiosk.server.sqlite.moments import micros, moment
from kiosk.server.sqlite.reader import Reader
from kiosk.server.sqlite.writer import Writer

_CLIENT = "SELECT mall, client, role, number, name, code_ends, enrolled_at, revoked_at FROM clients"

_FORGET_EXPIRED = """DELETE FROM clients
    WHERE mall = ? AND enrolled_at IS NULL AND revoked_at IS NULL AND code_ends <= ?"""

_INVITE = """INSERT INTO clients (mall, client, role, number, name, code, code_ends, made_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""

_ENROL = """UPDATE clients SET code = NULL, token = ?, enrolled_at = ?
    WHERE mall = ? AND code = ? AND code_ends > ? AND revoked_at IS NULL RETURNING client"""

_REVOKE = """UPDATE clients SET revoked_at = ?, code = NULL, token = NULL
    WHERE mall = ? AND client = ? AND revoked_at IS NULL"""

_SERIES = """SELECT DISTINCT substr(label, 1, instr(label, '-') - 1) FROM tickets
    WHERE mall = ? AND day = ? AND service <> ''"""

_HEARD = "SELECT kiosk FROM healths WHERE mall = ? AND told_at >= ?"


class SqliteClients:
    """``Clients`` in one file."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def invite(self, mall: str, invitation: Invitation, now: datetime) -> Client | Refused:
        return await self._writer.run(lambda connection: _invite(connection, mall, invitation, now))

    async def enrol(self, mall: str, code: bytes, token: bytes, now: datetime) -> Client | None:
        return await self._writer.run(lambda connection: _enrol(connection, mall, code, token, now))

    async def living(self, mall: str) -> Mapping[bytes, Client]:
        return await self._reader.run(lambda connection: _living(connection, mall))

    async def known(self, mall: str | None) -> Sequence[Client]:
        return await self._reader.run(lambda connection: _known(connection, mall))

    async def healths(self, mall: str | None) -> Mapping[tuple[str, int], LastHealth]:
        return await self._reader.run(lambda connection: _healths(connection, mall))

    async def revoke(self, mall: str, client: str, now: datetime) -> None:
        await self._writer.run(lambda connection: connection.execute(_REVOKE, (micros(now), mall, client)))


def _invite(
    connection: sqlite3.Connection, mall: str, invitation: Invitation, now: datetime
) -> Client | Refused:
    connection.execute(_FORGET_EXPIRED, (mall, micros(now)))
    spoke = _spoke(connection, mall, invitation)
    number = number_for(invitation, _known(connection, mall), spoke)
    if isinstance(number, Refused):
        return number
    ends = micros(invitation.code_ends)
    who = (mall, invitation.client, invitation.role, number, invitation.name)
    connection.execute(_INVITE, (*who, invitation.code, ends, micros(now)))
    return Client(mall, invitation.client, invitation.role, number, invitation.name, invitation.code_ends)


def _spoke(connection: sqlite3.Connection, mall: str, invitation: Invitation) -> frozenset[int]:
    heard = connection.execute(_HEARD, (mall, micros(invitation.day_began)))
    series = connection.execute(_SERIES, (mall, invitation.day.isoformat()))
    return kiosks_in(each for (each,) in series) | {kiosk for (kiosk,) in heard}


def _enrol(
    connection: sqlite3.Connection, mall: str, code: bytes, token: bytes, now: datetime
) -> Client | None:
    at = micros(now)
    row = connection.execute(_ENROL, (token, at, mall, code, at)).fetchone()
    if row is None:
        return None
    return _client(connection.execute(f"{_CLIENT} WHERE mall = ? AND client = ?", (mall, *row)).fetchone())


def _living(connection: sqlite3.Connection, mall: str) -> Mapping[bytes, Client]:
    query = _CLIENT.replace("SELECT", "SELECT token,") + " WHERE mall = ? AND token IS NOT NULL"
    return {token: _client(row) for token, *row in connection.execute(query, (mall,))}


def _known(connection: sqlite3.Connection, mall: str | None) -> list[Client]:
    order = " ORDER BY mall, number IS NULL, number, name, made_at"
    where, keys = ("", ()) if mall is None else (" WHERE mall = ?", (mall,))
    return [_client(row) for row in connection.execute(_CLIENT + where + order, keys)]


def _healths(connection: sqlite3.Connection, mall: str | None) -> Mapping[tuple[str, int], LastHealth]:
    where, keys = ("", ()) if mall is None else (" WHERE mall = ?", (mall,))
    rows = connection.execute(f"SELECT mall, kiosk, told_at, health FROM healths{where}", keys)
    return {(of, kiosk): LastHealth(moment(told_at), health) for of, kiosk, told_at, health in rows}


def _client(row: Sequence[Any]) -> Client:
    mall, client, role, number, name, code_ends, enrolled_at, revoked_at = row
    enrolled, revoked = (None if each is None else moment(each) for each in (enrolled_at, revoked_at))
    return Client(mall, client, Role(role), number, name, moment(code_ends), enrolled, revoked)
