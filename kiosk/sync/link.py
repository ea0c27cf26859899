"""Is the line to the server good? One bad answer takes it down, one good answer brings it up.

While it is down, probes ask for the server with exponential back-off and full jitter, so that the
kiosks of a mall do not all ask at once when it comes back.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.clock import Clock

log = logging.getLogger(__name__)

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 30.0
SETTLED_SECONDS = 30.0
"""A line that fails again sooner than this after it came back goes on with its back-off."""


@dataclass(frozen=True, slots=True)
class Link:
    """The line at a moment; times are monotonic seconds. It starts down, with a probe due at once.

    ``failures`` counts the times in a row that it was found bad, ``since`` is when it last changed,
    ``heard`` when the server last gave a good answer.
    """

    up: bool = False
    failures: int = 0
    since: float | None = None
    heard: float | None = None
    probe_at: float = float("-inf")

    def after_good(self, now: float) -> "Link":
        """Return the line after a good answer."""
        return replace(self, up=True, heard=now, since=self.since if self.up else now)

    def after_bad(self, now: float, chance: float) -> "Link":
        """Return the line after a bad answer or none; ``chance`` is from 0 up to but without 1."""
        settled = self.up and self.since is not None and now - self.since >= SETTLED_SECONDS
        failures = 1 if settled else self.failures + 1
        longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(failures - 1, 10))
        return replace(
            self,
            up=False,
            failures=failures,
            since=now if self.up else self.since,
            probe_at=now + longest * chance,
        )

    def age(self, now: float) -> float | None:
        """Return how many seconds ago the server last gave a good answer; ``None`` if it never did."""
        return None if self.heard is None else now - self.heard


class LinkHealth:
    """Keeps the one ``Link`` up to date, tells of its changes, and logs each loss and each return once."""

    def __init__(self, clock: Clock, chance: Callable[[], float]) -> None:
        self._clock = clock
        self._chance = chance
        self._link = Link()
        self._lost = False
        self._listeners: list[Callable[[], None]] = []
        self._is_up = asyncio.Event()
        self._is_down = asyncio.Event()
        self._is_down.set()

    @property
    def link(self) -> Link:
        """The line as it is now."""
        return self._link

    @property
    def up(self) -> bool:
        """Whether the last answer was good."""
        return self._link.up

    def age(self) -> float | None:
        """Return how many seconds ago the server last gave a good answer; ``None`` if it never did."""
        return self._link.age(self._clock.elapsed())

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` whenever the line goes up or down."""
        self._listeners.append(listener)

    async def wait_up(self) -> None:
        """Return when the line is up."""
        await self._is_up.wait()

    async def wait_down(self) -> None:
        """Return when the line is down."""
        await self._is_down.wait()

    def good(self) -> None:
        """Note a good answer."""
        before, self._link = self._link, self._link.after_good(self._clock.elapsed())
        if not before.up:
            if self._lost:
                log.warning(
                    "the server answers again; it was last heard %s", _ago(before, self._clock.elapsed())
                )
            else:
                log.info("the server answers")
            self._turn(self._is_down, self._is_up)

    def bad(self, reason: str) -> None:
        """Note a bad answer, or none; ``reason`` is for the log."""
        before, self._link = self._link, self._link.after_bad(self._clock.elapsed(), self._chance())
        if before.up or not self._lost:
            self._lost = True
            log.warning("the server does not answer (%s); the kiosk gives its own numbers", reason)
        if before.up:
            self._turn(self._is_up, self._is_down)

    def _turn(self, over: asyncio.Event, now: asyncio.Event) -> None:
        over.clear()
        now.set()
        for listener in self._listeners:
            listener()


def _ago(link: Link, now: float) -> str:
    age = link.age(now)
    return "never before" if age is None else f"{age:.1f} s ago"
