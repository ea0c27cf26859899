"""Reading documents, conditions, procedures and sources."""

from dataclasses import replace

from kiosk.catalogue.positions import Node
from kiosk.catalogue.reading import Faults, Record, describe, read_text
from kiosk.domain.catalogue import Condition, Document, Procedure, Source
from kiosk.domain.text import Text
from kiosk.faults import choose_from

ROUTES = ("lost", "damaged", "expired", "changed", "inactive")
"""What can be wrong with a paper that a citizen once had."""

_DOCUMENT = ("id", "name", "issued_by", "routes", "at_counter", "note")


def read_document(node: Node, faults: Faults) -> Document:
    """Read one document; it is usable only if no error was met.

    A document that comes from outside the mall says so with ``issued_by: null``: a forgotten issuer
    would send citizens home for what they can have next door.
    """
    record = Record(node, _DOCUMENT, faults)
    if isinstance(node.value, dict) and {"issued_by", "routes", "at_counter"}.isdisjoint(node.value):
        wrong = "nobody issues it, and it is not marked as from outside"
        faults.warn(node, wrong, "add 'issued_by:' with a service, or with null if none of this mall has it")
    return Document(
        id=record.identity(),
        name=record.need_text("name"),
        issued_by=record.word("issued_by"),
        routes=_routes(record),
        at_counter=record.flag("at_counter"),
        note=record.text("note"),
    )


def _routes(record: Record) -> dict[str, str]:
    routes = {}
    for state, node in record.table("routes").items():
        if state not in ROUTES:
            record.faults.error(node, f"unknown route {state!r}", choose_from(state, ROUTES))
        elif not isinstance(node.value, str):
            record.wrong(node, "a service's id", "write the id of one service")
        else:
            routes[state] = node.value
    return routes


def read_condition(name: str, node: Node, faults: Faults) -> Condition:
    """Read one condition: its question in every language."""
    return Condition(name, read_text(node, faults))


def read_procedure(name: str, node: Node, faults: Faults) -> Procedure:
    """Read one procedure: a list of texts, or one list per language with as many steps in each."""
    if isinstance(node.value, tuple):
        return Procedure(name, tuple(read_text(each, faults) for each in node.value))
    record = Record(node, tuple(node.value) if isinstance(node.value, dict) else (), faults)
    lists = {code: record.words(code) for code in record.fields}
    if len({len(steps) for steps in lists.values()}) > 1:
        counts = ", ".join(f"{code} {len(steps)}" for code, steps in lists.items())
        faults.error(node, f"has not as many steps in each language ({counts})", "write every step in each")
        return Procedure(name, ())
    if missing := [code for code in faults.languages if code not in lists]:
        faults.warn(node, f"says nothing in {', '.join(missing)}", f"add '{missing[0]}: [...]'")
    steps = zip(*lists.values(), strict=True)
    return Procedure(name, tuple(Text.of(dict(zip(lists, step, strict=True))) for step in steps))


def read_source(node: Node, faults: Faults) -> Source:
    """Read one source: ``[title, address]``."""
    match node.value:
        case (Node(value=str(title)), Node(value=str(address))):
            return Source(title, address)
        case _:
            faults.error(
                node, f"expected [title, address], not {describe(node.value)}", "write the two texts"
            )
            return Source("", "")


def with_known_services(document: Document, known: frozenset[str]) -> Document:
    """Return the document without the services that the catalogue lacks."""
    issued_by = document.issued_by if document.issued_by in known else None
    routes = {state: service for state, service in document.routes.items() if service in known}
    return replace(document, issued_by=issued_by, routes=routes)
