#!/usr/bin/env python3
"""Renew ``constraints.txt`` with what pip resolves today, on each Python that is named.

Every requirement of ``pyproject.toml`` takes part: the package's own, those of all extras, and the build
backend's. Nothing is installed. Where two Pythons get different versions, markers tell them apart.

    scripts/pin.py python3.11 python3.12 python3.13
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
HEADER = """\
# Every package that the project installs or builds with, in the one version that it is tested with.
# Made by `make pins` from pyproject.toml; change the ranges there.
"""

Python = tuple[int, int]
Pins = Mapping[str, str]


def requirements() -> list[str]:
    """Return all requirements that ``pyproject.toml`` states."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = stated["project"]["optional-dependencies"].values()
    return sum(extras, [*stated["build-system"]["requires"], *stated["project"]["dependencies"]])


def resolve(interpreter: str) -> tuple[Python, Pins]:
    """Return the interpreter's version and what its pip would install into an empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check"]
        dry = ["install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
        answer = subprocess.run([*pip, *dry, *requirements()], check=True, capture_output=True, text=True)
    report = json.loads(answer.stdout)
    major, minor = report["environment"]["python_version"].split(".")
    metadata = [package["metadata"] for package in report["install"]]
    return (int(major), int(minor)), {name(one["name"]): version(one["version"]) for one in metadata}


def name(stated: str) -> str:
    """Return a distribution's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", stated).lower()


def version(stated: str) -> str:
    """Return a release's number in its normal form (PEP 440): 1.006 is 1.6."""
    return re.sub(r"\b0+(?=\d)", "", stated)


def lines(resolved: Mapping[Python, Pins]) -> Iterator[str]:
    """Yield one constraint for each package and version, sorted, with a marker where versions differ."""
    for package in sorted(set().union(*resolved.values())):
        found = [(python, pins[package]) for python, pins in sorted(resolved.items()) if package in pins]
        runs = [(release, next(run)[0]) for release, run in groupby(found, key=lambda pin: pin[1])]
        starts = [start for _, start in runs]
        for (release, start), after in zip(runs, [*starts[1:], None], strict=True):
            yield f"{package}=={release}{marker(None if start == starts[0] else start, after)}"


def marker(first: Python | None, after: Python | None) -> str:
    """Return the marker for Pythons from ``first`` on and below ``after``; None leaves a side open."""
    sides = [("python_version >= '{}.{}'", first), ("python_version < '{}.{}'", after)]
    text = " and ".join(side.format(*python) for side, python in sides if python)
    return f" ; {text}" if text else ""


def main(interpreters: list[str]) -> int:
    if not interpreters:
        sys.exit("name at least one Python, for example: scripts/pin.py python3.11 python3.12")
    resolved = dict(resolve(interpreter) for interpreter in interpreters)
    CONSTRAINTS.write_text(HEADER + "".join(f"{line}\n" for line in lines(resolved)), "utf-8")
    print(f"constraints.txt: {len(set().union(*resolved.values()))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
