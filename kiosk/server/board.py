"""What every service's sign says now; what changes goes to the stream."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import date, datetime
from uuid import UUID

import msgspec

from kiosk.clock import Clock
from kiosk.contract.bodies import AvailabilityNotice, ServiceState, TimeNotice
from kiosk.contract.commands import CommandsNotice
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.server.away import StoreAwayError
from kiosk.server.counters.forecast import Forecast
from kiosk.server.feed import Feed
from kiosk.server.lending.quotas import Limit, limit_of, quotas_of
from kiosk.server.states import state_of
from kiosk.server.store import Store

LOOK_AGAIN = 1.5
"""Seconds until the clock and the store are looked at again though nobody said that anything changed."""

GATHER = 0.2
"""Seconds during which changes gather into one notice."""

TIME_AGAIN = 60.0
"""Seconds after which a listener is told the time once more; machines' clocks drift apart."""

COMMENT = 10.0
"""Seconds of silence after which a comment tells listeners that the line is alive."""

log = logging.getLogger(__name__)


class Board:
    """The states of all services; ``refresh`` brings them up to date, ``watch`` does so for ever.

    ``forecast`` goes with them; ``store_away`` tells whether the last attempt met no database.
    """

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock, feed: Feed) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._feed = feed
        self._states: dict[str, ServiceState] = {}
        self._commands: frozenset[UUID] = frozenset()
        self._changed = asyncio.Event()
        self._refreshed_at = float("-inf")
        self.forecast = Forecast(catalogue, store, clock)
        self.store_away = False

    @property
    def age(self) -> float:
        """How many seconds old the states are."""
        return self._clock.elapsed() - self._refreshed_at

    async def reach_store(self) -> None:
        """Read from the store, only to learn whether it answers."""
        mall = self._catalogue.mall
        await self._store.queues(mall.id, service_day(self._clock.now(), mall.zone))

    def now(self) -> datetime:
        """Return the server's time."""
        return self._clock.now()

    def touch(self) -> None:
        """Say that a queue, staff's word or a command may have changed."""
        self._changed.set()

    async def watch(self) -> None:
        """Keep the states up to date until cancelled; a store that fails is logged and asked again."""
        while True:
            try:
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            try:
                await self.refresh()
            except StoreAwayError:
                self.store_away = True  # the store tells it once
            except Exception:
                log.exception("the services' states could not be brought up to date")
            await asyncio.sleep(GATHER)

    async def refresh(self) -> None:
        """Look at the clock, the queues, staff's words and commands, and publish what changed."""
        now = self._clock.now()
        mall = self._catalogue.mall
        said = await self._store.staff_word(mall.id, now)
        day = service_day(now, mall.zone)
        queues = await self._store.queues(mall.id, day)
        limits = await self._limits(day, now)
        await self.forecast.refresh(queues)
        commands = await self._store.commands.open(mall.id)
        states = {
            each.id: state_of(self._catalogue, each, now, said, queues, limits.get(each.id), self.forecast)
            for each in self._catalogue.services.values()
        }
        changed = {each: state for each, state in states.items() if state != self._states.get(each)}
        self._states = states
        self._refreshed_at = self._clock.elapsed()
        self.store_away = False
        if changed:
            self._feed.publish("availability", msgspec.json.encode(AvailabilityNotice(changed)))
        if kiosks := sorted({each.kiosk for each in commands if each.id not in self._commands}):
            self._feed.publish("commands", msgspec.json.encode(CommandsNotice(kiosks)))
        self._commands = frozenset(each.id for each in commands)

    async def stream(self, last_id: str | None) -> AsyncGenerator[bytes, None]:
        """Tell a listener the time and all states, or what it missed since ``last_id``, then every change.

        The time comes again every ``TIME_AGAIN`` seconds, with the next comment or change.
        """
        heard = self._feed.number_of(last_id) if last_id else None
        time_due = self._clock.elapsed()
        while not self._feed.closed:
            if (elapsed := self._clock.elapsed()) >= time_due:
                time_due = elapsed + TIME_AGAIN
                yield _written("time", msgspec.json.encode(TimeNotice(self.now())))
            missed = None if heard is None else self._feed.after(heard)
            if missed is None:
                heard = self._feed.latest
                yield self._all_states()
            elif missed:
                heard = missed[-1].number
                yield b"".join(
                    _written(each.event, each.data, self._feed.id_of(each.number)) for each in missed
                )
            elif heard is not None and not await self._feed.wait_beyond(heard, COMMENT):
                yield b": the line is alive\n\n"

    async def _limits(self, day: date, now: datetime) -> dict[str, Limit]:
        mall, quotas = self._catalogue.mall, quotas_of(self._catalogue, day)
        uses = await self._store.lending.uses(mall.id, day, quotas)
        return {
            service: limit_of(quota, use, day, now, mall.zone)
            for quota, use in zip(quotas, uses, strict=True)
            for service in quota.services
        }

    def _all_states(self) -> bytes:
        data = msgspec.json.encode(AvailabilityNotice(self._states))
        return _written("availability", data, self._feed.id_of(self._feed.latest))


def _written(event: str, data: bytes, event_id: str | None = None) -> bytes:
    """Write a server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    mark = f"id: {event_id}\n" if event_id else ""
    return f"{mark}event: {event}\ndata: ".encode() + data + b"\n\n"
