"""Bytes to a queue of the Windows spooler, which takes them and never says what became of them.

Every ticket is one raw document (winspool.drv: OpenPrinter, StartDocPrinter, WritePrinter and their kin).
Nothing ever comes back, so a printer behind it is blind. Windows gives these calls no deadline: one that
stands still is ended by giving up its thread.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RAW_DOCUMENT = 1
"""The level of DOC_INFO_1."""
TITLE = "Ticket"


class NoSpoolerError(OSError):
    """This is no Windows."""


class _DocInfo(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("output", ctypes.c_wchar_p),
        ("kind", ctypes.c_wchar_p),
    )


def spooler() -> Any:
    """Load Windows' spooler; raises ``NoSpoolerError`` elsewhere."""
    load = getattr(ctypes, "WinDLL", None)
    if load is None:
        raise NoSpoolerError("windows: printers exist on Windows only")
    return load("winspool.drv", use_last_error=True)


class WindowsTransport:
    """A queue, by the name that Windows shows; a document is begun by opening and ended by closing."""

    def __init__(self, queue: str, library: Any) -> None:
        self._queue = queue
        self._library = library
        self._handle: ctypes.c_void_p | None = None

    def open(self, seconds: float) -> None:
        """Open the queue and begin a document; Windows knows no deadline here."""
        del seconds
        self.close(discard=True)
        handle = ctypes.c_void_p()
        if not self._library.OpenPrinterW(self._queue, ctypes.byref(handle), None):
            raise OSError(f"Windows has no printer queue {self._queue!r}, or does not let the kiosk use it")
        info = _DocInfo(TITLE, None, "RAW")
        if not self._library.StartDocPrinterW(handle, RAW_DOCUMENT, ctypes.byref(info)):
            self._library.ClosePrinter(handle)
            raise OSError(f"the queue {self._queue!r} takes no document")
        self._handle = handle

    def write_some(self, data: bytes, seconds: float) -> int:
        del seconds
        written = ctypes.c_uint32()
        if not self._library.WritePrinter(self._opened(), data, len(data), ctypes.byref(written)):
            raise OSError(f"the queue {self._queue!r} took no bytes")
        return int(written.value)

    def read_some(self, seconds: float) -> bytes:
        """Return nothing, at once: nothing ever comes."""
        del seconds
        return b""

    def close(self, *, discard: bool = False) -> None:
        handle, self._handle = self._handle, None
        if handle is None:
            return
        with self._closing(handle):
            if discard:
                self._library.AbortPrinter(handle)
            elif not self._library.EndDocPrinter(handle):
                raise OSError(f"the queue {self._queue!r} lost the document")

    @contextmanager
    def _closing(self, handle: ctypes.c_void_p) -> Iterator[None]:
        try:
            yield
        finally:
            self._library.ClosePrinter(handle)

    def _opened(self) -> ctypes.c_void_p:
        if self._handle is None:
            raise ConnectionError("the queue is not open")
        return self._handle
