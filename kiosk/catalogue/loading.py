"""Loading a catalogue from a file, from a folder of files, or from JSON that travelled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.catalogue.calendar import read_calendar
from kiosk.catalogue.checking import check_references, check_seasons
from kiosk.catalogue.everyday import SECTION, read_everyday
from kiosk.catalogue.mall import read_mall
from kiosk.catalogue.positions import Node, Tree, plain_tree, read_tree
from kiosk.catalogue.reading import Faults, Record
from kiosk.catalogue.sections import SINGLE, Sections
from kiosk.catalogue.shelves import Stock
from kiosk.catalogue.traps import check_traps
from kiosk.domain.catalogue import Agency, Catalogue
from kiosk.domain.everyday import EverydayWords
from kiosk.faults import Fault, Severity, choose_from

SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue with the faults met while it was read; ``None`` if nothing in it can be used.

    Every id in the catalogue leads to an item of it: whatever could not be used was left out with
    all that depends on it, and stands among the faults.
    """

    catalogue: Catalogue | None
    faults: tuple[Fault, ...] = ()


def load_catalogue(path: Path) -> Loaded:
    """Read a catalogue from one file, or from a folder whose files each hold some of its sections.

    In a folder, a file may hold one ``agency`` and that agency's ``services``. Files that cannot be
    read are reported, and the others used.
    """
    if not path.is_dir():
        return _load([read_tree(path)], path.stem, str(path))
    files = sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES)
    return _load((read_tree(each) for each in files), path.name, str(path))


def parse_catalogue(document: Mapping[str, object], name: str = "catalogue") -> Loaded:
    """Read a catalogue from plain values in the shape of a single file; ``name`` stands for the file's."""
    return _load([Tree(plain_tree(document, name))], name, name)


def _load(trees: Iterable[Tree], stem: str, file: str) -> Loaded:
    faults = Faults()
    sections = Sections(Node({}, file, 0, ""))
    roots = []
    for tree in trees:
        faults.found.extend(tree.faults)
        if tree.root is not None:
            roots.append(tree.root)
    for root in roots:
        sections.add(root, faults)
    if not roots:
        if not faults.found:
            faults.error(
                sections.place, "holds no file of a catalogue", f"put {', '.join(SUFFIXES)} files into it"
            )
        return Loaded(None, tuple(faults.found))
    faults.languages = sections.languages()
    stock = Stock(sections, faults)
    check_references(stock, faults)
    check_traps(stock, faults)
    catalogue = _assemble(sections, stock, stem, faults)
    if catalogue is None and all(each.severity is Severity.WARNING for each in faults.found):
        faults.error(sections.place, "holds no agency with a service", "add 'agencies:' and 'services:'")
    return Loaded(catalogue, tuple(faults.found))


def _assemble(sections: Sections, stock: Stock, stem: str, faults: Faults) -> Catalogue | None:
    mall = read_mall(sections, stem, faults)
    calendar = read_calendar(sections.calendars, mall.zone, stock, faults)
    check_seasons(sections, stock, calendar, faults)
    top = Record(Node(sections.single, sections.place.file, 0, ""), SINGLE, faults)
    agencies = _in_order(top, stock.agencies.items, faults)
    if not agencies or not stock.services.items:
        return None
    return Catalogue(
        version=top.number("version") or 1,
        as_of=top.word("as_of") or "",
        mall=mall,
        agencies=agencies,
        services=stock.services.items,
        documents=stock.documents.items,
        conditions=stock.conditions.items,
        procedures=stock.procedures.items,
        sources=stock.sources.items,
        everyday=_everyday(sections, faults),
        calendar=calendar,
    )


def _everyday(sections: Sections, faults: Faults) -> EverydayWords:
    return read_everyday(Node(sections.tables[SECTION], sections.place.file, 0, SECTION), faults)


def _in_order(top: Record, agencies: dict[str, Agency], faults: Faults) -> dict[str, Agency]:
    """Put the agencies into the order of ``agency_order``; those that it does not name follow."""
    order = top.words("agency_order")
    for index, name in enumerate(order):
        if name not in agencies:
            node = top.node.at("agency_order", index)
            faults.warn(node, f"there is no agency {name!r}", choose_from(name, agencies))
    named = {name: agencies[name] for name in order if name in agencies}
    return {**named, **agencies}
