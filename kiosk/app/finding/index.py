"""The search index: services by what people type, in all of the mall's languages at once.

Each word of a query is worth more the fewer services it leads to, and leads to a service by the best of
these ways. It stands in a name: whole, as a beginning, or within a word. A synonym of it does. Or it does
once its spelling is mended, which is tried only for words that are nowhere. The name is the service's own,
its agency's, or a document's (``bearing.py``). A service's score is the sum over the words.
"""

import math
from collections.abc import Collection, Sequence
from heapq import nsmallest

from kiosk.app.finding.bearing import Hits, bearing, better
from kiosk.app.finding.phrases import Phrases, Readings
from kiosk.app.finding.plain import plain
from kiosk.app.finding.spelling import Spelling, without_ending
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.everyday import NO_WORDS, EverydayWords

BEGINNING, WITHIN, SYNONYM, MENDED = 0.95, 0.85, 0.8, 0.6
"""What a word is worth that is not there as it was typed; a whole word is worth 1."""

SHORTEST_PART, LONGEST_PREFIX = 3, 4
"""Letters that a word must have to be sought within words and to count in full, and that may stand before it
there: Indonesian prefixes have no more, as in "penghapusan"."""

MOST_WORDS = 12
"""Words of a query that are looked at."""

ALIKE = 0.9
"""Services whose hits are at least so near to the best tell how common a word is."""

ENOUGH = 0.5
"""A service that answers less than this share of what the best one answers is not meant."""


class SearchIndex:
    """The words of one catalogue, prepared once."""

    def __init__(
        self,
        catalogue: Catalogue,
        everyday: EverydayWords = NO_WORDS,
        agencies: Collection[str] | None = None,
    ) -> None:
        """Prepare the services of ``agencies``, or all, with everyday words and the mall's own."""
        everyday = everyday.and_also(catalogue.everyday)
        self._services = tuple(
            service
            for agency in catalogue.agencies
            if agencies is None or agency in agencies
            for service in catalogue.services_of(agency)
        )
        self._bearing = bearing(catalogue, self._services)
        self._phrases = Phrases(everyday.synonyms, self._bearing)
        self._fillers = {plain(each) for each in everyday.fillers}
        self._endings = tuple(plain(each) for each in everyday.endings)
        self._known = dict.fromkeys([*self._bearing, *self._phrases.words()])
        self._spelling = Spelling(self._known)

    def find(self, query: str, limit: int = 20) -> tuple[Service, ...]:
        """Return the services that a query most likely means, each once, best first, at most ``limit``.

        Those that answer equally well keep the catalogue's order of agencies and services. A query of
        which nothing is known, even with its spelling mended, finds nothing.
        """
        words = self.asked(query)
        scores: Hits = {}
        for word, hits in zip(words, self._hits(words), strict=True):
            weight = self._weight(word, hits)
            for place, value in hits.items():
                scores[place] = scores.get(place, 0.0) + weight * value
        enough = ENOUGH * max(scores.values(), default=0.0)
        meant = [(-score, place) for place, score in scores.items() if score >= enough]
        return tuple(self._services[place] for _, place in nsmallest(limit, meant))

    def asked(self, query: str) -> list[str]:
        """Return the words of a query that say what is sought."""
        return [word for word in plain(query).split() if word not in self._fillers][:MOST_WORDS]

    def _weight(self, word: str, hits: Hits) -> float:
        if not hits:
            return 0.0
        best = max(hits.values())
        common = sum(value >= ALIKE * best for value in hits.values())
        return math.log(1 + len(self._services) / common) * min(1.0, len(word) / SHORTEST_PART)

    def _hits(self, words: Sequence[str]) -> list[Hits]:
        readings = [self._read(word) for word in words]
        found = [self._directly(each) for each in readings]
        for first, after, sure, hits in self._phrases.within(readings):
            for each in found[first:after]:
                better(each, hits, SYNONYM * sure)
        return found

    def _read(self, word: str) -> Readings:
        if word in self._known or any(_worth(word, each) for each in self._known):
            return {word: 1.0}
        if stem := without_ending(word, self._endings, self._known):
            return {stem: 1.0}
        return dict.fromkeys(self._spelling.nearest(word), MENDED)

    def _directly(self, readings: Readings) -> Hits:
        hits: Hits = {}
        for word, sure in readings.items():
            for each, bearers in self._bearing.items():
                if worth := _worth(word, each):
                    better(hits, bearers, sure * worth)
        return hits


def _worth(word: str, of: str) -> float:
    """Return what a typed word is worth as one of the index, 0 if it is nothing of it."""
    match of.find(word, 0, LONGEST_PREFIX + len(word)):
        case 0:
            return 1.0 if len(word) == len(of) else BEGINNING
        case place if place > 0 and len(word) >= SHORTEST_PART:
            return WITHIN
        case _:
            return 0.0
