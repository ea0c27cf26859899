"""The demonstration behind its window: server, kiosk and printer, for people or for an answers file."""

import asyncio
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.clock import Clock, ShiftedClock, SystemClock
from kiosk.demo.answers import AnswersError, AnswersFile, check_answers, read_answers
from kiosk.demo.embedded import EmbeddedServer, ServerDidNotStartError
from kiosk.demo.options import PIN, PIN_HASH, PUBLIC_URL, DemoOptions, display_of
from kiosk.demo.printer import printer_of
from kiosk.demo.staff import Staff
from kiosk.demo.unattended import Observer, Unattended
from kiosk.domain.availability import availabilities
from kiosk.domain.catalogue import Catalogue
from kiosk.journal.journal import Journal
from kiosk.parts import CannotBeginError, read_catalogue
from kiosk.running import run_behind, telling
from kiosk.settings.model import DataSettings, PrinterSettings, ServerSettings, Settings, TechnicianSettings
from kiosk.ui.opening import Opened
from kiosk.wiring import Kiosk, Plan

UPLOAD_SECONDS = 20.0
REPORT, SCREENS = "tickets.jsonl", "screens"


async def demonstrate(options: DemoOptions, opened: Opened, stop: asyncio.Event) -> int:
    """Run the demonstration in a window; return the exit code, 2 if it could not begin."""
    return await telling(_begin(options, opened, stop))


async def _begin(options: DemoOptions, opened: Opened, stop: asyncio.Event) -> int:
    catalogue = await asyncio.to_thread(read_catalogue, options.catalogue)
    answers = _answers(options, catalogue)
    _make_folder(options.out)
    at = options.at or (answers and answers.at) or next_business(catalogue, SystemClock())
    server = None if options.server else EmbeddedServer(options.out, options.catalogue, at)
    try:
        with printer_of(options) as printer:
            if server:
                await _start(server)
            observer = Observer()
            url = options.server or (server.url if server else "")
            plan = Plan(
                settings=_settings(options, url, printer),
                display=display_of(options.size),
                clock=ShiftedClock(at) if at else SystemClock(),
                catalogue=options.catalogue,
                demonstration=at is not None,
                observe=observer.watch,
            )
            if answers is None:
                _say(f"the technician's page: hold the upper left corner for five seconds; its PIN is {PIN}")
            drive = _Drive(options, answers, observer, server, Staff(url)) if answers is not None else None
            return await run_behind(opened, plan, stop, drive)
    finally:
        if server:
            await server.stop()


def _answers(options: DemoOptions, catalogue: Catalogue) -> AnswersFile | None:
    if options.answers is None:
        return None
    try:
        answers = read_answers(options.answers)
        check_answers(options.answers, answers, catalogue, own_server=options.server is None)
    except AnswersError as error:
        raise CannotBeginError(str(error)) from error
    return answers


def _make_folder(out: Path) -> None:
    """Make the folder of the results, without the report and the pictures of an earlier run."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for old in (out / REPORT, *(out / SCREENS).glob("[0-9]*-*.png")):
            old.unlink(missing_ok=True)
    except OSError as error:
        raise CannotBeginError(f"{out}: no place for the results: {error}") from error


async def _start(server: EmbeddedServer) -> None:
    try:
        await server.start()
    except ServerDidNotStartError as error:
        raise CannotBeginError(str(error)) from error


def next_business(catalogue: Catalogue, clock: Clock) -> datetime | None:
    """Return the mall's next opening if nothing there gives numbers now, else ``None``."""
    now = clock.now()
    if any(each.ticketed for each in availabilities(catalogue, now).values()):
        return None
    opening = catalogue.agenda.first_open(now)
    return opening + timedelta(minutes=1) if opening else None


class _Drive:
    """Makes all visits and judges them."""

    def __init__(
        self,
        options: DemoOptions,
        answers: AnswersFile,
        observer: Observer,
        server: EmbeddedServer | None,
        staff: Staff,
    ) -> None:
        self._options = options
        self._answers = answers.visits
        self._observer = observer
        self._server = server
        self._staff = staff

    async def __call__(self, kiosk: Kiosk) -> int:
        out = self._options.out
        screens = out / SCREENS if self._options.pictures else None
        visits = Unattended(kiosk, self._observer, out / REPORT, screens, self._server, self._staff)
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


def _settings(options: DemoOptions, url: str, printer: PrinterSettings) -> Settings:
    return replace(
        Settings(),
        server=ServerSettings(url=url, public_url=PUBLIC_URL),
        printer=printer,
        technician=TechnicianSettings(PIN_HASH),
        data=DataSettings(folder=options.out),
    )


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
