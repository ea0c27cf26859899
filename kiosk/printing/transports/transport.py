"""How bytes travel to a printer and back: every step has a deadline, and a broken one raises ``OSError``."""

from typing import Protocol


class Transport(Protocol):
    """A way to one printer; it may be opened again after it was closed."""

    def open(self, seconds: float) -> None:
        """Connect; raises ``TimeoutError`` when it takes longer."""
        ...

    def write_some(self, data: bytes, seconds: float) -> int:
        """Hand over a first part of the data and return its length; 0 when nothing was taken in time."""
        ...

    def read_some(self, seconds: float) -> bytes:
        """Return what has come, waiting for a first byte; empty when none came in time."""
        ...

    def close(self, *, discard: bool = False) -> None:
        """Let go; with ``discard`` what is still on its way is dropped and not delivered later."""
        ...
