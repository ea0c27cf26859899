"""Where every mark of a document stands on a given paper."""

from collections.abc import Sequence
from typing import assert_never

from kiosk.printing import fonts
from kiosk.printing.codes import modules
from kiosk.printing.document import (
    Align,
    Block,
    Document,
    Field,
    Gap,
    Items,
    Logo,
    Number,
    Ornament,
    Papers,
    Qr,
    Rule,
    Stamp,
    Step,
    Text,
)
from kiosk.printing.logo import dither
from kiosk.printing.marks import Bar, Frame, Letters, Mark, Modules, Picture, Sheet
from kiosk.printing.ornament import pucuk_rebung
from kiosk.printing.paper import PaperProfile
from kiosk.printing.wrapping import SPARED, Paragraph, fit_line, fit_paragraph

LEADING = 1.15
"""From baseline to baseline, over the size of the type."""
NAME_CAP, VALUE_CAP, ITEM_CAP, PAPER_CAP, STAMP_CAP, CAPTION_CAP = 1.9, 2.6, 2.2, 2.4, 2.8, 1.7
SHARED = 0.85
"""Two fields share a line if they need not shrink further than this."""
STEP_SIDE, STEP_NUMBER = 3.0, 1.9
"""A step's square and its number, over the height of the capitals beside it."""
RULE_MM, RULE_SPACE_MM, GUTTER_MM, FOOT_MM = 0.25, 1.3, 2.0, 0.5
QR_BORDER, QR_LEAST_DOTS = 4, 3
QR_SHARE = 3
"""A QR code takes at most one part in so many of the paper's width, if its modules are large enough then."""


def lay_out(document: Document, paper: PaperProfile) -> Sheet:
    """Place every block of a document; the sheet is as long as they are."""
    hand = _Hand(paper)
    blocks = document.blocks
    following = (*blocks[1:], None)
    skip = False
    for block, after in zip(blocks, following, strict=True):
        if skip:
            skip = False
        elif isinstance(block, Field) and isinstance(after, Field) and hand.share_line(block, after):
            skip = True
        else:
            hand.put(block)
    return hand.sheet()


