"""Which services bear which words: in their own name, their agency's, or that of a document."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from kiosk.app.finding.plain import plain, words_of
from kiosk.domain.catalogue import Catalogue, Document, Service

OWN, AGENCY, ISSUED, REQUIRED = 1.0, 0.8, 0.65, 0.45
"""What a word is worth in the name of a service, of its agency, of a document it issues or requires."""

Hits = dict[int, float]
"""The places of services in the index, and how well each answers, from 0 to 1."""


def bearing(catalogue: Catalogue, services: Collection[Service]) -> dict[str, Hits]:
    """Return for each word the services that bear it, and what it is worth there."""
    agencies = {
        each.id: words_of([*each.name.values.values(), each.short, plain(each.id)])
        for each in catalogue.agencies.values()
    }
    documents = {each.id: words_of(each.name.values.values()) for each in catalogue.documents.values()}
    issued = _issued(catalogue.documents)
    found: dict[str, Hits] = {}
    for place, service in enumerate(services):
        required = dict.fromkeys(name for item in service.requires for name in item.documents)
        for worth, words in (
            (OWN, words_of([*service.name.values.values(), plain(service.id)])),
            (AGENCY, agencies[service.agency]),
            (ISSUED, _all(documents, issued.get(service.id, ()))),
            (REQUIRED, _all(documents, required)),
        ):
            for word in words:
                found.setdefault(word, {}).setdefault(place, worth)
    return found


def better(hits: Hits, others: Mapping[int, float], worth: float = 1.0) -> None:
    """Add other hits, each worth so much of itself, where they are better than what is there."""
    for place, value in others.items():
        if value * worth > hits.get(place, 0.0):
            hits[place] = value * worth


def _issued(documents: Mapping[str, Document]) -> dict[str, list[str]]:
    issued: dict[str, list[str]] = {}
    for document in documents.values():
        for service in (document.issued_by, *document.routes.values()):
            if service is not None:
                issued.setdefault(service, []).append(document.id)
    return issued


def _all(words: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(words[name] for name in names)
