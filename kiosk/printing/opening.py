"""From a printer's URI to the printer."""

from functools import partial
from pathlib import Path

from kiosk.clock import Clock
from kiosk.printing.address import printer_address
from kiosk.printing.escpos_printer import EscPosPrinter, EscPosSettings
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import TicketPrinter
from kiosk.printing.transport import TcpTransport


def open_printer(
    uri: str,
    paper: PaperProfile,
    clock: Clock,
    *,
    paced: bool = False,
    settings: EscPosSettings | None = None,
) -> TicketPrinter:
    """Return the printer that a URI names; nothing is connected yet.

    ``paced`` lets a file printer take a real printer's time; ``settings`` are those of a network printer.
    Raises ``PrinterUriError``.
    """
    match printer_address(uri):
        case Path() as folder:
            return FilePrinter(folder, paper, clock, paced=paced)
        case host, port:
            return EscPosPrinter(
                partial(TcpTransport, host, port), paper, clock, settings or EscPosSettings()
            )
