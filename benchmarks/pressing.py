"""Clients that press as fast as they get answers, in a process of their own.

``python -m benchmarks.pressing HOST PORT CLIENTS TICKETS``: each client has one connection that stays open
and sends a press when it has the last one's answer. They share a thread and bare sockets, because a library's
HTTP client takes longer than the server. Every answer is checked.
"""

import json
import select
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from urllib.parse import urlsplit

from uuid6 import uuid7

from benchmarks.driving import MONDAY

SLICES = 10
PACKET = 65536
BODY = json.dumps(
    {"service": "ktp-baru", "pressed_at": MONDAY.isoformat(), "class": "regular", "language": "id"}
).encode()


@dataclass(frozen=True, slots=True)
class Load:
    """How long each ticket took, and how many a second each tenth of them came to."""

    answers: list[float]
    rates: list[float]

    def p99(self) -> float:
        """The 99th percentile of an answer, in milliseconds."""
        return 1000 * quantiles(self.answers, n=100, method="inclusive")[-1]


def load(url: str, clients: int, tickets: int) -> Load:
    """Let some clients ask for tickets, all together."""
    where = urlsplit(url)
    program = [sys.executable, "-m", "benchmarks.pressing", str(where.hostname), str(where.port)]
    told = subprocess.run([*program, str(clients), str(tickets)], stdout=subprocess.PIPE, check=True)
    ended: list[tuple[float, float]] = json.loads(told.stdout)
    return loaded(ended)


def loaded(ended: list[tuple[float, float]]) -> Load:
    """Sum up a load from when each answer came, counted from the beginning, and how long it took."""
    part = len(ended) // SLICES
    marks = [0.0, *(ended[end - 1][0] for end in range(part, len(ended) + 1, part))]
    return Load([took for _, took in ended], [part / (b - a) for a, b in pairwise(marks)])


class Client:
    """One connection with at most one press under way."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begun = 0.0
        self._heard = b""

    def press(self) -> None:
        """Send a press."""
        self.begun = time.perf_counter()
        head = f"PUT /v1/tickets/{uuid7()} HTTP/1.1\r\nHost: mall\r\nMPP-Kiosk: 1\r\n"
        self.socket.sendall(f"{head}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY)

    def hear(self) -> bool:
        """Read what came; return whether the answer is whole."""
        packet = self.socket.recv(PACKET)
        assert packet, "the server hung up"
        self._heard += packet
        head, end, body = self._heard.partition(b"\r\n\r\n")
        if not end or len(body) < int(head.lower().partition(b"content-length:")[2].split()[0]):
            return False
        assert head.startswith(b"HTTP/1.1 201"), self._heard
        self._heard = b""
        return True


def main(host: str, port: int, clients: int, tickets: int) -> None:
    """Press so often, and print when each answer came and how long it took."""
    waiting = select.epoll()
    calling = {each.socket.fileno(): each for each in (Client(host, port) for _ in range(clients))}
    for number in calling:
        waiting.register(number, select.EPOLLIN)
    ended: list[tuple[float, float]] = []
    start, left = time.perf_counter(), tickets - clients
    for each in calling.values():
        each.press()
    while len(ended) < tickets:
        for number, _ in waiting.poll():
            client = calling[number]
            if client.hear():
                now = time.perf_counter()
                ended.append((now - start, now - client.begun))
                if left > 0:
                    left -= 1
                    client.press()
    json.dump(ended, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
