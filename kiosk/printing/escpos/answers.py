"""What a printer says back: answers told apart by their fixed bits, and what they mean.

The bits are those of Epson's command reference for DLE EOT, GS a (automatic status back), GS r and GS ( H.
"""

from dataclasses import dataclass

from kiosk.printing.condition import Condition, CoverOpen, CutterJam, NearEnd, NoPaper, Offline, Ready, TooHot

REPORT_BYTES = 4
BLOCK_LEAD, JOB_DONE = 0x37, 0x22
"""An answer to GS ( H begins so, and ends with NUL."""
BLOCK_BYTES = 6
"""The length of one with its id, and without the NUL."""
BLOCK_BODY = range(32, 127)
FULL_STATUS = b"\x10\x0f"
"""A presenter's answer to DLE EOT 20 begins so (Custom's command manual): four bytes of bits follow."""
FULL_STATUS_BYTES = 6
TICKET_AT_OUTPUT = 0x20


@dataclass(frozen=True, slots=True)
class RealTime:
    """The answer to a DLE EOT question; which one is known by its order only."""

    bits: int


@dataclass(frozen=True, slots=True)
class Report:
    """Four bytes that the printer sent of its own accord because something changed."""

    printer: int
    error: int
    roll: int

    @property
    def condition(self) -> Condition:
        """What the report says of the printer as a whole."""
        return _worst(
            cover=bool(self.printer & 0x20),
            no_paper=bool(self.roll & 0x0C),
            cutter=bool(self.error & 0x08),
            hot=bool(self.error & 0x40),
            offline=bool(self.printer & 0x08 or self.error & 0x20),
            near_end=bool(self.roll & 0x03),
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """The answer to GS r 1: all before the question was processed."""

    roll: int

    @property
    def condition(self) -> Condition:
        """What the paper sensors saw then."""
        if self.roll & 0x0C:
            return NoPaper()
        return NearEnd() if self.roll & 0x03 else Ready()


@dataclass(frozen=True, slots=True)
class JobDone:
    """The answer to GS ( H: the job with this id has been printed."""

    job_id: bytes


Answer = RealTime | Report | Completion | JobDone


def condition_of(printer: int, cause: int, error: int, roll: int) -> Condition:
    """Return the condition that the answers to DLE EOT 1, 2, 3 and 4 describe."""
    return _worst(
        cover=bool(cause & 0x04),
        no_paper=bool(cause & 0x20 or roll & 0x60),
        cutter=bool(error & 0x08),
        hot=bool(error & 0x40),
        offline=bool(printer & 0x08 or cause & 0x40 or error & 0x20),
        near_end=bool(roll & 0x0C),
    )


def ticket_at_output(answer: bytes) -> bool:
    """Tell whether an answer to DLE EOT 20 says that a cut ticket hangs in the mouth."""
    full = len(answer) == FULL_STATUS_BYTES and answer.startswith(FULL_STATUS)
    return full and bool(answer[2] & TICKET_AT_OUTPUT)


def _worst(
    *, cover: bool, no_paper: bool, cutter: bool, hot: bool, offline: bool, near_end: bool
) -> Condition:
    """Return what a person must mend first."""
    order = (
        (cover, CoverOpen()),
        (no_paper, NoPaper()),
        (cutter, CutterJam()),
        (hot, TooHot()),
        (offline, Offline()),
        (near_end, NearEnd()),
    )
    return next((condition for seen, condition in order if seen), Ready())


class AnswerReader:
    """Tells apart what comes in any pieces; bytes of no known form are dropped."""

    def __init__(self) -> None:
        self._report: list[int] = []
        self._block = b""

    def feed(self, received: bytes) -> list[Answer]:
        """Return the answers that these bytes complete."""
        answers = (self._take(byte) for byte in received)
        return [answer for answer in answers if answer is not None]

    def _take(self, byte: int) -> Answer | None:
        if not self._block:
            return self._take_single(byte)
        if byte in BLOCK_BODY:
            self._block += bytes((byte,))
            return None
        block, self._block = self._block, b""
        if byte:  # it broke off
            return self._take_single(byte)
        return JobDone(block[2:]) if len(block) == BLOCK_BYTES and block[1] == JOB_DONE else None

    def _take_single(self, byte: int) -> Answer | None:
        match byte & 0x93:
            case 0x12:  # 0xx1xx10
                return RealTime(byte)
            case 0x10:  # 0xx1xx00
                self._report = [byte]
            case 0x00 | 0x01 | 0x02 | 0x03:  # 0xx0xxxx
                return self._continue(byte)
            case _:  # the lead of a block, XON, XOFF and noise
                self._report = []
                self._block = bytes((byte,)) if byte == BLOCK_LEAD else b""
        return None

    def _continue(self, byte: int) -> Answer | None:
        """Take a byte without a mark of its own: it belongs to the report under way, if there is one."""
        if not self._report:
            return Completion(byte)
        self._report.append(byte)
        if len(self._report) < REPORT_BYTES:
            return None
        printer, error, roll, _ = self._report
        self._report = []
        return Report(printer, error, roll)
