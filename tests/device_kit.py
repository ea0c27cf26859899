"""The fault printer's machine behind a pseudo-terminal, as behind a serial line or a USB device's file."""

import os
import select
import termios
import threading
import time
import tty
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.faulty.engine import Engine
from kiosk.faulty.faults import Faults, Seen
from kiosk.faulty.models import Model

TICK_SECONDS = 0.005
READ_BYTES = 512
XON, XOFF = b"\x11", b"\x13"
ROOM_BYTES = 256
"""A printer asks for silence while a little of its buffer is still free."""


class LinePrinter:
    """A printer at ``path``; with ``xon`` it says so when its buffer is full, else it stops reading."""

    def __init__(self, model: Model, faults: Faults | None = None, *, xon: bool = False) -> None:
        self._engine = Engine(model, faults or Faults())
        self._lock = threading.Lock()
        self._master, self._slave = os.openpty()
        self._xon = xon
        self._quiet = False
        self.hushed = 0
        self.path = Path(os.ttyname(self._slave))
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="line-printer")

    @property
    def faults(self) -> Faults:
        return self._engine.faults

    @property
    def seen(self) -> Seen:
        return self._engine.seen

    @property
    def baud(self) -> int:
        """The speed that the line was set to, as termios has it."""
        return int(termios.tcgetattr(self._slave)[5])

    def hang_up(self) -> None:
        """Pull the plug."""
        self._stop.set()
        self._thread.join()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        os.close(self._slave)

    def _serve(self) -> None:
        while not self._stop.is_set():
            room = self._engine.room
            watched = [self._master] if room and not self.faults.deaf else []
            readable, _, _ = select.select(watched, [], [], TICK_SECONDS)
            now = time.monotonic()
            if readable:
                self._engine.receive(os.read(self._master, min(room, READ_BYTES)), now)
            self._engine.run(now)
            os.write(self._master, self._engine.answers(now))
            if self._xon:
                self._hush()

    def _hush(self) -> None:
        full = self._engine.room < ROOM_BYTES + READ_BYTES
        if full != self._quiet:
            os.write(self._master, XOFF if full else XON)
            self._quiet = full
            self.hushed += full
