"""Plain values that know their place: file, line, and the path to them.

Read by libyaml where it is there. Scalars follow the core schema of YAML 1.2 (section 10.3): only
``true`` and ``false`` are truth values and ``13:30`` is a text, unlike in YAML 1.1; keys are always texts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kiosk.faults import Fault

MOST_NODES = 200_000
DEEPEST = 40

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place; ``line`` counts from 1, 0 when the value came from no file."""

    value: "Value"
    file: str
    line: int
    path: str

    def fault(self, wrong: str, mend: str) -> Fault:
        """Make a fault at this place."""
        return Fault(self.file, self.line, self.path, wrong, mend)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping, none of anything else."""
        return tuple(self.value) if isinstance(self.value, dict) else ()

    def at(self, *steps: str | int) -> "Node":
        """Return the value at a path below this one, or the last that there is on the way."""
        node = self
        for step in steps:
            match node.value:
                case dict() as fields if step in fields:
                    node = fields[str(step)]
                case tuple() as items if isinstance(step, int) and step < len(items):
                    node = items[step]
                case _:
                    break
        return node


Value = None | bool | int | str | tuple[Node, ...] | dict[str, Node]


@dataclass(frozen=True, slots=True)
class Tree:
    """What was read from one file: its root, ``None`` if it could not be read, and the faults met."""

    root: Node | None
    faults: tuple[Fault, ...] = ()


def read_tree(path: Path) -> Tree:
    """Read a YAML or JSON file; what goes wrong becomes a fault."""
    file = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = error.strerror or type(error).__name__
        return _unreadable(file, 0, f"cannot be read: {problem}", "check the path and its permissions")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unreadable(file, line, "is not UTF-8 text", "save the file with UTF-8 encoding")
    return parse_tree(text, file)


def parse_tree(text: str, file: str) -> Tree:
    """Read YAML or JSON text, called ``file`` in the faults."""
    try:
        top = yaml.compose(text, Loader=_LOADER)
        if top is None:
            return _unreadable(file, 1, "is empty", "write the catalogue into it")
        builder = _Builder(file)
        root = builder.build(top, "", 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        return _unreadable(file, line, f"is not YAML: {error.problem}", "mend the indents, quotes or colons")
    except yaml.YAMLError as error:
        return _unreadable(file, 0, f"is not YAML: {' '.join(str(error).split())}", "remove this character")
    except _TooLargeError as error:
        return _unreadable(file, error.line, "is nested too deep or repeats itself", "write aliases out")
    return Tree(root, tuple(builder.faults))


def plain_tree(value: object, file: str, path: str = "") -> Node:
    """Give places without lines to values that came from no file, such as a JSON body."""
    match value:
        case None | bool() | int() | str():
            return Node(value, file, 0, path)
        case Mapping():
            fields = {str(key): plain_tree(each, file, _step(path, str(key))) for key, each in value.items()}
            return Node(fields, file, 0, path)
        case Sequence():
            items = (plain_tree(each, file, f"{path}[{index}]") for index, each in enumerate(value))
            return Node(tuple(items), file, 0, path)
        case _:
            return Node(str(value), file, 0, path)


class _TooLargeError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Builder:
    def __init__(self, file: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._count = 0

    def build(self, node: yaml.Node, path: str, depth: int) -> Node:
        line = node.start_mark.line + 1
        self._count += 1
        if depth > DEEPEST or self._count > MOST_NODES:
            raise _TooLargeError(line)
        value: Value
        match node:
            case yaml.MappingNode():
                value = self._mapping(node, path, depth)
            case yaml.SequenceNode():
                value = tuple(
                    self.build(each, f"{path}[{index}]", depth + 1) for index, each in enumerate(node.value)
                )
            case yaml.ScalarNode():
                value = _scalar(node)
            case _:
                raise TypeError(f"YAML knows no {type(node).__name__}")
        return Node(value, self._file, line, path)

    def _mapping(self, node: yaml.MappingNode, path: str, depth: int) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        for key, each in node.value:
            name = str(key.value)
            line = key.start_mark.line + 1
            step = _step(path, name)
            if name in fields:
                wrong = f"the key {name!r} is here twice, first on line {fields[name].line}"
                self.faults.append(Fault(self._file, line, step, wrong, "keep one of the two"))
            else:
                built = self.build(each, step, depth + 1)
                fields[name] = Node(built.value, self._file, line, step)
        return fields


def _step(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _scalar(node: yaml.ScalarNode) -> bool | int | str | None:
    text = str(node.value)
    if node.style:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if _INTEGER.fullmatch(text) else text


def _unreadable(file: str, line: int, wrong: str, mend: str) -> Tree:
    return Tree(None, (Fault(file, line, "", wrong, mend),))
