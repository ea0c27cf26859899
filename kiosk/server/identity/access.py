"""Whom a server answers, and the clients that are enrolled, by their tokens."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum

from kiosk.server.away import StoreAwayError
from kiosk.server.identity.clients import Client, Clients
from kiosk.server.identity.secrets import token_hash

FRESH_SECONDS = 0.5
"""How old the clients may be that were read: so long one that was revoked may go on."""

FRESH_FOR_STRANGERS = 0.05
"""The same for whoever is not among them: they may just have been enrolled, perhaps by another process."""


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
