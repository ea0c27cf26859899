"""Synonyms: words and phrases that stand for others, found in what was typed so far."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kiosk.app.finding.bearing import Hits, better
from kiosk.app.finding.plain import plain

UNFINISHED = 0.95
"""How sure it is that somebody who is still typing means a phrase that goes on like this."""

SHORTEST_START = 3
"""Letters from which on a word is taken for the beginning of a phrase's first word."""

Readings = Mapping[str, float]
"""What a typed word may stand for, and how sure that is, from 0 to 1."""

Phrase = tuple[str, ...]


class Found(NamedTuple):
    """A phrase in a query, from its word ``first`` to before ``after``, and where its group leads."""

    first: int
    after: int
    sure: float
    hits: Hits


class Phrases:
    """The groups of synonyms that lead somewhere in one catalogue."""

    def __init__(self, groups: Iterable[Iterable[str]], bearing: Mapping[str, Hits]) -> None:
        self._by_first: dict[str, list[tuple[Phrase, Hits]]] = {}
        for group in groups:
            phrases = [phrase for each in group if (phrase := tuple(plain(each).split()))]
            hits: Hits = {}
            for phrase in phrases:
                better(hits, _bearing_all(phrase, bearing))
            if hits:
                for phrase in phrases:
                    self._by_first.setdefault(phrase[0], []).append((phrase, hits))

    def words(self) -> Iterator[str]:
        """Yield the words of all phrases."""
        for entries in self._by_first.values():
            for phrase, _ in entries:
                yield from phrase

    def within(self, query: Sequence[Readings]) -> Iterator[Found]:
        """Yield the phrases of a query; the last may have been begun only."""
        for first in range(len(query)):
            rest = query[first:]
            for start in self._starts(rest):
                for phrase, hits in self._by_first[start]:
                    if sure := _sure(phrase, rest):
                        yield Found(first, first + min(len(phrase), len(rest)), sure, hits)

    def _starts(self, rest: Sequence[Readings]) -> Iterator[str]:
        if len(rest) > 1:
            yield from (word for word in rest[0] if word in self._by_first)
        else:
            long = {word: sure for word, sure in rest[0].items() if len(word) >= SHORTEST_START}
            for start in self._by_first:
                if start in rest[0] or _likely(start, long, ending=True):
                    yield start


def _bearing_all(phrase: Phrase, bearing: Mapping[str, Hits]) -> Hits:
    """Return the services that bear every word of a phrase, of those only the ones that bear it best."""
    hits = [bearing.get(word, {}) for word in phrase]
    shared = set(hits[0]).intersection(*hits[1:])
    worths = {place: min(each[place] for each in hits) for place in shared}
    best = max(worths.values(), default=0.0)
    return {place: worth for place, worth in worths.items() if worth == best}


def _sure(phrase: Phrase, rest: Sequence[Readings]) -> float:
    """Return how sure it is that a query's rest begins with a phrase, or is the beginning of one."""
    ends_within = len(rest) <= len(phrase)
    sure = UNFINISHED if len(rest) < len(phrase) else 1.0
    for place, (word, readings) in enumerate(zip(phrase, rest, strict=False)):
        sure *= _likely(word, readings, ending=ends_within and place == len(rest) - 1)
    return sure


def _likely(word: str, readings: Readings, *, ending: bool) -> float:
    """Return how sure it is that a phrase's word was typed, or begun where the query is ``ending``."""
    if word in readings or not ending:
        return readings.get(word, 0.0)
    begun = (sure for read, sure in readings.items() if word.startswith(read))
    return UNFINISHED * max(begun, default=0.0)
