"""The technician's file: every fault with its line, every setting explained."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.faults import Severity
from kiosk.settings import Settings, explain, load_settings

FULL = """\
[kiosk]
number = 7
name = "Lobi utara"

[mall]
languages = ["en", "id"]
agencies = ["imigrasi"]
priority = false

[server]
url = "https://antrean.example.id"
deadline_ms = 500

[printer]
uri = "tcp://10.0.0.9:9100"
paper = "58mm"
dots = 384

[data]
folder = "/var/lib/kiosk"
catalogue = "mall"
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_says_what_differs_from_the_defaults(tmp_path: Path) -> None:
    loaded = load_settings(_written(tmp_path, FULL))
    assert loaded.faults == ()
    settings = loaded.settings
    assert settings is not None
    assert (settings.kiosk.number, settings.kiosk.name) == (7, "Lobi utara")
    assert (settings.mall.languages, settings.mall.agencies, settings.mall.priority) == (
        ("en", "id"),
        ("imigrasi",),
        False,
    )
    assert (settings.server.url, settings.server.deadline_ms) == ("https://antrean.example.id", 500)
    assert (settings.printer.uri, settings.printer.paper, settings.printer.dots) == (
        "tcp://10.0.0.9:9100",
        "58mm",
        384,
    )
    assert (settings.data.folder, settings.data.catalogue) == (Path("/var/lib/kiosk"), tmp_path / "mall")
    assert settings.visit == Settings().visit


def test_an_empty_file_has_the_defaults_with_its_own_folder(tmp_path: Path) -> None:
    loaded = load_settings(_written(tmp_path, ""))
    assert loaded.faults == ()
    defaults = Settings()
    assert loaded.settings == replace(defaults, data=replace(defaults.data, folder=tmp_path / "data"))


@pytest.mark.parametrize(
    ("text", "line", "path", "wrong", "mend"),
    [
        ("[kiosk]\nnumber = 100\n", 2, "kiosk.number", "100 is out of range", "write 1 to 99"),
        ("[kiosk]\n\nnumber = '7'\n", 3, "kiosk.number", "expected a whole number", "digits only"),
        ("[kiosk]\nnumber = true\n", 2, "kiosk.number", "expected a whole number", "digits only"),
        ("[kiosk]\nname = 7\n", 2, "kiosk.name", "expected a text", "quotes"),
        ("[mall]\npriority = 'yes'\n", 2, "mall.priority", "expected true or false", "without quotes"),
        ("[mall]\nlanguages = 'id'\n", 2, "mall.languages", "expected a list of texts", '["id", "en"]'),
        ("[mall]\nlanguages = ['id', 3]\n", 2, "mall.languages", "expected a list of texts", '["id", "en"]'),
        ("[server]\nurl = 'antrean:80'\n", 2, "server.url", "begins with none of http:, https:", "http"),
        (
            "[printer]\nuri = 'tpc://x'\n",
            2,
            "printer.uri",
            "begins with none of file:",
            "did you mean 'tcp'?",
        ),
        ("[printer]\nuri = '/dev/usb/lp0'\n", 2, "printer.uri", "begins with none of file:", "usb"),
        ("[printer]\npaper = '80'\n", 2, "printer.paper", "'80' is not known", "did you mean '80mm'?"),
        ("[printer]\npaper = '58mm'\ndots = 576\n", 3, "printer.dots", "do not fit on 58mm", "384"),
        ("[visit]\nidle_seconds = 5\n", 2, "visit.idle_seconds", "5 is out of range", "write 20 to 600"),
        ("visit.idle_seconds = 5\n", 1, "visit.idle_seconds", "5 is out of range", "write 20 to 600"),
        ("kiosk = {number = 0}\n", 1, "kiosk.number", "0 is out of range", "write 1 to 99"),
        ("kiosk = 3\n", 1, "kiosk", "'kiosk' is a section, not a value", "[kiosk]"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, path: str, wrong: str, mend: str
) -> None:
    file = _written(tmp_path, text)
    loaded = load_settings(file)
    assert loaded.settings is None
    (fault,) = loaded.faults
    assert (fault.file, fault.line, fault.path, fault.severity) == (str(file), line, path, Severity.ERROR)
    assert wrong in fault.wrong
    assert mend in fault.mend


@pytest.mark.parametrize(
    ("text", "line", "path", "mend"),
    [
        ("[kiosk]\nnubmer = 3\n", 2, "kiosk.nubmer", "did you mean 'number'?"),
        ("# a comment\n[pritner]\nuri = ''\n", 2, "pritner", "did you mean 'printer'?"),
    ],
)
def test_an_unknown_name_is_a_warning_and_costs_nothing_else(
    tmp_path: Path, text: str, line: int, path: str, mend: str
) -> None:
    loaded = load_settings(_written(tmp_path, text + "[visit]\nidle_seconds = 90\n"))
    assert loaded.settings is not None
    assert loaded.settings.visit.idle_seconds == 90
    (fault,) = loaded.faults
    assert (fault.line, fault.path, fault.mend, fault.severity) == (line, path, mend, Severity.WARNING)


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    loaded = load_settings(_written(tmp_path, "[kiosk]\nnumber = 0\nname = 1\n[printer]\npaper = 'A4'\n"))
    assert [each.line for each in loaded.faults] == [2, 3, 5]


@pytest.mark.parametrize(
    ("data", "line", "wrong"),
    [
        (b"[kiosk]\nnumber = \n", 2, "is not TOML: Invalid value"),
        (b"[kiosk]\nnumber = 1\nnumber = 2\n", 3, "is not TOML: Cannot overwrite a value"),
        (b"[kiosk]\nname = '", 2, "is not TOML"),
        (b"name = '\xff'", 0, "is not UTF-8 text"),
    ],
)
def test_a_file_that_is_no_toml_is_one_fault(tmp_path: Path, data: bytes, line: int, wrong: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(data)
    loaded = load_settings(path)
    assert loaded.settings is None
    (fault,) = loaded.faults
    assert fault.line == line
    assert fault.wrong.startswith(wrong)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    (fault,) = load_settings(path).faults
    assert str(fault) == (
        f"{path}: cannot be read: No such file or directory; check the path and its permissions"
    )


def test_the_example_is_what_the_program_explains() -> None:
    assert asset("kiosk.example.toml").read_text("utf-8") == explain()


def test_the_example_is_faultless_and_says_the_defaults(tmp_path: Path) -> None:
    loaded = load_settings(_written(tmp_path, explain()))
    assert loaded.faults == ()
    assert loaded.settings is not None
    defaults = Settings()
    assert replace(loaded.settings, data=defaults.data) == defaults


def test_every_setting_is_explained() -> None:
    text = explain()
    for section in fields(Settings):
        assert f"[{section.name}]\n" in text
        for setting in fields(getattr(Settings(), section.name)):
            assert f"\n{setting.name} = " in text


@pytest.mark.parametrize("text", ["kiosk.number = 1", "kiosk.number = 99", "visit.idle_seconds = 600"])
def test_the_bounds_themselves_are_allowed(tmp_path: Path, text: str) -> None:
    assert load_settings(_written(tmp_path, text)).faults == ()


def test_a_printer_of_files_is_found_from_the_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[printer]\nuri = "file:paper"\n', "utf-8")
    settings = load_settings(file).settings
    assert settings is not None
    assert settings.printer.uri == f"file:{tmp_path / 'paper'}"
