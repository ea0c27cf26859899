"""The words by which a person, or a test, gives a printer its faults; one line each, one answer each."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.faulty.engine import Engine
from kiosk.faulty.faults import FULL_ROLL_MM, Faults, Trigger

Act = Callable[[], str]

SWITCHES: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("load", "put in a full roll", {"paper_mm": FULL_ROLL_MM}),
    ("near", "let the roll seem near its end", {"near_end": True}),
    ("plenty", "let it seem far from its end", {"near_end": False}),
    ("open", "open the cover", {"cover_open": True}),
    ("jam", "put something in the cutter's way", {"cutter_jam": True}),
    ("jam-at-cut", "let the next cut fail", {"jam_at_cut": True}),
    (
        "unjam",
        "take it away; DLE ENQ or the cover ends the error",
        {"cutter_jam": False, "jam_at_cut": False},
    ),
    ("hot", "let the head be too hot", {"too_hot": True}),
    ("cool", "let it cool down", {"too_hot": False}),
    ("offline", "take the printer off line", {"offline": True}),
    ("online", "put it on line", {"offline": False}),
    ("break", "let it have an error for good", {"broken": True}),
    ("mute", "let it answer nothing", {"mute": True}),
    ("talk", "let it answer again", {"mute": False}),
    ("deaf", "let it take no bytes off the line", {"deaf": True}),
    ("hear", "let it take them again", {"deaf": False}),
    ("no-completion", "answer no question for completion", {"completions": 0}),
    ("refuse", "refuse connections", {"refuse": True}),
    ("accept", "take connections again", {"refuse": False}),
)
"""Words that change faults and do nothing else, with what they do."""


class WrongWordsError(ValueError):
    """A line that means nothing; the message says what is wrong and what exists."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what follows it, what it does for people to read, and how the rest of its line is read."""

    usage: str
    about: str
    read: Callable[[list[str]], Act]


class Controls:
    """Obeys lines for one printer. ``second`` tells the time of the engine's clock."""

    def __init__(self, engine: Engine, second: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._second = second
        self._words = {word.usage.split()[0]: word for word in (*self._switches(), *self._own_words())}

    def obey(self, line: str) -> str:
        """Do what a line says and return the answer, which may have several lines.

        Raises ``WrongWordsError``.
        """
        return self._read(line)()

    def _read(self, line: str) -> Act:
        name, *rest = line.split() or [""]
        word = self._words.get(name)
        if word is None:
            raise WrongWordsError(f"{name!r} is not understood; there are {', '.join(self._words)}")
        wanted = word.usage.count(" ")
        if len(rest) < wanted or (len(rest) > wanted and not word.usage.endswith("...")):
            raise WrongWordsError(f"write it like this: {word.usage}")
        return word.read(rest)

    def _switches(self) -> list[Word]:
        return [
            Word(name, about, partial(_plain, partial(self._set, about, values)))
            for name, about, values in SWITCHES
        ]

    def _own_words(self) -> list[Word]:
        return [
            Word("help", "list the words", partial(_plain, self._help)),
            Word("state", "tell the state of the printer", partial(_plain, self._state)),
            Word("papers", "list what came out and its fate", partial(_plain, self._papers)),
            Word("shut", "shut the cover", partial(_plain, self._shut)),
            Word("take", "let the citizen take the ticket, or tear it off", partial(_plain, self._take)),
            Word("well", "take all faults away and put in a full roll", partial(_plain, self._well)),
            Word("paper MM", "leave so much paper on the roll; 0 pulls it out", self._number("paper_mm")),
            Word("late SECONDS", "answer so late", self._number("late")),
            Word("port-busy SECONDS", "free the port so late after a client", self._number("port_busy")),
            Word("reset BYTES", "lose power after so many more bytes", self._bytes("reset_at_byte")),
            Word("drop BYTES", "break the connection after so many more bytes", self._bytes("drop_at_byte")),
            Word("in SECONDS WORDS...", "say these words then", self._in),
            Word("after MM WORDS...", "say these words when so much more paper came out", self._after),
        ]

    def _set(self, said: str, values: dict[str, object]) -> str:
        for name, value in values.items():
            setattr(self._engine.faults, name, value)
        return f"done: {said}"

    def _number(self, name: str) -> Callable[[list[str]], Act]:
        def read(rest: list[str]) -> Act:
            value = number(rest[0])
            return partial(self._set, f"{name} is {value:g}", {name: value})

        return read

    def _bytes(self, name: str) -> Callable[[list[str]], Act]:
        def read(rest: list[str]) -> Act:
            count = whole(rest[0])

            def act() -> str:
                at = self._engine.seen.received + count
                return self._set(f"{name} is {at}, {count} more", {name: at})

            return act

        return read

    def _in(self, rest: list[str]) -> Act:
        seconds, act = number(rest[0]), self._read(" ".join(rest[1:]))

        def plan() -> str:
            self._engine.triggers.append(Trigger(act, second=self._second() + seconds))
            return f"done: in {seconds:g} s"

        return plan

    def _after(self, rest: list[str]) -> Act:
        mm, act = number(rest[0]), self._read(" ".join(rest[1:]))

        def plan() -> str:
            self._engine.triggers.append(Trigger(act, mm=self._engine.used_mm + mm))
            return f"done: after {mm:g} mm"

        return plan

    def _help(self) -> str:
        wide = max(len(word.usage) for word in self._words.values())
        return "\n".join(f"{word.usage:{wide}}  {word.about}" for word in self._words.values())

    def _state(self) -> str:
        engine = self._engine
        return (
            f"{engine.status.words()}; {engine.faults.paper_mm:.0f} mm on the roll,"
            f" {engine.used_mm:.0f} mm used, {len(engine.seen.papers)} papers,"
            f" {engine.stored} bytes waiting, {engine.seen.strays} stray characters"
        )

    def _papers(self) -> str:
        papers = self._engine.seen.papers
        lines = (f"{each.number:03d} {each.fate} {each.ink.width}x{each.ink.height}" for each in papers)
        return "\n".join(lines) or "none came out"

    def _shut(self) -> str:
        self._engine.shut_cover()
        return "done: shut the cover"

    def _take(self) -> str:
        return "done: taken" if self._engine.take() else "there is nothing to take"

    def _well(self) -> str:
        self._engine.faults = Faults(taken_after=self._engine.faults.taken_after)
        self._engine.triggers.clear()
        self._engine.shut_cover()
        return "done: well again"


def _plain(act: Act, _: list[str]) -> Act:
    return act


def number(words: str) -> float:
    """Read a number that is not below 0; raises ``WrongWordsError``."""
    try:
        value = float(words)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise WrongWordsError(f"{words!r} is no number from 0 on; write for example 20")
    return value


def whole(words: str) -> int:
    """Read a whole number that is not below 0; raises ``WrongWordsError``."""
    value = number(words)
    if value != int(value):
        raise WrongWordsError(f"{words!r} is no whole number; write for example 2000")
    return int(value)
