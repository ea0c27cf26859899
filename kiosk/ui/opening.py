"""The first frame: painted before the greater part of the program is loaded.

Whoever opens the window imports the rest inside ``open_window``'s block, so that a citizen sees the
kiosk in less than half a second whatever else it has to read.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from kiosk.app.model import Model
from kiosk.clock import SystemClock
from kiosk.domain.visit import fresh
from kiosk.ui.views.stage import Nobody, Stage
from kiosk.ui.window import Display, KioskWindow
from kiosk.words import load_words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A window that shows that the kiosk is starting, and the stage on which its controller will stand."""

    window: KioskWindow
    stage: Stage


@asynccontextmanager
async def open_window(
    display: Display, public_url: str, language: str | None = None
) -> AsyncIterator[Opened]:
    """Open the window and paint it; it is closed at the end of the block."""
    words = load_words()
    stage = Stage(Nobody(), words)
    window = KioskWindow(stage, display, public_url, log.error)
    try:
        window.update(Model(fresh(language or words.first), SystemClock().now()))
        window.show()
        await window.painted()
        log.info("the first frame is painted")
        window.warm()
        yield Opened(window, stage)
    finally:
        window.close()
