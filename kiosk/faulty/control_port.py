"""A port that takes words: a line in, an answer out, an empty line after it."""

import contextlib
import socket
from dataclasses import dataclass

from kiosk.faulty.controls import Controls, WrongWordsError

MOST_BYTES = 4096
SECONDS = 5.0


@dataclass
class _Guest:
    connection: socket.socket
    said: bytes = b""


class ControlPort:
    """Serves any number of people; ``serve`` is called with the sockets that have something to say."""

    def __init__(self, host: str, port: int, controls: Controls) -> None:
        self._listener = socket.create_server((host, port))
        self._controls = controls
        self._guests: dict[socket.socket, _Guest] = {}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def sockets(self) -> list[socket.socket]:
        """Return what is to be listened to."""
        return [self._listener, *self._guests]

    def serve(self, readable: list[socket.socket]) -> None:
        """Take newcomers, and answer the lines that have come."""
        for connection in readable:
            if connection is self._listener:
                newcomer, _ = self._listener.accept()
                newcomer.settimeout(SECONDS)
                self._guests[newcomer] = _Guest(newcomer)
            elif guest := self._guests.get(connection):
                self._hear(guest)

    def close(self) -> None:
        """Let go of everybody."""
        for connection in self._guests:
            connection.close()
        self._guests.clear()
        self._listener.close()

    def _hear(self, guest: _Guest) -> None:
        with contextlib.suppress(OSError):
            data = guest.connection.recv(MOST_BYTES)
            *lines, guest.said = (guest.said + data).split(b"\n")
            for line in lines:
                guest.connection.sendall(f"{self._answer(line)}\n\n".encode())
            if data and len(guest.said) <= MOST_BYTES:
                return
        del self._guests[guest.connection]
        guest.connection.close()

    def _answer(self, line: bytes) -> str:
        try:
            return self._controls.obey(line.decode("utf-8", "replace"))
        except WrongWordsError as error:
            return f"error: {error}"


def tell(host: str, port: int, line: str) -> str:
    """Say a line to a printer's control port and return the answer; raises ``OSError``."""
    with socket.create_connection((host, port), timeout=SECONDS) as connection:
        connection.sendall(line.encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n\n") and (more := connection.recv(MOST_BYTES)):
            answer += more
    return answer.decode().strip()
