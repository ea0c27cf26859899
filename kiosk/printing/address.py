"""What a printer's URI names; reading it opens nothing and loads nothing."""

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

RAW_PORT = 9100
KNOWN = "file:DIR and tcp://HOST:9100"
LATER = ("serial", "usb", "ipp", "windows")


class PrinterUriError(ValueError):
    """A printer's URI that names no printer; the message says what is wrong and what exists."""


def printer_address(uri: str) -> Path | tuple[str, int]:
    """Return the folder of a file printer, or host and port of a network printer.

    Raises ``PrinterUriError``.
    """
    parts = _split(uri)
    match parts.scheme:
        case "file":
            return _folder(uri, parts)
        case "tcp":
            return _address(uri, parts)
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
