"""The PIN as it is kept: made by a command, checked in the settings, and never in plain words."""

import io
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.demo import options
from kiosk.pin import BadPinError, hash_of, read_hash
from kiosk.settings import load_settings

PIN = "481516"


def loaded(tmp_path: Path, text: str) -> str:
    """Return the hash that a settings file keeps."""
    file = tmp_path / "kiosk.toml"
    file.write_text(text, "utf-8")
    found = load_settings(file)
    assert found.faults == ()
    assert found.settings
    return found.settings.technician.pin


def test_a_hash_fits_its_own_pin_and_no_other() -> None:
    kept = read_hash(str(hash_of(PIN)))
    assert kept
    assert kept.fits(PIN)
    assert not kept.fits("481517")
    assert not kept.fits("")


def test_two_hashes_of_one_pin_differ_and_none_holds_it() -> None:
    one, other = str(hash_of(PIN)), str(hash_of(PIN))
    assert one != other
    assert PIN not in one


def test_no_hash_is_no_pin() -> None:
    assert read_hash("") is None


@pytest.mark.parametrize("pin", ["", "12345", "1234567890123", "12345a", "12 456", "١٢٣٤٥٦", "000000"])
def test_what_can_be_no_pin_is_refused(pin: str) -> None:
    with pytest.raises(BadPinError, match="a PIN has"):
        hash_of(pin)


def test_the_command_writes_what_the_settings_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    assert main(["pin"]) == 0
    written = capsys.readouterr().out
    assert PIN not in written
    kept = read_hash(loaded(tmp_path, written))
    assert kept
    assert kept.fits(PIN)


def test_the_command_says_what_a_pin_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1234\n"))
    assert main(["pin"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "6 to 12 digits" in said.err


@pytest.mark.parametrize(
    "pin",
    ["481516", "$scrypt$ln=1,r=8,p=1$AAAA$BBBB", str(hash_of("481516"))[:-1], f" {hash_of('481516')}"],
    ids=["plain", "weak", "cut off", "indented"],
)
def test_a_pin_in_plain_words_or_a_broken_hash_is_a_fault_that_does_not_repeat_it(
    tmp_path: Path, pin: str
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[technician]\npin = "{pin}"\n', "utf-8")
    (fault,) = load_settings(file).faults
    assert (fault.line, fault.path) == (2, "technician.pin")
    assert "kiosk pin" in fault.mend
    assert pin not in str(fault)


def test_a_demonstrations_pin_opens_its_page() -> None:
    kept = read_hash(options.PIN_HASH)
    assert kept
    assert kept.fits(options.PIN)
