"""An index as a kiosk uses it, with the everyday words that come with the program."""

import logging
from collections.abc import Collection
from functools import cache

from kiosk.app.finding.index import SearchIndex
from kiosk.assets import asset
from kiosk.catalogue.everyday import load_everyday
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.everyday import EverydayWords

log = logging.getLogger(__name__)


def open_index(catalogue: Catalogue, agencies: Collection[str] | None = None) -> SearchIndex:
    """Return an index of the services of ``agencies``, or of all."""
    return SearchIndex(catalogue, bundled_words(), agencies)


@cache
def bundled_words() -> EverydayWords:
    """Return Indonesia's everyday words; faults of their file are logged, and cost only their own part."""
    loaded = load_everyday(asset("search", "synonyms.yaml"))
    for fault in loaded.faults:
        log.warning("%s", fault)
    return loaded.words
