"""A logo as a thermal head can print it: every dot burnt or not."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps


@lru_cache(maxsize=4)
def dither(png: bytes, width: int) -> Image.Image:
    """Return a PNG in mode ``1`` and so many dots wide, a burnt dot 255; grey is dithered (Floyd-Steinberg).

    What is transparent stays white.
    """
    with Image.open(BytesIO(png), formats=("PNG",)) as picture:
        coloured = picture.convert("RGBA")
    white = Image.new("RGBA", coloured.size, "white")
    grey = Image.alpha_composite(white, coloured).convert("L")
    height = max(1, round(grey.height * width / grey.width))
    sized = grey.resize((width, height), Image.Resampling.LANCZOS)
    return ImageOps.invert(sized).convert("1", dither=Image.Dither.FLOYDSTEINBERG)
