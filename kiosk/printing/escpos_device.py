"""What the worker thread of an ESC/POS printer does: look, clear, and put one ticket on paper."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kiosk.clock import Clock
from kiosk.domain.ticket import Outcome
from kiosk.printing.escpos import encode_clearing
from kiosk.printing.escpos_dialogue import Deadlines, Dialogue, Trouble
from kiosk.printing.holding import NotReady
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import Condition, PrintResult
from kiosk.printing.transport import Transport


@dataclass(slots=True)
class Job:
    """One ticket's bytes, and whether they may still go out. Times are monotonic seconds."""

    data: bytes
    length_mm: float
    expires: float
    clock: Clock
    tell_first_byte: Callable[[float], None]
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
    """

    def __init__(
        self,
        transport: Transport,
        paper: PaperProfile,
        clock: Clock,
        deadlines: Deadlines,
        *,
        blind: bool,
        uncleared: Condition | None,
        retired: Callable[[], bool],
    ) -> None:
        self._transport = transport
        self._paper = paper
        self._clock = clock
        self._deadlines = deadlines
        self._blind = blind
        self._retired = retired
        self._uncleared = uncleared

    def look(self) -> Condition:
        """Ask for the condition, and clear the printer if it needs that and is ready."""
        try:
            with self._connection() as dialogue:
                return self._prepare(dialogue)
        except OSError:
            return Condition.OFFLINE

    def attempt(self, job: Job) -> NotReady | PrintResult:
        """Print the job if the printer is ready."""
        try:
            with self._connection() as dialogue:
                condition = self._prepare(dialogue)
                return self._print(dialogue, job) if condition.prints else NotReady(condition)
        except OSError:
            return NotReady(Condition.OFFLINE)

    @contextmanager
    def _connection(self) -> Iterator[Dialogue]:
        self._transport.open(self._deadlines.connect)
        try:
            yield Dialogue(self._transport, self._clock, self._deadlines, self._retired)
        finally:
            self._transport.close(discard=self._uncleared is not None)

    def _prepare(self, dialogue: Dialogue) -> Condition:
        asked = Condition.READY if self._blind else dialogue.ask()
        condition = asked or self._uncleared or Condition.UNKNOWN
        if condition.prints and self._uncleared is not None:
            ended = self._send(dialogue, encode_clearing(self._paper))
            if isinstance(ended, Trouble):
                return ended.condition
            if not self._blind:
                dialogue.settle()
            self._uncleared = None
        return condition

    def _print(self, dialogue: Dialogue, job: Job) -> NotReady | PrintResult:
        started = job.claim()
        if started is None:
            return NotReady(Condition.UNKNOWN)
        self._uncleared = Condition.UNKNOWN
        try:
            ended = self._send(dialogue, job.data)
        except OSError:
            ended = Trouble(Condition.OFFLINE)
        now = self._clock.elapsed()
        if isinstance(ended, Trouble):
            self._uncleared = ended.condition
            return PrintResult(Outcome.UNKNOWN, ended.condition, started, now, job.length_mm)
        self._uncleared = None
        outcome = Outcome.BLIND if self._blind else Outcome.PRINTED
        return PrintResult(outcome, ended, started, now, job.length_mm)

    def _send(self, dialogue: Dialogue, data: bytes) -> Condition | Trouble:
        """Hand over bytes that end with the question for completion, and wait for its answer."""
        trouble = dialogue.deliver(data)
        if trouble is not None or self._blind:
            return trouble or Condition.READY
        return dialogue.await_completion()
