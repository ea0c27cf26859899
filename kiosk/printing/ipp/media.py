"""Onto which sheet of an IPP printer a ticket goes, and where on it (PWG 5100.7 section 6.3, PWG 5101.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.printing.ipp.answer import Attributes, Span
from kiosk.printing.ipp.message import Attribute, Tag
from kiosk.printing.marks import Sheet
from kiosk.printing.paper import PaperProfile
from kiosk.printing.pdf import Page, own_page

ASKED = ("media-col-database", "media-size-supported", "media-supported")
UNITS_PER_MM = 100
USUAL_MARGIN_MM = 6.35
"""What printers that tell no margins leave white; a quarter of an inch."""
A6, A5, A4, LETTER = (10_500, 14_800), (14_800, 21_000), (21_000, 29_700), (21_590, 27_940)
NAMES = {
    "iso_a6_105x148mm": A6,
    "iso_a5_148x210mm": A5,
    "iso_a4_210x297mm": A4,
    "na_letter_8.5x11in": LETTER,
}
OFFICE_SHEETS = frozenset(NAMES.values())


@dataclass(frozen=True, slots=True)
class Medium:
    """A paper that a printer has or can have; widths and lengths are hundredths of a millimetre."""

    width: Span
    length: Span
    left_mm: float = USUAL_MARGIN_MM
    top_mm: float = USUAL_MARGIN_MM

    @property
    def size(self) -> tuple[int, int] | None:
        """Its one size; a roll has none."""
        fixed = self.width.low == self.width.high and self.length.low == self.length.high
        return (self.width.low, self.length.low) if fixed else None


@dataclass(frozen=True, slots=True)
class Choice:
    """The page that is drawn, and what the printer is told; ``roll``: it is as long as the ticket."""

    page: Page
    medium: Attribute
    roll: bool

    @property
    def template(self) -> tuple[Attribute, ...]:
        """The job's attributes: on this medium, and no larger or smaller than drawn (PWG 5100.13)."""
        return self.medium, Attribute("print-scaling", Tag.KEYWORD, ("none",))


def choose(printer: Attributes, sheet: Sheet, paper: PaperProfile) -> Choice:
    """Return where a ticket goes: on paper of its own size, or on the smallest sheet that holds it.

    What is loaded counts first. Of what could be loaded, only sheets that offices have are taken.
    """
    loaded, possible = _loaded(printer), _possible(printer)
    own = own_page(sheet, paper)
    for medium in loaded or possible:
        if medium.size is None and (page := _cut_from(medium, own)):
            return Choice(page, _media_col(page), roll=True)
    sheets = [each for each in loaded if each.size] or [
        each for each in possible if each.size in OFFICE_SHEETS
    ]
    page = _smallest(sheets, sheet, paper)
    by_name = {size: name for name, size in NAMES.items()}
    size = round(page.width * UNITS_PER_MM), round(page.height * UNITS_PER_MM)
    if size in by_name and not printer.collections("media-size-supported"):
        return Choice(page, Attribute("media", Tag.KEYWORD, (by_name[size],)), roll=False)
    return Choice(page, _media_col(page), roll=False)


def _loaded(printer: Attributes) -> list[Medium]:
    return list(_of_collections(printer.collections("media-col-ready"))) or list(
        _of_names(printer.texts("media-ready"))
    )


def _possible(printer: Attributes) -> list[Medium]:
    sizes = (Attributes({"media-size": [size]}) for size in printer.collections("media-size-supported"))
    media = *printer.collections("media-col-database"), *sizes
    return [*_of_collections(media), *_of_names(printer.texts("media-supported"))]


def _of_collections(media: Iterable[Attributes]) -> Iterator[Medium]:
    for medium in media:
        for size in medium.collections("media-size"):
            width, length = size.span("x-dimension"), size.span("y-dimension")
            if width and length and "envelope" not in medium.texts("media-type"):
                yield Medium(width, length, _mm(medium, "media-left-margin"), _mm(medium, "media-top-margin"))


def _of_names(names: Iterable[str]) -> Iterator[Medium]:
    for name in names:
        if name in NAMES:
            width, length = NAMES[name]
            yield Medium(Span(width, width), Span(length, length))


def _mm(medium: Attributes, name: str) -> float:
    margin = medium.integer(name)
    return USUAL_MARGIN_MM if margin is None else margin / UNITS_PER_MM


def _cut_from(medium: Medium, own: Page) -> Page | None:
    """Return the ticket's own page, longer if the roll is not cut so short; none if it does not fit."""
    width, length = round(own.width * UNITS_PER_MM), round(own.height * UNITS_PER_MM)
    length = max(length, medium.length.low)
    if not medium.width.low <= width <= medium.width.high or length > medium.length.high:
        return None
    return Page(own.width, length / UNITS_PER_MM, own.left, own.top)


def _smallest(media: list[Medium], sheet: Sheet, paper: PaperProfile) -> Page:
    """Return the smallest sheet's page that holds the ticket; if none does, the largest, made to fit."""
    pages = sorted((_upper_left(medium, sheet, paper) for medium in media or (A4_MEDIUM,)), key=_area)
    return next((page for page in pages if page.scale >= 1), pages[-1])


A4_MEDIUM = next(_of_names(("iso_a4_210x297mm",)))


def _upper_left(medium: Medium, sheet: Sheet, paper: PaperProfile) -> Page:
    width, height = medium.width.high / UNITS_PER_MM, medium.length.high / UNITS_PER_MM
    left, top = max(medium.left_mm, USUAL_MARGIN_MM), max(medium.top_mm, USUAL_MARGIN_MM)
    across = (width - 2 * left) / paper.mm(sheet.width)
    along = (height - 2 * top) / paper.mm(sheet.height)
    return Page(width, height, left, top, min(1.0, across, along))


def _area(page: Page) -> float:
    return page.width * page.height


def _media_col(page: Page) -> Attribute:
    size = (
        Attribute("x-dimension", Tag.INTEGER, (round(page.width * UNITS_PER_MM),)),
        Attribute("y-dimension", Tag.INTEGER, (round(page.height * UNITS_PER_MM),)),
    )
    return Attribute("media-col", Tag.COLLECTION, ((Attribute("media-size", Tag.COLLECTION, (size,)),),))
