"""The calendar in a catalogue: what holds without one, what travels, and what is told of its faults."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.catalogue.calendar import calendar_warning, load_calendar
from kiosk.catalogue.loading import load_catalogue, parse_catalogue
from kiosk.catalogue.writing import to_document
from kiosk.checking import check_files, notes_on
from kiosk.cli import main
from kiosk.domain.availability import State, availability
from kiosk.domain.calendar import Calendar, Holiday, HolidayKind
from kiosk.domain.text import Text
from tests.unit.calendar_kit import CLOSURES, at, document, mall

INDONESIA = asset("calendar", "indonesia.yaml")
NATIONAL = load_calendar(INDONESIA).calendar
ONE = [{"date": "2026-11-24", "name": "Hari jadi kota"}]


@pytest.mark.parametrize(
    ("year", "national", "leave"),
    [(2025, 17, 11), (2026, 17, 8), (2027, 5, 0)],
)
def test_the_country_has_as_many_holidays_as_its_decrees_say(year: int, national: int, leave: int) -> None:
    days = {HolidayKind.NATIONAL: 0, HolidayKind.JOINT_LEAVE: 0}
    for each in NATIONAL.holidays:
        if each.first.year == year:
            days[each.kind] += (each.last - each.first).days + 1
    assert days == {HolidayKind.NATIONAL: national, HolidayKind.JOINT_LEAVE: leave}


def test_idul_fitri_begins_the_day_after_ramadan() -> None:
    feasts = [
        each.first for each in NATIONAL.holidays if each.name.in_language("en").startswith("Eid al-Fitr")
    ]
    ends = [each.last for each in NATIONAL.seasons if each.name == "ramadan"]
    assert [(feast - end).days for feast, end in zip(feasts, ends, strict=False)] == [1, 1]
    assert len(ends) == 3


def test_a_season_has_its_first_and_its_last_day() -> None:
    days = ("2026-02-18", "2026-02-19", "2026-03-20", "2026-03-21")
    assert [NATIONAL.season_on(date.fromisoformat(day)) for day in days] == [None, "ramadan", "ramadan", None]


def test_the_bundled_catalogue_keeps_the_countrys_holidays_and_checks_clean() -> None:
    loaded = load_catalogue(asset("catalogue", "pekanbaru"))
    assert loaded.catalogue is not None
    assert loaded.catalogue.calendar == NATIONAL
    assert check_files([INDONESIA, asset("catalogue", "pekanbaru")]) == []


def test_a_malls_own_holidays_take_the_place_of_the_countrys_and_its_seasons_do_so_alone() -> None:
    own = mall(calendar={"holidays": ONE})
    assert [each.name for each in own.calendar.holidays] == [Text.plain("Hari jadi kota")]
    assert own.calendar.covers == (2026,)
    assert own.calendar.seasons == NATIONAL.seasons
    seasons = [{"name": "ramadan", "from": "2026-11-01", "to": "2026-11-30"}]
    other = mall(calendar={"seasons": seasons})
    assert [each.first for each in other.calendar.seasons] == [date(2026, 11, 1)]
    assert len(other.calendar.holidays) == len(NATIONAL.holidays)
    none = mall(calendar={"holidays": []})
    assert none.calendar.holidays == ()
    assert availability(none, none.services["ktp"], at("2026-12-25T09:00")).state is State.OPEN


def test_the_countrys_holidays_are_named_in_the_malls_languages() -> None:
    single = {"languages": {"jv": {}}, "agencies": document()["agencies"]}
    loaded = parse_catalogue(document(**single))
    assert loaded.catalogue is not None
    name = next(each.name for each in loaded.catalogue.calendar.holidays if each.first == date(2026, 8, 17))
    assert dict(name.values) == {"jv": "Proklamasi Kemerdekaan"}


def test_the_whole_calendar_travels() -> None:
    here = mall(calendar={"holidays": ONE, "closures": CLOSURES, "covers": [2026, 2027]})
    there = parse_catalogue(to_document(here))
    assert there.faults == ()
    assert there.catalogue == here
    assert there.catalogue.calendar.covers == (2026, 2027)
    makassar = mall(timezone="Asia/Makassar")
    assert parse_catalogue(to_document(makassar)).catalogue == makassar


FOLDER_MALL = """
hours_default: {mon: ["08:00-15:00"], tue: ["08:00-15:00"]}
procedures: {steps: [Serahkan berkas]}
languages: {id: {}}
calendar:
  holidays:
    - {date: 2026-11-24, name: Hari jadi}
"""
FOLDER_AGENCY = """
agency: {id: capil, name: Capil, short: Capil, letter: A, building: A, floor: "1", counters: 1}
services:
  - {id: ktp, name: KTP, procedure: steps, fee: {kind: free}}
calendar:
  holidays:
    - {from: 2026-11-30, to: 2026-12-01, name: Hari nagari, kind: joint_leave}
  closures:
    - {from: 2026-12-07, to: 2026-12-07, agencies: [capil], reason: Pelatihan}
