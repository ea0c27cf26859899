"""What a printer makes of its buffer: pictures, characters, and what to do to the paper."""

from collections.abc import Callable

from kiosk.faulty.language import Instruction, Kind, read
from kiosk.faulty.mechanism import Mechanism
from kiosk.faulty.models import Model
from kiosk.faulty.real_time import LookAlikes
from kiosk.faulty.roll import columns, line_rows

HEAD_BYTES = 16
"""More than any command has without its data."""
PRINTABLE = range(0x20, 0x100)
DOUBLED = tuple(
    sum(0b11 << 2 * place for place in range(8) if byte >> place & 1).to_bytes(2, "big")
    for byte in range(256)
)
"""Of each byte every dot twice (GS v 0, m = 1 and 3)."""


class Interpreter:
    """Takes instructions off a buffer; what asks for an answer is passed on to ``answer``."""

    def __init__(self, model: Model, mechanism: Mechanism, answer: Callable[[Instruction], None]) -> None:
        self._model = model
        self._mechanism = mechanism
        self._seen = mechanism.seen
        self._answer = answer
        self._units = model.units_per_inch
        self._line = bytearray()
        self._row = bytearray()
        self._row_bytes = 0
        self._wide = self._high = False
        self._picture_left = 0
        self._characters_left = 0
        self._skip_left = 0
        self._alikes = LookAlikes()

    def step(self, buffer: bytearray) -> bool:
        """Do one thing; false when nothing is left, or not the whole of a command."""
        if not buffer:
            return False
        if self._picture_left:
            self._burn(buffer)
        elif self._characters_left:
            self._characters_left -= 1
            self._type(_take(buffer, 1))
        elif self._skip_left:
            self._skip_left -= len(_take(buffer, self._skip_left))
        elif not buffer[0]:
            _take(buffer, len(buffer) - len(buffer.lstrip(b"\0")))
        else:
            instruction = read(bytes(buffer[:HEAD_BYTES]), presenter=self._model.presenter)
            if instruction is None:
                return False
            if instruction.kind in (Kind.SKIP, Kind.JOB) and not self._has(instruction.kind):
                instruction = Instruction(Kind.TEXT, 1, bytes(buffer[:1]))
            _take(buffer, instruction.length)
            self._obey(instruction)
        return True

    def pass_over(self, buffer: bytearray) -> None:
        """Drop real-time commands that wait at the head: nothing of them is left to do.

        Otherwise questions alone would fill the buffer of a printer that stands open for hours.
        """
        while not (self._picture_left or self._characters_left or self._skip_left):
            instruction = read(bytes(buffer[:HEAD_BYTES]), presenter=self._model.presenter)
            if instruction is None or instruction.kind is not Kind.PASS:
                return
            _take(buffer, instruction.length)

    def forget(self) -> None:
        """Drop all that was begun."""
        self._line.clear()
        self._row.clear()
        self._picture_left = self._characters_left = self._skip_left = 0

    def _has(self, kind: Kind) -> bool:
        return self._model.skips_unknown or (kind is Kind.JOB and self._model.completes_by_id)

    def _burn(self, buffer: bytearray) -> None:
        data = _take(buffer, min(self._picture_left, self._row_bytes - len(self._row)))
        self._seen.real_time_in_pictures += self._alikes.count(data)
        self._row += data
        self._picture_left -= len(data)
        if len(self._row) == self._row_bytes:
            row = b"".join(DOUBLED[byte] for byte in self._row) if self._wide else bytes(self._row)
            for _ in range(1 + self._high):
                self._mechanism.burn(row)
            self._row.clear()

    def _obey(self, instruction: Instruction) -> None:
        arguments = instruction.arguments
        match instruction.kind:
            case Kind.INITIALISE:
                self._line.clear()
                self._units = self._model.units_per_inch
                self._answer(instruction)
            case Kind.LINE:
                self._print_line(even_if_empty=True)
            case Kind.FEED:
                self._print_line()
                self._mechanism.feed(arguments[0] / self._units)
            case Kind.UNITS:
                self._units = arguments[1] or self._model.units_per_inch
            case Kind.CUT:
                self._print_line()
                self._mechanism.feed(sum(arguments[1:]) / self._units)
                self._mechanism.cut()
            case Kind.PICTURE:
                self._print_line()
                self._begin_picture(arguments)
            case Kind.TEXT:
                self._type(arguments)
            case Kind.SKIP:
                self._skip_left = instruction.more
            case Kind.PASS:
                pass
            case _:
                self._answer(instruction)

    def _begin_picture(self, arguments: bytes) -> None:
        """Begin with a picture, or with its bytes as characters if it is more than the printer can take."""
        self._wide, self._high = bool(arguments[0] & 1), bool(arguments[0] & 2)
        self._row_bytes = int.from_bytes(arguments[1:3], "little")
        rows = int.from_bytes(arguments[3:5], "little")
        self._seen.bands.append((self._row_bytes, rows))
        size, multiple = self._row_bytes * rows, self._model.garbled_multiple
        if size > self._model.largest_picture or (multiple and rows * (1 + self._high) % multiple == 0):
            self._characters_left = size
        else:
            self._alikes = LookAlikes()
            self._picture_left = size

    def _type(self, character: bytes) -> None:
        """Set a character on the line, which is printed when it is full."""
        self._seen.strays += 1
        if character[0] in PRINTABLE:
            self._line += character
            if len(self._line) == columns(self._model.dots):
                self._print_line()

    def _print_line(self, *, even_if_empty: bool = False) -> None:
        if self._line or even_if_empty:
            for row in line_rows(bytes(self._line), self._model.dots):
                if not self._mechanism.empty:
                    self._mechanism.burn(row)
            self._line.clear()


def _take(buffer: bytearray, most: int) -> bytes:
    taken = bytes(buffer[:most])
    del buffer[:most]
    return taken
