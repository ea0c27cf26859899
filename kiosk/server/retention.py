"""What is old is forgotten: the tickets of days beyond those that a server keeps, a batch at a time.

A server takes a press however old it is, as a kiosk may have been without a line for long. So it is not the
day alone that counts: what came lately stays, whatever its day is, and what comes again afterwards is taken
as it was the first time.
"""

import asyncio
import logging
from datetime import date, datetime, time, timedelta

from kiosk.clock import Clock
from kiosk.domain.catalogue import Mall
from kiosk.domain.hours import service_day
from kiosk.server.away import StoreAwayError
from kiosk.server.store import Store

LOOK_AGAIN = 600.0
"""Seconds from one look for a new day to the next."""

PAUSE = 0.1
"""Seconds between two batches, in which presses go first."""

log = logging.getLogger(__name__)


async def keep_forgetting(store: Store, mall: Mall, clock: Clock, days: int) -> None:
    """Forget what is old now, and again once each day is over, until cancelled."""
    done: date | None = None
    while True:
        today = service_day(clock.now(), mall.zone)
        if today != done:
            try:
                await forget_old(store, mall, today, days)
                done = today
            except StoreAwayError:
                pass  # the store tells it once
            except Exception:
                log.exception("old tickets could not be forgotten")
        await asyncio.sleep(LOOK_AGAIN)


async def forget_old(store: Store, mall: Mall, today: date, days: int) -> int:
    """Forget a mall's tickets of more than so many days ago; return how many."""
    before = today - timedelta(days=days)
    begun = datetime.combine(before, time.min, mall.zone)
    forgotten = 0
    while count := await store.forget(mall.id, before, begun):
        forgotten += count
        await asyncio.sleep(PAUSE)
    if forgotten:
        log.info("%d tickets of more than %d days ago are forgotten", forgotten, days)
    return forgotten
