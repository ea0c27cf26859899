"""The recent past of a stream of server-sent events, kept so that a listener may come back to it.

Ids are ``RUN-NUMBER``. ``RUN`` names this process's life: after a restart nothing can be resumed.
"""

import asyncio
import re
import secrets
from collections import deque
from dataclasses import dataclass

KEPT = 512
"""How many events are kept for those who come back."""

_NUMBER = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Notice:
    """An event that was published; ``data`` is JSON without line breaks."""

    number: int
    event: str
    data: bytes


class Feed:
    """A bounded ring of notices, with a bell that rings for every new one."""

    def __init__(self, kept: int = KEPT) -> None:
        self._run = secrets.token_hex(4)
        self._ring: deque[Notice] = deque(maxlen=kept)
        self._latest = 0
        self._bell = asyncio.Event()
        self._closed = False

    @property
    def latest(self) -> int:
        """The number of the last notice published, 0 before the first."""
        return self._latest

    @property
    def closed(self) -> bool:
        """Whether the stream has ended for good."""
        return self._closed

    def publish(self, event: str, data: bytes) -> None:
        """Keep a notice and wake all who wait."""
        self._latest += 1
        self._ring.append(Notice(self._latest, event, data))
        self._ring_bell()

    def after(self, number: int) -> list[Notice] | None:
        """Return what followed a notice, or ``None`` if some of it is kept no more."""
        missed = self._latest - number
        if not 0 <= missed <= len(self._ring):
            return None
        return list(self._ring)[len(self._ring) - missed :]

    def id_of(self, number: int) -> str:
        """Write a notice's number as an event id."""
        return f"{self._run}-{number}"

    def number_of(self, event_id: str) -> int | None:
        """Read an event id, or return ``None`` if it is not one of this run."""
        run, _, number = event_id.partition("-")
        return int(number) if run == self._run and _NUMBER.fullmatch(number) else None

    async def wait_beyond(self, number: int, seconds: float) -> bool:
        """Wait for a notice after ``number`` or the end; return whether one came before so many seconds."""
        bell = self._bell
        if self._latest > number or self._closed:
            return True
        try:
            async with asyncio.timeout(seconds):
                await bell.wait()
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """End the stream for all listeners."""
        self._closed = True
        self._ring_bell()

    def _ring_bell(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()
