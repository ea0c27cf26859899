"""A conversation with one ESC/POS printer over an open transport, in which no wait is without an end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk import accidents
from kiosk.accidents import Deed
from kiosk.clock import Clock
from kiosk.printing.condition import Condition, Doubt, Ready, Unknown
from kiosk.printing.escpos.answers import (
    FULL_STATUS_BYTES,
    Answer,
    AnswerReader,
    Completion,
    JobDone,
    RealTime,
    Report,
    condition_of,
    ticket_at_output,
)
from kiosk.printing.escpos.encoding import ASK_FULL_STATUS, FORGET, HEAD_NULS, QUESTIONS, RECOVER, RETRACT
from kiosk.printing.transports.transport import Transport

CHUNK_BYTES = 4096
GLANCE_SECONDS = 0.05
"""While the printer takes no bytes, its reports are read this often."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The printer reported something to mend, or kept silent (``Unknown``), after bytes had gone to it."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The longest that each step may take, in seconds."""

    connect: float = 3.0
    answer: float = 1.0
    send: float = 20.0
    completion: float = 10.0


class Dialogue:
    """Asks, sends and listens; raises ``OSError`` when the connection breaks.

    ``retired`` is asked between all steps: a worker that was given up must not send another byte.
    """

    def __init__(
        self, transport: Transport, clock: Clock, deadlines: Deadlines, retired: Callable[[], bool]
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._deadlines = deadlines
        self._retired = retired
        self._reader = AnswerReader()

    def ask(self) -> Condition | None:
        """Ask for the printer's state; None when it does not answer at all."""
        self._drop_heard()
        bits: list[int] = []
        for question in QUESTIONS:
            answer = self._answer_to(question)
            if answer is None:
                return Unknown(Doubt.SILENT) if bits else None
            bits.append(answer)
        return condition_of(*bits)

    def recover(self) -> Condition | None:
        """Let a cutter that stood still return to its place, and ask again how the printer is."""
        self._transport.write_some(RECOVER, self._deadlines.answer)
        return self.ask()

    def end_head(self) -> None:
        """Let a command that broke off in its head come to its end."""
        self._transport.write_some(HEAD_NULS, self._deadlines.answer)

    def forget(self) -> None:
        """Let the printer drop the rest of a ticket that ended: once mended, it would print it by itself."""
        self._transport.write_some(FORGET, self._deadlines.answer)

    def deliver(self, data: bytes) -> Trouble | None:
        """Hand over all bytes, listening to the printer's reports meanwhile."""
        until = self._clock.elapsed() + self._deadlines.send
        at = 0
        while at < len(data):
            self._stop_if_retired()
            # Before each piece and not after the last: a quick printer's completion is not for this loop.
            for answer in self._reader.feed(self._transport.read_some(0)):
                if isinstance(answer, Report) and not answer.condition.prints:
                    return Trouble(answer.condition)
            at += self._transport.write_some(data[at : at + CHUNK_BYTES], GLANCE_SECONDS)
            accidents.after(Deed.FIRST_BYTE)
            if self._clock.elapsed() > until:
                return Trouble(Unknown(Doubt.UNCONFIRMED))
        return None

    def await_completion(self, job_id: bytes = b"") -> Condition | Trouble:
        """Wait for the answer to GS r, and with ``job_id`` for the one to GS ( H that carries it.

        Trouble reported before that, or no paper, is no completion.
        """
        condition: Condition = Ready()
        until = self._clock.elapsed() + self._deadlines.completion
        for answer in self._listen(until):
            match answer:
                case Report() | Completion() if not answer.condition.prints:
                    return Trouble(answer.condition)
                case Completion():
                    condition = answer.condition
                    if not job_id:
                        return condition
                case JobDone(answered) if answered == job_id:
                    return condition
                case _:
                    continue
        return Trouble(Unknown(Doubt.UNCONFIRMED))

    def settle(self) -> None:
        """Read until the printer keeps silent for as long as an answer may take.

        A torn ticket's own question for completion may be answered late, and must not count for the next one.
        """
        while self._transport.read_some(self._deadlines.answer):
            self._stop_if_retired()

    def holds_ticket(self) -> bool:
        """Ask a presenter whether a cut ticket hangs in its mouth; false when it does not say."""
        return ticket_at_output(self.hear(ASK_FULL_STATUS, lambda heard: len(heard) >= FULL_STATUS_BYTES))

    def retract(self) -> None:
        """Let a presenter take back what hangs in its mouth."""
        self._transport.write_some(RETRACT, self._deadlines.answer)

    def hear(self, question: bytes, whole: Callable[[bytes], bool]) -> bytes:
        """Ask, and return what is said until that is whole, or for as long as an answer may take."""
        self._drop_heard()
        until = self._clock.elapsed() + self._deadlines.answer
        heard = b""
        if self._transport.write_some(question, self._deadlines.answer):
            while not whole(heard) and (left := until - self._clock.elapsed()) > 0:
                self._stop_if_retired()
                heard += self._transport.read_some(left)
        return heard

    def _drop_heard(self) -> None:
        """Drop what was said before: it is no answer to what is asked now."""
        while self._transport.read_some(0):
            self._stop_if_retired()
        self._reader = AnswerReader()

    def _answer_to(self, question: bytes) -> int | None:
        until = self._clock.elapsed() + self._deadlines.answer
        if not self._transport.write_some(question, self._deadlines.answer):
            return None
        return next((each.bits for each in self._listen(until) if isinstance(each, RealTime)), None)

    def _listen(self, until: float) -> Iterator[Answer]:
        """Yield what the printer says, up to a monotonic second."""
        while (left := until - self._clock.elapsed()) > 0:
            self._stop_if_retired()
            yield from self._reader.feed(self._transport.read_some(left))

    def _stop_if_retired(self) -> None:
        if self._retired():
            raise ConnectionAbortedError("this worker was given up")
