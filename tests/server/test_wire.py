"""What a server's answers look like on the wire."""

import json
import socket
from pathlib import Path

from uuid6 import uuid7

from tests.server.kit import press, running

PRESSES = 50
LARGEST_PACKET = 65536


def test_an_answer_is_one_packet(tmp_path: Path) -> None:
    """Head and body together: in two, each would cost both sides a call of the system and a wait."""
    body = json.dumps(press()).encode()
    with running(tmp_path / "queue.db") as server:
        host, _, port = server.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=10) as kiosk:
            for _ in range(PRESSES):
                head = (
                    f"PUT /v1/tickets/{uuid7()} HTTP/1.1\r\nHost: mall\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                kiosk.sendall(head.encode() + body)
                packet = kiosk.recv(LARGEST_PACKET)
                assert packet.startswith(b"HTTP/1.1 201"), packet
                assert json.loads(packet.partition(b"\r\n\r\n")[2])["label"].startswith("B-")
