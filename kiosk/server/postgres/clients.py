"""Clients in the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from kiosk.server.identity.clients import Client, Invitation, LastHealth, Role, kiosks_in, number_for
from kiosk.server.postgres.line import Connection, Line
from kiosk.server.refused import Refused

_CLIENT = "SELECT mall, client, role, number, name, code_ends, enrolled_at, revoked_at FROM clients"

_FORGET_EXPIRED = """DELETE FROM clients
    WHERE mall = $1 AND enrolled_at IS NULL AND revoked_at IS NULL AND code_ends <= $2"""

_INVITE = """INSERT INTO clients (mall, client, role, number, name, code, code_ends, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""

# A connection that is lost after the commit has the statement done again: then the token is there already.
_ENROL = """UPDATE clients SET code = NULL, token = $2, enrolled_at = coalesce(enrolled_at, $3)
    WHERE mall = $1 AND revoked_at IS NULL AND (token = $2 OR (code = $4 AND code_ends > $3))
    RETURNING mall, client, role, number, name, code_ends, enrolled_at, revoked_at"""

_REVOKE = """UPDATE clients SET revoked_at = $3, code = NULL, token = NULL
    WHERE mall = $1 AND client = $2 AND revoked_at IS NULL"""

_SERIES = """SELECT DISTINCT split_part(label, '-', 1) FROM tickets
    WHERE mall = $1 AND day = $2 AND service <> ''"""

_HEARD = "SELECT kiosk FROM healths WHERE mall = $1 AND told_at >= $2"


class PostgresClients:
    """``Clients`` in a database that any number of processes share."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def invite(self, mall: str, invitation: Invitation, now: datetime) -> Client | Refused:
        return await self._line.transaction(partial(_invite, mall=mall, invitation=invitation, now=now))

    async def enrol(self, mall: str, code: bytes, token: bytes, now: datetime) -> Client | None:
        async def work(connection: Connection) -> Client | None:
            row = await connection.fetchrow(_ENROL, mall, token, now, code)
            return _client(row) if row else None

        return await self._line.run(work)

    async def living(self, mall: str) -> Mapping[bytes, Client]:
        return await self._line.run(partial(_living, mall=mall))

    async def known(self, mall: str | None) -> Sequence[Client]:
        return await self._line.run(partial(_known, mall=mall))

    async def healths(self, mall: str | None) -> Mapping[tuple[str, int], LastHealth]:
        return await self._line.run(partial(_healths, mall=mall))

    async def revoke(self, mall: str, client: str, now: datetime) -> None:
        async def work(connection: Connection) -> None:
            await connection.execute(_REVOKE, mall, client, now)

        await self._line.run(work)


async def _invite(
    connection: Connection, mall: str, invitation: Invitation, now: datetime
) -> Client | Refused:
    await connection.execute(_FORGET_EXPIRED, mall, now)
    spoke = await _spoke(connection, mall, invitation)
    number = number_for(invitation, await _known(connection, mall), spoke)
    if isinstance(number, Refused):
        return number
    who = (mall, invitation.client, invitation.role, number, invitation.name)
    await connection.execute(_INVITE, *who, invitation.code, invitation.code_ends, now)
    return Client(mall, invitation.client, invitation.role, number, invitation.name, invitation.code_ends)


async def _spoke(connection: Connection, mall: str, invitation: Invitation) -> frozenset[int]:
    heard = await connection.fetch(_HEARD, mall, invitation.day_began)
    series = await connection.fetch(_SERIES, mall, invitation.day)
    return kiosks_in(each for (each,) in series) | {kiosk for (kiosk,) in heard}


async def _living(connection: Connection, mall: str) -> Mapping[bytes, Client]:
    query = _CLIENT.replace("SELECT", "SELECT token,") + " WHERE mall = $1 AND token IS NOT NULL"
    return {token: _client(row) for token, *row in await connection.fetch(query, mall)}


async def _known(connection: Connection, mall: str | None) -> list[Client]:
    order = " ORDER BY mall, number NULLS LAST, name, made_at"
    where, keys = ("", ()) if mall is None else (" WHERE mall = $1", (mall,))
    return [_client(row) for row in await connection.fetch(_CLIENT + where + order, *keys)]


async def _healths(connection: Connection, mall: str | None) -> Mapping[tuple[str, int], LastHealth]:
    where, keys = ("", ()) if mall is None else (" WHERE mall = $1", (mall,))
    rows = await connection.fetch(f"SELECT mall, kiosk, told_at, health FROM healths{where}", *keys)
    return {(of, kiosk): LastHealth(told_at, health) for of, kiosk, told_at, health in rows}


def _client(row: Iterable[Any]) -> Client:
    mall, client, role, number, name, code_ends, enrolled_at, revoked_at = row
    return Client(mall, client, Role(role), number, name, code_ends, enrolled_at, revoked_at)
