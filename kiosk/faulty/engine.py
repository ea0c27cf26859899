"""The machine inside a receipt printer: bytes in, answers and burnt paper out; time is given from outside."""

from collections.abc import Callable

from kiosk.faulty.faults import Fate, Faults, Paper, Seen, Trigger
from kiosk.faulty.interpreter import Interpreter
from kiosk.faulty.language import Instruction, Kind
from kiosk.faulty.mechanism import Mechanism
from kiosk.faulty.models import Model
from kiosk.faulty.real_time import Ask, ClearBuffers, Listener, RealTime, Recover
from kiosk.faulty.status import Status

ROLL_STATUS = b"\x01\x31"
"""The arguments of GS r that ask for the paper sensors."""
CLEARED = b"\x37\x25\x00"
"""The answer to DLE DC4 8."""


class Engine:
    """A printer of some model. ``now`` is in seconds, of any clock that only goes forward."""

    def __init__(self, model: Model, faults: Faults, keep: Callable[[Paper], None] = lambda _: None) -> None:
        self.model = model
        self.triggers: list[Trigger] = []
        self._mechanism = Mechanism(model, faults, keep)
        self._interpreter = Interpreter(model, self._mechanism, self._answer)
        self._buffer = bytearray()
        self._listener = Listener()
        self._reporting = False
        self._reported = b""
        self._answers: list[tuple[float, bytes]] = []
        self._now = 0.0
        self._worked_at = 0.0

    @property
    def faults(self) -> Faults:
        """What is wrong; it may be changed or replaced at any time."""
        return self._mechanism.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._mechanism.faults = faults

    @property
    def seen(self) -> Seen:
        """What the printer has lived through."""
        return self._mechanism.seen

    @property
    def used_mm(self) -> float:
        """How much paper has come out in all."""
        return self._mechanism.used_mm

    @property
    def room(self) -> int:
        """How many bytes may be received."""
        return 0 if self.faults.deaf else max(0, self.model.buffer_bytes - len(self._buffer))

    @property
    def stored(self) -> int:
        """How many received bytes wait."""
        return len(self._buffer)

    @property
    def status(self) -> Status:
        """What the sensors see."""
        faults = self.faults
        return Status(
            cover_open=faults.cover_open,
            empty=self._mechanism.empty,
            near_end=faults.near_end or faults.paper_mm < self.model.near_end_mm,
            cutter_error=self._mechanism.cutter_error or faults.cutter_jam,
            too_hot=faults.too_hot,
            broken=faults.broken,
            offline=faults.offline,
            ticket_out=self._mechanism.holds_ticket,
        )

    def receive(self, data: bytes, now: float) -> None:
        """Store bytes, and obey real-time commands as they arrive."""
        self._now = now
        if not self._buffer:
            self._mechanism.rest(now)
        self.seen.received += len(data)
        for piece, command in self._listener.divide(data):
            self._buffer += piece
            if command is not None and self.model.real_time:
                self._obey_at_once(command)

    def run(self, now: float) -> None:
        """Do what the buffer says, as far as it is whole, and the paper and the time last."""
        self._now, mechanism = now, self._mechanism
        self._fire()
        mechanism.cutter_error |= self.faults.cutter_jam
        while mechanism.free_at <= now and self._prints() and self._interpreter.step(self._buffer):
            self._worked_at = max(now, mechanism.free_at)
            self._fire()
        if not self._prints():
            self._interpreter.pass_over(self._buffer)
        mechanism.rest(now)
        patience = self.faults.taken_after
        if patience is not None and now >= self._worked_at + patience:
            self.take()
        self._report()

    def answers(self, now: float) -> bytes:
        """Return what the printer says now."""
        due = b"".join(words for second, words in self._answers if second <= now)
        self._answers = [answer for answer in self._answers if answer[0] > now]
        return due

    def connect(self) -> None:
        """Begin with a new client, who gets no reports before it asks for them."""
        self._reporting = False
        self.seen.connections += 1

    def fail_power(self) -> None:
        """Lose what was received; a picture under way still waits for its rest."""
        self._buffer.clear()
        self._reporting = False
        self._mechanism.recover()

    def take(self) -> bool:
        """Let a citizen take what hangs out of the printer; false when nothing does."""
        return self._mechanism.let_go(Fate.TAKEN)

    def shut_cover(self) -> None:
        """Shut the cover, which also sets the cutter right if nothing is in its way any more."""
        self.faults.cover_open = False
        self._mechanism.recover()

    def _prints(self) -> bool:
        """Tell as quickly as may be whether paper runs: this is asked for every row."""
        faults, mechanism = self.faults, self._mechanism
        stopped = faults.cover_open or faults.too_hot or faults.broken or faults.offline
        return not (stopped or mechanism.empty or mechanism.cutter_error or faults.cutter_jam)

    def _fire(self) -> None:
        if not self.triggers:
            return
        for trigger in [each for each in self.triggers if each.is_due(self._now, self.used_mm)]:
            self.triggers.remove(trigger)
            trigger.act()

    def _obey_at_once(self, command: RealTime) -> None:
        match command:
            case Ask(question) if question <= 4:
                self._say(self.status.real_time(question))
            case Ask() if self.model.presenter:
                self._say(self.status.full())
            case Ask():
                pass
            case Recover(clear):
                if self._mechanism.recover() and clear:
                    self._forget()
            case ClearBuffers() if not self.model.drops:
                pass
            case ClearBuffers():
                self._forget()
                self._say(CLEARED)

    def _forget(self) -> None:
        self._buffer.clear()
        self._interpreter.forget()

    def _answer(self, instruction: Instruction) -> None:
        """Answer what was asked in its turn, or remember what to report."""
        arguments = instruction.arguments
        match instruction.kind:
            case Kind.INITIALISE:
                self._reporting = False
            case Kind.REPORTS:
                self._reporting, self._reported = arguments != b"\0", b""
            case Kind.STATUS if self.model.answers_in_turn and arguments in ROLL_STATUS:
                self._complete(bytes((self.status.roll(),)))
            case Kind.JOB if self.model.completes_by_id and arguments.startswith(b"00"):
                self._complete(b"\x37\x22" + arguments[2:] + b"\0")
            case Kind.IDENTITY if self.model.answers_in_turn:
                self._identify(arguments[0])
            case Kind.EJECTOR:
                self._eject(arguments[0])
            case _:
                pass

    def _complete(self, answer: bytes) -> None:
        left = self.faults.completions
        if left is not None:
            self.faults.completions = max(0, left - 1)
        if left != 0:
            self._say(answer)

    def _identify(self, what: int) -> None:
        """Answer GS I 66 and 67, the maker's name and the model's."""
        names = {66: self.model.maker, 67: self.model.name.upper()}
        if what in names:
            self._say(b"_" + names[what].encode() + b"\0")

    def _eject(self, how: int) -> None:
        """Obey GS e: 2 retracts the ticket, 3 presents it (it is presented already), 5 ejects it, 6 tells."""
        match how:
            case 2:
                self._mechanism.let_go(Fate.RETRACTED)
            case 5:
                self._mechanism.let_go(Fate.EJECTED)
            case 6:
                self._say(self.status.ejector())
            case _:
                pass

    def _report(self) -> None:
        report = self.status.report()
        if self._reporting and self.model.reports and report != self._reported:
            self._reported = report
            self._say(report)

    def _say(self, words: bytes) -> None:
        if not self.faults.mute:
            self._answers.append((self._now + self.faults.late, words))
