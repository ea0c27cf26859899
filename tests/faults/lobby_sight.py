"""What people see in the lobby of ``lobby_kit.py``: the screen's words, and what a paper is."""

from dataclasses import replace

from PIL import Image
from PySide6.QtCore import QObject

from kiosk.app.model import Model
from kiosk.domain.places import Holding, Refused
from kiosk.faulty.faults import Fate, Paper
from kiosk.ui.views.frame import FrameView
from kiosk.ui.views.holding import HoldingView
from kiosk.ui.views.refused import RefusedView
from kiosk.ui.views.stage import Nobody, Stage
from kiosk.words import load_words

WORDS = load_words()
Said = tuple[str, ...]
"""What the screen says, in each language."""


class Screen:
    """The view-models of what is said about a paper; no window is needed for that."""

    def __init__(self) -> None:
        self._owner = QObject()
        stage = Stage(Nobody(), WORDS)
        self._frame = FrameView(stage, self._owner)
        self._holding = HoldingView(stage, "", self._owner)
        self._refused = RefusedView(stage, self._owner)

    def says(self, model: Model) -> Said:
        """Return what the screen says about the paper, in Indonesian and in English."""
        return tuple(self._says(model, language) for language in ("id", "en"))

    def _says(self, model: Model, language: str) -> str:
        adjustments = replace(model.visit.adjustments, language=language)
        model = replace(model, visit=replace(model.visit, adjustments=adjustments))
        for view in (self._frame, self._holding, self._refused):
            view.update(model)
        match model.visit.place:
            case Holding() if self._holding.property("phase") == "printing":
                return ""
            case Holding():
                return str(self._holding.property("why") or self._holding.property("headline"))
            case Refused():
                return str(self._refused.property("cause"))
            case _:
                return str(self._frame.property("trouble"))


def kind_of(paper: Paper, whole: list[Image.Image]) -> str:
    """Return what a paper is: one of the whole tickets, a part of one, or foreign to them.

    The last row of a part may be burnt over by what came after it.
    """
    ink = paper.ink.tobytes().rstrip(b"\0")
    row = paper.ink.width // 8
    all_but_last = ink[: max(0, len(ink) // row - 1) * row]
    if any(ink == each.tobytes().rstrip(b"\0") for each in whole):
        return "whole, taken back" if paper.fate is Fate.RETRACTED else "whole"
    return "part" if any(each.tobytes().startswith(all_but_last) for each in whole) else "foreign"
