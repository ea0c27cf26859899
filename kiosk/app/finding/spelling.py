"""What a misspelt word may mean: the known words, or beginnings of them, that are nearest to it."""

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, SHORTEST_BEGINNING, SHORTEST_UNFINISHED = 4, 4, 5
"""Letters of a word that may be misspelt, of a beginning that may be meant, and of a misspelt beginning."""

SHORTEST_STEM = 3
"""Letters of a word to which an ending may be hung."""

LONG = 8
"""A word of so many letters may have two faults."""


class Spelling:
    """The words of an index and their beginnings, by which faults of typing are mended.

    A fault is a letter too many, too few, wrong, or changed with its neighbour (the optimal string
    alignment distance).
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word for word in words if len(word) >= SHORTEST})
        beginnings = {
            word[:length] for word in self._words for length in range(SHORTEST_BEGINNING, len(word))
        }
        self._words_and_beginnings = sorted({*self._words, *beginnings})

    def nearest(self, word: str) -> tuple[str, ...]:
        """Return the words that ``word`` may be meant for: all with the fewest faults, or none."""
        if len(word) < SHORTEST:
            return ()
        known = self._words_and_beginnings if len(word) >= SHORTEST_UNFINISHED else self._words
        most = 2 if len(word) >= LONG else 1
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
        fewest = min((faults for _, faults, _ in near), default=0)
        return tuple(choice for choice, faults, _ in near if faults == fewest)


def without_ending(word: str, endings: Iterable[str], known: Mapping[str, object]) -> str | None:
    """Return a known word to which one of the endings was hung, as in "ktpku"."""
    stems = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
    return next((stem for stem in stems if len(stem) >= SHORTEST_STEM and stem in known), None)
