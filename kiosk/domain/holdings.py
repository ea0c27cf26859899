"""What a citizen holds, and which service gives the papers that they do not hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.catalogue import Document, Requirement


class Holding(StrEnum):
    """What a citizen says of a document; only ``have`` means that it can be shown."""

    HAVE = "have"
    NEVER = "never"
    LOST = "lost"
    DAMAGED = "damaged"
    OUTDATED = "outdated"


ROUTES: Mapping[Holding, tuple[str, ...]] = {
    Holding.LOST: ("lost",),
    Holding.DAMAGED: ("damaged",),
    Holding.OUTDATED: ("expired", "changed", "inactive"),
}
"""The routes of a document by what became of it, the first that it has before the others."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """A citizen's answers: documents by id, what counts for all the others, and the true conditions."""

    documents: Mapping[str, Holding] = field(default_factory=dict)
    others: Holding = Holding.HAVE
    conditions: frozenset[str] = frozenset()

    def of(self, document: str) -> Holding:
        """Return what the citizen says of a document."""
        return self.documents.get(document, self.others)

    def has(self, document: str) -> bool:
        """Whether the citizen can show a document."""
        return self.of(document) is Holding.HAVE

    def applies(self, item: Requirement) -> bool:
        """Whether an item of a service's list is asked of this citizen."""
        return item.when is None or item.when in self.conditions


def issuer(document: Document, holding: Holding) -> str | None:
    """Return the service that gives a document which is not held; ``None``: it comes from outside the mall.

    A document that is made at the counter needs no issuer; ask for ``at_counter`` first.
    """
    routes = (document.routes.get(name) for name in ROUTES.get(holding, ()))
    return next(filter(None, routes), document.issued_by)