"""


def test_every_file_of_a_folder_may_add_to_the_calendar(tmp_path: Path) -> None:
    (tmp_path / "mall.yaml").write_text(FOLDER_MALL)
    (tmp_path / "capil.yaml").write_text(FOLDER_AGENCY)
    loaded = load_catalogue(tmp_path)
    assert loaded.faults == ()
    assert loaded.catalogue is not None
    calendar = loaded.catalogue.calendar
    assert {each.first: each.kind for each in calendar.holidays} == {
        date(2026, 11, 24): HolidayKind.NATIONAL,
        date(2026, 11, 30): HolidayKind.JOINT_LEAVE,
    }
    told = availability(loaded.catalogue, loaded.catalogue.services["ktp"], at("2026-11-24T09:00"))
    assert (told.state, told.next_open) == (State.CLOSED, at("2026-12-08T08:00"))


@pytest.mark.parametrize(
    ("section", "path", "wrong", "mend"),
    [
        ({"holidays": [{"date": "2026-02-30", "name": "X"}, *ONE]},
         "calendar.holidays[0].date", "'2026-02-30' is no date", "write it like 2026-11-24"),
        ({"holidays": [{"date": "24-11-2026", "name": "X"}, *ONE]},
         "calendar.holidays[0].date", "'24-11-2026' is no date", "write it like 2026-11-24"),
        ({"holidays": [{"date": "2026-11-24"}, *ONE]},
         "calendar.holidays[0]", "has no 'name'", "add 'name:'"),
        ({"holidays": [{"from": "2026-11-24", "name": "X"}, *ONE]},
         "calendar.holidays[0]", "has no 'to'", "add 'to:'"),
        ({"holidays": [{"from": "2026-11-24", "to": "2026-11-23", "name": "X"}, *ONE]},
         "calendar.holidays[0]", "ends before it starts", "write the earlier date under 'from'"),
        ({"holidays": [{"from": "2026-11-24", "to": "2027-11-24", "name": "X"}, *ONE]},
         "calendar.holidays[0]", "is a holiday of 366 days", "mend its dates: 31 days are the most"),
        ({"holidays": [{"date": "2026-11-24", "name": "X", "kind": "nasional"}, *ONE]},
         "calendar.holidays[0].kind", "unknown kind 'nasional'", "did you mean 'national'?"),
        ({"holidays": ONE, "covers": ["next"]}, "calendar.covers[0]",
         "expected a year, not the text 'next'", "write it like 2026"),
        ({"holidays": ONE, "closures": [{**CLOSURES[0], "to": "noon"}]}, "calendar.closures[0].to",
         "'noon' is no date or time", "write it like 2026-11-24, or 2026-11-24 13:00"),
        ({"holidays": ONE, "closures": [{**CLOSURES[0], "to": "2026-11-30"}]}, "calendar.closures[0]",
         "ends before it starts", "write the earlier time under 'from'"),
        ({"holidays": ONE, "closures": [{**CLOSURES[1], "agencies": ["imigras"]}]},
         "calendar.closures[0].agencies[0]", "there is no agency 'imigras'", "did you mean 'imigrasi'?"),
        ({"holidays": ONE, "closures": [{**CLOSURES[1], "agencies": []}]}, "calendar.closures[0].agencies",
         "names nobody", "name whom it shuts, or remove the key for the whole mall"),
    ],
)  # fmt: skip
def test_a_bad_entry_is_told_and_left_out_alone(
    section: dict[str, Any], path: str, wrong: str, mend: str
) -> None:
    loaded = parse_catalogue(document(calendar=section))
    assert [(each.path, each.wrong, each.mend) for each in loaded.faults] == [(path, wrong, mend)]
    assert loaded.catalogue is not None
    assert len(loaded.catalogue.services) == 9
    assert [each.first for each in loaded.catalogue.calendar.holidays] == [date(2026, 11, 24)]
    assert loaded.catalogue.calendar.closures == ()


def test_hours_for_a_season_that_there_is_not_are_told() -> None:
    loaded = parse_catalogue(document(season_hours={"ramadhan": {"mon": ["08:00-14:00"]}}))
    assert [(each.path, each.wrong, each.mend) for each in loaded.faults] == [
        ("season_hours.ramadhan", "the calendar has no season 'ramadhan'", "did you mean 'ramadan'?")
    ]


def test_a_calendar_is_checked_on_its_own(tmp_path: Path) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text('calendar:\n  holidays:\n    - {date: 2026-13-01, name: "X"}\n')
    assert [str(each) for each in check_files([file])] == [
        f"{file}:3: calendar.holidays[0].date: '2026-13-01' is no date; write it like 2026-11-24"
    ]
    file.write_text("holidays: []\n")
    assert [each.wrong for each in check_files([file])] == ["unknown key 'holidays'", "has no 'calendar'"]


@pytest.mark.parametrize(
    ("today", "year"),
    [
        ("2026-10-01", None),
        ("2026-11-24", 2027),
        ("2027-02-01", 2027),
        ("2028-01-01", 2028),
        ("2019-02-18", None),
    ],
)
def test_a_calendar_that_runs_out_is_told_before_citizens_are_misled(today: str, year: int | None) -> None:
    day = date.fromisoformat(today)
    said = calendar_warning(NATIONAL, day)
    mend = f"add its holidays to 'calendar' and {year} to 'covers'"
    assert said == (f"the calendar says nothing of {year}: {mend}" if year else None)
    assert list(notes_on([INDONESIA, asset("catalogue", "pekanbaru"), asset("kiosk.example.toml")], day)) == [
        f"{path}: {said}" for path in (INDONESIA, asset("catalogue", "pekanbaru")) if said
    ]


def test_a_calendar_that_covers_nothing_cannot_run_out() -> None:
    assert calendar_warning(Calendar(), date(2030, 1, 1)) is None
    day = date(2026, 1, 1)
    own = Calendar((Holiday(Text.plain("X"), day, day),), covers=(2026,))
    assert calendar_warning(replace(own, covers=(2026, 2030)), date(2030, 6, 1)) is None


def test_what_is_only_a_note_fails_no_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(INDONESIA)]) == 0
    assert capsys.readouterr().out == ""
