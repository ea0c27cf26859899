"""The Windows spooler's transport, with functions in the place of Windows' own: which are called, and how."""

import ctypes
from typing import Any

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.printing.address import printer_address
from kiosk.printing.composing import compose
from kiosk.printing.escpos.printer import EscPosPrinter, EscPosSettings
from kiosk.printing.opening import suited, transport_to
from kiosk.printing.paper import NARROW
from kiosk.printing.transports.windows import NoSpoolerError, WindowsTransport
from tests.faulty_kit import Bench
from tests.printer_kit import ORDINARY, WORDS, is_on, quick


class Spooler:
    """One queue; takes at most so many bytes at a time, as WritePrinter may."""

    def __init__(self, queue: str = "EPSON") -> None:
        self.queue = queue
        self.documents: list[bytes] = []
        self.aborted = 0
        self.handles = 0
        self._data = b""

    def OpenPrinterW(self, name: str, handle: Any, defaults: None) -> int:
        if name != self.queue:
            return 0
        self.handles += 1
        handle._obj.value = 7
        return 1

    def StartDocPrinterW(self, handle: ctypes.c_void_p, level: int, info: Any) -> int:
        assert (handle.value, level, info._obj.kind) == (7, 1, "RAW")
        self._data = b""
        return 1

    def WritePrinter(self, handle: ctypes.c_void_p, data: bytes, length: int, written: Any) -> int:
        self._data += data[: min(length, 1000)]
        written._obj.value = min(length, 1000)
        return 1

    def EndDocPrinter(self, handle: ctypes.c_void_p) -> int:
        self.documents.append(self._data)
        return 1

    def AbortPrinter(self, handle: ctypes.c_void_p) -> int:
        self.aborted += 1
        return 1

    def ClosePrinter(self, handle: ctypes.c_void_p) -> int:
        self.handles -= 1
        return 1


async def test_a_ticket_is_one_raw_document_and_blind() -> None:
    spooler = Spooler()
    address = printer_address("windows:EPSON")
    settings = suited(EscPosSettings(by_id=True, mm_per_second=10_000), address)
    printer = EscPosPrinter(lambda: WindowsTransport("EPSON", spooler), NARROW, SystemClock(), settings)
    document = compose(ORDINARY, WORDS)
    result = await printer.submit(document, lambda _: None)
    await printer.close()
    assert result.outcome is Outcome.BLIND
    (data,) = spooler.documents
    bench = Bench(quick(NARROW, "mute"))
    bench.send(data)
    bench.wait(1)
    assert is_on(bench.engine.seen.tickets[0], document)
    assert (spooler.handles, spooler.aborted) == (0, 0)


def test_a_ticket_that_broke_off_is_aborted_and_not_printed_later() -> None:
    spooler = Spooler()
    transport = WindowsTransport("EPSON", spooler)
    transport.open(1)
    assert transport.write_some(bytes(3000), 1) == 1000
    assert transport.read_some(1) == b""
    transport.close(discard=True)
    assert (spooler.documents, spooler.aborted, spooler.handles) == ([], 1, 0)


def test_a_queue_that_there_is_not_is_told_by_its_name() -> None:
    with pytest.raises(OSError, match="no printer queue 'Office'"):
        WindowsTransport("Office", Spooler()).open(1)


def test_elsewhere_it_says_that_this_is_no_windows() -> None:
    with pytest.raises(NoSpoolerError, match="exist on Windows only"):
        transport_to(printer_address("windows:EPSON%20TM-T82"))
