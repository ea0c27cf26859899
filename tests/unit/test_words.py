"""The program's words: two whole languages, a mall's own over them, and Indonesian for what one lacks."""

import re
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.catalogue import Language
from kiosk.words import Words, load_words

BRACES = re.compile(r"\{(\w+)[^}]*\}")
WORDS = load_words()


def test_both_languages_say_everything() -> None:
    assert WORDS.first == "id"
    assert WORDS.languages == ("en", "id")
    assert WORDS.keys("en") == WORDS.keys("id") != frozenset()


@pytest.mark.parametrize("key", sorted(WORDS.keys("id")))
def test_both_languages_name_the_same_values_in_a_text(key: str) -> None:
    both = [set(BRACES.findall(WORDS.say(language, key))) for language in ("id", "en")]
    assert both[0] == both[1]


def test_values_are_filled_in() -> None:
    assert WORDS.say("id", "date.time", hour=9, minute=5) == "09.05"
    assert WORDS.say("en", "date.time", hour=9, minute=5) == "09:05"


def test_what_a_language_lacks_is_said_in_the_first() -> None:
    words = Words({"id": {"a": "satu", "b": "dua {n}"}, "min": {"a": "ciek"}})
    assert words.say("min", "a") == "ciek"
    assert words.say("min", "b", n=2) == "dua 2"
    assert words.say("unheard-of", "a") == "satu"


def test_a_key_that_no_file_has_is_a_fault_of_the_program() -> None:
    assert not WORDS.knows("no.such")
    with pytest.raises(KeyError, match=r"no\.such"):
        WORDS.say("en", "no.such")


def test_a_mall_replaces_words_and_adds_a_language_and_leaves_the_program_as_it_was() -> None:
    given = (
        Language("id", "Bahasa Indonesia", {"welcome.greeting": "Horas"}),
        Language("btk", "Batak", {"welcome.greeting": "Horas ma"}),
    )
    malls = WORDS.with_languages(given)
    assert malls.say("id", "welcome.greeting") == "Horas"
    assert malls.say("btk", "welcome.greeting") == "Horas ma"
    assert malls.say("btk", "frame.back") == WORDS.say("id", "frame.back")
    assert malls.say("en", "welcome.greeting") == WORDS.say("en", "welcome.greeting")
    assert WORDS.say("id", "welcome.greeting") != "Horas"


def test_the_example_malls_third_language_is_heard() -> None:
    catalogue = load_catalogue(asset("catalogue", "examples", "ternate.yaml")).catalogue
    assert catalogue
    words = WORDS.with_languages(catalogue.mall.languages)
    assert words.say("max", "service.take") == "Ambe nomor"
    assert words.say("max", "holding.done") == WORDS.say("id", "holding.done")


def test_a_further_language_is_a_further_file(tmp_path: Path) -> None:
    (tmp_path / "id.toml").write_text('[frame]\nback = "Kembali"\n[date.month]\n1 = "Januari"\n')
    (tmp_path / "jv.toml").write_text('[frame]\nback = "Bali"\n')
    words = load_words(tmp_path)
    assert words.languages == ("id", "jv")
    assert words.say("jv", "frame.back") == "Bali"
    assert words.say("jv", "date.month.1") == "Januari"
