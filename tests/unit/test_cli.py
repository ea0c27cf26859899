"""The command line: what it understands, and what it says of the rest."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import __version__
from kiosk.assets import asset
from kiosk.cli import main, moment, size

TERNATE = str(asset("catalogue", "examples", "ternate.yaml"))
SUNDAY = "2019-02-17T09:00+09:00"


def test_a_time_has_its_offset() -> None:
    assert moment("2019-02-18T09:00+07:00") == datetime(2019, 2, 18, 2, tzinfo=UTC)


@pytest.mark.parametrize("words", ["noon", "2019-02-18T09:00", "2019-02-30T09:00+07:00", ""])
def test_what_is_no_time_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"write it like 2019-02-18T09:00\+07:00"):
        moment(words)


def test_a_size_is_width_by_height() -> None:
    assert size("1080x1920") == (1080, 1920)


@pytest.mark.parametrize("words", ["big", "1080", "1080x", "x1920", "100x1920", "-1080x1920", "1080x1920x2"])
def test_what_is_no_size_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="write it like 1080x1920"):
        size(words)


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"kiosk {__version__}\n"


@pytest.mark.parametrize("wrong", [["dmeo"], ["check"], ["demo", "--at", "noon"], ["demo", "--size", "big"]])
def test_a_wrong_command_line_begins_nothing(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(wrong)
    assert left.value.code == 2
    assert "usage: kiosk" in capsys.readouterr().err


def test_the_states_are_also_told_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["availability", "--at", SUNDAY, "--catalogue", TERNATE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("disdukcapil: closed")
    assert lines[1].split()[:2] == ["ktp-baru", "closed;"]
    assert "opens Mon 2019-02-18 08:30" in lines[1]


def test_staffs_word_can_be_tried_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    tried = ["--word", "bpjs-kesehatan=paused", "--word", "bpjskes-info=open", "--outage", "disdukcapil"]
    moment = ["--at", "2019-02-18T09:00+09:00", "--catalogue", TERNATE]
    assert main(["availability", *tried, *moment, "--json"]) == 0
    states = json.loads(capsys.readouterr().out)
    assert {name: state["state"] for name, state in states.items()} == {
        "ktp-baru": "preparing",
        "ktp-hilang": "preparing",
        "dukcapil-ambil": "open",
        "bpjskes-daftar": "paused",
        "bpjskes-info": "open",
    }
    assert main(["availability", *tried, *moment]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("disdukcapil: pickup_only; link down")
    assert lines[1] == "  ktp-baru        preparing; link down"


@pytest.mark.parametrize(
    ("tried", "told"),
    [
        (["--word", "ktp-bru=paused"], "there is no service or agency 'ktp-bru'; did you mean 'ktp-baru'?"),
        (["--outage", "ktp-baru"], "there is no agency 'ktp-baru'; use one of: disdukcapil, bpjs-kesehatan"),
    ],
)
def test_a_word_of_nobody_is_told(tried: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["availability", *tried, "--catalogue", TERNATE]) == 2
    assert capsys.readouterr().err.strip() == told


def test_a_word_that_staff_cannot_say_begins_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("ktp-baru", "ktp-baru=shut", "=paused"):
        with pytest.raises(SystemExit) as left:
            main(["availability", "--word", wrong])
        assert left.value.code == 2
        assert "is not ID=STATE; the states are open, intake_only" in capsys.readouterr().err


def test_a_catalogue_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "mall.yaml"
    assert main(["availability", "--catalogue", str(missing)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert str(missing) in said.err


def test_a_database_that_is_not_there_has_no_tickets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "none.db"
    code = main(["server", "tickets", "--database", str(missing), "--day", "2019-02-18"])
    assert code == 2
    assert str(missing) in capsys.readouterr().err
    assert not missing.exists()
