"""The printer on the network: its raw port, one client at a time, and a port by which it gets its faults."""

import contextlib
import select
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from kiosk.faulty.control_port import ControlPort
from kiosk.faulty.controls import Controls
from kiosk.faulty.engine import Engine
from kiosk.faulty.faults import Faults, Paper, Seen
from kiosk.faulty.models import BUFFER_BYTES, Model

TICK_SECONDS = 0.005
"""How long paper and time may run before the machine looks again."""
JOIN_SECONDS = 5.0
LINGER = "hh" if sys.platform == "win32" else "ii"


class FaultPrinter:
    """A printer at ``uri`` that takes its faults at ``control_port``; use it as a context manager.

    ``faults`` and ``seen`` are the machine's own and may be read and changed while it runs. Raises
    ``OSError`` when a port is taken.
    """

    def __init__(
        self,
        model: Model,
        faults: Faults | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        control_port: int = 0,
        keep: Callable[[Paper], None] = lambda _: None,
    ) -> None:
        self._engine = Engine(model, faults or Faults(), keep)
        self._controls = Controls(self._engine)
        self._lock = threading.Lock()
        self._host = host
        self._listener = socket.create_server((host, port), backlog=4)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        try:
            self._control = ControlPort(host, control_port, self._controls)
        except OSError:
            self._listener.close()
            raise
        self._client: socket.socket | None = None
        self._unsent = b""
        self._free_at = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="fault-printer")

    @property
    def port(self) -> int:
        """The raw port."""
        return int(self._listener.getsockname()[1])

    @property
    def control_port(self) -> int:
        """The port that takes words."""
        return self._control.port

    @property
    def uri(self) -> str:
        """What a kiosk calls this printer."""
        return f"tcp://{self._host}:{self.port}"

    @property
    def faults(self) -> Faults:
        """What is wrong with it."""
        return self._engine.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._engine.faults = faults

    @property
    def seen(self) -> Seen:
        """What it has lived through."""
        return self._engine.seen

    @property
    def runs(self) -> bool:
        """Whether the machine works; a failure in it was said on standard error."""
        return self._thread.is_alive()

    def tell(self, line: str) -> str:
        """Say words as at the control port; raises ``WrongWordsError``."""
        with self._lock:
            return self._controls.obey(line)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(JOIN_SECONDS)
        self._hang_up(time.monotonic())
        self._control.close()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            readable, _, _ = select.select(self._watched(), [], [], TICK_SECONDS)
            with self._lock:
                now = time.monotonic()
                self._control.serve(readable)
                if self._listener in readable:
                    self._accept(now)
                if self._client is not None:
                    self._hear(self._client, now, readable=self._client in readable)
                self._engine.run(now)
                self._speak(now)

    def _watched(self) -> list[socket.socket]:
        """Return what to listen to: newcomers wait for the port, and bytes for room in the buffer."""
        watched = self._control.sockets()
        if self.faults.refuse or (self._client is None and time.monotonic() >= self._free_at):
            watched.append(self._listener)
        if self._client is not None and self._engine.room:
            watched.append(self._client)
        return watched

    def _accept(self, now: float) -> None:
        newcomer, _ = self._listener.accept()
        if self.faults.refuse or self._client is not None:
            _close(newcomer, rudely=True)
            return
        newcomer.setblocking(False)
        self._client, self._unsent = newcomer, b""
        self._engine.answers(now)  # what nobody heard is lost
        self._engine.connect()

    def _hear(self, client: socket.socket, now: float, *, readable: bool) -> None:
        """Take what has come; a client that is gone leaves in the machine what it sent."""
        if client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._hang_up(now)
            return
        room = self._engine.room
        if not readable or not room:
            return
        try:
            data = client.recv(room)
        except OSError:
            data = b""
        if not data:
            self._hang_up(now)
            return
        self._receive(data, now)

    def _receive(self, data: bytes, now: float) -> None:
        before = self.seen.received
        resets, drops = self.faults.reset_at_byte, self.faults.drop_at_byte
        ends = [at for at in (resets, drops) if at is not None and at <= before + len(data)]
        self._engine.receive(data[: max(0, min(ends) - before)] if ends else data, now)
        if not ends:
            return
        self._engine.run(now)
        if min(ends) == resets:
            self.faults.reset_at_byte = None
            self._engine.fail_power()
        else:
            self.faults.drop_at_byte = None
        self._hang_up(now, rudely=True)

    def _speak(self, now: float) -> None:
        words = self._engine.answers(now)
        if self._client is None:
            return
        self._unsent += words
        if self._unsent:
            with contextlib.suppress(OSError):
                self._unsent = self._unsent[self._client.send(self._unsent) :]

    def _hang_up(self, now: float, *, rudely: bool = False) -> None:
        client, self._client = self._client, None
        if client is not None:
            self._free_at = now + self.faults.port_busy
            _close(client, rudely=rudely)


def _close(connection: socket.socket, *, rudely: bool) -> None:
    with connection:
        if rudely:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(LINGER, 1, 0))
