"""The items of a catalogue that can be used, kind by kind, and those that were left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kiosk.catalogue.booths import read_agency, read_service
from kiosk.catalogue.papers import read_condition, read_document, read_procedure, read_source
from kiosk.catalogue.positions import Node
from kiosk.catalogue.reading import Faults
from kiosk.catalogue.sections import Sections
from kiosk.domain.catalogue import Agency, Condition, Document, Procedure, Service, Source
from kiosk.faults import choose_from

Item = TypeVar("Item")


@dataclass
class Shelf(Generic[Item]):
    """The usable items of one kind with their places, and the ids of those that were left out."""

    kind: str
    faults: Faults
    items: dict[str, Item] = field(default_factory=dict)
    places: dict[str, Node] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def fill(self, entries: Iterator[tuple[str, Node, Item]]) -> None:
        """Keep the entries that are read without an error; the iterator reads each as it is drawn."""
        errors = self.faults.errors
        for name, node, item in entries:
            if name in self.places:
                first = self.places[name]
                wrong = f"the {self.kind} {name!r} is here twice, first in {first.file}:{first.line}"
                self.faults.error(node.at("id"), wrong, "give one of them another id")
            elif self.faults.errors > errors:
                self.left_out.add(name)
            else:
                self.items[name] = item
                self.places[name] = node
            errors = self.faults.errors

    def refuse(self, name: str) -> None:
        """Leave out an item that was kept so far."""
        del self.items[name]
        self.left_out.add(name)

    def lack(self, name: str) -> tuple[str, str]:
        """Say what is wrong with a reference to an item that is not here, and what to do."""
        if name in self.left_out:
            return f"the {self.kind} {name!r} was left out", "mend its own faults first"
        return f"there is no {self.kind} {name!r}", choose_from(name, self.items)


class Stock:
    """All the shelves of one catalogue, filled from its sections."""

    def __init__(self, sections: Sections, faults: Faults) -> None:
        self.conditions: Shelf[Condition] = Shelf("condition", faults)
        self.procedures: Shelf[Procedure] = Shelf("procedure", faults)
        self.sources: Shelf[Source] = Shelf("source", faults)
        self.documents: Shelf[Document] = Shelf("document", faults)
        self.agencies: Shelf[Agency] = Shelf("agency", faults)
        self.services: Shelf[Service] = Shelf("service", faults)
        tables = sections.tables
        self.conditions.fill(
            (name, node, read_condition(name, node, faults)) for name, node in tables["conditions"].items()
        )
        self.procedures.fill(
            (name, node, read_procedure(name, node, faults)) for name, node in tables["procedures"].items()
        )
        self.sources.fill((name, node, read_source(node, faults)) for name, node in tables["sources"].items())
        documents = ((node, read_document(node, faults)) for node in sections.documents)
        self.documents.fill((each.id, node, each) for node, each in documents)
        agencies = ((node, read_agency(node, faults)) for node in sections.agencies)
        self.agencies.fill((each.id, node, each) for node, each in agencies)
        services = ((node, read_service(node, agency, faults)) for node, agency in sections.services)
        self.services.fill((each.id, node, each) for node, each in services)
