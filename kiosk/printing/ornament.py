"""The band at the head of a ticket: *pucuk rebung*, bamboo shoots in a row, as on Riau's songket."""

from itertools import pairwise

from kiosk.printing.marks import Bar, Mark, Shape

PITCH = 0.78
"""Width of one shoot over the height of the band."""


def pucuk_rebung(width: int, height: int, top: int) -> list[Mark]:
    """Return the marks of a band; shoots are as many as fit, and whole."""
    foot = max(2, height // 12)
    ground = top + height - 3 * foot
    count = max(1, round(width / (height * PITCH)))
    edges = [round(index * width / count) for index in range(count + 1)]
    marks: list[Mark] = []
    for left, right in pairwise(edges):
        marks += _shoot(left, right, top, ground)
    marks.append(_seed(width - 1, width // count // 2, top, ground))
    marks.append(Bar(0, ground, width, foot))
    marks.append(Bar(0, ground + 2 * foot, width, max(1, foot // 2)))
    return marks


def _shoot(left: int, right: int, top: int, ground: int) -> list[Mark]:
    """Return a slender triangle with a lighter sheath and a dark heart, and a seed before it."""
    centre, half, tall = (left + right) // 2, (right - left) // 2, ground - top
    return [
        _triangle(centre, half - 1, top, ground),
        _triangle(centre, half * 6 // 10, top + tall * 4 // 10, ground, white=True),
        _triangle(centre, half * 3 // 10, top + tall * 6 // 10, ground),
        _seed(left, half, top, ground),
    ]


def _seed(x: int, half: int, top: int, ground: int) -> Shape:
    size, middle = max(2, half // 4), top + (ground - top) // 3
    return Shape(((x, middle - 2 * size), (x + size, middle), (x, middle + 2 * size), (x - size, middle)))


def _triangle(centre: int, half: int, top: int, ground: int, *, white: bool = False) -> Shape:
    return Shape(((centre, top), (centre + half, ground), (centre - half, ground)), white)
