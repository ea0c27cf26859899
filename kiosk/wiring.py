"""Builds the kiosk: the only file that knows all the concrete classes.

The first frame is painted before this is loaded (see ``ui/opening.py``); then the journal is recovered, the
catalogue read, the printer opened and the line begun, all without a citizen waiting for any of it.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk import __version__
from kiosk.app.access import Access
from kiosk.app.commanded import Commanded
from kiosk.app.controller import Controller, Issues
from kiosk.app.inspection import About
from kiosk.app.issuing import Issuing
from kiosk.app.model import Line, Model, Offer, Queue
from kiosk.app.printer_watch import PrinterWatch
from kiosk.app.rehearsing import Rehearsal
from kiosk.app.technician import Technician
from kiosk.app.ways import WayPrinting
from kiosk.clock import Clock
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.places import Welcome
from kiosk.domain.text import Text
from kiosk.domain.visit import Delays, fresh
from kiosk.journal.thread import AsyncJournal
from kiosk.journal.tidying import keep_tidy
from kiosk.journal.timekeeping import keep_time
from kiosk.parts import composers, open_journal, open_line, open_printer, read_catalogue
from kiosk.pin import read_hash
from kiosk.printing.printer import TicketPrinter
from kiosk.settings.model import Settings
from kiosk.sync.client import ServerClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.heartbeat import Heartbeat
from kiosk.sync.link import LinkHealth
from kiosk.sync.probe import keep_probing
from kiosk.sync.snapshot import LineSnapshot
from kiosk.sync.uplink import Uplink
from kiosk.trusted_clock import TrustedClock
from kiosk.ui.views.stage import Stage
from kiosk.ui.window import Display, KioskWindow
from kiosk.words import Words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What kiosk to build. ``observe`` may stand between the controller and issuing, to watch it.

    ``delays`` replace those of the settings.
    """

    settings: Settings
    display: Display
    clock: Clock
    catalogue: Path
    demonstration: bool = False
    observe: Callable[[Issues], Issues] = lambda issues: issues
    delays: Delays | None = None


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A running kiosk, for whoever drives it."""

    window: KioskWindow
    controller: Controller
    uplink: Uplink | None
    link: LinkHealth
    journal: AsyncJournal
    printer: TicketPrinter


def first_model(plan: Plan, words: Words) -> Model:
    """Return what is known before anything is read."""
    mall = plan.settings.mall
    language = mall.languages[0] if mall.languages else words.first
    offer = Offer(mall.agencies, mall.priority, plan.demonstration)
    return Model(fresh(language), plan.clock.now(), offer=offer)


class Builder:
    """Puts the parts together, in the order in which they need one another.

    What must be closed goes on the stack, what must run for ever into the task group. ``stop`` ends the
    program in good order; ``starts_again`` then tells that it is to be started again.
    """

    def __init__(
        self,
        plan: Plan,
        clock: TrustedClock,
        stack: AsyncExitStack,
        spawn: Callable[[Coroutine[object, object, None]], asyncio.Task[None]],
        words: Words,
        stop: Callable[[], None],
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._settings = plan.settings
        self._stack = stack
        self._spawn = spawn
        self._words = words
        self._stop = stop
        self.starts_again = False
        self._running: list[asyncio.Task[None]] = []
        self._warned: str | None = None

    async def build(self, window: KioskWindow, stage: Stage, model: Model) -> Kiosk:
        settings, machine, stack = self._settings, self._plan.clock, self._stack
        journal, uncleared = await open_journal(settings, self._clock, machine, stack)
        model = replace(model, now=self._clock.now())
        printer = await open_printer(settings, machine, stack, uncleared=uncleared)
        link = LinkHealth(machine, random.random)
        client = open_line(settings, link, self._clock, stack)
        uplink = Uplink(journal, client, link, self._plan.clock)
        watch = PrinterWatch(
            printer=printer,
            journal=journal,
            words=self._words,
            roll_mm=1000 * self._settings.printer.roll_m,
        )
        heartbeat = Heartbeat(
            journal=journal,
            client=client,
            link=link,
            clock=self._plan.clock,
            catalogue=lambda: _known(controller),
            printer=lambda: watch.condition.word,
            publish=lambda lent: controller.lent_changed(numbers=lent),
            chance=random.random,
            obey=lambda asked: commanded.take(orders=asked),
        )
        issuing, ways, technician, rehearsal = await self._papers(
            journal, printer, link, client, uplink, heartbeat, lambda: _known(controller)
        )
        controller = Controller(
            model,
            self._plan.observe(issuing),
            ways,
            technician,
            self._plan.clock,
            self._delays(),
            self._spawn,
        )

        def catalogue_came(found: Catalogue) -> None:
            self._show_catalogue(window, controller, found)
            heartbeat.wake()  # it may have other quotas

        downlink = Downlink(
            journal=journal,
            client=client,
            link=link,
            uplink=uplink,
            clock=self._plan.clock,
            publish=lambda snapshot: _show_line(controller, snapshot),
            publish_catalogue=catalogue_came,
            commanded=heartbeat.beat_now,
        )
        commanded = Commanded(
            journal=journal,
            issuing=issuing,
            catalogue=lambda: _known(controller),
            clock=self._plan.clock,
            words=self._words,
            refresh=downlink.refresh,
            restart=lambda: self._start_again(controller),
            told=heartbeat.beat_now,
        )
        self._show_catalogue(window, controller, await self._first_catalogue(downlink))
        stage.acts = controller
        controller.subscribe(window.update)
        controller.subscribe(rehearsal.note)
        self._keep(rehearsal.run())
        self._keep(watch.run(controller.printer_changed))
        self._keep(_watch_clock(controller))
        self._keep(keep_time(journal, self._clock))
        self._keep(keep_tidy(journal, self._clock))
        if self._settings.server.url:
            await client.start()
            self._keep(uplink.run())
            self._keep(downlink.run())
            self._keep(heartbeat.run())
            self._keep(commanded.run())
            self._keep(keep_probing(client, link, self._plan.clock))
        return Kiosk(
            window, controller, uplink if self._settings.server.url else None, link, journal, printer
        )

    def end(self) -> None:
        """End what would go on for ever."""
        for task in self._running:
            task.cancel()

    async def _start_again(self, controller: Controller) -> None:
        """End the program, to be started again, once nobody stands before it."""
        alone = asyncio.Event()
        controller.subscribe(lambda model: alone.set() if isinstance(model.visit.place, Welcome) else None)
        await alone.wait()
        self.starts_again = True
        self._stop()

    async def _papers(
        self,
        journal: AsyncJournal,
        printer: TicketPrinter,
        link: LinkHealth,
        client: ServerClient,
        uplink: Uplink,
        heartbeat: Heartbeat,
        catalogue: Callable[[], Catalogue],
    ) -> tuple[Issuing, WayPrinting, Technician, Rehearsal]:
        server = self._settings.server
        workers = ThreadPoolExecutor(2, thread_name_prefix="compose")
        self._stack.callback(workers.shutdown)
        compose = await asyncio.to_thread(
            composers, self._words, self._settings, lambda: self._clock.confirmed
        )
        issuing = Issuing(
            journal=journal,
            server=client,
            link=link,
            printer=printer,
            compose=compose.ticket,
            catalogue=catalogue,
            clock=self._plan.clock,
            workers=workers,
            wake=uplink.wake,
            drawn=heartbeat.wake,
            deadline_seconds=server.deadline_ms / 1000,
        )
        technician = Technician(
            about=About(
                __version__, self._settings.kiosk.number, self._settings.kiosk.name, self._settings.server.url
            ),
            access=Access(read_hash(self._settings.technician.pin), self._plan.clock),
            journal=journal,
            printer=printer,
            issuing=issuing,
            link=link,
            clock=self._clock,
            catalogue=catalogue,
            compose=compose.trial,
            workers=workers,
        )
        ways = WayPrinting(printer=printer, journal=journal, compose=compose.way, workers=workers)
        return issuing, ways, technician, Rehearsal(compose.ticket, compose.draw, workers)

    def _delays(self) -> Delays:
        visit = self._settings.visit
        return self._plan.delays or Delays(visit.idle_seconds, visit.warning_seconds, visit.ticket_seconds)

    def _keep(self, work: Coroutine[object, object, None]) -> None:
        self._running.append(self._spawn(work))

    async def _first_catalogue(self, downlink: Downlink) -> Catalogue:
        if self._settings.server.url and (saved := await downlink.saved_catalogue()):
            return saved
        return await asyncio.to_thread(read_catalogue, self._plan.catalogue)

    def _show_catalogue(self, window: KioskWindow, controller: Controller, found: Catalogue) -> None:
        offered = self._settings.mall.languages
        if offered:
            by_code = {each.code: each for each in found.mall.languages}
            languages = tuple(by_code[code] for code in offered if code in by_code)
            found = replace(found, mall=replace(found.mall, languages=languages or found.mall.languages))
        self._warn_of_calendar(found)
        words = self._words.with_languages(found.mall.languages)
        window.use_words(words)
        none_lent = Text.of({code: words.say(code, "state.quota_here") for code in words.languages})
        controller.catalogue_arrived(found, none_lent)

    def _warn_of_calendar(self, catalogue: Catalogue) -> None:
        """Say when the calendar runs out: once, though file and server may both bring it."""
        from kiosk.catalogue.calendar import calendar_warning

        today = service_day(self._plan.clock.now(), catalogue.mall.zone)
        warning = calendar_warning(catalogue.calendar, today)
        if warning and warning != self._warned:
            log.warning("%s", warning)
        self._warned = warning


def _known(controller: Controller) -> Catalogue:
    catalogue = controller.model.catalogue
    assert catalogue is not None, "nobody can press before there is a catalogue"
    return catalogue


def _show_line(controller: Controller, snapshot: LineSnapshot) -> None:
    queues = {name: Queue(line.waiting, line.wait) for name, line in snapshot.services.items()}
    controller.line_changed(Line(snapshot.up, snapshot.heard_at), snapshot.staff_word, queues)


async def _watch_clock(controller: Controller) -> None:
    while True:
        await asyncio.sleep(60 - controller.model.now.second)
        controller.tick()
