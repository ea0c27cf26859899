"""How often something may come from one and the same."""

from collections.abc import Callable

REMEMBERED = 10_000
"""How many keys' rates are remembered before those that are idle are forgotten."""


class Pace:
    """Lets so many events a second through for each key, and a burst at once.

    This is the generic cell rate algorithm (ITU-T I.371): of each key only the time is kept at which it
    would have none of its burst used up.
    """

    def __init__(self, rate: float, burst: int, elapsed: Callable[[], float]) -> None:
        self._interval = 1 / rate
        self._slack = (burst - 1) / rate
        self._elapsed = elapsed
        self._rested: dict[str, float] = {}

    def wait(self, key: str) -> float:
        """Count an event and return 0, or return after how many seconds one may come."""
        now = self._elapsed()
        rested = max(self._rested.get(key, now), now)
        if (early := rested - now - self._slack) > 1e-9:
            return early
        self._rested[key] = rested + self._interval
        if len(self._rested) > REMEMBERED:
            self._rested = {each: at for each, at in self._rested.items() if at > now}
        return 0.0
