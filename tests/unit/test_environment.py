"""The environment: its packages are the pinned ones, and Qt keeps Python's references."""

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]

EMIT_OFTEN = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Source(QObject):
    changed = Signal(bool)

application = QCoreApplication([])
source = Source()
heard = []
source.changed.connect(heard.append)
for _ in range(20_000):
    source.changed.emit(True)
    source.setObjectName("source")
    application.processEvents()
print(len(heard))
"""


def test_a_kiosk_can_emit_20_000_signals_without_losing_a_reference() -> None:
    """PySide6 6.12.0 on Python 3.11 takes one reference too many with each call, until Python aborts."""
    done = subprocess.run([sys.executable, "-c", EMIT_OFTEN], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "20000"), done.stderr


def test_the_packages_are_exactly_the_pinned_ones() -> None:
    stated = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in stated if not line.startswith("#")]
    wanted = {canonicalize_name(pin.name): pin for pin in pins if not pin.marker or pin.marker.evaluate()}
    own = {"mpp-kiosk", "pip"}
    installed = {canonicalize_name(one.metadata["Name"]): one.version for one in distributions()}
    assert installed.keys() - own == wanted.keys()
    assert {name for name, pin in wanted.items() if installed[name] not in pin.specifier} == set()