class _Hand:
    """Goes down the paper and puts one block under the other."""

    def __init__(self, paper: PaperProfile) -> None:
        self._paper = paper
        self._marks: list[Mark] = []
        self._y = 0
        self._right = paper.dots
        self._floor = 0

    def sheet(self) -> Sheet:
        height = max(self._y, self._floor) + self._dots(FOOT_MM)
        return Sheet(self._paper.dots, height, tuple(self._marks))

    def put(self, block: Block) -> None:
        match block:
            case Text() | Number() | Field() | Stamp() | Step():
                self._say(block)
            case Items(names):
                self._list([(name,) for name in names], ITEM_CAP)
            case Papers(entries):
                self._list(entries, PAPER_CAP)
            case Ornament():
                self._marks += pucuk_rebung(self._paper.dots, self._dots(block.height_mm), self._y)
                self._y += self._dots(block.height_mm)
            case Logo():
                self._logo(block)
            case Rule():
                self._rule()
            case Gap():
                self._y += self._dots(block.mm)
            case Qr():
                self._qr(block)
            case _:
                assert_never(block)

    def share_line(self, left: Field, right: Field) -> bool:
        """Put two fields side by side if each fits on half a line; else put nothing and return False."""
        half = (self._right - self._dots(GUTTER_MM)) // 2
        name, value = self._size(NAME_CAP), self._size(VALUE_CAP)
        names = min(fit_line(each.name, name, half, bold=False) for each in (left, right))
        values = min(fit_line(each.value, value, half, bold=True) for each in (left, right))
        if names < name * SHARED or values < value * SHARED:
            return False
        self._field(left, 0, half, names, values)
        self._field(right, self._right - half, half, names, values)
        self._y += round(names * LEADING) + round(values * LEADING)
        return True

    def _dots(self, mm: float) -> int:
        return self._paper.to_dots(mm)

    def _size(self, cap_mm: float) -> int:
        return self._dots(cap_mm / fonts.CAP_HEIGHT)

    def _say(self, block: Text | Number | Field | Stamp | Step) -> None:
        match block:
            case Text():
                self._text(block)
            case Number():
                self._number(block)
            case Field():
                sizes = self._size(NAME_CAP), self._size(VALUE_CAP)
                self._y = self._field(block, 0, self._right, *sizes)
            case Stamp():
                self._stamp(block)
            case Step():
                self._step(block)
            case _:
                assert_never(block)

    def _text(self, text: Text) -> None:
        paragraph = fit_paragraph(text.words, self._size(text.cap_mm), self._right, bold=text.bold)
        self._y = self._lines(paragraph, self._y, 0, self._right, text.align)

    def _lines(
        self,
        paragraph: Paragraph,
        y: int,
        x: int,
        width: int,
        align: Align = Align.LEFT,
        leading: float = LEADING,
    ) -> int:
        """Put the lines of a paragraph under ``y`` and return where the next block begins."""
        size, bold = paragraph.size, paragraph.bold
        for number, line in enumerate(paragraph.lines):
            left = _from_left(width - fonts.width(line, size, bold=bold), align)
            baseline = y + round(size * (fonts.CAP_HEIGHT + number * leading))
            self._marks.append(Letters(line, x + left, baseline, size, bold))
        return y + round(size * leading * len(paragraph.lines))

    def _logo(self, logo: Logo) -> None:
        picture = dither(logo.png, min(self._dots(logo.width_mm), self._right))
        left = _from_left(self._right - picture.width, logo.align)
        self._marks.append(Picture(left, self._y, *picture.size, picture.tobytes()))
        self._y += picture.height

    def _number(self, number: Number) -> None:
        size = fit_line(number.label, self._size(number.cap_mm), self._right, bold=True)
        height = round(size * fonts.CAP_HEIGHT)
        self._marks.append(Letters(number.label, 0, self._y + height, size, bold=True))
        self._y += height

    def _field(self, field: Field, x: int, width: int, name: int, value: int) -> int:
        y = self._lines(fit_paragraph(field.name, name, width, bold=False), self._y, x, width)
        return self._lines(fit_paragraph(field.value, value, width, bold=True), y, x, width)

    def _stamp(self, stamp: Stamp) -> None:
        pad = self._dots(1.1)
        size = fit_line(stamp.words, self._size(STAMP_CAP), self._right - 2 * pad, bold=True)
        length, cap = fonts.width(stamp.words, size, bold=True), round(size * fonts.CAP_HEIGHT)
        width, height = self._right, cap + 2 * pad
        if stamp.filled:
            self._marks.append(Bar(0, self._y, width, height))
        else:
            self._marks.append(Frame(0, self._y, width, height, self._dots(0.4)))
        x, baseline = (width - length) // 2, self._y + pad + cap
        self._marks.append(Letters(stamp.words, x, baseline, size, bold=True, white=stamp.filled))
        self._y += height

    def _rule(self) -> None:
        self._y = max(self._y, self._floor) + self._dots(RULE_SPACE_MM) - self._dots(0.6)
        self._right, self._floor = self._paper.dots, 0
        self._marks.append(Bar(0, self._y, self._right, self._dots(RULE_MM)))
        self._y += self._dots(RULE_MM) + self._dots(RULE_SPACE_MM)

    def _qr(self, qr: Qr) -> None:
        rows = modules(qr.data)
        side = len(rows) + 2 * QR_BORDER
        module = self._paper.dots // QR_SHARE // side
        module = max(QR_LEAST_DOTS, module - module % 2)  # an even one is sent at half its resolution
        left, border = self._paper.dots - side * module, QR_BORDER * module
        self._marks.append(Modules(left + border, self._y + border, module, rows))
        self._floor = self._y + side * module
        if qr.caption:
            caption = fit_paragraph(
                qr.caption, self._size(CAPTION_CAP), side * module, bold=False, spare=False
            )
            self._floor = self._lines(caption, self._floor, left, side * module, Align.CENTRE)
        self._right = left

    def _step(self, step: Step) -> None:
        """Put the words beside the square, and both on one middle line."""
        side, pad = self._dots(step.cap_mm * STEP_SIDE), self._dots(GUTTER_MM)
        indent = side + pad
        words = fit_paragraph(step.words, self._size(step.cap_mm), self._right - indent, bold=True)
        height = round(words.size * (LEADING * (len(words.lines) - 1) + fonts.CAP_HEIGHT))
        top = self._y + max(0, height - side) // 2
        self._marks.append(Bar(0, top, side, side))
        number = str(step.number)
        size = fit_line(number, round(self._size(step.cap_mm) * STEP_NUMBER), side - pad, bold=True)
        left = (side - fonts.width(number, size, bold=True)) // 2
        baseline = top + (side + round(size * fonts.CAP_HEIGHT)) // 2
        self._marks.append(Letters(number, left, baseline, size, bold=True, white=True))
        self._lines(words, self._y + max(0, side - height) // 2, indent, self._right - indent)
        self._y += max(side, height + round(words.size * fonts.DESCENT))

    def _list(self, entries: Sequence[tuple[str, ...]], cap: float) -> None:
        """Put a box before each name, and what belongs to it under it."""
        size, small = self._size(cap), self._size(ITEM_CAP)
        box = round(size * fonts.CAP_HEIGHT) + 2
        indent = box + self._dots(1.6)
        width = self._right - indent
        # One size for the whole list: the one at which the most crowded of its names spares a line.
        sizes = [fit_paragraph(name, size, width, bold=False).size for name, *_ in entries]
        size = min((each for each in sizes if each >= size * SPARED), default=size)
        for name, *under in entries:
            paragraph = fit_paragraph(name, size, width, bold=False, spare=False)
            self._marks.append(Frame(0, self._y - 1, box, box, self._dots(0.25)))
            self._y = self._lines(paragraph, self._y, indent, width)
            for words in under:
                self._y = self._lines(fit_paragraph(words, small, width, bold=False), self._y, indent, width)
            self._y += self._dots(0.5)


def _from_left(spare: int, align: Align) -> int:
    """Return where something begins that leaves so many dots of its line free."""
    return {Align.LEFT: 0, Align.CENTRE: spare // 2, Align.RIGHT: spare}[align]
