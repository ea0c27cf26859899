"""One run of the kiosk's program without its screen, from its start until it is killed."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Concatenate, NamedTuple, ParamSpec, Self, TypeVar

from kiosk.app.controller import Controller
from kiosk.app.issuing import Issuing
from kiosk.app.model import Line, Model
from kiosk.app.tickets import TicketComposer
from kiosk.app.ways import WayPrint
from kiosk.clock import Clock
from kiosk.domain import events
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.places import Holding
from kiosk.domain.places import Issuing as WaitingForNumber
from kiosk.domain.ticket import Outcome, Press, TicketClass
from kiosk.domain.visit import Delays, fresh
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.journal.tidying import keep_tidy
from kiosk.journal.timekeeping import keep_time
from kiosk.printing.condition import Condition
from kiosk.sync.client import ServerClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.heartbeat import Heartbeat
from kiosk.sync.link import LinkHealth
from kiosk.sync.probe import keep_probing
from kiosk.sync.snapshot import LineSnapshot
from kiosk.sync.uplink import Uplink
from kiosk.trusted_clock import Anchor, TrustedClock
from kiosk.words import load_words
from tests.proof.device import Device, Driver
from tests.proof.network import Wire
from tests.proof.virtual import VirtualLoop
from tests.technician_kit import technician

P = ParamSpec("P")
T = TypeVar("T")

LANGUAGE = "id"


class Moment(NamedTuple):
    """A point in a process's life: before, or when ``done`` after, one of its journal's methods."""

    method: str
    done: bool


class WatchedJournal(AsyncJournal):
    """The journal, and somebody who is told before and after each of its steps."""

    watch: Callable[[Moment], Awaitable[None]]

    async def do(self, method: Callable[Concatenate[Journal, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        await self.watch(Moment(method.__name__, done=False))
        result = await super().do(method, *args, **kwargs)
        await self.watch(Moment(method.__name__, done=True))
        return result


@cache
def composer() -> TicketComposer:
    """The composer of tickets; it reads its words once for all schedules."""
    return TicketComposer(load_words(), "")


class NoWays:
    """Prints no ways; nobody asks for any here."""

    async def print_way(self, wanted: WayPrint, tell: Callable[[Condition], None]) -> Outcome:
        return Outcome.NOT_SENT


@dataclass(frozen=True, slots=True)
class Machine:
    """What a program finds when it starts: all this outlives it. ``etag`` names the server's catalogue."""

    loop: VirtualLoop
    number: int
    clock: Clock
    wire: Wire
    device: Device
    catalogue: Catalogue
    etag: str


