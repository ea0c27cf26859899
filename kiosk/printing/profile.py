"""What a printer is like, as data: a TOML file for each kind, which a technician can copy and edit."""

from dataclasses import dataclass
from typing import Annotated

from kiosk.printing.paper import PaperProfile
from kiosk.settings.model import About

IN_TURN, BY_ID, BLIND = "in_turn", "by_id", "blind"
EPSON, PRESENTER = "epson", "presenter"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """The section ``[profile]`` of a printer's file. Raises ``ValueError`` for paper that cannot be."""

    about: Annotated[str, About("Which printers this is for, for people")] = ""
    models: Annotated[
        tuple[str, ...], About("Beginnings of the names that they give themselves (GS I 67)")
    ] = ()
    width_mm: Annotated[int, About("Width of the paper in millimetres", 40, 112)] = 80
    dots: Annotated[int, About("Dots across the paper; a multiple of 8", 8, 1280)] = 576
    dpi: Annotated[int, About("Dots in an inch", 100, 255)] = 203
    cutter: Annotated[bool, About("Whether it cuts; else it feeds to the tear bar")] = True
    feed_to_cutter_mm: Annotated[int, About("From the head to the blade or the tear bar", 0, 60)] = 15
    mm_per_second: Annotated[
        int, About("Speed of the paper; a blind printer gets its next ticket only after this time", 10, 600)
    ] = 100
    completion: Annotated[
        str,
        About(
            "How it says that a ticket is out: in_turn (GS r), by_id (GS ( H), or blind: not at all",
            one_of=(IN_TURN, BY_ID, BLIND),
        ),
    ] = IN_TURN
    asb: Annotated[bool, About("Whether it reports changes by itself when asked to (GS a)")] = True
    dialect: Annotated[
        str,
        About(
            "epson, or presenter: it holds the cut ticket, and knows DLE EOT 20 and GS e",
            one_of=(EPSON, PRESENTER),
        ),
    ] = EPSON
    retract_seconds: Annotated[
        int, About("A presenter takes back a ticket that hangs there so long; 0: never", 0, 600)
    ] = 0
    band_rows: Annotated[int, About("The most rows that it takes as one picture", 8, 255)] = 100

    def __post_init__(self) -> None:
        _ = self.paper

    @property
    def paper(self) -> PaperProfile:
        """The paper, and the head above it."""
        return PaperProfile(
            self.width_mm, self.dots, self.dpi, self.cutter, self.feed_to_cutter_mm, self.band_rows
        )
