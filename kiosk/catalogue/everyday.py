"""Reading everyday words: the ``search`` section of a catalogue, or of a file that holds nothing else.

The section is ``{synonyms: [[bikin, buat, baru], ...], fillers: [saya, mau], endings: [ku, nya]}``;
``EverydayWords`` tells what they mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.catalogue.positions import Node, read_tree
from kiosk.catalogue.reading import Faults, Record
from kiosk.domain.everyday import EverydayWords
from kiosk.faults import Fault

SECTION = "search"
KEYS = ("synonyms", "fillers", "endings")
FEWEST = 2
"""Synonyms that make a group."""


@dataclass(frozen=True, slots=True)
class LoadedWords:
    """The everyday words of a file, without what could not be used, and the faults met."""

    words: EverydayWords
    faults: tuple[Fault, ...] = ()


def load_everyday(path: Path) -> LoadedWords:
    """Read a file of everyday words; whatever is wrong in it is reported and left out."""
    tree = read_tree(path)
    faults = Faults()
    faults.found.extend(tree.faults)
    words = EverydayWords()
    if tree.root is not None:
        section = Record(tree.root, (SECTION,), faults).need(SECTION)
        words = read_everyday(section, faults) if section else words
    return LoadedWords(words, tuple(faults.found))


def holds_everyday(path: Path) -> bool:
    """Tell whether a file is one of everyday words: it has their section, or by mistake its keys, alone."""
    root = read_tree(path).root
    return root is not None and bool(root.keys) and {*root.keys} <= {SECTION, *KEYS}


def read_everyday(node: Node, faults: Faults) -> EverydayWords:
    """Read the section; a group or word that cannot be used is reported and left out."""
    record = Record(node, KEYS, faults)
    groups = tuple(_groups(record, faults))
    return EverydayWords(groups, tuple(_single(record, "fillers")), tuple(_single(record, "endings")))


def _groups(record: Record, faults: Faults) -> Iterator[tuple[str, ...]]:
    for place, node in enumerate(record.items("synonyms")):
        group = Record(Node({"group": node}, node.file, node.line, node.path), ("group",), faults)
        words = group.words("group")
        if len(words) >= FEWEST:
            yield words
        elif isinstance(node.value, tuple):
            wrong = f"group {place + 1} has fewer than {FEWEST} words"
            faults.error(node, wrong, "add a word that means the same, or remove the group")


def _single(record: Record, key: str) -> Iterator[str]:
    for node in record.items(key):
        if isinstance(node.value, str) and len(node.value.split()) == 1:
            yield node.value.strip()
        else:
            record.wrong(node, "a single word", "write each word as an item of its own, in quotes if need be")
