"""Who may ask what: every request's token, looked up among the clients that are enrolled."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum

from starlette.requests import Request
from starlette.types import Scope

from kiosk.contract.bodies import KIOSK_HEADER
from kiosk.contract.problems import ProblemType
from kiosk.server.away import StoreAwayError
from kiosk.server.identity.clients import Client, Clients, Role
from kiosk.server.identity.secrets import token_hash
from kiosk.server.web.audience import Audience
from kiosk.server.web.http import KIOSK_OF_TOKEN, ProblemError, kiosk_of
from kiosk.server.web.problems import problem

FRESH_SECONDS = 0.5
"""How old the clients may be that were read: so long one that was revoked may go on."""

FRESH_FOR_STRANGERS = 0.05
"""The same for whoever is not among them: they may just have been enrolled, perhaps by another process."""

CHALLENGE = {"WWW-Authenticate": "Bearer"}
"""What a 401 has to say (RFC 9110 section 11.6.1, RFC 6750 section 3)."""


class Access(StrEnum):
    """Whom a server answers: everybody, or who is enrolled."""

    OPEN = "open"
    ENROLLED = "enrolled"


class Roster:
    """All clients of a mall that are enrolled and not revoked, as they were a moment ago."""

    def __init__(self, clients: Clients, mall: str) -> None:
        self._clients = clients
        self._mall = mall
        self._living: Mapping[bytes, Client] = {}
        self._read_at = self._failed_at = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, token: str) -> Client | None:
        """Return whose token it is; raises ``StoreAwayError``."""
        hashed = token_hash(token)
        await self._refresh(FRESH_SECONDS)
        if hashed not in self._living:
            await self._refresh(FRESH_FOR_STRANGERS)
        return self._living.get(hashed)

    def glance(self, token: str) -> Client | None:
        """Return whose token it was when the clients were last read."""
        return self._living.get(token_hash(token))

    async def lives(self, token: str) -> bool:
        """Tell whether a token still counts; while the store is away, as before."""
        try:
            return await self.find(token) is not None
        except StoreAwayError:
            return self.glance(token) is not None

    async def _refresh(self, seconds: float) -> None:
        """Read anew what is older than that; whoever waited meanwhile shares the reading, or its failure."""
        loop = asyncio.get_running_loop()
        asked = loop.time()
        if asked - self._read_at < seconds:
            return
        async with self._lock:
            if self._failed_at > asked:
                raise StoreAwayError("the clients could not be read a moment ago")
            begun = loop.time()
            if begun - self._read_at >= seconds:
                try:
                    self._living = await self._clients.living(self._mall)
                except StoreAwayError:
                    self._failed_at = loop.time()
                    raise
                self._read_at = begun


class Guard:
    """Lets a request through or says why not."""

    def __init__(self, roster: Roster, access: Access) -> None:
        self.roster = roster
        self._access = access

    async def admit(self, request: Request, audience: Audience) -> None:
        """Check who asks, and note it in the request; raises ``ProblemError``.

        Without enrolment nobody needs a token, but one that is sent must be good.
        """
        if audience is Audience.ALL:
            return
        token = bearer(request.scope)
        if token is None:
            if self._access is Access.ENROLLED:
                raise _unknown("Authorization: is missing; send Bearer and the token of an enrolment")
            return
        client = await self.roster.find(token)
        if client is None:
            raise _unknown("Authorization: the token is not known, or it was revoked; enrol again")
        if wrong := _wrong(client, audience):
            raise ProblemError(problem(ProblemType.FORBIDDEN, wrong))
        request.scope[KIOSK_OF_TOKEN] = client.number
        if client.role is Role.KIOSK and kiosk_of(request) != client.number:
            said = f"{KIOSK_HEADER}: the token is kiosk {client.number}'s; send that number, or leave it out"
            raise ProblemError(problem(ProblemType.FORBIDDEN, said))


def bearer(scope: Scope) -> str | None:
    """Return the token that a request brings (RFC 6750 section 2.1)."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else ""
    return None


def _unknown(detail: str) -> ProblemError:
    return ProblemError(problem(ProblemType.UNAUTHENTICATED, detail), CHALLENGE)


def _wrong(client: Client, audience: Audience) -> str | None:
    match audience:
        case Audience.KIOSKS if client.role is not Role.KIOSK:
            return "this is for kiosks; use the token of a kiosk"
        case Audience.STAFF if client.role is not Role.STAFF:
            return "this is for staff; use a token that was enrolled with --for staff"
        case _:
            return None
