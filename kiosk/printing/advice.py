"""What a technician is told of a printer: what is seen, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import assert_never

from kiosk.printing.condition import (
    Condition,
    CoverOpen,
    CutterJam,
    NearEnd,
    NoPaper,
    Offline,
    Ready,
    TooHot,
    Unknown,
)
from kiosk.words import Words


@dataclass(frozen=True, slots=True)
class Advice:
    """The keys of two texts, and the values that they want."""

    seen: str
    do: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, words: Words, language: str) -> tuple[str, str]:
        """Return what is seen and what to do."""
        return words.say(language, self.seen, **self.values), words.say(language, self.do, **self.values)


def advice(condition: Condition) -> Advice:
    """Return what a technician is told of a state."""
    match condition:
        case Ready() | NoPaper() | CoverOpen() | CutterJam() | TooHot():
            return _about(condition.word)
        case NearEnd(mm_left=float(left)):
            return _about("near_end_left", metres=max(1, ceil(left / 1000)))
        case NearEnd():
            return _about(condition.word)
        case Offline(cause=detail) | Unknown(doubt=detail):
            return _about(f"{condition.word}_{detail}" if detail else condition.word)
        case _:
            assert_never(condition)


def _about(name: str, **values: object) -> Advice:
    return Advice(f"technician.printer.{name}", f"technician.printer.{name}_do", values)
