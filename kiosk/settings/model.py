"""What settings there are: of which kind, with which default, and what to tell a technician of each."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from kiosk.settings.pin_form import PATTERN

PRINTER_SCHEMES = ("file", "tcp", "serial", "usb", "ipp", "ipps", "windows")
SERVER_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class About:
    """What a technician is told of a setting, and what a value must be like.

    ``least`` and ``most`` bound a number; ``schemes`` are those that an address may have, which may
    also be empty; a text that is not empty is like ``pattern``, a regular expression, and ``mend`` tells what
    to do about one that is not; ``restart`` tells whether a change waits for the kiosk to start again.
    """

    help: str
    least: int | None = None
    most: int | None = None
    one_of: tuple[str | int, ...] = ()
    schemes: tuple[str, ...] = ()
    pattern: str = ""
    mend: str = ""
    restart: bool = True


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """Which kiosk this is."""

    number: Annotated[
        int, About("The kiosk's number, its own in the mall: it marks labels given without a server", 1, 99)
    ] = 1
    name: Annotated[str, About("What staff call the kiosk, for example where it stands")] = ""


@dataclass(frozen=True, slots=True)
class MallSettings:
    """What of the mall this kiosk offers."""

    languages: Annotated[
        tuple[str, ...], About("Codes of the languages in the order offered; empty: all of the catalogue's")
    ] = ()
    agencies: Annotated[tuple[str, ...], About("Ids of the agencies that this kiosk offers; empty: all")] = ()
    priority: Annotated[bool, About("Whether citizens can ask for a priority number")] = True


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The central queue server."""

    url: Annotated[
        str, About("The server's address; empty: the kiosk always works by itself", schemes=SERVER_SCHEMES)
    ] = ""
    token: Annotated[
        str, About("The secret by which the server knows this kiosk; keep this file private")
    ] = ""
    ca: Annotated[
        Path | None,
        About("A PEM file of certificates to trust beside the system's, for an https address; empty: none"),
    ] = None
    deadline_ms: Annotated[
        int, About("Milliseconds to wait for the server's number before the kiosk gives its own", 100, 10_000)
    ] = 700
    public_url: Annotated[
        str, About("Where phones follow a ticket, for its QR code; empty: no code", schemes=SERVER_SCHEMES)
    ] = ""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """The ticket printer."""

    uri: Annotated[
        str,
        About(
            "The printer: file:DIR, tcp://HOST:9100, serial:/dev/ttyS0?baud=38400, usb:/dev/usb/lp0,"
            " ipp://HOST/ipp/print or windows:QUEUE; empty: numbers are shown on the screen only",
            schemes=PRINTER_SCHEMES,
        ),
    ] = ""
    profile: Annotated[
        str,
        About(
            "What the printer is like: the name of a profile that is shipped, epson-tm-t82 for example, or"
            " the path of a copy of your own, beginning with ./ or /; empty: as paper, dots and completion"
            " say. 'kiosk printer probe' proposes one"
        ),
    ] = ""
    paper: Annotated[
        str, About("The width of the paper roll, without a profile", one_of=("58mm", "80mm"))
    ] = "80mm"
    dots: Annotated[
        int,
        About(
            "Dots across the paper, without a profile; 0: as usual for it, 384 or 576",
            one_of=(0, 384, 512, 576),
        ),
    ] = 0
    completion: Annotated[
        str,
        About(
            "How the printer says that a ticket is out, without a profile: in_turn (GS r 1; nearly all"
            " printers) or by_id (GS ( H; some of Epson's)",
            one_of=("in_turn", "by_id"),
        ),
    ] = "in_turn"
    render: Annotated[
        str,
        About(
            "How tickets are sent: raster (drawn; the same on every printer) or text (the printer's own"
            " characters, for slow serial lines)",
            one_of=("raster", "text"),
        ),
    ] = "raster"
    roll_m: Annotated[
        int,
        About(
            "Metres on a new roll, for a printer that cannot tell that its roll ends soon: the kiosk counts"
            " what it prints, and warns when less than 5 m are left; 0: it does not count",
            0,
            500,
        ),
    ] = 0
    template: Annotated[
        Path | None,
        About("What stands on a ticket, a TOML file; empty: ticket.toml in the data folder, else as shipped"),
    ] = None


def is_profile_path(profile: str) -> bool:
    """Tell whether a profile is named by the path of its file, and not by the name of one that is shipped."""
    return profile.endswith(".toml") or "/" in profile or "\\" in profile


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """The screen, from whose real size touch targets and letters are computed."""

    width_mm: Annotated[int, About("Width of the picture in millimetres; 0: as the screen says", 0, 2000)] = 0
    height_mm: Annotated[
        int, About("Height of the picture in millimetres; 0: as the screen says", 0, 2000)
    ] = 0
    lower_edge_mm: Annotated[
        int, About("Height of the picture's lower edge above the floor in millimetres", 0, 2000)
    ] = 800
    fullscreen: Annotated[bool, About("Whether the kiosk fills the screen")] = True


@dataclass(frozen=True, slots=True)
class VisitSettings:
    """How long the kiosk waits for a citizen (WCAG 2.2 success criterion 2.2.1: at least 20 seconds)."""

    idle_seconds: Annotated[int, About("Seconds without a touch before the kiosk asks", 20, 600)] = 60
    warning_seconds: Annotated[
        int, About("Seconds that the question stays before the visit ends", 20, 600)
    ] = 30
    ticket_seconds: Annotated[int, About("Seconds that the printed ticket's screen stays", 20, 600)] = 20


@dataclass(frozen=True, slots=True)
class TechnicianSettings:
    """The technician's page, behind the upper left corner of the screen: hold it for five seconds."""

    pin: Annotated[
        str,
        About(
            "What is kept of the page's PIN, as 'kiosk pin' writes it; empty: the page stays closed. Keep"
            " this file private",
            pattern=PATTERN,
            mend="run 'kiosk pin' and copy the line that it writes",
        ),
    ] = ""


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Where the kiosk keeps and finds its files, relative to the settings' file."""

    folder: Annotated[Path, About("Folder of the journal, on a disk that survives power cuts")] = Path("data")
    catalogue: Annotated[
        Path | None, About("The mall's catalogue, a file or a folder; empty: the one that is shipped")
    ] = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections."""

    kiosk: KioskSettings = field(default_factory=KioskSettings)
    mall: MallSettings = field(default_factory=MallSettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    visit: VisitSettings = field(default_factory=VisitSettings)
    technician: TechnicianSettings = field(default_factory=TechnicianSettings)
    data: DataSettings = field(default_factory=DataSettings)
