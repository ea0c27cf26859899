"""A ticket as a PDF page: as wide as the paper, as long as the ticket, in vectors with the face embedded."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import assert_never

from PIL import Image, ImageOps
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kiosk.printing import fonts
from kiosk.printing.document import Document
from kiosk.printing.layout import lay_out
from kiosk.printing.marks import Bar, Frame, Letters, Mark, Modules, Picture, Shape, Sheet
from kiosk.printing.paper import PaperProfile

POINTS_PER_INCH = 72
MARGIN_MM = 4.0
"""Above and below; a roll gives this by its way to the blade."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and where on it the first dot of the head lies, from its upper left; all in millimetres.

    ``scale`` is below 1 only for what is longer than the page.
    """

    width: float
    height: float
    left: float
    top: float
    scale: float = 1.0


def own_page(sheet: Sheet, paper: PaperProfile) -> Page:
    """Return the page that is as wide as the paper and as long as the sheet."""
    left = (paper.width_mm - paper.mm(sheet.width)) / 2
    return Page(paper.width_mm, paper.mm(sheet.height) + 2 * MARGIN_MM, left, MARGIN_MM)


def to_pdf(document: Document, paper: PaperProfile) -> bytes:
    """Return a file of one page that looks as the raster does."""
    return draw_pdf(lay_out(document, paper), paper, title=document.title)


def draw_pdf(sheet: Sheet, paper: PaperProfile, title: str, page: Page | None = None) -> bytes:
    """Draw a sheet that was laid out for ``paper``, on its own page or on another."""
    prepare()
    file = BytesIO()
    page = page or own_page(sheet, paper)
    dot = POINTS_PER_INCH / paper.dpi * page.scale
    canvas = Canvas(file, pagesize=(page.width * mm, page.height * mm), invariant=True, pageCompression=1)
    canvas.setTitle(title)
    # From here on a unit is a dot, and the origin the first dot of the head.
    canvas.translate(page.left * mm, (page.height - page.top) * mm)
    canvas.scale(dot, dot)
    for mark in sheet.marks:
        _draw(canvas, mark)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@cache
def prepare() -> None:
    """Read the faces; the first page needs 60 ms for that, unless it was done before."""
    for bold in (False, True):
        pdfmetrics.registerFont(TTFont(_name(bold=bold), str(fonts.face(bold=bold))))


def _name(*, bold: bool) -> str:
    return "Ticket-Bold" if bold else "Ticket"


def _draw(canvas: Canvas, mark: Mark) -> None:
    """Draw a mark; the page's y goes up, a sheet's goes down."""
    canvas.setFillGray(0)
    match mark:
        case Letters():
            _draw_letters(canvas, mark)
        case Bar(x, y, width, height):
            canvas.rect(x, -y - height, width, height, stroke=0, fill=1)
        case Frame(x, y, width, height, stroke):
            canvas.setLineWidth(stroke)
            canvas.rect(x + stroke / 2, -y - height + stroke / 2, width - stroke, height - stroke)
        case Shape(points, white):
            canvas.setFillGray(1 if white else 0)
            path = canvas.beginPath()
            path.moveTo(points[0][0], -points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, -y)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        case Modules():
            _draw_modules(canvas, mark)
        case Picture(x, y, width, height, dots):
            ink = Image.frombytes("1", (width, height), dots)
            canvas.drawImage(ImageReader(ImageOps.invert(ink)), x, -y - height, width, height)
        case _:
            assert_never(mark)


def _draw_letters(canvas: Canvas, mark: Letters) -> None:
    """Write a line as wide as the head prints it, whose letters stand on whole dots."""
    name = _name(bold=mark.bold)
    natural = pdfmetrics.stringWidth(mark.words, name, mark.size)
    text = canvas.beginText(mark.x, -mark.baseline)
    text.setFont(name, mark.size)
    text.setHorizScale(100 * fonts.width(mark.words, mark.size, bold=mark.bold) / max(natural, 1))
    text.setFillGray(1 if mark.white else 0)
    text.textOut(mark.words)
    canvas.drawText(text)


def _draw_modules(canvas: Canvas, mark: Modules) -> None:
    """Draw the dark modules of each row as runs in one path, so that no seam shows between them."""
    path = canvas.beginPath()
    for row, modules in enumerate(mark.rows):
        start = 0
        for end in range(1, len(modules) + 1):
            if end == len(modules) or modules[end] != modules[start]:
                if modules[start]:
                    x, y = mark.x + start * mark.module, -mark.y - (row + 1) * mark.module
                    path.rect(x, y, (end - start) * mark.module, mark.module)
                start = end
    canvas.drawPath(path, stroke=0, fill=1)
