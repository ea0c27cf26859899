from kiosk.clock import SystemClock
from kiosk.printing.condition import Ready
from kiosk.printing.escpos.dialogue import CHUNK_BYTES, Deadlines, Dialogue
from kiosk.printing.escpos.encoding import ASK_COMPLETION


class PromptPrinter:
    """Answers within the write that brings the question, as one on the same machine may."""

    def __init__(self) -> None:
        self._answer = b""

    def open(self, seconds: float) -> None:
        """Be there."""

    def write_some(self, data: bytes, seconds: float) -> int:
        if data.endswith(ASK_COMPLETION):
            self._answer = b"\x00"
        return len(data)

    def read_some(self, seconds: float) -> bytes:
        answer, self._answer = self._answer, b""
        return answer

    def close(self, *, discard: bool = False) -> None:
        """Go."""


def test_a_completion_that_comes_with_the_last_byte_is_heard() -> None:
    for length in (1, CHUNK_BYTES, CHUNK_BYTES + 1):
        deadlines = Deadlines(completion=0.05)
        dialogue = Dialogue(PromptPrinter(), SystemClock(), deadlines, retired=lambda: False)
        assert dialogue.deliver(bytes(length) + ASK_COMPLETION) is None
        assert dialogue.await_completion() == Ready()
