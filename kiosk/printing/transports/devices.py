"""Bytes to and from a printer at a device file: ``/dev/usb/lp0``, or a serial line.

The files are opened so that neither reading nor writing ever waits; select does, with a deadline. That is
POSIX: Windows has neither.
"""

import os
import select
import time
from pathlib import Path

from serial import Serial

from kiosk.printing.address import Flow, Parity, SerialAddress

READ_BYTES = 4096
IDLE_SECONDS = 0.02
"""A USB printer that says it has something, and has nothing, is asked again no sooner."""
DRAIN_SECONDS = 10.0
"""The longest that closing waits until what was handed over has left: a receive buffer's time on paper."""
PARITIES = {Parity.NONE: "N", Parity.EVEN: "E", Parity.ODD: "O"}


class UsbTransport:
    """A USB printer behind Linux's ``usblp``.

    Linux gives the file to one program at a time, and forgets on closing what has not left yet.
    """

    def __init__(self, device: Path) -> None:
        self._device = device
        self._file: int | None = None

    def open(self, seconds: float) -> None:
        """Open the file, which takes no time."""
        del seconds
        self.close(discard=True)
        self._file = os.open(self._device, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)

    def write_some(self, data: bytes, seconds: float) -> int:
        return _write_some(self._opened(), data, seconds)

    def read_some(self, seconds: float) -> bytes:
        received = _read_some(self._opened(), seconds)
        if received == b"":  # an empty packet of the printer's, and no end
            time.sleep(min(seconds, IDLE_SECONDS))
        return received or b""

    def close(self, *, discard: bool = False) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        try:
            if not discard:
                select.select([], [file], [], DRAIN_SECONDS)  # writable again: the last piece has left
        finally:
            os.close(file)

    def _opened(self) -> int:
        if self._file is None:
            raise ConnectionError("the printer's file is not open")
        return self._file


class SerialTransport:
    """A serial line, held by one program at a time."""

    def __init__(self, address: SerialAddress) -> None:
        self._address = address
        self._port: Serial | None = None

    def open(self, seconds: float) -> None:
        """Open the line, which takes no time, and forget what was said before."""
        del seconds
        self.close(discard=True)
        address = self._address
        self._port = Serial(
            str(address.device),
            address.baud,
            parity=PARITIES[address.parity],
            timeout=0,
            write_timeout=0,
            rtscts=address.flow is Flow.RTS,
            xonxoff=address.flow is Flow.XON,
            exclusive=True,
        )

    def write_some(self, data: bytes, seconds: float) -> int:
        return _write_some(self._opened().fileno(), data, seconds)

    def read_some(self, seconds: float) -> bytes:
        received = _read_some(self._opened().fileno(), seconds)
        if received == b"":
            raise ConnectionResetError("the serial line is gone")
        return received or b""

    def close(self, *, discard: bool = False) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        try:
            if not discard:
                _drain(port)
            port.reset_output_buffer()  # or the kernel would go on delivering a dead ticket
        finally:
            port.close()

    def _opened(self) -> Serial:
        if self._port is None:
            raise ConnectionError("the serial line is not open")
        return self._port


def _write_some(file: int, data: bytes, seconds: float) -> int:
    _, writable, _ = select.select([], [file], [], seconds)
    try:
        return os.write(file, data) if writable else 0
    except BlockingIOError:
        return 0


def _read_some(file: int, seconds: float) -> bytes | None:
    """Return what has come; None when nothing came in time, empty when the file has nothing to give."""
    readable, _, _ = select.select([file], [], [], seconds)
    try:
        return os.read(file, READ_BYTES) if readable else None
    except BlockingIOError:
        return None


def _drain(port: Serial) -> None:
    until = time.monotonic() + DRAIN_SECONDS
    while port.out_waiting and time.monotonic() < until:
        time.sleep(IDLE_SECONDS)
