"""What a printer's URI names; reading it opens nothing and loads nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

RAW_PORT = 9100
IPP_PORT = 631
KNOWN = (
    "file:DIR, tcp://HOST:9100, ipp://HOST/ipp/print, serial:/dev/ttyUSB0?baud=38400, usb:/dev/usb/lp0"
    " and windows:QUEUE"
)
BAUDS = (9600, 19200, 38400, 57600, 115200)
USUAL_BAUD = 38400


class PrinterUriError(ValueError):
    """A printer's URI that names no printer; the message says what is wrong and what exists."""


class Flow(StrEnum):
    """How a printer on a serial line says that its buffer is full."""

    RTS = "rts"
    """By a wire to the computer's CTS, be it the printer's RTS or its DTR."""
    XON = "xon"
    """By the characters XON and XOFF."""
    NONE = "none"


class Parity(StrEnum):
    """The ninth bit of a character on a serial line."""

    NONE = "none"
    EVEN = "even"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A folder into which tickets are written."""

    folder: Path


@dataclass(frozen=True, slots=True)
class TcpAddress:
    """The raw port of a network printer."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class SerialAddress:
    """A serial line: eight bits, one stop bit."""

    device: Path
    baud: int = USUAL_BAUD
    parity: Parity = Parity.NONE
    flow: Flow = Flow.RTS


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """The device file of a USB printer."""

    device: Path


@dataclass(frozen=True, slots=True)
class WindowsAddress:
    """A queue of the Windows spooler, by the name that Windows shows."""

    queue: str


@dataclass(frozen=True, slots=True)
class IppAddress:
    """A printer or a queue that speaks the Internet Printing Protocol, if ``secure`` over TLS (RFC 7472)."""

    host: str
    port: int
    path: str
    secure: bool = False


PrinterAddress = FileAddress | TcpAddress | SerialAddress | UsbAddress | WindowsAddress | IppAddress


def printer_address(uri: str) -> PrinterAddress:
    """Return where a printer is; raises ``PrinterUriError``."""
    parts = _split(uri)
    match parts.scheme:
        case "file":
            return FileAddress(_path(uri, parts, "a folder, for example file:paper or file:/var/tickets"))
        case "tcp":
            return _tcp(uri, parts)
        case "serial":
            return _serial(uri, parts)
        case "usb":
            return UsbAddress(_path(uri, parts, "a device, for example usb:/dev/usb/lp0"))
        case "windows":
            return _windows(uri)
        case "ipp" | "ipps":
            return _ipp(uri, parts)
        case _:
            raise PrinterUriError(f"{uri}: this is no printer's URI; there are {KNOWN}")


def _split(uri: str) -> SplitResult:
    try:
        return urlsplit(uri)
    except ValueError as error:
        raise PrinterUriError(f"{uri}: {error}; there are {KNOWN}") from error


def _path(uri: str, parts: SplitResult, example: str) -> Path:
    if parts.netloc or not parts.path:
        raise PrinterUriError(f"{uri}: name {example}")
    return Path(unquote(parts.path))


def _tcp(uri: str, parts: SplitResult) -> TcpAddress:
    example = "tcp://192.168.1.50:9100"
    host, port = _host(uri, parts, example)
    if not host or parts.path.strip("/"):
        raise PrinterUriError(f"{uri}: write a host and a port, for example {example}")
    return TcpAddress(host, port or RAW_PORT)


def _ipp(uri: str, parts: SplitResult) -> IppAddress:
    example = f"{parts.scheme}://192.168.1.60/ipp/print"
    host, port = _host(uri, parts, example)
    if not host or not parts.path.strip("/") or parts.query or parts.fragment:
        raise PrinterUriError(f"{uri}: write a host and the printer's path, for example {example}")
    if parts.username is not None:
        raise PrinterUriError(f"{uri}: the kiosk names no user; let the printer print without a password")
    return IppAddress(host, port or IPP_PORT, parts.path, secure=parts.scheme == "ipps")


def _host(uri: str, parts: SplitResult, example: str) -> tuple[str | None, int | None]:
    try:
        return parts.hostname, parts.port
    except ValueError as error:
        raise PrinterUriError(f"{uri}: {error}; write for example {example}") from error


def _serial(uri: str, parts: SplitResult) -> SerialAddress:
    device = _path(uri, parts, "a device, for example serial:/dev/ttyUSB0?baud=38400")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    given, known = dict(pairs), ("baud", "parity", "flow")
    for name, _ in pairs:
        if name not in known:
            raise PrinterUriError(f"{uri}: unknown {name!r}; a serial line has {', '.join(known)}")
    return SerialAddress(
        device,
        int(_one_of(uri, given, "baud", USUAL_BAUD, BAUDS)),
        Parity(_one_of(uri, given, "parity", Parity.NONE, Parity)),
        Flow(_one_of(uri, given, "flow", Flow.RTS, Flow)),
    )


def _one_of(uri: str, given: Mapping[str, str], name: str, usual: object, known: Iterable[object]) -> str:
    value, names = given.get(name, str(usual)), [str(each) for each in known]
    if value not in names:
        raise PrinterUriError(f"{uri}: {name} {value!r} is not known; use one of {', '.join(names)}")
    return value


def _windows(uri: str) -> WindowsAddress:
    queue = unquote(uri.partition(":")[2])
    if not queue.strip():
        raise PrinterUriError(f"{uri}: name a queue as Windows shows it, for example windows:EPSON TM-T82")
    return WindowsAddress(queue)
