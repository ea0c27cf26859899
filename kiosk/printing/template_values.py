"""What each block of a ticket's template may be told, within which limits, and what holds untold."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.domain.text import Text
from kiosk.printing.document import LOGO_BYTES, LOGO_MM, Align
from kiosk.printing.template import WORDS, Show

LONGEST_LINE = 160
MOST_LOGO_DOTS = 4_000_000
_LIMITS = {
    "space_mm": (0.0, 20.0),
    "cap_mm": (1.7, 6.0),
    "height_mm": (1.0, 10.0),
    "width_mm": (5.0, LOGO_MM),
}
_NUMBER_CAPS = (6.0, 30.0)


class WrongValueError(ValueError):
    """A value that a block cannot have: what is wrong, and what to do."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.mend = mend


def keys_of(show: Show) -> dict[str, Any]:
    """Return what may be said of a block, with what holds if it is not; None where it must be said."""
    keys: dict[str, Any] = {"space_mm": 0.0, "rule": False}
    if show in WORDS:
        keys |= {"cap_mm": 2.2, "bold": False, "align": Align.LEFT}
    match show:
        case Show.NUMBER:
            keys |= {"cap_mm": 15.0}
        case Show.ORNAMENT:
            keys |= {"height_mm": 3.4}
        case Show.LOGO:
            keys |= {"file": None, "width_mm": 30.0, "align": Align.CENTRE}
        case Show.LINE:
            keys |= {"words": None}
        case _:
            pass
    return keys


def value_of(show: Show, name: str, value: object, folder: Path) -> object:
    """Return a block's value as the program has it; raises ``WrongValueError``."""
    match name:
        case "rule" | "bold":
            if not isinstance(value, bool):
                raise WrongValueError(f"{value!r} is neither true nor false", "write true or false")
            return value
        case "align":
            if value not in list(Align):
                raise WrongValueError(f"{value!r} is no place for it", f"write one of: {', '.join(Align)}")
            return Align(str(value))
        case "words":
            return _words(value)
        case "file":
            return _logo(value, folder)
        case _:
            return _millimetres(
                value, *(_NUMBER_CAPS if show is Show.NUMBER and name == "cap_mm" else _LIMITS[name])
            )


def _millimetres(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongValueError(f"{value!r} is no number", "write millimetres without quotes, 2.2 for example")
    if not least <= value <= most:
        raise WrongValueError(f"{value:g} is out of range", f"write {least:g} to {most:g}")
    return float(value)


def _words(value: object) -> Text:
    if not isinstance(value, dict) or not value or not all(isinstance(each, str) for each in value.values()):
        raise WrongValueError("are no words by language", 'write words = { id = "…", en = "…" }')
    for language, words in value.items():
        if not words.strip() or len(words) > LONGEST_LINE or "\n" in words:
            raise WrongValueError(
                f"the words in {language!r} are empty, of several lines, or too long",
                f"write one line of at most {LONGEST_LINE} letters",
            )
    return Text.of(value)


def _logo(value: object, folder: Path) -> bytes:
    if not isinstance(value, str) or not value:
        raise WrongValueError(f"{value!r} names no file", 'write for example "logo.png"')
    path = folder / value
    try:
        content = path.read_bytes()
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            too_large = picture.width * picture.height > MOST_LOGO_DOTS or len(content) > LOGO_BYTES
            too_tall = picture.height > picture.width
            if not (too_large or too_tall):
                picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise WrongValueError(
            f"{path} is no PNG that can be read: {error}", "save the logo as PNG"
        ) from error
    if too_tall:
        raise WrongValueError(f"{path} is taller than wide", "give a logo that is at least as wide as tall")
    if too_large:
        raise WrongValueError(
            f"{path} is too large",
            f"at most {LOGO_BYTES // 1000} kB and 4 million dots; 320 dots a line are enough",
        )
    return content
