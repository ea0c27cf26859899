"""From a printer's URI to the printer."""

import os
from dataclasses import replace
from functools import partial
from typing import assert_never

from kiosk.clock import Clock
from kiosk.printing.address import (
    FileAddress,
    IppAddress,
    PrinterAddress,
    PrinterUriError,
    SerialAddress,
    TcpAddress,
    UsbAddress,
    WindowsAddress,
    printer_address,
)
from kiosk.printing.escpos.printer import EscPosPrinter, EscPosSettings
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.ipp.printer import IppPrinter
from kiosk.printing.leftover import NOTHING_KNOWN, Leftover
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import TicketPrinter
from kiosk.printing.profile import BLIND, BY_ID, PRESENTER, PrinterProfile
from kiosk.printing.transports.devices import SerialTransport, UsbTransport
from kiosk.printing.transports.tcp import TcpTransport
from kiosk.printing.transports.transport import Transport
from kiosk.printing.transports.windows import WindowsTransport, spooler

LONGEST_BYTES = 30_000
BITS_OF_A_BYTE = 10
"""On a serial line, with its start bit and its stop bit."""


def open_printer(
    uri: str,
    paper: PaperProfile,
    clock: Clock,
    *,
    paced: bool = False,
    settings: EscPosSettings | None = None,
    leftover: Leftover = NOTHING_KNOWN,
) -> TicketPrinter:
    """Return the printer that a URI names; nothing is connected yet.

    ``paced`` lets a file printer take a real printer's time, ``settings`` are of one that speaks ESC/POS;
    ``leftover`` is a printer's memory of what may still be in it. Raises ``PrinterUriError``.
    """
    address = printer_address(uri)
    if isinstance(address, FileAddress):
        return FilePrinter(address.folder, paper, clock, paced=paced)
    if isinstance(address, IppAddress):
        return IppPrinter(address, paper, clock, leftover)
    try:
        transport_to(address)
    except OSError as error:
        raise PrinterUriError(f"{uri}: {error}") from error
    treated = suited(settings or EscPosSettings(), address)
    return EscPosPrinter(partial(transport_to, address), paper, clock, treated, leftover)


def transport_to(address: PrinterAddress) -> Transport:
    """Return a way to a printer, not opened yet; raises ``OSError`` where this machine has no such ways."""
    match address:
        case TcpAddress(host, port):
            return TcpTransport(host, port)
        case SerialAddress() | UsbAddress() if os.name == "nt":
            raise OSError("Windows knows no such device; give the printer a network address there")
        case SerialAddress():
            return SerialTransport(address)
        case UsbAddress(device):
            return UsbTransport(device)
        case WindowsAddress(queue):
            return WindowsTransport(queue, spooler())
        case FileAddress():
            raise OSError("tickets that are written into a folder go to no printer")
        case IppAddress():
            raise OSError("an IPP printer takes whole documents, no bytes")
        case _:
            assert_never(address)


def treatment(profile: PrinterProfile) -> EscPosSettings:
    """Return how a printer of this kind is treated."""
    return EscPosSettings(
        blind=profile.completion == BLIND,
        by_id=profile.completion == BY_ID,
        mm_per_second=profile.mm_per_second,
        reports=profile.asb,
        retract_seconds=profile.retract_seconds if profile.dialect == PRESENTER else 0,
    )


def suited(settings: EscPosSettings, address: PrinterAddress) -> EscPosSettings:
    """Return the settings as the way to the printer needs them: time for a slow one, blind for a mute one."""
    match address:
        case SerialAddress(baud=baud):
            longer = LONGEST_BYTES * BITS_OF_A_BYTE / baud
            deadlines = replace(settings.deadlines, send=settings.deadlines.send + longer)
            return replace(settings, deadlines=deadlines, stuck_seconds=settings.stuck_seconds + 2 * longer)
        case WindowsAddress():
            return replace(settings, blind=True, by_id=False)
        case _:
            return settings
