"""A ticket printer that speaks ESC/POS: the face that the rest of the kiosk sees."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial

from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.characters import type_out
from kiosk.printing.condition import Cause, Condition, Doubt, Offline, Unknown
from kiosk.printing.document import Document
from kiosk.printing.escpos.device import Device, Job
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.escpos.encoding import begin, encode_picture, end, new_job_id
from kiosk.printing.holding import NotReady, Patience, turn_at
from kiosk.printing.leftover import NOTHING_KNOWN, Leftover
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import LIFE_SECONDS, FirstByte, Held, PrintResult, Tell
from kiosk.printing.raster import rasterise
from kiosk.printing.transports.transport import Transport
from kiosk.printing.worker import Worker, WorkerStuckError

JOIN_SECONDS = 2.0
LEFT_OVER = Unknown(Doubt.UNCONFIRMED)
NO_ANSWER = Offline(Cause.NO_ANSWER)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EscPosSettings:
    """How a printer is treated.

    ``blind`` is set for a printer whose probe got no answer to anything: its tickets end as ``BLIND``, after
    the time that the paper needs at ``mm_per_second``. ``by_id`` is set for one that answers GS ( H: its
    tickets are printed only when it answers with their own id. With ``characters`` tickets are typed in the
    printer's own, not drawn: for slow lines. ``reports`` lets it report changes by itself (GS a). A presenter
    takes back, while nobody prints, what hung in its mouth for ``retract_seconds`` (0: never, and for any
    other printer). ``poll_seconds`` is the pause between questions while a job is held, ``stuck_seconds`` the
    longest that an attempt may take before its thread is given up.
    """

    deadlines: Deadlines = field(default_factory=Deadlines)
    poll_seconds: float = 1.0
    blind: bool = False
    by_id: bool = False
    characters: bool = False
    mm_per_second: float = 60.0
    reports: bool = True
    retract_seconds: float = 0.0
    stuck_seconds: float = 75.0


class EscPosPrinter:
    """Prints over ``make_transport()``; one thread at a time owns it, and a stuck one is replaced.

    A ticket is ``PRINTED`` only when the printer answered, after the cut, that all before was processed.
    What went wrong after its first byte is ``UNKNOWN``: it is never sent again, and the printer is cleared
    before anything else goes to it, even by a later program that has the same ``leftover``.
    """

    def __init__(
        self,
        make_transport: Callable[[], Transport],
        paper: PaperProfile,
        clock: Clock,
        settings: EscPosSettings,
        leftover: Leftover = NOTHING_KNOWN,
    ) -> None:
        self._make_transport = make_transport
        self._paper = paper
        self._clock = clock
        self._settings = settings
        self._leftover = leftover
        self._condition: Condition = Unknown()
        self._turn = asyncio.Lock()
        self._closing = asyncio.Event()
        self._patience = Patience(clock, settings.poll_seconds, self._closing)
        self._worker, self._device = self._start(uncleared=LEFT_OVER if leftover.stands() else None)

    @property
    def condition(self) -> Condition:
        """The last condition that was seen."""
        return self._condition

    async def refresh(self) -> Condition:
        """Ask the printer, unless a job is asking it already; a printer left half printed is cleared."""
        if self._turn.locked() or self._closing.is_set():
            return self._condition
        async with self._turn:
            try:
                self._condition = await self._worker.run(self._device.look, self._settings.stuck_seconds)
            except WorkerStuckError as error:
                self._replace(error)
            return self._condition

    async def submit(self, document: Document, tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        """Print one document; progress is told on the loop's own thread."""
        expires = self._clock.elapsed() + life
        loop = asyncio.get_running_loop()

        def tell_first_byte(elapsed: float) -> None:
            loop.call_soon_threadsafe(tell, FirstByte(elapsed))

        if self._turn.locked() and not self._condition.prints:
            tell(Held(self._condition))  # behind another one that is held
        async with turn_at(self._turn, life) as ours:
            if not ours:
                return PrintResult(Outcome.NOT_SENT, self._condition, done=self._clock.elapsed())
            job_id = new_job_id() if self._settings.by_id else b""
            draw = cache(partial(self._encode, document, job_id))

            async def attempt() -> NotReady | PrintResult:
                return await self._attempt(Job(draw, expires, self._clock, tell_first_byte, job_id))

            result = await self._patience.print_when_ready(attempt, tell, expires)
            self._condition = result.condition
            if result.outcome is Outcome.BLIND:
                await asyncio.sleep(result.length_mm / self._settings.mm_per_second)
            return result

    async def close(self) -> None:
        """Give up what is held, bring what is printing to an outcome, and end the thread."""
        self._closing.set()
        async with self._turn:
            self._worker.end()
            self._worker.join(JOIN_SECONDS)

    def _encode(self, document: Document, job_id: bytes) -> tuple[bytes, float]:
        """Return a document's bytes and how much of the roll it takes in millimetres."""
        paper = self._paper
        if self._settings.characters:
            piece = type_out(document, paper)
            content, rows = piece.data, piece.rows
        else:
            picture = rasterise(document, paper)
            content, rows = encode_picture(picture, paper), picture.height
        data = begin(paper, reports=self._settings.reports) + content + end(paper, job_id)
        return data, paper.mm(rows) + paper.feed_to_cutter_mm

    async def _attempt(self, job: Job) -> NotReady | PrintResult:
        try:
            work = partial(self._device.attempt, job)
            result = await self._worker.run(work, self._settings.stuck_seconds)
        except WorkerStuckError as error:
            self._replace(error)
            started = job.abandon()
            if started is None:
                return NotReady(NO_ANSWER)
            now = self._clock.elapsed()
            return PrintResult(Outcome.UNKNOWN, NO_ANSWER, started, now, job.draw()[1])
        finally:
            job.abandon()
        self._condition = result.condition
        return result

    def _start(self, *, uncleared: Condition | None) -> tuple[Worker, Device]:
        worker = Worker("escpos-printer")
        device = Device(
            self._make_transport(),
            self._paper,
            self._clock,
            self._settings.deadlines,
            blind=self._settings.blind,
            by_id=self._settings.by_id,
            reports=self._settings.reports,
            retract_seconds=self._settings.retract_seconds or None,
            leftover=self._leftover,
            uncleared=uncleared,
            retired=worker.is_retired,
        )
        return worker, device

    def _replace(self, error: WorkerStuckError) -> None:
        log.error("%s; it is given up and replaced", error)
        self._condition = NO_ANSWER
        self._worker, self._device = self._start(uncleared=self._condition)
