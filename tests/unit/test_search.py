"""Finding services by the words that people use, on the real catalogue."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.finding.index import SearchIndex
from kiosk.app.finding.opening import bundled_words, open_index
from kiosk.app.finding.plain import plain
from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.everyday import EverydayWords
from kiosk.domain.text import Text


def _pekanbaru() -> Catalogue:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert catalogue is not None
    return catalogue


DATA = Path(__file__).parent.parent / "data"
CATALOGUE = _pekanbaru()
INDEX = open_index(CATALOGUE)

FIRST = [
    (query, service)
    for service, queries in yaml.safe_load((DATA / "queries.yaml").read_text("utf-8")).items()
    for query in queries
]
"""A query, and the service that it must find first."""


def _found(query: str, limit: int = 20, index: SearchIndex = INDEX) -> list[str]:
    return [each.id for each in index.find(query, limit)]


@pytest.mark.parametrize(("query", "service"), FIRST)
def test_people_find_what_they_mean_first(query: str, service: str) -> None:
    assert _found(query)[:1] == [service]


@pytest.mark.parametrize("query", ["", "  -  ", "xyzzy", "qwerty", "asdfgh zxcvb", "🙂", "护照"])
def test_what_means_nothing_finds_nothing(query: str) -> None:
    assert _found(query) == []


def test_a_word_that_means_nothing_does_not_hide_what_the_others_mean() -> None:
    assert _found("paspor xyzzy") == _found("paspor")


@pytest.mark.parametrize("query", ["saya mau", "how to", "I want to"])
def test_words_that_do_not_say_what_is_sought_are_not_asked(query: str) -> None:
    assert INDEX.asked(query) == []
    assert INDEX.asked(f"{query} paspor") == ["paspor"]


TYPED = st.text(st.characters(), max_size=40)
"""Any text at all, with halves of surrogate pairs too."""

KNOWN = st.sampled_from(sorted({word for query, _ in FIRST for word in query.split()}))


@given(TYPED | st.lists(KNOWN | TYPED, max_size=5).map(" ".join))
def test_whatever_is_typed_finds_services_of_the_catalogue_each_once(query: str) -> None:
    found = INDEX.find(query, 12)
    assert all(CATALOGUE.services[each.id] is each for each in found)
    assert len({each.id for each in found}) == len(found) <= 12
    assert INDEX.find(query, 3) == found[:3]


def test_a_pasted_book_is_answered_as_well() -> None:
    assert _found("paspor " + "x" * 100_000 + " lorem ipsum" * 10_000)[0] == "paspor-baru"


def _slips(word: str) -> list[str]:
    """Return the word with each letter left out, replaced, and changed with the next."""
    slips = [word[:place] + word[place + 1 :] for place in range(len(word))]
    slips += [word[:place] + "q" + word[place + 1 :] for place in range(len(word))]
    return slips + [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)
    ]


LONG_ENOUGH = 5


def test_a_slip_in_any_long_word_of_a_name_still_finds_its_service() -> None:
    """95 of 100 services are promised; every slip at every place of all 93 names, tried once, missed none."""
    missed = {
        service.id
        for service in CATALOGUE.services.values()
        for name in service.name.values.values()
        for words in [plain(name).split()]
        for place, word in enumerate(words)
        if len(word) >= LONG_ENOUGH
        for slip in _slips(word)[len(word) // 2 :: len(word)]
        if service.id not in _found(" ".join([*words[:place], slip, *words[place + 1 :]]), 5)
    }
    assert len(missed) <= 0.05 * len(CATALOGUE.services), missed


def _mall(names: dict[str, str], everyday: EverydayWords) -> SearchIndex:
    """Return the index of a mall whose services, of one agency, need no papers."""
    service = replace(CATALOGUE.services["tilang"], requires=(), agency="bnn")
    services = {id_: replace(service, id=id_, name=Text.of({"id": name})) for id_, name in names.items()}
    agencies = {"bnn": CATALOGUE.agencies["bnn"]}
    mall = replace(CATALOGUE, agencies=agencies, services=services, documents={}, everyday=everyday)
    return SearchIndex(mall)


def test_whole_words_come_before_beginnings_before_inner_words_before_synonyms() -> None:
    everyday = EverydayWords(synonyms=(("garam", "tawas"),))
    names = {"s1": "Tawas", "s2": "Penggaraman", "s3": "Garamnya", "s4": "Jual garam"}
    assert _found("garam", index=_mall(names, everyday)) == ["s4", "s3", "s2", "s1"]


def test_spelling_is_mended_only_for_words_that_are_nowhere() -> None:
    index = _mall({"s1": "Garem", "s2": "Garam"}, EverydayWords())
    assert _found("garam", index=index) == ["s2"]
    assert _found("garom", index=index) == ["s1", "s2"]


def test_what_answers_more_of_the_words_comes_first_and_half_as_much_is_still_told() -> None:
    index = _mall({"s1": "Garam", "s2": "Merica", "s3": "Garam dan merica"}, EverydayWords())
    assert _found("merica garam", index=index) == ["s3", "s1", "s2"]


def test_a_services_name_comes_before_its_agencys_before_a_documents() -> None:
    found = _found("sim", 50)
    assert found[:4] == ["sim-a-perpanjangan", "sim-c-perpanjangan", "sim-a-baru", "sim-c-baru"]
    assert set(found[4:7]) == {each.id for each in CATALOGUE.services_of("polres")} - set(found[:4])
    by_loss = _found("police loss report", 50)
    assert by_loss[0] == "polres-kehilangan"
    papers = {each.id for each in CATALOGUE.documents.values() if "ijazah" in str(each.name.values).lower()}
    requiring = [
        each.id
        for agency in CATALOGUE.agencies
        for each in CATALOGUE.services_of(agency)
        if any(papers.intersection(item.documents) for item in each.requires)
    ]
    assert _found("ijazah", 50) == requiring


def test_an_agencys_name_or_short_name_leads_to_its_services_in_their_order() -> None:
    own = [each.id for each in CATALOGUE.services_of("imigrasi")]
    assert _found("immigration office")[: len(own)] == own
    assert _found("disdukcapil", 50) == [each.id for each in CATALOGUE.services_of("disdukcapil")]


def test_equal_answers_keep_the_order_in_which_the_agencies_are_offered() -> None:
    turned = replace(CATALOGUE, agencies=dict(reversed(list(CATALOGUE.agencies.items()))))
    agencies = list(dict.fromkeys(CATALOGUE.services[each].agency for each in _found("informasi", 4)))
    assert [
        CATALOGUE.services[each].agency for each in _found("informasi", 4, open_index(turned))
    ] != agencies
    assert agencies == [each for each in CATALOGUE.agencies if each in agencies]


def test_a_kiosk_of_some_agencies_finds_no_others_services() -> None:
    index = open_index(CATALOGUE, ["imigrasi"])
    assert {each.agency for each in index.find("hilang", 50)} == {"imigrasi"}


def test_a_mall_adds_words_of_its_own() -> None:
    everyday = EverydayWords((("surat kunung", "kartu kuning"),), ("kita",), ("e",))
    index = open_index(replace(CATALOGUE, everyday=everyday))
    assert _found("kita surat kunung", index=index) == ["ak1"]
    assert _found("paspore", index=index)[0] == "paspor-baru"
    assert _found("bikin paspor", index=index)[0] == "paspor-baru", "the country's words stay"


def test_a_language_that_a_mall_adds_is_searched_too() -> None:
    named = replace(CATALOGUE.services["nib"], name=Text.of({"id": "NIB", "jv": "Nomer usaha anyar"}))
    index = SearchIndex(replace(CATALOGUE, services={**CATALOGUE.services, "nib": named}))
    assert _found("anyar", index=index) == ["nib"]


def test_every_group_of_synonyms_leads_somewhere_in_the_real_mall() -> None:
    idle = [
        group
        for group in bundled_words().synonyms
        if not any(SearchIndex(CATALOGUE).find(each, 1) for each in group)
    ]
    assert idle == []


def test_the_first_frame_does_not_wait_for_the_search() -> None:
    late = "{'rapidfuzz', 'yaml', 'kiosk.app.finding'}"
    program = f"import sys, kiosk.ui.opening; print({late} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
