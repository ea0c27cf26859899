"""A whole kiosk but its window, before a printer that fails as it is told to, in virtual time.

The controller, issuing, the journal, the watch and the ESC/POS printer are the kiosk's own, and so are the
view-models that say what is seen. The server does not answer.
"""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from kiosk.app.controller import Controller
from kiosk.app.issuing import Issued, IssueProgress, IssueResult, Issuing, PaperHeld
from kiosk.app.model import Model
from kiosk.app.printer_watch import PrinterWatch
from kiosk.app.tickets import TicketComposer
from kiosk.domain import events
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.route import Way
from kiosk.domain.ticket import Press, Ticket, TicketClass
from kiosk.domain.visit import Delays, fresh
from kiosk.faulty.faults import Trigger
from kiosk.journal.journal import Journal
from kiosk.journal.rows import TicketRow
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.condition import Condition, Ready
from kiosk.printing.document import TicketDocument
from kiosk.printing.leftover import Leftover
from kiosk.printing.printer import LIFE_SECONDS
from kiosk.printing.transports.transport import Transport
from kiosk.sync.answers import NoAnswer
from kiosk.sync.link import LinkHealth
from kiosk.trusted_clock import TrustedClock
from tests.faults.lobby_sight import WORDS, Said, Screen, kind_of
from tests.issuing_kit import DAY, SERVICE, catalogue
from tests.proof.kinds import Kind, LoopClock, ink_of, make_printer
from tests.proof.process import NoWays
from tests.proof.room import Killed, Line, PrinterLoop, Room
from tests.technician_kit import technician

AGENCY, NUMBER = "disdukcapil", 2
ATTEMPT_SECONDS = 10.0
"""A printer that is asked just before a ticket's life ends may take so long to say nothing."""


class NoServer:
    """A server that does not answer."""

    async def issue(self, press: Press, deadline_seconds: float) -> NoAnswer:
        raise AssertionError("the line is down, and nobody is asked")


class Lobby:
    """The kiosk and its printer. ``said`` and ``conditions`` are what people were told of a press."""

    def __init__(
        self,
        folder: Path,
        kind: Kind,
        make_transport: Callable[[], Transport] | None = None,
        roll_mm: float = 0.0,
    ) -> None:
        self.loop = PrinterLoop()
        self.room = Room(self.loop, kind)
        self.said: list[Said] = []
        self.conditions: list[Condition] = []
        self._folder = folder
        self._kind = kind
        self._make_transport = make_transport or (lambda: Line(self.room))
        self._roll_mm = roll_mm
        self._clock = LoopClock(self.loop)
        self._documents: list[TicketDocument] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._press: asyncio.Task[None] | None = None
        self._screen = Screen()

    async def start(self) -> None:
        """Start the program in the order of ``wiring.py``, on what the last one left."""
        self.journal = await AsyncJournal.open(self._folder / "journal.db", NUMBER, self._clock)
        await self.journal.do(Journal.recover, self._clock.now())
        mark = Leftover(self._folder / "printer.uncleared")
        self.printer = make_printer(self.loop, self._kind, self._make_transport, mark)
        watch = PrinterWatch(printer=self.printer, journal=self.journal, words=WORDS, roll_mm=self._roll_mm)
        link, workers = LinkHealth(self._clock, lambda: 0.0), ThreadPoolExecutor(1)
        self._issuing = Issuing(
            journal=self.journal,
            server=NoServer(),
            link=link,
            printer=self.printer,
            compose=self._compose,
            catalogue=catalogue,
            clock=self._clock,
            workers=workers,
            wake=lambda: None,
            drawn=lambda: None,
        )
        staff = technician(
            journal=self.journal,
            printer=self.printer,
            issuing=self._issuing,
            link=link,
            clock=TrustedClock(self._clock),
            catalogue=catalogue(),
            workers=workers,
        )
        model = Model(fresh("id"), self._clock.now())
        self.controller = Controller(model, self, NoWays(), staff, self._clock, Delays(), self._spawn)
        self.controller.catalogue_arrived(catalogue())
        self._spawn(watch.run(self._seen))
        self.controller.subscribe(self._shown)

    async def issue(
        self, press: Press, tell: Callable[[IssueProgress], None], way: Way | None = None
    ) -> IssueResult:
        """Issue as the kiosk does, and note the printer's conditions."""

        def note(progress: IssueProgress) -> None:
            if isinstance(progress, PaperHeld):
                self._note(progress.condition)
            tell(progress)

        result = await self._issuing.issue(press, note, way)
        if isinstance(result, Issued):
            self._note(result.result.condition)
        return result

    def press(self) -> None:
        """Touch through to a number, as a citizen does."""
        before = len(self._tasks)
        for touch in (events.Started(), events.AgencyChosen(AGENCY), events.ServiceChosen(SERVICE)):
            self.controller.dispatch(touch)
        self.controller.take_number(SERVICE, TicketClass.REGULAR)
        (self._press,) = self._tasks[before:]

    async def pressed(self) -> None:
        """Wait until the press has come to its end, with its ticket's or the process's life."""
        assert self._press
        await asyncio.wait({self._press}, timeout=LIFE_SECONDS + ATTEMPT_SECONDS)
        error = self._press.exception()
        assert error is None or isinstance(error, Killed), error

    def leave(self) -> None:
        """Go home; what is said from now on is for the next one."""
        self.controller.dispatch(events.HomeWanted())
        self.said, self.conditions = [], []

    async def restart(self) -> None:
        """End the program in the midst of everything, and start it again."""
        await self.end()
        await self.start()

    async def end(self) -> None:
        """Write nothing more."""
        self.controller.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self.journal.close()

    def obey(self, step: str) -> None:
        """Let the printer, the process or the journal's disk fail."""
        match step.split():
            case ["kill", count]:
                self.room.kill_at(int(count))
            case ["read-only"]:
                self._journal_writes(False)
            case ["after", mm, "read-only"]:
                self.room.engine.triggers.append(Trigger(partial(self._journal_writes, False), mm=float(mm)))
            case _:
                self.room.controls.obey(step)

    def mend(self) -> None:
        """End all faults."""
        self.room.controls.obey("well")
        self._journal_writes(True)

    async def tickets(self) -> list[TicketRow]:
        return list(await self.journal.do(Journal.tickets, DAY))

    def papers(self) -> list[str]:
        """Tell of each paper with ink whether it is a whole ticket, a part of one, or neither.

        Blank is the strip that is cut off when the printer is cleared.
        """
        whole = [ink_of(self._kind, each) for each in self._documents]
        return [kind_of(paper, whole) for _, paper in self.room.fell if paper.ink.getbbox()]

    def _journal_writes(self, may: bool) -> None:
        self.journal._journal._connection.execute(f"PRAGMA query_only = {'OFF' if may else 'ON'}")

    def _compose(self, ticket: Ticket, known: Catalogue, way: Way | None) -> TicketDocument:
        document = TicketComposer(WORDS, "")(ticket, known, way)
        self._documents.append(document)
        return document

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        self._tasks.append(self.loop.create_task(work))

    def _seen(self, condition: Condition) -> None:
        self._note(condition)
        self.controller.printer_changed(condition)

    def _note(self, condition: Condition) -> None:
        if condition != Ready() and condition not in self.conditions:
            self.conditions.append(condition)

    def _shown(self, model: Model) -> None:
        said = self._screen.says(model)
        if any(said) and self.said[-1:] != [said]:
            self.said.append(said)
