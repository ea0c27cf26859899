"""What was read a moment ago: many ask at once, and the database is asked once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")

SECONDS = 0.2
"""How old an answer may be: so long a process may not know what another one changed."""


class Recent(Generic[K, T]):
    """Reads again only what is older than ``SECONDS`` or was forgotten."""

    def __init__(self, read: Callable[[K], Coroutine[Any, Any, T]]) -> None:
        self._read = read
        self._readings: dict[K, tuple[float, asyncio.Task[T]]] = {}

    async def get(self, key: K) -> T:
        """Return what ``key`` leads to."""
        now = asyncio.get_running_loop().time()
        begun, reading = self._readings.get(key, (-SECONDS, None))
        if reading is None or now - begun >= SECONDS:
            reading = asyncio.create_task(self._read(key), name="reading")
            self._readings[key] = now, reading
        return await asyncio.shield(reading)

    def forget(self, key: K) -> None:
        """Read anew for whoever asks from now on."""
        self._readings.pop(key, None)

    async def close(self) -> None:
        """Let all readings end."""
        if self._readings:
            await asyncio.wait([reading for _, reading in self._readings.values()])
