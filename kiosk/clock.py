"""Clocks: where every part of the program learns what time it is.

Wall time is always an aware ``datetime``; elapsed time is seconds on a monotonic clock, because
a wall clock may be set back while a citizen waits.
"""

import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the wall time and the elapsed time."""

    def now(self) -> datetime:
        """Return the aware wall time in UTC."""
        ...

    def elapsed(self) -> float:
        """Return seconds on a monotonic clock; only differences mean something."""
        ...


def seconds_since_boot() -> float:
    """Return seconds on a monotonic clock that goes on while the machine sleeps, where it has one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def elapsed(self) -> float:
        return seconds_since_boot()


class ShiftedClock:
    """A demonstration's clock: it shows ``start`` at its creation and then runs at normal speed."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware start time, for example 2019-02-18T09:00+07:00")
        self._start = start.astimezone(UTC)
        self._begun = seconds_since_boot()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=seconds_since_boot() - self._begun)

    def elapsed(self) -> float:
        return seconds_since_boot()


@dataclass
class ManualClock:
    """A clock for tests: it moves only when it is told to."""

    at: datetime
    seconds: float = field(default=0.0)

    def now(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Let both times go on by so many seconds."""
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds
