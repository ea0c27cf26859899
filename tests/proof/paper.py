"""A printer that fails as it is told to, on a line and a clock that only a schedule turns.

The kiosk's own printer code speaks to the fault printer's own machine. Between them is no socket and no
thread: while the code waits for bytes, virtual time passes, paper runs, and what was planned goes wrong.
"""

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from unittest.mock import patch
from uuid import UUID

from PIL import Image

from kiosk.clock import ManualClock
from kiosk.domain.ticket import Outcome
from kiosk.faulty.controls import Controls
from kiosk.faulty.engine import Engine
from kiosk.faulty.faults import Fate, Faults, Paper
from kiosk.faulty.models import MODELS
from kiosk.printing import escpos_printer
from kiosk.printing.condition import Unknown
from kiosk.printing.document import Gap, Number, Stamp, Text, TicketDocument
from kiosk.printing.escpos import encode_ticket
from kiosk.printing.escpos_printer import EscPosPrinter, EscPosSettings
from kiosk.printing.leftover import Leftover
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import LIFE_SECONDS, PrintResult
from kiosk.printing.raster import rasterise
from kiosk.printing.transport import Transport
from tests.faulty_kit import Bench
from tests.printer_kit import AT
from tests.proof.virtual import VirtualLoop

T = TypeVar("T")

TICK, LONG_TICK = 0.02, 0.25
WIRE_BYTES = 12_288
"""What the kernels on both ends of a connection hold."""
WATCH_SECONDS = 10.0
"""A kiosk asks its idle printer so often."""
MENDED_SECONDS = 40.0
"""After this long without faults a kiosk is itself again."""
NEEDLE = slice(5, 35)
"""Rows that lie in a ticket's first line."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A model as a kiosk knows it."""

    model: str
    by_id: bool = False
    blind: bool = False
    reports: bool = True
    retract_seconds: float = 0.0

    @property
    def paper(self) -> PaperProfile:
        model = MODELS[self.model]
        return PaperProfile(model.width_mm, model.dots, model.dpi, model.cutter)


KINDS = {
    kind.model: kind
    for kind in (
        Kind("tm-t82", by_id=True),
        Kind("tm-t88", by_id=True),
        Kind("tm-t20"),
        Kind("generic-80"),
        Kind("generic-58"),
        Kind("presenter"),
        Kind("mute", blind=True),
    )
} | {
    "tm-t82 without reports": Kind("tm-t82", by_id=True, reports=False),
    "tm-t20 without reports": Kind("tm-t20", reports=False),
    "presenter that takes back": Kind("presenter", reports=False, retract_seconds=60.0),
}


class Killed(BaseException):
    """The process is no more."""


class PrinterLoop(VirtualLoop):
    """Virtual time, of which the line takes what it waits for."""

    passed: Callable[[], None] = staticmethod(lambda: None)

    def select(self, timeout: float | None) -> list[object]:
        events = super().select(timeout)
        self.passed()
        return events

    def wait(self, seconds: float) -> None:
        self._now += seconds
        self.passed()


class Inline:
    """In place of the worker's thread: the work is done at once, and takes virtual time."""

    def __init__(self, name: str) -> None:
        self.name = name

    def is_retired(self) -> bool:
        return False

    async def run(self, function: Callable[[], T], seconds: float) -> T:
        begun = asyncio.get_running_loop().time()
        result = function()
        took = asyncio.get_running_loop().time() - begun
        assert took <= seconds, f"stuck: {took:.0f} s at the printer"
        return result

    def end(self) -> None: ...

    def join(self, seconds: float) -> None: ...


class Line:
    """A connection to the machine, with what is under way in it; a transport for the kiosk."""

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._open = False
        self._heard = b""

    def open(self, seconds: float) -> None:
        until = self._room.now + seconds
        while self._room.engine.faults.refuse or not self._room.free():
            if self._room.engine.faults.refuse:
                raise ConnectionRefusedError
            if self._room.now >= until:
                raise TimeoutError
            self._room.loop.wait(TICK)
        self._room.engine.answers(self._room.now)
        self._room.engine.connect()
        self._room.line, self._open, self._heard = self, True, b""

    def write_some(self, data: bytes, seconds: float) -> int:
        self._room.die_if_due()
        until = self._room.now + seconds
        while self._room.live(self):
            if taken := min(len(data), WIRE_BYTES - len(self._room.wire)):
                self._room.wire += data[:taken]
                self._room.deliver()
                return taken
            if self._room.now >= until:
                return 0
            self._room.loop.wait(TICK)
        raise ConnectionResetError

    def read_some(self, seconds: float) -> bytes:
        until = self._room.now + seconds
        while self._room.live(self):
            heard, self._heard = self._heard + self._room.engine.answers(self._room.now), b""
            if heard or self._room.now >= until:
                return heard
            self._room.loop.wait(min(TICK, max(0.0001, until - self._room.now)))
        raise ConnectionResetError

    def close(self, *, discard: bool = False) -> None:
        if self._open and self._room.live(self):
            self._room.hang_up(discard=discard)
        self._open = False


