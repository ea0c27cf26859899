"""Breaking text into lines, and making it smaller until it fits."""

from dataclasses import dataclass

from kiosk.printing import fonts

MOST_LINES = 3
SMALLEST = 0.6
"""A paragraph may shrink to this part of its size; what is longer still is cut with an ellipsis."""
STEP = 0.95
SPARED = 0.9
"""A paragraph shrinks this far where that spares a line."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one size, in dots."""

    lines: tuple[str, ...]
    size: int
    bold: bool


def fit_line(words: str, size: int, width: int, *, bold: bool) -> int:
    """Return the largest size, at most ``size``, at which the words stand on one line."""
    while size > 1 and fonts.width(words, size, bold=bold) > width:
        size = min(size - 1, size * width // fonts.width(words, size, bold=bold))
    return size


def fit_paragraph(words: str, size: int, width: int, *, bold: bool, spare: bool = True) -> Paragraph:
    """Break at plain spaces into at most three lines, shrinking if there would be more.

    With ``spare`` it also shrinks a little where that spares a line.
    """
    natural = _shrink(words, size, width, bold=bold)
    if not spare:
        return natural
    for smaller in range(natural.size - 1, round(natural.size * SPARED) - 1, -1):
        lines = _wrap(words, smaller, width, bold=bold)
        if len(lines) < len(natural.lines):
            return Paragraph(tuple(lines), smaller, bold)
    return natural


def _shrink(words: str, size: int, width: int, *, bold: bool) -> Paragraph:
    least = round(size * SMALLEST)
    while True:
        lines = _wrap(words, size, width, bold=bold)
        fits = len(lines) <= MOST_LINES and all(fonts.width(each, size, bold=bold) <= width for each in lines)
        if fits:
            return Paragraph(tuple(lines), size, bold)
        if size <= least:
            kept = [_cut(each, size, width, bold=bold) for each in lines[:MOST_LINES]]
            if len(lines) > MOST_LINES:
                kept[-1] = _cut(kept[-1] + " …", size, width, bold=bold)
            return Paragraph(tuple(kept), size, bold)
        size = max(least, min(size - 1, int(size * STEP)))


def _wrap(words: str, size: int, width: int, *, bold: bool) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and fonts.width(longer, size, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(line: str, size: int, width: int, *, bold: bool) -> str:
    if fonts.width(line, size, bold=bold) <= width:
        return line
    kept = line.rstrip(" …")
    while kept and fonts.width(kept + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
