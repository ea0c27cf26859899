"""The heartbeat: how the kiosk is goes up; what it may give without a line, and commands, come down."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import assert_never

from kiosk import __version__
from kiosk.clock import Clock
from kiosk.contract.commands import CommandOrder
from kiosk.contract.heartbeat import HeartbeatAnswer, HeartbeatRequest
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.lent import quota_services
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.sync.answers import HeartbeatTaken, NoAnswer, Refused
from kiosk.sync.client import ServerClient
from kiosk.sync.link import LinkHealth
from kiosk.trusted_clock import TrustedClock

log = logging.getLogger(__name__)

SECONDS = 30.0
"""From one heartbeat to the next, give or take a quarter: the kiosks of a mall do not beat together."""

SHORTEST_SECONDS = 5.0
"""From one to the next when there is news."""

RECENT = timedelta(hours=1)
"""How far the numbers go back that tell the server how many to lend."""


class Heartbeat:
    """Tells the server how the kiosk is, and keeps the leases of the agencies that have a daily quota.

    ``publish`` hears how many numbers may be given today without a line, by agency. ``catalogue`` returns
    the one that holds at the moment, ``printer`` the word for the printer's condition. ``chance`` is from
    0 up to but without 1. ``obey`` hears what the server asks for, each time anew until it was told the end.
    """

    def __init__(
        self,
        *,
        journal: AsyncJournal,
        client: ServerClient,
        link: LinkHealth,
        clock: Clock,
        catalogue: Callable[[], Catalogue],
        printer: Callable[[], str],
        publish: Callable[[Mapping[str, int]], None],
        chance: Callable[[], float],
        obey: Callable[[Sequence[CommandOrder]], None] = lambda _: None,
    ) -> None:
        self._journal = journal
        self._client = client
        self._link = link
        self._clock = clock
        self._catalogue = catalogue
        self._printer = printer
        self._publish = publish
        self._chance = chance
        self._obey = obey
        self._news = asyncio.Event()
        self._last = self._due = float("-inf")
        self._refused: str | None = None
        link.on_change(self.wake)

    def wake(self) -> None:
        """Say that there is news: of the line, of the catalogue, or of a limited service's numbers."""
        self._due = min(self._due, self._last + SHORTEST_SECONDS)
        self._news.set()

    def beat_now(self) -> None:
        """Say that somebody waits: there is a command for this kiosk, or the outcome of one."""
        self._due = float("-inf")
        self._news.set()

    async def run(self) -> None:
        """Beat for as long as the program runs; a journal that fails is logged and tried again."""
        while True:
            self._news.clear()
            try:
                await self.tell_lent()
                if self._link.up and self._clock.elapsed() >= self._due:
                    await self._beat()
                    await self.tell_lent()
            except JournalError:
                log.exception("the leases cannot be kept")
                await asyncio.sleep(SHORTEST_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._rest()):
                    await self._news.wait()

    async def tell_lent(self) -> None:
        """Publish what is lent for today, as the journal has it."""
        self._publish(await self._journal.do(Journal.lent, self._today()))

    def _rest(self) -> float:
        """Return for how many seconds there is nothing to do; what is lent ends with the day, line or not."""
        return max(0.0, self._due - self._clock.elapsed()) if self._link.up else SECONDS

    async def _beat(self) -> None:
        self._last = self._clock.elapsed()
        self._due = self._last + SECONDS * (0.75 + self._chance() / 2)
        told = await self._told()
        match await self._client.heartbeat(told):
            case HeartbeatTaken(answer=answer):
                self._refused = None
                await self._take(answer, told)
            case Refused(problem=problem):
                if problem.type != self._refused:
                    log.warning("the server refuses heartbeats: %s", problem)
                self._refused = problem.type
            case NoAnswer():
                pass
            case other:
                assert_never(other)

    async def _take(self, answer: HeartbeatAnswer, told: HeartbeatRequest) -> None:
        if await self._journal.do(Journal.change_leases, told.journal, answer.leases):
            self.wake()  # nobody can use what was given back before the server knows it
        if told.commands:
            await self._journal.do(Journal.commands_told, told.commands)
        self._obey(answer.commands)

    async def _told(self) -> HeartbeatRequest:
        now, services = self._clock.now(), quota_services(self._catalogue())
        health = await self._journal.do(Journal.health)
        leases = await self._journal.do(Journal.leases, self._today(), services, now - RECENT)
        ended = await self._journal.do(Journal.commands_untold)
        trusted = self._clock if isinstance(self._clock, TrustedClock) else None
        return HeartbeatRequest(
            version=__version__,
            journal=health.journal_id,
            now=now,
            clock_confirmed=trusted is None or trusted.confirmed,
            printer=self._printer(),
            paper_used_mm=health.paper_mm,
            outbox=health.outbox,
            dead_letters=health.dead_letters,
            leases=list(leases),
            clock_offset_ms=trusted.offset_ms if trusted else None,
            oldest_unsent=health.oldest_unsent,
            commands=list(ended),
        )

    def _today(self) -> date:
        return service_day(self._clock.now(), self._catalogue().mall.zone)