class Room:
    """A printer and the time in which it stands.

    ``fell`` are the papers that came out, each with the second at which its last ink was burnt.
    ``hung`` is how many seconds each paper hung in a presenter's mouth before it was taken back.
    """

    def __init__(self, loop: PrinterLoop, kind: Kind) -> None:
        self.loop = loop
        self.fell: list[tuple[float, Paper]] = []
        self.hung: list[float] = []
        self._dies_at = inf
        self._burnt_at = 0.0
        self.engine = Engine(MODELS[kind.model], Faults(), self._keep)
        burn = self.engine._mechanism.burn

        def burn_and_note(row: bytes = b"") -> None:
            if any(row):
                self._burnt_at = self._ran
            burn(row)

        vars(self.engine._mechanism)["burn"] = burn_and_note
        self.controls = Controls(self.engine, loop.time)
        self.wire = bytearray()
        self.line: Line | None = None
        self._free_at = 0.0
        self._ran = 0.0
        loop.passed = self._run

    @property
    def now(self) -> float:
        return self.loop.time()

    def free(self) -> bool:
        """Tell whether the machine takes a client: the last one's bytes have all been taken, and its time."""
        return self.line is None and not self.wire and self.now >= self._free_at

    def live(self, line: Line) -> bool:
        return self.line is line

    def hang_up(self, *, discard: bool) -> None:
        self.line = None
        self._free_at = self.now + self.engine.faults.port_busy
        if discard:
            self.wire.clear()

    def kill_at(self, count: int) -> None:
        """Let the process be killed when the printer has received so many more bytes."""
        self._dies_at = self.engine.seen.received + count

    def live_on(self) -> None:
        """Let the process live."""
        self._dies_at = inf

    def die_if_due(self) -> None:
        """End the process; what it has sent is still delivered, as by the system.

        Raises ``Killed``.
        """
        if self.engine.seen.received >= self._dies_at:
            self._dies_at = inf
            self.hang_up(discard=False)
            raise Killed

    def deliver(self) -> None:
        """Let the machine take what it has room for; its power or its line may fail at any byte."""
        while taken := min(self.engine.room, len(self.wire)):
            faults, before = self.engine.faults, self.engine.seen.received
            ends = [
                at
                for at in (faults.reset_at_byte, faults.drop_at_byte)
                if at is not None and at <= before + taken
            ]
            taken = max(0, min(ends) - before) if ends else taken
            self.engine.receive(bytes(self.wire[:taken]), self._ran)
            del self.wire[:taken]
            if ends:
                self._break(power=min(ends) == faults.reset_at_byte)
                return
            self.engine.run(self._ran)

    def _break(self, *, power: bool) -> None:
        self.engine.run(self._ran)
        if power:
            self.engine.faults.reset_at_byte = None
            self.engine.fail_power()
        else:
            self.engine.faults.drop_at_byte = None
        self.hang_up(discard=True)

    def _run(self) -> None:
        """Let the machine work up to now, in steps of which none is long."""
        while self._ran < self.now:
            self._ran = min(self.now, self._ran + self._step())
            self.engine.run(self._ran)
            self.deliver()

    def _step(self) -> float:
        works = self.engine.stored and self.engine.status.prints
        return TICK if works or self.engine.triggers else LONG_TICK

    def _keep(self, paper: Paper) -> None:
        burnt_at = next((at for at, each in self.fell if each.number == paper.number), None)
        if burnt_at is None:
            self.fell.append((self._burnt_at, paper))
        elif paper.fate is Fate.RETRACTED:
            self.hung.append(self._ran - burnt_at)


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket that was asked for, and what became of it."""

    label: str
    copy: int
    at: float
    ended: float
    result: PrintResult


class Schedule:
    """A kiosk with its printer, what a schedule does to them, and what must be true at its end."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.loop = PrinterLoop()
        self.room = Room(self.loop, kind)
        self.taken: list[Taken] = []
        self._job: asyncio.Task[PrintResult] | None = None

    def run(self, steps: list[str]) -> None:
        with TemporaryDirectory() as folder, closing(self.loop):
            self._leftover = Leftover(Path(folder) / "printer.uncleared")
            self._start()
            self.loop.run_until_complete(self._run(steps))
            assert not self.loop.faults, self.loop.faults
        self._judge()

    def _start(self) -> None:
        """Start the program, which knows of the last one's affairs nothing but what stands in the file."""
        self.printer = make_printer(self.room, self.kind, lambda: Line(self.room), self._leftover)

    async def _run(self, steps: list[str]) -> None:
        watching = asyncio.create_task(self._watch())
        for step in steps:
            match step.split():
                case ["ticket"]:
                    await self._take(f"B-{len(self.taken):03d}", 0)
                case ["copy"] if self.taken:
                    await self._take(self.taken[-1].label, self.taken[-1].copy + 1)
                case ["copy"]:
                    pass
                case ["wait", seconds]:
                    await asyncio.sleep(float(seconds))
                case ["kill", count]:
                    self.room.kill_at(int(count))
                case ["leftover"]:
                    await self.printer.close()
                    self._leftover.note()
                    self._start()
                case _:
                    self.room.controls.obey(step)
        self.room.controls.obey("well")
        self.room.live_on()
        await asyncio.sleep(MENDED_SECONDS)
        await self._take("Z-999", 0)
        await asyncio.sleep(1.0)
        self.room.engine.take()
        watching.cancel()
        await self.printer.close()

    async def _watch(self) -> None:
        while True:
            try:
                await self.printer.refresh()
            except Killed:
                self._die()
            await asyncio.sleep(WATCH_SECONDS)

    async def _take(self, label: str, copy: int) -> None:
        at = self.loop.time()
        self._job = asyncio.create_task(self.printer.submit(document(label, copy), lambda _: None))
        try:
            result = await self._job
        except (Killed, asyncio.CancelledError):
            self._die()
            result = PrintResult(Outcome.UNKNOWN, Unknown())  # as the journal has it after the next start
        self.taken.append(Taken(label, copy, at, self.loop.time(), result))

    def _die(self) -> None:
        if self._job:
            self._job.cancel()
        self._start()

    def _judge(self) -> None:
        patience = self.kind.retract_seconds or inf
        assert all(hung >= patience for hung in self.room.hung), f"taken back too early, {self.room.hung}"
        for each in self.taken:
            self._judge_ticket(each)
        last = self.taken[-1]
        assert last.result.outcome is (Outcome.BLIND if self.kind.blind else Outcome.PRINTED), "stuck kiosk"
        assert last.ended - last.at < MENDED_SECONDS, "stuck kiosk"

    def _judge_ticket(self, each: Taken) -> None:
        whole = wanted(self.kind, each.label, each.copy)
        seen = [(at, paper) for at, paper in self.room.fell if self._shows(paper, whole)]
        papers = {paper.number for _, paper in seen}
        what = f"{each.label} copy {each.copy}: {each.result.outcome}, {len(papers)} papers"
        assert len(papers) <= 1, f"a second one without SALINAN, {what}"
        match each.result.outcome:
            case Outcome.PRINTED:
                assert len(papers) == 1, f"no whole ticket on paper, {what}"
            case Outcome.NOT_SENT:
                needle = _rows(whole, NEEDLE)
                assert not any(needle in paper.ink.tobytes() for _, paper in self.room.fell), f"sent: {what}"
            case _:
                assert (
                    self.kind.blind
                    or not MODELS[self.kind.model].cutter
                    or all(at <= each.at + LIFE_SECONDS for at, _ in seen)
                ), f"a stale ticket, {what}"

    def _shows(self, paper: Paper, whole: Image.Image) -> bool:
        """Tell whether a paper is this ticket and nothing else; a strip at a tear bar may have others too."""
        if MODELS[self.kind.model].cutter:
            return paper.ink.size == whole.size and paper.ink.tobytes() == whole.tobytes()
        return _rows(whole, slice(0, whole.height)).rstrip(b"\0") in paper.ink.tobytes()


