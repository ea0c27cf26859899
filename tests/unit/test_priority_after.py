"""How many regular people are called before one with priority: a setting of the mall's."""

from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import Loaded, load_catalogue
from kiosk.catalogue.writing import to_document

SOUND = asset("catalogue", "examples", "ternate.yaml").read_text("utf-8")
GREETING = "  greeting: Marimoi ngone futuru\n"


def loaded(folder: Path, setting: str) -> Loaded:
    assert GREETING in SOUND
    file = folder / "mall.yaml"
    file.write_text(SOUND.replace(GREETING, f"{GREETING}  {setting}\n"), "utf-8")
    return load_catalogue(file)


def priority_after(of: Loaded) -> int:
    assert of.catalogue is not None
    return of.catalogue.mall.priority_after


@pytest.mark.parametrize(
    ("setting", "expected"), [("", 2), ("priority_after: 1", 1), ("priority_after: 20", 20)]
)
def test_the_setting_is_read_and_travels(tmp_path: Path, setting: str, expected: int) -> None:
    read = loaded(tmp_path, setting)
    assert read.faults == ()
    assert read.catalogue is not None
    assert priority_after(read) == expected
    assert to_document(read.catalogue)["mall"]["priority_after"] == expected


@pytest.mark.parametrize(
    ("value", "wrong"),
    [("0", "0 is too small; write 1"), ("21", "21 is too large; write 20"), ("two", "expected a whole")],
)
def test_a_value_that_cannot_be_is_told_and_costs_only_itself(tmp_path: Path, value: str, wrong: str) -> None:
    read = loaded(tmp_path, f"priority_after: {value}")
    (fault,) = read.faults
    assert fault.path == "mall.priority_after"
    assert wrong in str(fault)
    assert priority_after(read) == 2
