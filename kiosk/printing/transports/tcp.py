"""Bytes to and from a printer on the network."""

import select
import socket
import struct
import sys

READ_BYTES = 4096
SEND_BUFFER_BYTES = 8192
"""What waits in the kernel when the paper ends can no longer be called back: a ticket has 20 kB."""
LINGER = "hh" if sys.platform == "win32" else "ii"


class TcpTransport:
    """A raw port, 9100 on most printers."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    def open(self, seconds: float) -> None:
        self.close()
        connected = socket.create_connection(self._address, timeout=seconds)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        connected.setblocking(False)
        self._socket = connected

    def write_some(self, data: bytes, seconds: float) -> int:
        connected = self._connected()
        _, writable, _ = select.select([], [connected], [], seconds)
        return connected.send(data) if writable else 0

    def read_some(self, seconds: float) -> bytes:
        connected = self._connected()
        readable, _, _ = select.select([connected], [], [], seconds)
        if not readable:
            return b""
        received = connected.recv(READ_BYTES)
        if not received:
            raise ConnectionResetError("the printer closed the connection")
        return received

    def close(self, *, discard: bool = False) -> None:
        connected, self._socket = self._socket, None
        if connected is None:
            return
        with connected:
            if discard:
                # A reset instead of a farewell: the kernel would go on delivering a dead ticket.
                connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(LINGER, 1, 0))

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise ConnectionError("the printer is not connected")
        return self._socket
