"""A test paper by which a person sees how many dots a printer has across the paper, and whether it cuts."""

from PIL import Image, ImageDraw

from kiosk.printing.fonts import font
from kiosk.printing.paper import WIDE, PaperProfile

WIDTHS = (384, 512, 576)
ROW, BAR, END = 72, 6, 40
LETTERS = 32
BLACK, WHITE = 0, 255


def rulers() -> tuple[Image.Image, PaperProfile]:
    """Return a picture of mode ``1`` and the paper that it is for.

    Each ruler is as long as the number on it says in dots. A printer that shows both ends of one has at
    least so many; its paper is to be measured.
    """
    picture = Image.new("1", (max(WIDTHS), ROW * len(WIDTHS)), WHITE)
    draw = ImageDraw.Draw(picture)
    for place, width in enumerate(WIDTHS):
        top = place * ROW
        middle = top + END // 2
        draw.rectangle((0, middle, width - 1, middle + BAR - 1), BLACK)
        for x in (0, width - BAR):
            draw.rectangle((x, top, x + BAR - 1, top + END + BAR - 1), BLACK)
        draw.text((40, middle - 2), str(width), BLACK, font(LETTERS, bold=True), anchor="ls")
    return picture, WIDE
