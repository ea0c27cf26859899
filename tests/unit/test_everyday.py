"""Everyday words as data: the file that comes with the program, a mall's own section, and their faults."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.finding.opening import open_index
from kiosk.assets import asset
from kiosk.catalogue.everyday import load_everyday
from kiosk.catalogue.loading import load_catalogue, parse_catalogue
from kiosk.catalogue.writing import to_document
from kiosk.checking import check_files
from kiosk.domain.everyday import EverydayWords

BUNDLED = asset("search", "synonyms.yaml")
TERNATE = asset("catalogue", "examples", "ternate.yaml")
SILENT = TERNATE.read_text("utf-8").partition("\nsearch:")[0] + "\n"
"""A mall that adds no words."""

SOUND = """\
search:
  synonyms:
    - [bikin, buat, "kartu baru"]
    - [ilang, hilang]
  fillers: [mau]
  endings: [ku]
"""


def _written(folder: Path, text: str) -> Path:
    file = folder / "words.yaml"
    file.write_text(text, "utf-8")
    return file


def test_the_file_that_comes_with_the_program_has_no_fault() -> None:
    assert check_files([BUNDLED]) == []
    words = load_everyday(BUNDLED).words
    assert len(words.synonyms) > 50
    assert "saya" in words.fillers
    assert "how" in words.fillers


def test_groups_may_hold_words_and_phrases(tmp_path: Path) -> None:
    loaded = load_everyday(_written(tmp_path, SOUND))
    assert loaded.faults == ()
    groups = (("bikin", "buat", "kartu baru"), ("ilang", "hilang"))
    assert loaded.words == EverydayWords(groups, ("mau",), ("ku",))


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "wrong"),
    [
        ("[ilang, hilang]", "[ilang]", 4, "search.synonyms[1]", "fewer than 2 words"),
        ("[ilang, hilang]", "ilang", 4, "search.synonyms[1]", "expected a list, not the text 'ilang'"),
        ("[ilang, hilang]", "[ilang, [hilang]]", 4, "search.synonyms[1][1]", "expected a text, not a list"),
        ("[ilang, hilang]", "[ilang, true]", 4, "search.synonyms[1][1]", "expected a text, not true"),
        ("[mau]", "[saya mau]", 5, "search.fillers[0]", "expected a single word, not the text 'saya mau'"),
        ("[mau]", "mau", 5, "search.fillers", "expected a list"),
        ("endings:", "ending:", 6, "search.ending", "unknown key 'ending'"),
    ],
)
def test_each_fault_is_told_with_its_place_and_costs_its_own_part(
    tmp_path: Path, old: str, new: str, line: int, path: str, wrong: str
) -> None:
    file = _written(tmp_path, SOUND.replace(old, new))
    faults = check_files([file])
    fault = next(each for each in faults if wrong in str(each))
    assert (fault.file, fault.line, fault.path) == (str(file), line, path)
    assert ("bikin", "buat", "kartu baru") in load_everyday(file).words.synonyms


def test_a_file_without_its_section_is_told_what_to_add(tmp_path: Path) -> None:
    file = _written(tmp_path, "synonyms:\n  - [bikin, buat]\n")
    told = [str(each) for each in check_files([file])]
    assert told == [
        f"{file}:1: synonyms: unknown key 'synonyms'; remove it or write it as a comment",
        f"{file}:1: has no 'search'; add 'search:'",
    ]
    assert load_everyday(file).words == EverydayWords()


def test_a_section_that_is_misspelt_is_told_its_name(tmp_path: Path) -> None:
    file = _written(tmp_path, SOUND.replace("search:", "serch:"))
    assert f"{file}:1: serch: unknown key 'serch'; did you mean 'search'?" in map(str, check_files([file]))


def test_a_malls_words_are_read_and_travel_with_its_catalogue(tmp_path: Path) -> None:
    file = _written(tmp_path, SILENT + SOUND)
    loaded = load_catalogue(file)
    assert loaded.faults == ()
    assert loaded.catalogue
    assert loaded.catalogue.everyday == load_everyday(_written(tmp_path, SOUND)).words
    assert parse_catalogue(to_document(loaded.catalogue)).catalogue == loaded.catalogue


def test_the_search_of_a_mall_knows_its_words_beside_the_countrys() -> None:
    ternate = load_catalogue(TERNATE).catalogue
    assert ternate
    own, silent = open_index(ternate), open_index(replace(ternate, everyday=EverydayWords()))
    assert own.asked("ngana mo bekeng ktp") == ["bekeng", "ktp"]
    assert [each.id for each in own.find("bekeng")] == ["ktp-baru"]
    assert silent.find("bekeng") == ()
    assert own.find("bikin ktp")[0].id == silent.find("bikin ktp")[0].id == "ktp-baru"


def test_a_malls_faulty_words_cost_no_service(tmp_path: Path) -> None:
    file = _written(tmp_path, SILENT + "search:\n  synonyms: [[ilang]]\n")
    loaded = load_catalogue(file)
    sound = load_catalogue(TERNATE).catalogue
    assert [each.path for each in loaded.faults] == ["search.synonyms[0]"]
    assert loaded.faults[0].line > 0
    assert loaded.catalogue
    assert sound
    assert loaded.catalogue.services == sound.services
