"""The typeface of tickets: Atkinson Hyperlegible, from its own package, measured and cached."""

from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from PIL import ImageFont

PACKAGE = "fontpkg_atkinson_hyperlegible"
CAP_HEIGHT = 0.668
"""Height of a capital over the size of the type, from the font's OS/2 table."""
DESCENT = 0.21
"""Depth of the lowest letter under the baseline over the size of the type."""


@lru_cache
def face(*, bold: bool) -> Path:
    """Return the path of a TrueType file."""
    name = f"AtkinsonHyperlegible-{'Bold' if bold else 'Regular'}.ttf"
    with as_file(files(PACKAGE) / "files" / name) as path:
        return path


@lru_cache(maxsize=64)
def font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return a face at a size in dots."""
    # The basic layout measures the same with and without the Raqm library.
    return ImageFont.truetype(face(bold=bold), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2048)
def width(words: str, size: int, *, bold: bool) -> int:
    """Return how many dots a line takes."""
    return round(font(size, bold=bold).getlength(words))
