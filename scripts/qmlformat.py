#!/usr/bin/env python3
"""Compare the QML files with what qmlformat makes of them, or let it rewrite them.

    scripts/qmlformat.py [--fix] [FOLDER]

qmlformat has no way to check only, so it formats a copy. Exit status 1 when a file differs.
"""

import argparse
import difflib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = Path(sys.executable).parent / "pyside6-qmlformat"


def rewrite(files: Sequence[Path]) -> None:
    """Bring the files into form in their places."""
    subprocess.run([TOOL, "--ignore-settings", "--indent-width", "4", "--inplace", *files], check=True)


def difference(folder: Path, files: Sequence[Path]) -> str:
    """Return a unified diff from the files to their formatted copies; empty when all are in form."""
    with tempfile.TemporaryDirectory() as copied:
        shutil.copytree(folder, copied, dirs_exist_ok=True)
        copies = [Path(copied, file.relative_to(folder)) for file in files]
        rewrite(copies)
        return "".join(line for pair in zip(files, copies, strict=True) for line in compare(*pair))


def compare(file: Path, formatted: Path) -> Sequence[str]:
    """Return the lines of a unified diff between two files."""
    has, wanted = (one.read_text("utf-8").splitlines(keepends=True) for one in (file, formatted))
    return list(difflib.unified_diff(has, wanted, str(file), f"{file} in form"))


def main() -> int:
    options = argparse.ArgumentParser(description="Compare the QML files with what qmlformat makes of them.")
    options.add_argument("--fix", action="store_true", help="rewrite the files")
    options.add_argument("folder", nargs="?", type=Path, default=ROOT / "kiosk" / "ui" / "qml")
    chosen = options.parse_args()
    files = sorted(chosen.folder.rglob("*.qml"))
    if not files:
        sys.exit(f"no QML files in {chosen.folder}")
    if chosen.fix:
        rewrite(files)
    found = difference(chosen.folder, files)
    print(found or f"{len(files)} QML files are in form")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
