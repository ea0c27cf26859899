"""What a laid-out ticket is made of: marks at places in dots, the same for the head and for a PDF page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """A line of text from ``x`` on ``baseline``; ``size`` is that of the type."""

    words: str
    x: int
    baseline: int
    size: int
    bold: bool = False
    white: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a rectangle, drawn inside of it."""

    x: int
    y: int
    width: int
    height: int
    stroke: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon."""

    points: tuple[tuple[int, int], ...]
    white: bool = False


@dataclass(frozen=True, slots=True)
class Modules:
    """A QR code without its border: the dark modules, row by row, each ``module`` dots wide."""

    x: int
    y: int
    module: int
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A rectangle of dots, row by row and eight to a byte; a burnt dot is 1."""

    x: int
    y: int
    width: int
    height: int
    dots: bytes


Mark = Letters | Bar | Frame | Shape | Modules | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ticket whose every mark has its place."""

    width: int
    height: int
    marks: tuple[Mark, ...]
