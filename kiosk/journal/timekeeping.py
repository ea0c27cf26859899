"""The time is kept also while nobody presses, so that the next start knows how late it was."""

import asyncio
import logging
from contextlib import suppress

from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.trusted_clock import TrustedClock

log = logging.getLogger(__name__)

SECONDS = 60.0
"""From one record of the time to the next: as much of it a power cut can take."""


async def keep_time(journal: AsyncJournal, clock: TrustedClock, seconds: float = SECONDS) -> None:
    """Record the time for as long as the program runs; a journal that fails is logged once.

    A time that the server set right is recorded at once: the mark may have been wrong until then.
    """
    news, failing = asyncio.Event(), False
    clock.on_news(news.set)
    while True:
        news.clear()
        try:
            await journal.do(Journal.keep_time, clock.memory())
            failing = False
        except JournalError:
            if not failing:
                log.exception("the time cannot be recorded")
            failing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await news.wait()
