"""What printers are like, as files: those that are shipped, a technician's own, and the faults of both."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.checking import check_files
from kiosk.demo.printer import PROFILES
from kiosk.faults import Severity
from kiosk.faulty.models import MODELS
from kiosk.printing.opening import treatment
from kiosk.printing.paper import NARROW, WIDE, WIDE_180
from kiosk.printing.profile import PrinterProfile
from kiosk.printing.profile_file import ProfileError, load_profile, profile_of, shipped
from kiosk.settings import PrinterSettings, load_settings


def profile(name: str) -> PrinterProfile:
    loaded = load_profile(name)
    assert loaded.faults == ()
    assert loaded.profile is not None
    return loaded.profile


def test_every_shipped_profile_is_without_fault_and_says_whom_it_is_for() -> None:
    assert len(shipped()) == 7
    assert check_files(asset("printers", f"{name}.toml") for name in shipped()) == []
    assert all(profile(name).about for name in shipped())


@pytest.mark.parametrize("name", MODELS)
def test_every_model_of_the_fault_printer_has_the_profile_that_fits(name: str) -> None:
    model, fits = MODELS[name], profile(PROFILES[name])
    assert (fits.width_mm, fits.dots, fits.dpi) == (model.width_mm, model.dots, model.dpi)
    assert fits.cutter == model.cutter
    assert fits.paper.band_rows * fits.dots // 8 <= model.largest_picture
    assert fits.mm_per_second <= model.mm_per_second
    assert fits.asb == model.reports
    assert treatment(fits).blind == (not model.answers_in_turn)
    assert treatment(fits).by_id == model.completes_by_id
    assert (fits.dialect == "presenter") == model.presenter


@pytest.mark.parametrize(
    ("settings", "paper", "by_id"),
    [
        (PrinterSettings(), WIDE, False),
        (PrinterSettings(paper="58mm"), NARROW, False),
        (PrinterSettings(dots=512, completion="by_id"), WIDE_180, True),
    ],
)
def test_settings_without_a_profile_count_as_before(
    settings: PrinterSettings, paper: object, by_id: bool
) -> None:
    made = profile_of(settings)
    assert made.paper == paper
    assert (treatment(made).by_id, treatment(made).blind) == (by_id, False)


def test_a_copy_is_named_by_its_path_beside_the_settings_and_edited(tmp_path: Path) -> None:
    copied = (
        asset("printers", "generic-80mm.toml").read_text("utf-8").replace("cutter = true", "cutter = false")
    )
    (tmp_path / "lobby.toml").write_text(copied, "utf-8")
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[printer]\nuri = "tcp://10.0.0.9"\nprofile = "./lobby.toml"\n')
    loaded = load_settings(settings)
    assert loaded.settings is not None
    assert check_files([settings, tmp_path / "lobby.toml"]) == []
    assert profile_of(loaded.settings.printer) == replace(profile("generic-80mm"), cutter=False)


@pytest.mark.parametrize(
    ("text", "line", "path", "wrong", "mend"),
    [
        ("[profile]\nwidth_mm = 58\ndots = 576\n", 3, "profile.dots", "wider than 58 mm", "data sheet"),
        ("[profile]\ndots = 500\n", 2, "profile.dots", "whole number of bytes", "data sheet"),
        ("[profile]\ncuter = false\n", 2, "profile.cuter", "unknown 'cuter'", "did you mean 'cutter'?"),
        ("[profile]\ncompletion = 'id'\n", 2, "profile.completion", "'id' is not known", "by_id"),
        ("[profile]\nmm_per_second = 0\n", 2, "profile.mm_per_second", "0 is out of range", "10 to 600"),
        ("[profile]\nasb = 1\n", 2, "profile.asb", "expected true or false", "without quotes"),
        ("[profile]\ndots = 384\n[paper]\n", 3, "profile.paper", "no part of a profile", "keep to [profile]"),
        ("profile = 3\n", 1, "", "has no section [profile]", "begin the file"),
        ("[profile]\ndots = \n", 2, "", "is not TOML", "name = value"),
    ],
)
def test_a_fault_of_a_profile_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, path: str, wrong: str, mend: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    loaded = load_profile(str(file))
    assert loaded.profile is None
    (fault,) = loaded.faults
    assert (fault.file, fault.line, fault.path) == (str(file), line, path)
    assert wrong in fault.wrong
    assert mend in fault.mend
    with pytest.raises(ProfileError, match=r"mine\.toml"):
        profile_of(PrinterSettings(profile=str(file)))


def test_a_name_that_nothing_shipped_has_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[printer]\nprofile = "epson-tm-t8"\n')
    (fault,) = check_files([file])
    assert (fault.file, fault.line, fault.path) == (str(file), 2, "printer.profile")
    assert "no profile 'epson-tm-t8'" in fault.wrong
    assert "did you mean 'epson-tm-t8" in fault.mend


def test_the_faults_of_a_named_profile_are_found_with_the_settings(tmp_path: Path) -> None:
    file, own = tmp_path / "kiosk.toml", tmp_path / "own.toml"
    file.write_text('[printer]\nprofile = "./own.toml"\n')
    own.write_text("[profile]\ndpi = 7\n")
    assert [(each.file, each.line) for each in check_files([file])] == [(str(own), 2)]
    own.unlink()
    assert "cannot be read" in check_files([file])[0].wrong


def test_what_a_profile_says_cannot_be_said_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[printer]\nprofile = "generic-58mm"\npaper = "80mm"\ncompletion = "by_id"\n')
    loaded = load_settings(file)
    assert loaded.settings is not None
    assert [(each.line, each.path, each.severity) for each in loaded.faults] == [
        (3, "printer.paper", Severity.WARNING),
        (4, "printer.completion", Severity.WARNING),
    ]
