"""Commands that a printer obeys the moment they arrive, wherever they stand: even inside a picture."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

EOT = 0x04
CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_COMMAND = re.compile(rb"\x10(?:\x04[\x01-\x04\x14]|\x05[\x01\x02])|" + re.escape(CLEAR_BUFFERS))
LOOK_ALIKES = tuple(
    bytes((0x10, code, argument))
    for code, arguments in ((0x04, range(1, 9)), (0x05, range(3)), (0x14, range(1, 9)))
    for argument in arguments
)
"""DLE EOT, DLE ENQ and DLE DC4 with the arguments that the manuals name."""


@dataclass(frozen=True, slots=True)
class Ask:
    """DLE EOT: the printer's status at once."""

    question: int


@dataclass(frozen=True, slots=True)
class Recover:
    """DLE ENQ 1 and 2: go on after an error that can be recovered from; ``clear`` forgets what is stored."""

    clear: bool


@dataclass(frozen=True, slots=True)
class ClearBuffers:
    """DLE DC4 8: forget everything that is stored."""


RealTime = Ask | Recover | ClearBuffers


class Listener:
    """Watches the bytes go by."""

    def __init__(self) -> None:
        self._tail = b""

    def divide(self, data: bytes) -> Iterator[tuple[bytes, RealTime | None]]:
        """Yield the bytes piece by piece, each with the command that its last byte completes."""
        before = len(self._tail)
        joined, start = self._tail + data, before
        for found in _COMMAND.finditer(joined):
            if found.end() > before:
                yield joined[start : found.end()], _command(found[0])
                start = found.end()
        yield joined[start:], None
        self._tail = joined[-len(CLEAR_BUFFERS) + 1 :]


def _command(words: bytes) -> RealTime:
    if words == CLEAR_BUFFERS:
        return ClearBuffers()
    return Ask(words[2]) if words[1] == EOT else Recover(clear=words[2] == 2)


class LookAlikes:
    """Counts in a picture what reads as a real-time command."""

    def __init__(self) -> None:
        self._tail = b""

    def count(self, data: bytes) -> int:
        """Return how many the next bytes of the picture complete."""
        joined = self._tail + data
        self._tail = joined[-2:]
        return sum(joined[start : start + 3] in LOOK_ALIKES for start in range(len(joined) - 2))
