"""Tickets as they look on each paper, kept as pictures: ``python -m tests.golden`` renews them all.

They are made of the shipped words and the shipped template. Look at what changed before it is committed.
"""

import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

from PIL import Image

from kiosk.printing.composing import TicketFacts, compose
from kiosk.printing.document import TicketDocument
from kiosk.printing.paper import NARROW, WIDE, WIDE_180
from kiosk.printing.raster import rasterise
from kiosk.words import load_words
from tests.printer_kit import LONGEST_AGENCIES, LONGEST_DOCUMENTS, LONGEST_SERVICES, ORDINARY

FOLDER = Path(__file__).parent / "data" / "tickets"
PAPERS = {paper.dots: paper for paper in (NARROW, WIDE_180, WIDE)}
LANGUAGES = ("id", "en")
TICKETS: dict[str, TicketFacts] = {
    "ordinary": ORDINARY,
    "longest": replace(
        ORDINARY,
        label="AB99-1234567",
        agency=LONGEST_AGENCIES[0],
        service=LONGEST_SERVICES[0],
        documents=LONGEST_DOCUMENTS,
        ahead=128,
        wait=(120, 240),
        priority=True,
    ),
    "copy": replace(ORDINARY, label="B2-014", copy=1, online=False, ahead=None, wait=None),
}
CASES = tuple(product(TICKETS, LANGUAGES, PAPERS))


def document(name: str, language: str) -> TicketDocument:
    return compose(replace(TICKETS[name], language=language), load_words())


def draw(name: str, language: str, dots: int) -> Image.Image:
    return rasterise(document(name, language), PAPERS[dots])


def file_of(name: str, language: str, dots: int) -> Path:
    return FOLDER / f"{name}-{language}-{dots}.png"


def renew() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for case in CASES:
        draw(*case).save(file_of(*case), optimize=True)


if __name__ == "__main__":
    renew()
    sys.stdout.write(f"{len(CASES)} pictures in {FOLDER}\n")
