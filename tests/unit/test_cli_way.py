"""The command ``kiosk way``: what it prints, and what it says to those who ask wrongly."""

import json
from typing import Any

import pytest

from kiosk.cli import main

MONDAY = "2019-02-18T09:00+07:00"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["way", *arguments, "--at", MONDAY, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_a_way_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "ktp-hilang", "--hold", "*=lost") == {
        "stops": [
            {
                "service": "polres-kehilangan",
                "gives": ["surat-kehilangan"],
                "for": ["ktp-hilang"],
                "brings": [],
                "today": True,
            },
            {"service": "ktp-hilang", "gives": [], "for": [], "brings": [], "today": True},
        ],
        "outside": [],
        "complete": True,
        "instead": None,
        "lacking": [],
        "missing": [],
        "proven": True,
    }


def test_a_named_document_goes_before_the_star_and_conditions_count(
    capsys: pytest.CaptureFixture[str],
) -> None:
    passport = ("paspor-baru", "--hold", "ijazah=have", "--hold", "*=never")
    assert asked(capsys, *passport)["outside"] == []
    assert asked(capsys, *passport, "--when", "name_changed")["outside"] == ["penetapan-ganti-nama"]
    assert [each["service"] for each in asked(capsys, *passport)["stops"]] == [
        "kk-baru",
        "ktp-baru",
        "paspor-baru",
    ]


def test_what_cannot_be_is_said_with_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "imei", "--hold", "*=never")
    assert (answer["complete"], answer["stops"], answer["missing"]) == (False, [], ["paspor"])
    answer = asked(capsys, "sim-c-perpanjangan", "--hold", "sim-c=lost")
    assert (answer["instead"], answer["lacking"]) == ("sim-c-baru", ["sim-c"])
    assert answer["stops"][-1]["service"] == "sim-c-baru"


def test_people_read_the_stops_with_place_reasons_and_papers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["way", "ak1", "--hold", "*=lost", "--at", MONDAY]) == 0
    said = capsys.readouterr().out
    assert "1. polres-kehilangan: Loss report\n   Polresta, building C, floor 1; today\n" in said
    assert "   gives surat-kehilangan at once, for " in said
    assert "gives ktp-el after 1 to 14 working days, for " in said
    assert "bring from outside: ijazah, pas-foto" in said
    assert main(["way", "imei", "--hold", "*=never"]) == 0
    assert capsys.readouterr().out == "There is no way to imei. In the way: paspor.\n"


def test_a_way_can_be_asked_for_without_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["way", "ktp-hilang", "--hold", "*=lost", "--json"]) == 0
    assert [each["service"] for each in json.loads(capsys.readouterr().out)["stops"]] == [
        "polres-kehilangan",
        "ktp-hilang",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("papor-baru",), "there is no service 'papor-baru'; did you mean 'paspor-baru'?"),
        (("ak1", "--hold", "kkk=lost"), "there is no document 'kkk'; did you mean 'kk'?"),
        (("ak1", "--when", "maried"), "there is no condition 'maried'; did you mean 'married'?"),
        (("ak1", "--catalogue", "none.yaml"), "none.yaml: cannot be read"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_one(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert main(["way", *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", ["kk", "kk=gone", "=lost"])
def test_a_holding_that_cannot_be_read_names_the_states(
    capsys: pytest.CaptureFixture[str], words: str
) -> None:
    with pytest.raises(SystemExit):
        main(["way", "ak1", "--hold", words])
    assert "the states are have, never, lost, damaged, outdated" in capsys.readouterr().err