def make_printer(
    room: Room, kind: Kind, make_transport: Callable[[], Transport], leftover: Leftover
) -> EscPosPrinter:
    """Return the kiosk's own printer, as a profile of this kind has it, without its thread."""
    settings = EscPosSettings(
        by_id=kind.by_id, blind=kind.blind, reports=kind.reports, retract_seconds=kind.retract_seconds
    )
    with patch.object(escpos_printer, "Worker", Inline):
        return EscPosPrinter(make_transport, kind.paper, LoopClock(room.loop), settings, leftover)


class LoopClock(ManualClock):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__(AT)
        self._loop = loop

    def elapsed(self) -> float:
        return self._loop.time()


@cache
def document(label: str, copy: int) -> TicketDocument:
    """Return a short ticket, whose first line no other one has."""
    first = Text(f"{label} {copy}", 6.0, bold=True)
    stamp = (Stamp(f"SALINAN {copy}"),) if copy else ()
    blocks = (first, *stamp, Number(label, 12.0), Gap(2.0), Text("Silakan menunggu"))
    return TicketDocument(UUID(int=1), label, AT, "id", blocks, copy)


@cache
def wanted(kind: Kind, label: str, copy: int) -> Image.Image:
    """Return the ink of a ticket as a printer of this kind burns it when nothing goes wrong."""
    bench = Bench(replace(MODELS[kind.model], mm_per_second=inf, cut_seconds=0.0))
    bench.send(encode_ticket(rasterise(document(label, copy), kind.paper), kind.paper))
    bench.wait(0.1)
    bench.tell("take")
    (paper,) = bench.engine.seen.papers
    return paper.ink


def _rows(ink: Image.Image, rows: slice) -> bytes:
    size = ink.width // 8
    return ink.tobytes()[rows.start * size : rows.stop * size]
