"""What the worker thread of an ESC/POS printer does: look, clear, and put one ticket on paper."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Condition, CutterJam, Doubt, Offline, Ready, Unknown, cause_of
from kiosk.printing.escpos.dialogue import Deadlines, Dialogue, Trouble
from kiosk.printing.escpos.encoding import encode_clearing, new_job_id
from kiosk.printing.holding import NotReady
from kiosk.printing.leftover import Leftover
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import PrintResult
from kiosk.printing.transports.transport import Transport

UNCONFIRMED = Unknown(Doubt.UNCONFIRMED)
CLEAR_AGAIN_SECONDS = 600.0
"""A printer that does not answer to its clearing gets no other one for so long, unless a ticket wants it.

Each one costs a strip of paper, and nobody may come for hours.
"""


@dataclass(slots=True)
class Job:
    """One ticket, and whether it may still go out. Times are monotonic seconds.

    ``draw`` returns its bytes and its length in millimetres, each time the same; the first call takes long.
    """

    draw: Callable[[], tuple[bytes, float]]
    expires: float
    clock: Clock
    tell_first_byte: Callable[[float], None]
    job_id: bytes = b""
    _started: float | None = None
    _abandoned: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def claim(self) -> float | None:
        """Take the right to send, which is given once; None when the job is void."""
        with self._lock:
            now = self.clock.elapsed()
            if self._abandoned or self._started is not None or now >= self.expires:
                return None
            self._started = now
        self.tell_first_byte(now)
        return now

    def abandon(self) -> float | None:
        """Make sure that nothing is sent from now on; return when sending began, if it did."""
        with self._lock:
            self._abandoned = True
            return self._started


class Device:
    """A printer behind a transport, connected for each ticket.

    ``uncleared`` is what stopped the last ticket, until the printer was cleared after it; nothing else goes
    to the printer before. Its data may fill the buffer until then, so that no question is heard.
    ``leftover`` remembers that beyond the end of the program. ``by_id`` asks for completion by id (GS ( H),
    not only in its turn (GS r). ``retract_seconds`` is for a presenter: after so long a ticket that hangs in
    its mouth is taken back; None for any other printer.
    """

    def __init__(
        self,
        transport: Transport,
        paper: PaperProfile,
        clock: Clock,
        deadlines: Deadlines,
        *,
        blind: bool,
        by_id: bool,
        reports: bool,
        retract_seconds: float | None,
        leftover: Leftover,
        uncleared: Condition | None,
        retired: Callable[[], bool],
    ) -> None:
        self._transport = transport
        self._paper = paper
        self._clock = clock
        self._deadlines = deadlines
        self._blind = blind
        self._by_id = by_id
        self._reports = reports
        self._retract_seconds = retract_seconds
        self._leftover = leftover
        self._retired = retired
        self._uncleared = uncleared
        self._broke_off = uncleared is not None
        self._clear_again_at = clock.elapsed()
        self._presented: float | None = clock.elapsed()  # perhaps by the program that ran before

    def look(self) -> Condition:
        """Ask for the condition, clear the printer if it needs that and is ready, take back what hangs."""
        try:
            with self._connection() as dialogue:
                condition = self._prepare(dialogue, self._clock.elapsed() >= self._clear_again_at)
                if condition.prints:
                    self._retract(dialogue)
                return condition
        except OSError as error:
            return Offline(cause_of(error))

    def attempt(self, job: Job) -> NotReady | PrintResult:
        """Print the job if the printer is ready; it is drawn before the printer has to wait for it."""
        data, length = job.draw()
        try:
            with self._connection() as dialogue:
                condition = self._prepare(dialogue, clears=True)
                return self._print(dialogue, job, data, length) if condition.prints else NotReady(condition)
        except OSError as error:
            return NotReady(Offline(cause_of(error)))

    @contextmanager
    def _connection(self) -> Iterator[Dialogue]:
        self._transport.open(self._deadlines.connect)
        try:
            yield Dialogue(self._transport, self._clock, self._deadlines, self._retired)
        finally:
            self._transport.close(discard=self._uncleared is not None)

    def _prepare(self, dialogue: Dialogue, clears: bool) -> Condition:
        if self._broke_off:
            dialogue.end_head()
            self._broke_off = False
        asked: Condition | None = Ready() if self._blind else dialogue.ask()
        if asked == CutterJam():
            asked = dialogue.recover()
        condition = asked or self._uncleared or Unknown(Doubt.SILENT)
        if self._uncleared is not None and not condition.prints:
            dialogue.forget()
        if condition.prints and self._uncleared is not None:
            if not clears:
                return UNCONFIRMED
            job_id = new_job_id() if self._by_id else b""
            self._broke_off = True
            ended = self._send(dialogue, self._clearing(job_id), job_id)
            if isinstance(ended, Trouble):
                pause = CLEAR_AGAIN_SECONDS if ended.condition == UNCONFIRMED else 0.0
                self._clear_again_at = self._clock.elapsed() + pause
                return ended.condition
            if not (self._blind or self._by_id):
                dialogue.settle()
            self._is_clear()
        return condition

    def _clearing(self, job_id: bytes) -> bytes:
        return encode_clearing(self._paper, job_id, reports=self._reports)

    def _is_clear(self) -> None:
        """Note that nothing is left in the printer: what was in it has just come to its mouth."""
        self._uncleared, self._broke_off = None, False
        self._presented = self._clock.elapsed()
        self._leftover.forget()

    def _retract(self, dialogue: Dialogue) -> None:
        """Take back a ticket that nobody took: it would be the next citizen's."""
        patience = self._retract_seconds
        if patience is None or self._presented is None or self._clock.elapsed() < self._presented + patience:
            return
        if dialogue.holds_ticket():
            dialogue.retract()
        self._presented = None

    def _print(self, dialogue: Dialogue, job: Job, data: bytes, length: float) -> NotReady | PrintResult:
        started = job.claim()
        if started is None:
            return NotReady(Unknown())
        self._uncleared, self._broke_off, self._clear_again_at = UNCONFIRMED, True, started
        self._leftover.note()
        accidents.before(Deed.FIRST_BYTE)
        try:
            ended = self._send(dialogue, data, job.job_id)
        except OSError as error:
            ended = Trouble(Offline(cause_of(error)))
        now = self._clock.elapsed()
        if isinstance(ended, Trouble):
            self._uncleared = ended.condition
            if not (self._blind or self._retired()):
                with suppress(OSError):
                    dialogue.forget()
            return PrintResult(Outcome.UNKNOWN, ended.condition, started, now, length)
        self._is_clear()
        outcome = Outcome.BLIND if self._blind else Outcome.PRINTED
        return PrintResult(outcome, ended, started, now, length)

    def _send(self, dialogue: Dialogue, data: bytes, job_id: bytes) -> Condition | Trouble:
        """Hand over bytes that end with the question for completion, and wait for its answer."""
        trouble = dialogue.deliver(data)
        if trouble is not None or self._blind:
            return trouble or Ready()
        return dialogue.await_completion(job_id)
