"""A ticket as the dots that a thermal head burns; the same picture is kept for people to see."""

from functools import lru_cache
from typing import assert_never

from PIL import Image, ImageDraw

from kiosk.printing.document import Document
from kiosk.printing.fonts import font
from kiosk.printing.layout import lay_out
from kiosk.printing.marks import Bar, Frame, Letters, Mark, Modules, Picture, Shape, Sheet
from kiosk.printing.paper import PaperProfile

BLACK, WHITE = 0, 255


def rasterise(document: Document, paper: PaperProfile) -> Image.Image:
    """Return a picture of mode ``1``, as wide as the head; black is 0."""
    return paint(lay_out(document, paper))


def paint(sheet: Sheet) -> Image.Image:
    """Burn the marks of a sheet into a picture of mode ``1``."""
    image = Image.new("1", (sheet.width, sheet.height), WHITE)
    draw = ImageDraw.Draw(image)
    for mark in sheet.marks:
        _paint(draw, mark)
    return image


@lru_cache(maxsize=96)
def _line(words: str, size: int, *, bold: bool) -> tuple[Image.Image, int, int]:
    """Return a line as a stencil, and where its corner stands from the start of the baseline.

    Most lines come again ticket after ticket, and hinting their letters is most of the work. A stencil takes
    some 20 kB.
    """
    letters = font(size, bold=bold)
    left, top, right, bottom = (round(edge) for edge in letters.getbbox(words, mode="1", anchor="ls"))
    stencil = Image.new("1", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(stencil).text((-left, -top), words, WHITE, letters, anchor="ls")
    return stencil, left, top


def _paint(draw: ImageDraw.ImageDraw, mark: Mark) -> None:
    match mark:
        case Letters(words, x, baseline, size, bold, white):
            ink = WHITE if white else BLACK
            picture, left, above = _line(words, size, bold=bold)
            draw.bitmap((x + left, baseline + above), picture, ink)
        case Bar(x, y, width, height):
            draw.rectangle((x, y, x + width - 1, y + height - 1), BLACK)
        case Frame(x, y, width, height, stroke):
            draw.rectangle((x, y, x + width - 1, y + height - 1), outline=BLACK, width=stroke)
        case Shape(points, white):
            draw.polygon(points, WHITE if white else BLACK)
        case Modules(x, y, module, rows):
            picture = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
            grown = picture.resize((len(rows) * module,) * 2, Image.Resampling.NEAREST)
            draw.bitmap((x, y), grown.point(lambda dark: 255 * dark).convert("1"), BLACK)
        case Picture(x, y, width, height, dots):
            draw.bitmap((x, y), Image.frombytes("1", (width, height), dots), BLACK)
        case _:
            assert_never(mark)
