"""Faults in the files that people write: what is wrong, where, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FEW = 12


class Severity(StrEnum):
    """How much a fault costs: an error's part was left out, a warning's part is used as it stands."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one file. ``line`` counts from 1, 0 meaning that there are no lines.

    ``path`` leads to the value, for example ``services[3].requires[1].any_of``; empty for a whole file.
    """

    file: str
    line: int
    path: str
    wrong: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        path = f" {self.path}:" if self.path else ""
        line = f"{place}:{path} {self.wrong}; {self.mend}"
        return line.replace("\n", "\\n")  # a key of somebody's file may hold anything


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a mistyped one most likely means, or ``None``."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)


def choose_from(word: str, known: Iterable[str]) -> str:
    """Say what to write instead of an unknown word: the nearest known one, else all if they are few."""
    names = list(known)
    if near := nearest(word, names):
        return f"did you mean {near!r}?"
    if 0 < len(names) <= FEW:
        return f"use one of: {', '.join(names)}"
    return "check its spelling, add it, or remove this"
