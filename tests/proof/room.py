"""A printer that fails as it is told to, on a line and a clock that only a schedule turns.

The kiosk's own printer code speaks to the fault printer's own machine. Between them is no socket and no
thread: while the code waits for bytes, virtual time passes, paper runs, and what was planned goes wrong.
"""

from collections.abc import Callable
from math import inf

from kiosk.faulty.controls import Controls
from kiosk.faulty.engine import Engine
from kiosk.faulty.faults import Fate, Faults, Paper
from kiosk.faulty.models import MODELS
from tests.proof.kinds import Kind
from tests.proof.virtual import VirtualLoop

TICK, LONG_TICK = 0.02, 0.25
WIRE_BYTES = 12_288
"""What the kernels on both ends of a connection hold."""


class Killed(BaseException):
    """The process is no more."""


class PrinterLoop(VirtualLoop):
    """Virtual time, of which the line takes what it waits for."""

    passed: Callable[[], None] = staticmethod(lambda: None)

    def select(self, timeout: float | None) -> list[object]:
        events = super().select(timeout)
        self.passed()
        return events

    def wait(self, seconds: float) -> None:
        self._now += seconds
        self.passed()


class Line:
    """A connection to the machine, with what is under way in it; a transport for the kiosk."""

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._open = False
        self._heard = b""

    def open(self, seconds: float) -> None:
        until = self._room.now + seconds
        while self._room.engine.faults.refuse or not self._room.free():
            if self._room.engine.faults.refuse:
                raise ConnectionRefusedError
            if self._room.now >= until:
                raise TimeoutError
            self._room.loop.wait(TICK)
        self._room.engine.answers(self._room.now)
        self._room.engine.connect()
        self._room.line, self._open, self._heard = self, True, b""

    def write_some(self, data: bytes, seconds: float) -> int:
        self._room.die_if_due()
        until = self._room.now + seconds
        while self._room.live(self):
            if taken := min(len(data), WIRE_BYTES - len(self._room.wire)):
                self._room.wire += data[:taken]
                self._room.deliver()
                return taken
            if self._room.now >= until:
                return 0
            self._room.loop.wait(TICK)
        raise ConnectionResetError

    def read_some(self, seconds: float) -> bytes:
        until = self._room.now + seconds
        while self._room.live(self):
            heard, self._heard = self._heard + self._room.engine.answers(self._room.now), b""
            if heard or self._room.now >= until:
                return heard
            self._room.loop.wait(min(TICK, max(0.0001, until - self._room.now)))
        raise ConnectionResetError

    def close(self, *, discard: bool = False) -> None:
        if self._open and self._room.live(self):
            self._room.hang_up(discard=discard)
        self._open = False


class Room:
    """A printer and the time in which it stands.

    ``fell`` are the papers that came out, each with the second at which its last ink was burnt.
    ``hung`` is how many seconds each paper hung in a presenter's mouth before it was taken back.
    """

    def __init__(self, loop: PrinterLoop, kind: Kind) -> None:
        self.loop = loop
        self.fell: list[tuple[float, Paper]] = []
        self.hung: list[float] = []
        self._out_at: dict[int, float] = {}
        self._dies_at = inf
        self._burnt_at = 0.0
        self.engine = Engine(MODELS[kind.model], Faults(), self._keep)
        burn = self.engine._mechanism.burn

        def burn_and_note(row: bytes = b"") -> None:
            if any(row):
                self._burnt_at = self._ran
            burn(row)

        vars(self.engine._mechanism)["burn"] = burn_and_note
        self.controls = Controls(self.engine, loop.time)
        self.wire = bytearray()
        self.line: Line | None = None
        self._free_at = 0.0
        self._ran = 0.0
        loop.passed = self._run

    @property
    def now(self) -> float:
        return self.loop.time()

    def free(self) -> bool:
        """Tell whether the machine takes a client: the last one's bytes have all been taken, and its time."""
        return self.line is None and not self.wire and self.now >= self._free_at

    def live(self, line: Line) -> bool:
        return self.line is line

    def hang_up(self, *, discard: bool) -> None:
        self.line = None
        self._free_at = self.now + self.engine.faults.port_busy
        if discard:
            self.wire.clear()

    def kill_at(self, count: int) -> None:
        """Let the process be killed when the printer has received so many more bytes."""
        self._dies_at = self.engine.seen.received + count

    def live_on(self) -> None:
        """Let the process live."""
        self._dies_at = inf

    def die_if_due(self) -> None:
        """End the process; what it has sent is still delivered, as by the system.

        Raises ``Killed``.
        """
        if self.engine.seen.received >= self._dies_at:
            self._dies_at = inf
            self.hang_up(discard=False)
            raise Killed

    def deliver(self) -> None:
        """Let the machine take what it has room for; its power or its line may fail at any byte."""
        while taken := min(self.engine.room, len(self.wire)):
            faults, before = self.engine.faults, self.engine.seen.received
            ends = [
                at
                for at in (faults.reset_at_byte, faults.drop_at_byte)
                if at is not None and at <= before + taken
            ]
            taken = max(0, min(ends) - before) if ends else taken
            self.engine.receive(bytes(self.wire[:taken]), self._ran)
            del self.wire[:taken]
            if ends:
                self._break(power=min(ends) == faults.reset_at_byte)
                return
            self.engine.run(self._ran)

    def _break(self, *, power: bool) -> None:
        self.engine.run(self._ran)
        if power:
            self.engine.faults.reset_at_byte = None
            self.engine.fail_power()
        else:
            self.engine.faults.drop_at_byte = None
        self.hang_up(discard=True)

    def _run(self) -> None:
        """Let the machine work up to now, in steps of which none is long."""
        while self._ran < self.now:
            self._ran = min(self.now, self._ran + self._step())
            self.engine.run(self._ran)
            self.deliver()

    def _step(self) -> float:
        works = self.engine.stored and self.engine.status.prints
        return TICK if works or self.engine.triggers else LONG_TICK

    def _keep(self, paper: Paper) -> None:
        if paper.number not in self._out_at:
            self._out_at[paper.number] = self._ran
            self.fell.append((self._burnt_at, paper))
        elif paper.fate is Fate.RETRACTED:
            self.hung.append(self._ran - self._out_at[paper.number])
