"""From a printer's URI to the printer."""

from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from kiosk.clock import Clock
from kiosk.printing.escpos_printer import EscPosPrinter, EscPosSettings
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.paper import PaperProfile
from kiosk.printing.printer import TicketPrinter
from kiosk.printing.transport import TcpTransport

RAW_PORT = 9100
KNOWN = "file:DIR and tcp://HOST:9100"
LATER = ("serial", "usb", "ipp", "windows")


class PrinterUriError(ValueError):
    """A printer's URI that names no printer; the message says what is wrong and what exists."""


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
    parts = _split(uri)
    match parts.scheme:
        case "file":
            return FilePrinter(_folder(uri, parts), paper, clock, paced=paced)
        case "tcp":
            host, port = _address(uri, parts)
            return EscPosPrinter(
                partial(TcpTransport, host, port), paper, clock, settings or EscPosSettings()
            )
        case scheme if scheme in LATER:
            raise PrinterUriError(
                f"{uri}: {scheme} printers come with a later version; now there are {KNOWN}"
            )
        case _:
            raise PrinterUriError(f"{uri}: this is no printer's URI; there are {KNOWN}")


def _split(uri: str) -> SplitResult:
    try:
        return urlsplit(uri)
    except ValueError as error:
        raise PrinterUriError(f"{uri}: {error}; there are {KNOWN}") from error


def _folder(uri: str, parts: SplitResult) -> Path:
    if parts.netloc or not parts.path:
        raise PrinterUriError(f"{uri}: name a folder, for example file:paper or file:/var/tickets")
    return Path(unquote(parts.path))


def _address(uri: str, parts: SplitResult) -> tuple[str, int]:
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise PrinterUriError(f"{uri}: {error}; write for example tcp://192.168.1.50:9100") from error
    if not host or parts.path.strip("/"):
        raise PrinterUriError(f"{uri}: write a host and a port, for example tcp://192.168.1.50:9100")
    return host, port or RAW_PORT
