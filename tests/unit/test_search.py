"""Finding services by the words that citizens use."""

from dataclasses import replace

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.search import Found, Hit, SearchIndex, plain
from kiosk.domain.text import Text


def _pekanbaru() -> Catalogue:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert catalogue is not None
    return catalogue


CATALOGUE = _pekanbaru()
INDEX = SearchIndex(CATALOGUE)


def _services(query: str, found: Found = Found.SERVICE) -> list[str]:
    return [each.service for each in INDEX.find(query, limit=200) if each.found is found]


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("paspor", "paspor-baru"),
        ("PASPOR baru", "paspor-baru"),
        ("new passport", "paspor-baru"),
        ("baru paspor", "paspor-baru"),
        ("pasp", "paspor-baru"),
        ("ktp-el hilang", "ktp-hilang"),
        ("ktpel hilang", "ktp-hilang"),
        ("KTP el hilang", "ktp-hilang"),
        ("lost id", "ktp-hilang"),
        ("kelahir", "akta-kelahiran"),
        ("lahiran", "akta-kelahiran"),
        ("páspor bâru", "paspor-baru"),
        ("imigrasi percepatan", "paspor-percepatan"),
        ("ak1", "ak1"),
    ],
)
def test_a_service_is_found_by_the_words_of_its_name(query: str, service: str) -> None:
    assert service in _services(query)


@pytest.mark.parametrize("query", ["", "  -  ", "paspor xyz", "qqq", "asporan"])
def test_words_that_are_nowhere_find_nothing(query: str) -> None:
    assert INDEX.find(query) == ()


def test_two_letters_are_not_sought_in_the_middle_of_words() -> None:
    assert "akta-kelahiran" not in _services("la")
    assert "akta-kelahiran" in _services("lah")


def test_services_come_before_agencies_before_services_that_use_a_document() -> None:
    order = [Found.SERVICE, Found.AGENCY, Found.DOCUMENT]
    places = [order.index(each.found) for each in INDEX.find("sim", limit=200)]
    assert places == sorted(places)
    assert set(places) >= {0, 1}


def test_an_agencys_name_or_short_name_leads_to_its_services() -> None:
    own = [each.id for each in CATALOGUE.services_of("imigrasi")]
    assert _services("kantor imigrasi", Found.AGENCY) == own
    assert _services("immigration", Found.AGENCY) == own
    assert len(_services("disdukcapil", Found.AGENCY)) == len(CATALOGUE.services_of("disdukcapil"))


def test_a_documents_name_leads_to_the_services_that_issue_and_require_it() -> None:
    hits = [each for each in INDEX.find("ijazah", limit=200) if each.document == "ijazah"]
    requiring = [
        each.id
        for each in CATALOGUE.services.values()
        if any("ijazah" in item.documents for item in each.requires)
    ]
    assert [each.service for each in hits] == requiring
    loss = INDEX.find("police loss report")
    assert loss[0].service == "polres-kehilangan"
    assert "ktp-hilang" in [each.service for each in loss]


def test_no_service_is_told_twice() -> None:
    hits = [(each.agency, each.service) for each in INDEX.find("ktp", limit=500)]
    assert len(hits) == len(set(hits))


def test_words_that_begin_alike_come_before_words_found_within() -> None:
    names = [CATALOGUE.services[each].name.in_language("id") for each in _services("kawin")]
    begins = [any(word.startswith("kawin") for word in plain(name).split()) for name in names]
    assert begins == sorted(begins, reverse=True)
    assert set(begins) == {True, False}


def test_the_limit_holds_and_the_order_is_stable() -> None:
    assert len(INDEX.find("a", limit=5)) == 5
    assert INDEX.find("a", limit=5) == INDEX.find("a", limit=50)[:5]
    assert _services("paspor")[:3] == ["paspor-baru", "paspor-ganti", "paspor-anak"]


def test_a_language_that_a_mall_adds_is_searched_too() -> None:
    named = replace(CATALOGUE.services["nib"], name=Text.of({"id": "NIB", "jv": "Nomer usaha anyar"}))
    index = SearchIndex(replace(CATALOGUE, services={**CATALOGUE.services, "nib": named}))
    assert index.find("anyar") == (Hit(Found.SERVICE, "dpmptsp", "nib"),)
