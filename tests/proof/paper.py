"""A kiosk's printer through a schedule of faults, and what must be true at its end."""

import asyncio
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from PIL import Image

from kiosk.domain.ticket import Outcome
from kiosk.faulty.faults import Paper
from kiosk.faulty.models import MODELS
from kiosk.printing.condition import Unknown
from kiosk.printing.document import Gap, Number, Stamp, Text, TicketDocument
from kiosk.printing.leftover import Leftover
from kiosk.printing.printer import LIFE_SECONDS, PrintResult
from tests.printer_kit import AT
from tests.proof.kinds import Kind, ink_of, make_printer
from tests.proof.room import Killed, Line, PrinterLoop, Room

WATCH_SECONDS = 10.0
"""A kiosk asks its idle printer so often."""
MENDED_SECONDS = 40.0
"""After this long without faults a kiosk is itself again."""
NEEDLE = slice(5, 35)
"""Rows that lie in a ticket's first line."""


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
        self.printer = make_printer(self.loop, self.kind, lambda: Line(self.room), self._leftover)

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
                    await self._take(f"B-{len(self.taken):03d}", 0)
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


@cache
def document(label: str, copy: int) -> TicketDocument:
    """Return a short ticket, whose first line no other one has."""
    first = Text(f"{label} {copy}", 6.0, bold=True)
    stamp = (Stamp(f"SALINAN {copy}"),) if copy else ()
    blocks = (first, *stamp, Number(label, 12.0), Gap(2.0), Text("Silakan menunggu"))
    return TicketDocument(UUID(int=1), label, AT, "id", blocks, copy)


@cache
def wanted(kind: Kind, label: str, copy: int) -> Image.Image:
    """Return the ink of a ticket that is whole."""
    return ink_of(kind, document(label, copy))


def _rows(ink: Image.Image, rows: slice) -> bytes:
    size = ink.width // 8
    return ink.tobytes()[rows.start * size : rows.stop * size]
