"""The moving parts of a receipt printer: head, roll, blade, and the mouth where a cut ticket hangs."""

from collections.abc import Callable

from kiosk.faulty.faults import Fate, Faults, Paper, Seen
from kiosk.faulty.models import Model
from kiosk.faulty.roll import MM_PER_INCH, Strip


class Mechanism:
    """Burns, feeds and cuts. It is busy up to the second ``free_at``; ``used_mm`` is all paper that was used.

    ``keep`` is told of every paper that comes out, and again when its fate changes.
    """

    def __init__(self, model: Model, faults: Faults, keep: Callable[[Paper], None]) -> None:
        self.faults = faults
        self.seen = Seen()
        self.free_at = 0.0
        self.used_mm = 0.0
        self.cutter_error = False
        self._model = model
        self._keep = keep
        self._strip = Strip(model.dots)
        self._mouth: Paper | None = None

    @property
    def empty(self) -> bool:
        """Whether no paper is left for another row."""
        return self.faults.paper_mm < self._mm(1)

    @property
    def holds_ticket(self) -> bool:
        """Whether a cut ticket hangs in the mouth."""
        return self._mouth is not None

    def rest(self, now: float) -> None:
        """Stand still up to now, if nothing is under way: what comes later begins later."""
        self.free_at = max(self.free_at, now)

    def burn(self, row: bytes = b"") -> None:
        """Burn one row, or leave it white."""
        self._strip.burn(row)
        self._use(self._mm(1))

    def feed(self, inches: float) -> None:
        """Move the paper; it stops where the roll ends."""
        for _ in range(round(inches * self._model.dpi)):
            if not self.empty:
                self.burn()

    def cut(self) -> None:
        """Bring the ticket to the blade and cut it, unless the blade jams."""
        if not self._model.cutter:
            return
        self._use(self._model.feed_to_cutter_mm)
        self.free_at += self._model.cut_seconds + self.faults.cut_seconds
        if self.faults.jam_at_cut:
            self.faults.jam_at_cut, self.faults.cutter_jam = False, True
            self.cutter_error = True
        elif self._model.presenter:
            self.let_go(Fate.EJECTED)
            self._mouth = self._put_out(Fate.HELD)
        else:
            self._put_out(Fate.FELL)

    def let_go(self, fate: Fate) -> bool:
        """Let go what hangs out: the ticket in the mouth, or the strip at a tear bar; false for nothing."""
        if not self._model.cutter and len(self._strip):
            self._put_out(fate)
            return True
        paper, self._mouth = self._mouth, None
        if paper is None:
            return False
        paper.fate = fate
        self._keep(paper)
        return True

    def recover(self) -> bool:
        """Return the blade to its place; false when that was not needed, or something is in its way."""
        if not self.cutter_error or self.faults.cutter_jam:
            return False
        self.cutter_error = False
        return True

    def _use(self, mm: float) -> None:
        self.faults.paper_mm -= mm
        self.used_mm += mm
        self.free_at += mm / self._model.mm_per_second

    def _put_out(self, fate: Fate) -> Paper:
        paper = Paper(len(self.seen.papers) + 1, self._strip.cut(), fate)
        self.seen.papers.append(paper)
        self._keep(paper)
        return paper

    def _mm(self, rows: float) -> float:
        return rows * MM_PER_INCH / self._model.dpi
