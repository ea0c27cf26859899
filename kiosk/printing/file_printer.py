"""A printer whose paper is files: for demonstrations, for tests, and for looking at tickets."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

from PIL import Image

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Condition, Ready, Unknown
from kiosk.printing.document import Document
from kiosk.printing.holding import NotReady, Patience, turn_at
from kiosk.printing.layout import lay_out
from kiosk.printing.paper import PaperProfile
from kiosk.printing.paper_file import PaperFile, write_whole
from kiosk.printing.pdf import draw_pdf, prepare
from kiosk.printing.printer import LIFE_SECONDS, FirstByte, Held, PrintResult, Tell
from kiosk.printing.raster import paint

log = logging.getLogger(__name__)

STATE_FILE = "printer.json"
SLICE_MM = 10.0
MM_PER_SECOND = 200.0


class FilePrinter:
    """Writes ``NNN-TITLE.png``, ``.pdf`` and ``.json`` into a folder, which it makes.

    ``printer.json`` beside them is its paper and its cover (see ``paper_file``): it is read before a ticket
    and at every slice of it. A ticket that is cut short is ``UNKNOWN``, and what came out of it stays as
    ``NNN-TITLE.torn.png``. With ``paced`` it takes the time that a fast printer takes.
    """

    def __init__(
        self,
        folder: Path,
        paper: PaperProfile,
        clock: Clock,
        *,
        paced: bool = False,
        poll_seconds: float = 1.0,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._paper = paper
        self._clock = clock
        self._paced = paced
        self._state = PaperFile(folder / STATE_FILE)
        self._condition = self._state.read().seen
        self._turn = asyncio.Lock()
        self._closing = asyncio.Event()
        self._patience = Patience(clock, poll_seconds, self._closing)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="file-printer")
        self._thread.submit(prepare)

    @property
    def condition(self) -> Condition:
        """The last condition that was seen."""
        return self._condition

    async def refresh(self) -> Condition:
        """Read the state file."""
        if not self._closing.is_set():
            loop = asyncio.get_running_loop()
            self._condition = (await loop.run_in_executor(self._thread, self._state.read)).seen
        return self._condition

    async def submit(self, document: Document, tell: Tell, life: float = LIFE_SECONDS) -> PrintResult:
        """Write one document's files, or hold it until the state file lets it."""
        expires = self._clock.elapsed() + life
        loop = asyncio.get_running_loop()

        def tell_first_byte(elapsed: float) -> None:
            loop.call_soon_threadsafe(tell, FirstByte(elapsed))

        async def attempt() -> NotReady | PrintResult:
            if not (await self.refresh()).prints:
                return NotReady(self._condition)
            return await loop.run_in_executor(self._thread, self._try_to_print, document, tell_first_byte)

        if self._turn.locked() and not self._condition.prints:
            tell(Held(self._condition))  # behind another one that is held
        async with turn_at(self._turn, life) as ours:
            if not ours:
                return PrintResult(Outcome.NOT_SENT, self._condition, done=self._clock.elapsed())
            result = await self._patience.print_when_ready(attempt, tell, expires)
            self._condition = result.condition
            return result

    async def close(self) -> None:
        """Give up what is held, finish what is printing, and end the thread."""
        self._closing.set()
        async with self._turn:
            self._thread.shutdown()

    def _try_to_print(self, document: Document, tell_first_byte: Callable[[float], None]) -> PrintResult:
        """Put it on paper; a folder that cannot be written to is a printer in an unknown condition."""
        begun: list[float] = []

        def note(elapsed: float) -> None:
            begun.append(elapsed)
            tell_first_byte(elapsed)

        try:
            return self._put_on_paper(document, note)
        except OSError:
            log.exception("%s cannot be written into %s", document.title, self._folder)
            outcome = Outcome.UNKNOWN if begun else Outcome.NOT_SENT
            return PrintResult(outcome, Unknown(), first_byte=begun[0] if begun else None)

    def _put_on_paper(self, document: Document, tell_first_byte: Callable[[float], None]) -> PrintResult:
        sheet = lay_out(document, self._paper)
        picture = paint(sheet)
        stem = f"{self._next_number():03d}-{document.title}"
        draft, content = self._folder / f".{stem}.png.part", _png(picture)
        started = self._clock.elapsed()
        accidents.before(Deed.FIRST_BYTE)
        draft.write_bytes(content)
        accidents.after(Deed.FIRST_BYTE)
        tell_first_byte(started)
        printed, condition = self._feed(self._paper.mm(sheet.height) + self._paper.feed_to_cutter_mm)
        if not condition.prints:
            draft.unlink()
            picture = picture.crop((0, 0, sheet.width, min(sheet.height, self._paper.to_dots(printed))))
            files = self._write(stem, {".torn.png": _png(picture)} if picture.height else {})
            return PrintResult(Outcome.UNKNOWN, condition, started, self._clock.elapsed(), printed, files)
        whole = draft.replace(self._folder / f"{stem}.png")
        parts = {".pdf": draw_pdf(sheet, self._paper, document.title), ".json": document.to_json()}
        files = (str(whole), *self._write(stem, parts))
        return PrintResult(Outcome.PRINTED, condition, started, self._clock.elapsed(), printed, files)

    def _feed(self, length: float) -> tuple[float, Condition]:
        """Let the paper run, slice by slice; return how far it came and the condition at the end."""
        printed = 0.0
        condition: Condition = Ready()
        while printed < length:
            piece = min(SLICE_MM, length - printed)
            condition = self._state.take(piece)
            if not condition.prints:
                break
            if self._paced:
                time.sleep(piece / MM_PER_SECOND)
            printed += piece
        return printed, condition

    def _write(self, stem: str, parts: dict[str, bytes]) -> tuple[str, ...]:
        paths = [self._folder / (stem + suffix) for suffix in parts]
        for path, content in zip(paths, parts.values(), strict=True):
            write_whole(path, content)
        return tuple(str(path) for path in paths)

    def _next_number(self) -> int:
        numbers = (path.name.split("-")[0] for path in self._folder.glob("[0-9]*-*.*"))
        return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()