@dataclass(slots=True)
class Process:
    """The program's objects and tasks."""

    clock: TrustedClock
    journal: WatchedJournal
    link: LinkHealth
    controller: Controller
    workers: ThreadPoolExecutor
    presses: list[asyncio.Task[None]]
    lasting: list[asyncio.Task[None]] = field(default_factory=list)

    @classmethod
    async def start(cls, here: Machine, path: Path, watch: Callable[[Moment], Awaitable[None]]) -> Self:
        """Start on the journal at ``path`` as the last process left it, in the order of ``wiring.py``."""
        clock = TrustedClock(here.clock)
        journal = await WatchedJournal.open(path, here.number, clock)
        clock.begin(await AsyncJournal.do(journal, Journal.clock_memory))
        await AsyncJournal.do(journal, Journal.recover, clock.now())
        journal.watch = watch
        link = LinkHealth(clock, Random(here.number).random)
        client = ServerClient("http://mall", here.number, link, clock, hear=clock.hear)
        client._transport = here.wire
        uplink = Uplink(journal, client, link, clock)
        heartbeat = Heartbeat(
            journal=journal,
            client=client,
            link=link,
            clock=clock,
            catalogue=lambda: here.catalogue,
            printer=lambda: here.device.condition.word,
            publish=lambda lent: controller.lent_changed(numbers=lent),
            chance=Random(here.number).random,
        )
        workers = ThreadPoolExecutor(1)
        printer = Driver(here.device, clock)
        issuing = Issuing(
            journal=journal,
            server=client,
            link=link,
            printer=printer,
            compose=composer(),
            catalogue=lambda: here.catalogue,
            clock=clock,
            workers=workers,
            wake=uplink.wake,
            drawn=heartbeat.wake,
        )
        model = Model(fresh(LANGUAGE), clock.now())
        presses: list[asyncio.Task[None]] = []
        staff = technician(
            journal=journal,
            printer=printer,
            issuing=issuing,
            link=link,
            clock=clock,
            catalogue=here.catalogue,
            workers=workers,
        )
        spawn = _spawning(here.loop, presses)
        controller = Controller(model, issuing, NoWays(), staff, clock, Delays(), spawn)
        controller.catalogue_arrived(here.catalogue)
        process = cls(clock, journal, link, controller, workers, presses)
        process._keep_the_line(here, client, uplink, heartbeat)
        return process

    def end(self, loop: VirtualLoop) -> None:
        """Stop in the midst of everything, and write nothing more."""
        for executor in (self.journal._thread, self.workers):
            loop.hand_of(executor).die()
        self.rows.close()
        self.controller.stop()
        for task in (*self.presses, *self.lasting):
            task.cancel()

    def press(self, agency: str, service: str, ticket_class: TicketClass) -> Press | None:
        """Touch through to a number as a citizen does; return nothing if the kiosk is not free."""
        self.controller.dispatch(events.HomeWanted())
        if isinstance(self.controller.model.visit.place, WaitingForNumber | Holding):
            return None
        for touch in (events.Started(), events.AgencyChosen(agency), events.ServiceChosen(service)):
            self.controller.dispatch(touch)
        self.controller.take_number(service, ticket_class)
        place = self.controller.model.visit.place
        assert isinstance(place, WaitingForNumber), place
        return place.press

    @property
    def rows(self) -> Journal:
        """The journal itself, to be looked at between two steps."""
        return self.journal._journal

    @property
    def heard(self) -> bool:
        """Whether the program's time is the server's."""
        return self.clock._anchor is Anchor.SERVER

    @property
    def idle(self) -> bool:
        """Whether no press is under way, and the server was told all."""
        return all(each.done() for each in self.presses) and not self.rows.outbox_size()

    def faults(self) -> list[str]:
        """Tell which tasks failed."""
        ended = [each for each in (*self.presses, *self.lasting) if each.done() and not each.cancelled()]
        return [repr(error) for each in ended if (error := each.exception())]

    def _keep_the_line(
        self, here: Machine, client: ServerClient, uplink: Uplink, heartbeat: Heartbeat
    ) -> None:
        downlink = Downlink(
            journal=self.journal,
            client=client,
            link=self.link,
            uplink=uplink,
            clock=self.clock,
            publish=self._show_line,
            publish_catalogue=self.controller.catalogue_arrived,
        )
        downlink._etag = here.etag  # every kiosk has the server's catalogue already: reading it is slow
        spawn = _spawning(here.loop, self.lasting)

        spawn(keep_time(self.journal, self.clock))
        spawn(keep_tidy(self.journal, self.clock))

        async def keep() -> None:
            await client.health()
            probing = keep_probing(client, self.link, self.clock)
            for work in (uplink.run(), downlink.run(), heartbeat.run(), probing):
                spawn(work)

        spawn(keep())

    def _show_line(self, snapshot: LineSnapshot) -> None:
        self.controller.line_changed(Line(snapshot.up, snapshot.heard_at), snapshot.staff_word, {})


def _spawning(
    loop: VirtualLoop, tasks: list[asyncio.Task[None]]
) -> Callable[[Coroutine[object, object, None]], None]:
    return lambda work: tasks.append(loop.create_task(work))
