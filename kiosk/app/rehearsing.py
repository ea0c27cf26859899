"""Drawing a ticket while its service is still being read.

Laying out and hinting words that were not drawn before takes most of a ticket's time; what is drawn once is
remembered (``printing/fonts.py``, ``printing/raster.py``). So a ticket like the one that may be wanted is
drawn for nobody, and the real one has only its number, its time and its code to draw.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from uuid6 import uuid7

from kiosk.app.issuing import Compose
from kiosk.app.model import Model
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.numbering import server_label
from kiosk.domain.places import Reading
from kiosk.domain.ticket import Press, Ticket, TicketClass
from kiosk.printing.document import TicketDocument

log = logging.getLogger(__name__)

REST_SECONDS = 0.25
"""How long a screen stands before: its own frame, and whoever only passes by, go first."""

Draw = Callable[[TicketDocument], object]


@dataclass(frozen=True, slots=True)
class _Wanted:
    ticket: Ticket
    catalogue: Catalogue


class Rehearsal:
    """Draws what may come next, in ``workers``; nothing is kept of it but what drawing itself remembers."""

    def __init__(self, compose: Compose, draw: Draw, workers: Executor) -> None:
        self._compose = compose
        self._draw = draw
        self._workers = workers
        self._place: tuple[Reading, str] | None = None
        self._wanted: _Wanted | None = None
        self._news = asyncio.Event()

    def note(self, model: Model) -> None:
        """Look at the moment: whoever reads a service may want its ticket."""
        place, language = model.visit.place, model.visit.adjustments.language
        seen = (place, language) if isinstance(place, Reading) else None
        if seen == self._place:
            return
        self._place = seen
        self._wanted = _likely(model, *seen) if seen else None
        self._news.set()

    async def run(self) -> None:
        """Rehearse for as long as the program runs."""
        loop = asyncio.get_running_loop()
        while True:
            await self._news.wait()
            self._news.clear()
            await asyncio.sleep(REST_SECONDS)
            if self._wanted and not self._news.is_set():
                await loop.run_in_executor(self._workers, self._rehearse, self._wanted)

    def _rehearse(self, wanted: _Wanted) -> None:
        try:
            self._draw(self._compose(wanted.ticket, wanted.catalogue, None))
        except Exception:  # the ticket itself will fail where somebody sees it
            log.exception("a ticket for %s cannot be drawn", wanted.ticket.press.service)


def _likely(model: Model, reading: Reading, language: str) -> _Wanted | None:
    """Return a ticket like the one that would be given now."""
    if model.catalogue is None or reading.service not in model.catalogue.services:
        return None
    series = model.catalogue.agency_of(reading.service).series
    press = Press(uuid7(), reading.service, model.now, TicketClass.REGULAR, language)
    return _Wanted(Ticket(press, server_label(series, 1), online=True), model.catalogue)
