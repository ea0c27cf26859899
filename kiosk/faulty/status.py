"""What a printer says of itself: the bits of Epson's command reference and of Custom's presenters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a printer, as its sensors see it."""

    cover_open: bool
    empty: bool
    near_end: bool
    cutter_error: bool
    too_hot: bool
    broken: bool
    offline: bool
    ticket_out: bool

    @property
    def prints(self) -> bool:
        """Whether the printer is on line."""
        return not (self.cover_open or self.empty or self.in_error or self.offline)

    @property
    def in_error(self) -> bool:
        """Whether something is in error: the cutter, the head or more."""
        return self.cutter_error or self.too_hot or self.broken

    def real_time(self, question: int) -> bytes:
        """Answer DLE EOT 1, 2, 3 or 4."""
        bits = {
            1: 0x08 * (not self.prints),
            2: 0x04 * self.cover_open | 0x20 * self.empty | 0x40 * self.in_error,
            3: 0x08 * self.cutter_error | 0x20 * self.broken | 0x40 * self.too_hot,
            4: 0x0C * self.near_end | 0x60 * self.empty,
        }
        return bytes((0x12 | bits[question],))

    def full(self) -> bytes:
        """Answer DLE EOT 20, as presenters do: paper, user, recoverable and unrecoverable errors."""
        paper = 0x01 * self.empty | 0x04 * self.near_end | 0x20 * self.ticket_out
        return bytes((0x10, 0x0F, paper, 0x03 * self.cover_open, 0x01 * self.too_hot, self._unrecoverable()))

    def report(self) -> bytes:
        """Return the four bytes of automatic status back."""
        first = 0x10 | 0x08 * (not self.prints) | 0x20 * self.cover_open
        second = 0x08 * self.cutter_error | 0x20 * self.broken | 0x40 * self.too_hot
        return bytes((first, second, self.roll(), 0x0F))

    def roll(self) -> int:
        """Answer GS r 1."""
        return 0x03 * self.near_end | 0x0C * self.empty

    def ejector(self) -> bytes:
        """Answer GS e 6."""
        return bytes((0x01 * self.near_end | 0x04 * self.empty | 0x08 * self.ticket_out,))

    def _unrecoverable(self) -> int:
        return 0x01 * self.cutter_error | 0x04 * self.broken

    def words(self) -> str:
        """Say what is wrong, for a person."""
        wrong = {
            "cover open": self.cover_open,
            "no paper": self.empty,
            "cutter error": self.cutter_error,
            "too hot": self.too_hot,
            "broken": self.broken,
            "offline": self.offline,
            "near end": self.near_end,
            "ticket at the output": self.ticket_out,
        }
        return ", ".join(name for name, true in wrong.items() if true) or "ready"
