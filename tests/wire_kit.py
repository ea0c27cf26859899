"""Clients on bare sockets that stay open; a library's HTTP client is slower than the server."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

PATIENCE_SECONDS = 60.0
PACKET = 65536

Answer = tuple[int, dict[str, Any]]


class Caller:
    """One connection; what was asked on it is answered in order."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self._socket = socket.create_connection((where.hostname, where.port), timeout=PATIENCE_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def press(self, ticket_id: UUID, body: bytes, kiosk: int) -> None:
        """Ask for a ticket and do not wait for it."""
        head = f"PUT /v1/tickets/{ticket_id} HTTP/1.1\r\nHost: mall\r\nMPP-Kiosk: {kiosk}\r\n"
        self._socket.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def answer(self) -> Answer:
        """Wait for the next answer; return its status and its JSON."""
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += self._more()
        head, _, body = heard.partition(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        length = next(int(line.split()[1]) for line in lines if line.startswith("content-length:"))
        while len(body) < length:
            body += self._more()
        return int(lines[0].split()[1]), json.loads(body)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _more(self) -> bytes:
        packet = self._socket.recv(PACKET)
        assert packet, "the server hung up"
        return packet


@contextmanager
def callers(*urls: str) -> Iterator[list[Caller]]:
    """Connect to each of the servers until the end of the block."""
    with ExitStack() as connected:
        calling = [Caller(url) for url in urls]
        for each in calling:
            connected.callback(each.close)
        yield calling
