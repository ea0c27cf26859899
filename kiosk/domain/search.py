"""Finding services by the words that a citizen types, in all of the mall's languages at once."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from kiosk.domain.catalogue import Catalogue, Document
from kiosk.domain.text import Text

SHORTEST_PART = 3
"""Letters that a word must have to be sought in the middle of words too."""

_PARTS = re.compile(r"[\W_]+")
_JOINTS = re.compile(r"[-'./_]")


class Found(StrEnum):
    """What of a hit bore the words."""

    SERVICE = "service"
    AGENCY = "agency"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that was found: by its own name, its agency's, or that of a document.

    ``document`` is the paper whose name bore the words and that the service issues or requires.
    """

    found: Found
    agency: str
    service: str
    document: str | None = None


class SearchIndex:
    """The words of one catalogue, prepared once."""

    def __init__(self, catalogue: Catalogue) -> None:
        agencies = catalogue.agencies
        self._catalogue = catalogue
        self._agencies = {
            each.id: _words([*_all(each.name), each.short, each.id]) for each in agencies.values()
        }
        self._services = {each.id: _words(_all(each.name)) for each in catalogue.services.values()}
        self._documents = {each.id: _words(_all(each.name)) for each in catalogue.documents.values()}
        self._agency_of = {each.id: each.agency for each in catalogue.services.values()}
        self._users = _users(catalogue)

    def find(self, query: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the services for all words of a query, each once, best first, at most ``limit``.

        Services of that name come first, then those of agencies of that name, then those that issue
        or require a document of that name; within each, words that begin alike before words found in
        the middle, and otherwise the catalogue's order. A service's words may be helped by its agency's.
        """
        words = plain(query).split()
        if not words:
            return ()
        hits: dict[str, Hit] = {}
        for hit in chain(self._by_service(words), self._by_agency(words), self._by_document(words)):
            hits.setdefault(hit.service, hit)
            if len(hits) == limit:
                break
        return tuple(hits.values())

    def _by_service(self, words: list[str]) -> Iterator[Hit]:
        def rank(service: str, own: str) -> int | None:
            if all(_rank([word], own) is None for word in words):
                return None
            return _rank(words, f"{own}{self._agencies[self._agency_of[service]]}")

        ranked = {service: rank(service, own) for service, own in self._services.items()}
        return (Hit(Found.SERVICE, self._agency_of[each], each) for each in _best_first(ranked))

    def _by_agency(self, words: list[str]) -> Iterator[Hit]:
        ranked = {agency: _rank(words, own) for agency, own in self._agencies.items()}
        return (
            Hit(Found.AGENCY, agency, service.id)
            for agency in _best_first(ranked)
            for service in self._catalogue.services_of(agency)
        )

    def _by_document(self, words: list[str]) -> Iterator[Hit]:
        ranked = {document: _rank(words, own) for document, own in self._documents.items()}
        return (
            Hit(Found.DOCUMENT, self._agency_of[service], service, document)
            for document in _best_first(ranked)
            for service in self._users[document]
        )


def plain(text: str) -> str:
    """Return a text's words in small letters without accents, parted by single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return _PARTS.sub(" ", bare).strip()


def _words(texts: Iterable[str]) -> str:
    """Return all words, each after a space; ``KTP-el`` gives ``ktp``, ``el`` and ``ktpel``."""
    parts = [part for text in texts for part in (plain(text), plain(_JOINTS.sub("", text)))]
    return "".join(f" {word}" for word in dict.fromkeys(" ".join(parts).split()))


def _rank(words: list[str], own: str) -> int | None:
    """Return 0 if each word begins one of ``own``, 1 if some are within one, ``None`` if one is in none."""
    if all(f" {word}" in own for word in words):
        return 0
    if all(f" {word}" in own or (len(word) >= SHORTEST_PART and word in own) for word in words):
        return 1
    return None


def _best_first(ranked: dict[str, int | None]) -> list[str]:
    kept = [(rank, name) for name, rank in ranked.items() if rank is not None]
    return [name for _, name in sorted(kept, key=lambda each: each[0])]


def _all(text: Text) -> Iterable[str]:
    return text.values.values()


def _users(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the services that issue or require each document, issuers first."""
    users = {each.id: list(_issuers(each)) for each in catalogue.documents.values()}
    for service in catalogue.services.values():
        for document in {name: None for item in service.requires for name in item.documents}:
            users[document].append(service.id)
    return {document: tuple(services) for document, services in users.items()}


def _issuers(document: Document) -> Iterator[str]:
    if document.issued_by:
        yield document.issued_by
    yield from document.routes.values()
