#!/usr/bin/env python3
"""Check the QML files against the view-models that they use; any warning is a fault.

    scripts/qmllint.py [--views FOLDER] [--qml FOLDER] [--build FOLDER]

PySide6's tools read the Python files below ``views`` and describe their classes, qmllint then checks every
name and type that the QML files below ``qml`` take from them. A folder there with a qmldir is a module.
Exit status other than 0 when there is a fault.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import PySide6

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
METATYPES = Path(PySide6.__file__).parent / "Qt" / "metatypes"
QT_MODULES = ("core", "gui", "qml", "quick")
CPP_TYPES = {"float": "double", "list": "QVariantList", "dict": "QVariantMap", "object": "QVariant"}

Described = dict[str, Any]


def tool(name: str, *arguments: str | Path) -> str:
    """Run one of PySide6's tools and return what it printed; a failure ends the program."""
    done = subprocess.run(
        [TOOLS / f"pyside6-{name}", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def describe(views: Path) -> list[Described]:
    """Return the metatypes of all Python files below a folder that define QML types or their bases."""
    files = [file for file in sorted(views.rglob("*.py")) if "PySide6" in file.read_text("utf-8")]
    units: list[Described] = json.loads(tool("metaobjectdump", "--quiet", *files)) if files else []
    complete([one for unit in units for one in unit["classes"]])
    return units


def complete(classes: Sequence[Described]) -> None:
    """Mend what metaobjectdump leaves out: bases in later files, pointers, C++ names, nameless types."""
    objects = {"QObject"} | {one["className"] for one in classes if one["object"]}
    bases = {one["className"]: {base["name"] for base in one.get("superClasses", ())} for one in classes}
    while found := {name for name in bases if name not in objects and bases[name] & objects}:
        objects |= found
    cpp = CPP_TYPES | {name: f"{name}*" for name in objects}
    for one in classes:
        one["object"] = one["className"] in objects
        one.setdefault("classInfos", [{"name": "QML.Element", "value": "anonymous"}])
        calls = [*one.get("signals", ()), *one.get("slots", ())]
        for call in calls:
            call["returnType"] = cpp.get(call["returnType"], call["returnType"])
        arguments = [argument for call in calls for argument in call["arguments"]]
        for typed in [*one.get("properties", ()), *arguments]:
            typed["type"] = cpp.get(typed["type"], typed["type"])


def register(units: Sequence[Described], imports: Path) -> None:
    """Write the QML module that the Python files declare, as a folder that qmllint can import."""
    named = [unit for unit in units if "QML_IMPORT_NAME" in unit]
    versions = {(unit["QML_IMPORT_NAME"], unit["QML_IMPORT_MAJOR_VERSION"]) for unit in named}
    if len(versions) != 1:
        sys.exit(f"the view-models must all name one QML module and version, not {sorted(versions)}")
    [(name, major)] = versions
    module = imports.joinpath(*name.split("."))
    module.mkdir(parents=True)
    metatypes = module / "metatypes.json"
    metatypes.write_text(json.dumps(units), "utf-8")
    foreign = ",".join(str(METATYPES / f"qt6{qt}_metatypes.json") for qt in QT_MODULES)
    given = ["--import-name", name, "--major-version", str(major), "--foreign-types", foreign]
    made = ["--generate-qmltypes", f"{module}/types.qmltypes", "-o", f"{module}/registrations.cpp"]
    tool("qmltyperegistrar", *given, *made, metatypes)
    (module / "qmldir").write_text(f"module {name}\ntypeinfo types.qmltypes\ndepends QtQml.Models\n", "utf-8")


def main() -> int:
    options = argparse.ArgumentParser(description="Check the QML files against the view-models they use.")
    options.add_argument("--views", type=Path, default=ROOT / "kiosk" / "ui")
    options.add_argument("--qml", type=Path, default=ROOT / "kiosk" / "ui" / "qml")
    options.add_argument("--build", type=Path, default=ROOT / "build" / "qmllint")
    chosen = options.parse_args()
    files = sorted(chosen.qml.rglob("*.qml"))
    if not files:
        sys.exit(f"no QML files in {chosen.qml}")
    shutil.rmtree(chosen.build, ignore_errors=True)
    register(describe(chosen.views), chosen.build)
    imports = ["-I", str(chosen.qml), "-I", str(chosen.build)]
    command = [TOOLS / "pyside6-qmllint", "--ignore-settings", "--max-warnings", "0", *imports, *files]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
