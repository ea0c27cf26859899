#!/usr/bin/env python3
"""Check that every language has every text, that each used text exists, and that each text is used.

    scripts/translations.py [--words FOLDER] [--code FOLDER] [--data FOLDER]

A text is used by ``qsTrId("key")`` in QML and by ``say("key")`` or ``say(language, "key")`` in Python. A key
that is put together when the program runs, ``qsTrId("state." + state)`` or ``say(f"state.{state}")``, uses
all keys that begin so. Keys may also stand as whole strings in code or data that picks one of them.
Exit status 1 when it finds a fault.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from string import Formatter

from kiosk.words import FIRST_LANGUAGE, Words, load_words

ROOT = Path(__file__).resolve().parent.parent
QML_USE = re.compile(r'qsTrId\(\s*"([^"]+)"')
QUOTED = re.compile(r"""["']([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*\.?)["'{]""")
DATA = {".toml", ".yaml", ".json", ".xml", ".html", ".txt"}

Use = tuple[str, str]
"""A place, file and line, and the key it uses; one that ends with a dot means all that begin so."""


def language_faults(words: Words) -> Iterator[str]:
    """Yield what a language lacks, has too much, or fills in with other values than the first one."""
    first = words.keys(FIRST_LANGUAGE)
    for language in words.languages:
        own = words.keys(language)
        yield from (f"{language}.toml: lacks {key}" for key in sorted(first - own))
        yield from (f"{language}.toml: {FIRST_LANGUAGE}.toml lacks {key}" for key in sorted(own - first))
        for key in sorted(first & own):
            wanted, has = (placeholders(words.say(code, key)) for code in (FIRST_LANGUAGE, language))
            if wanted != has:
                yield f"{language}.toml: {key} fills in {has}, {FIRST_LANGUAGE}.toml {wanted}"


def placeholders(text: str) -> list[str]:
    """Return the names of the values that a text wants, sorted."""
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def python_uses(file: Path) -> Iterator[Use]:
    """Yield the keys that a Python file says."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="say") | ast.Name(id="say"), args=[*_, last]):
                if key := beginning(last):
                    yield f"{file}:{node.lineno}", key


def beginning(node: ast.expr) -> str:
    """Return the literal text that an expression begins with."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[first, *_]):
            return beginning(first)
        case ast.BinOp(left=left, op=ast.Add()):
            return beginning(left)
        case _:
            return ""


def qml_uses(file: Path) -> Iterator[Use]:
    """Yield the keys that a QML file says."""
    text = file.read_text("utf-8")
    for use in QML_USE.finditer(text):
        yield f"{file}:{text.count(chr(10), 0, use.start()) + 1}", use[1]


def use_faults(
    words: Words, python: Sequence[Path], qml: Sequence[Path], data: Sequence[Path]
) -> Iterator[str]:
    """Yield the uses of texts that do not exist, then the texts that nothing uses."""
    keys = words.keys(FIRST_LANGUAGE)
    uses = [*chain.from_iterable(map(python_uses, python)), *chain.from_iterable(map(qml_uses, qml))]
    for place, key in uses:
        if not any(fits(key, known) for known in keys):
            yield f"{place}: no text for {key}"
    quoted = chain.from_iterable(QUOTED.findall(file.read_text("utf-8")) for file in [*python, *qml, *data])
    used = {key for _, key in uses} | set(quoted)
    beginnings = {key for key in used if key.endswith(".")}
    for key in sorted(keys - used):
        if not any(fits(part, key) for part in beginnings):
            yield f"{FIRST_LANGUAGE}.toml: nothing uses {key}"


def fits(used: str, key: str) -> bool:
    """Tell whether a used key, or beginning of one, means this key."""
    return key.startswith(used) if used.endswith(".") else key == used


def main() -> int:
    options = argparse.ArgumentParser(description="Check that the texts are complete and used.")
    options.add_argument("--words", type=Path, default=ROOT / "assets" / "translations")
    options.add_argument("--code", type=Path, default=ROOT / "kiosk")
    options.add_argument("--data", type=Path, default=ROOT / "assets")
    chosen = options.parse_args()
    words = load_words(chosen.words)
    if FIRST_LANGUAGE not in words.languages:
        sys.exit(f"no {FIRST_LANGUAGE}.toml in {chosen.words}")
    python, qml = (sorted(chosen.code.rglob(f"*{suffix}")) for suffix in (".py", ".qml"))
    data = [file for file in sorted(chosen.data.rglob("*")) if file.suffix in DATA]
    data = [file for file in data if chosen.words not in file.parents]
    faults = [*language_faults(words), *use_faults(words, python, qml, data)]
    count = len(words.keys(FIRST_LANGUAGE))
    print("\n".join(faults) or f"{count} texts in {', '.join(words.languages)}: complete, and all are used")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
