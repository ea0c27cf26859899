"""The strip that hangs from a roll: rows of dots and lines of characters, up to the next cut."""

from PIL import Image, ImageDraw, ImageFont

MM_PER_INCH = 25.4
CHARACTER = (12, 24)
"""Font A, in dots."""
LINE_DOTS = 30


class Strip:
    """What came out since the last cut. The way from the head to the blade is not part of the picture."""

    def __init__(self, dots: int) -> None:
        self._dots = dots
        self._rows: list[bytes] = []

    def __len__(self) -> int:
        return len(self._rows)

    def burn(self, row: bytes = b"") -> None:
        """Add a row, cut off at the width of the head; a missing end is white."""
        width = self._dots // 8
        self._rows.append(row[:width].ljust(width, b"\0"))

    def cut(self) -> Image.Image:
        """Return what hangs out and begin anew; a burnt dot is 255."""
        picture = Image.frombytes("1", (self._dots, len(self._rows)), b"".join(self._rows))
        self._rows.clear()
        return picture


def columns(dots: int) -> int:
    """Return how many characters stand on a line."""
    return dots // CHARACTER[0]


def line_rows(characters: bytes, dots: int) -> list[bytes]:
    """Return the rows of a line of characters (Latin-1, whatever the printer's own code page may be)."""
    letters = ImageFont.load_default_imagefont()
    line = Image.new("1", (dots // 2, LINE_DOTS // 2))
    ImageDraw.Draw(line).text((0, 0), characters.decode("latin-1"), 255, letters)
    data = line.resize((dots, LINE_DOTS), Image.Resampling.NEAREST).tobytes()
    row = dots // 8
    return [data[start : start + row] for start in range(0, len(data), row)]
