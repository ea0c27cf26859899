"""``kiosk demo``: a server, a kiosk and a printer on one machine, for people or for an answers file."""

import asyncio
import logging
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from kiosk import runtime
from kiosk.clock import Clock, ShiftedClock, SystemClock
from kiosk.demo.answers import Answer, read_answers
from kiosk.demo.embedded import EmbeddedServer
from kiosk.demo.unattended import Observer, Unattended
from kiosk.domain.availability import availabilities
from kiosk.domain.catalogue import Catalogue
from kiosk.journal.journal import Journal
from kiosk.settings.model import DataSettings, PrinterSettings, ServerSettings, Settings
from kiosk.ui.window import Display
from kiosk.wiring import Kiosk, Plan, read_catalogue, run_kiosk

log = logging.getLogger(__name__)

DEFAULT_SIZE = (1080, 1920)
PUBLIC_URL = "https://antrean.example.id/t/"
UPLOAD_SECONDS = 20.0
LARGE_INCHES, SMALL_INCHES, SMALL_PIXELS = 21.5, 15.6, 1366
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the command line asks for; ``None`` means the demonstration's own part."""

    out: Path
    catalogue: Path
    answers: Path | None = None
    server: str | None = None
    printer: str | None = None
    size: tuple[int, int] = DEFAULT_SIZE
    at: datetime | None = None
    pictures: bool = True


def run_demo(options: DemoOptions) -> int:
    """Run the demonstration; raises ``AnswersError``, ``PrinterUriError`` and ``NoCatalogueError``."""
    answers = read_answers(options.answers) if options.answers else None
    catalogue = read_catalogue(options.catalogue)
    options.out.mkdir(parents=True, exist_ok=True)
    at = options.at or next_business(catalogue, SystemClock())
    clock: Clock = ShiftedClock(at) if at else SystemClock()
    return runtime.run(lambda stop: _demonstrate(options, answers, clock, at, stop))


def next_business(catalogue: Catalogue, clock: Clock) -> datetime | None:
    """Return the mall's next opening if nothing there gives numbers now, else ``None``."""
    now = clock.now()
    if any(each.ticketed for each in availabilities(catalogue, now).values()):
        return None
    opening = catalogue.mall.hours.next_opening(now, catalogue.mall.zone)
    return opening + timedelta(minutes=1) if opening else None


async def _demonstrate(
    options: DemoOptions,
    answers: tuple[Answer, ...] | None,
    clock: Clock,
    at: datetime | None,
    stop: asyncio.Event,
) -> int:
    server = None if options.server else EmbeddedServer(options.out, options.catalogue, at)
    try:
        if server:
            await server.start()
        observer = Observer()
        plan = Plan(
            settings=_settings(options, options.server or (server.url if server else "")),
            display=display_of(options.size),
            clock=clock,
            catalogue=options.catalogue,
            demonstration=at is not None,
            observe=observer.watch,
        )
        if answers is None:
            return await run_kiosk(plan, stop)
        drive = _Drive(options, answers, observer, server)
        return await run_kiosk(plan, stop, drive)
    finally:
        if server:
            await server.stop()


class _Drive:
    """Makes all visits and judges them."""

    def __init__(
        self,
        options: DemoOptions,
        answers: tuple[Answer, ...],
        observer: Observer,
        server: EmbeddedServer | None,
    ) -> None:
        self._options = options
        self._answers = answers
        self._observer = observer
        self._server = server

    async def __call__(self, kiosk: Kiosk) -> int:
        out = self._options.out
        screens = out / "screens" if self._options.pictures else None
        visits = Unattended(kiosk, self._observer, out / "tickets.jsonl", screens, self._server)
        wrong = 0
        try:
            for place, answer in enumerate(self._answers):
                record, faults = await visits.visit(answer)
                _say(f"visit {place + 1}: {record.service}: {record.outcome} {record.label or ''}".rstrip())
                for fault in faults:
                    _say(f"visits[{place}] ({answer.service}): {fault}")
                wrong += len(faults)
        finally:
            visits.close()
        await self._settle(kiosk)
        _say(f"{len(self._answers)} visits, {wrong} not as expected; the report is {out / 'tickets.jsonl'}")
        return 1 if wrong else 0

    async def _settle(self, kiosk: Kiosk) -> None:
        """Let the server hear of every ticket, if it can be reached."""
        if kiosk.uplink is None:
            return
        if self._server and not self._server.running:
            await self._server.start()
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                await kiosk.link.wait_up()
                await kiosk.uplink.drained()
        except TimeoutError:
            left = await kiosk.journal.do(Journal.outbox_size)
            _say(f"the server does not answer: the journal keeps {left} events for it")


def _settings(options: DemoOptions, url: str) -> Settings:
    printer = options.printer or f"file:{options.out / 'paper'}"
    return replace(
        Settings(),
        server=ServerSettings(url=url, public_url=PUBLIC_URL),
        printer=PrinterSettings(uri=printer),
        data=DataSettings(folder=options.out),
    )


def display_of(size: tuple[int, int]) -> Display:
    """Return the display of a demonstration: 21.5 inches, or 15.6 for small pictures."""
    width, height = size
    inches = SMALL_INCHES if max(size) <= SMALL_PIXELS else LARGE_INCHES
    per_pixel = inches * MM_PER_INCH / (width**2 + height**2) ** 0.5
    return Display(width, height, width * per_pixel, height * per_pixel)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
