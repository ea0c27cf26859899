"""The journal is kept short: what the server knows all about is forgotten after some weeks."""

import asyncio
import logging

from kiosk.clock import Clock
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal

log = logging.getLogger(__name__)

AGAIN = 24 * 3600.0
"""Seconds from one tidying to the next."""

PAUSE = 1.0
"""Seconds between two batches, in which presses go first."""


async def keep_tidy(journal: AsyncJournal, clock: Clock) -> None:
    """Forget old tickets now and every day, for as long as the program runs; a failure is logged."""
    while True:
        forgotten = 0
        try:
            forgotten = await journal.do(Journal.forget_old, clock.now().date())
        except JournalError:
            log.exception("old tickets stay in the journal until the next day")
        await asyncio.sleep(PAUSE if forgotten else AGAIN)
