"""Traps in a catalogue: circles, services behind them, choices that are none, and papers nobody can hold."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.checking import check_files
from kiosk.domain.catalogue import Catalogue, Document
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import find_way
from kiosk.domain.route_traps import Trap, find_traps
from tests.unit.route_kit import WORDS, mall, needs, random_case, service

RENEWAL = "sim-a-perpanjangan -> sim-a-perpanjangan"
SINGLE = Path(__file__).parents[1] / "data" / "pekanbaru-single.yaml"


def traps(catalogue: Catalogue) -> list[Trap]:
    return list(find_traps(catalogue.services, catalogue.documents, Holding.NEVER))


def paper(name: str, issued_by: str | None) -> Document:
    return Document(name, WORDS, issued_by)


def test_a_sound_mall_has_no_traps_although_it_has_loops() -> None:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert catalogue is not None
    assert traps(catalogue) == []


def test_a_choice_whose_papers_all_need_the_service_itself_is_told_at_the_choice() -> None:
    catalogue = mall(
        [
            service("a", needs("free"), needs("b", "c")),
            service("b", needs("a")),
            service("c", needs("b2")),
            service("b2", needs("a")),
        ],
        [paper("a", "a"), paper("b", "b"), paper("c", "c"), paper("b2", "b2"), paper("free", None)],
    )
    told = traps(catalogue)
    assert [each.chain for each in told] == [("a", "b", "a"), ("a", "c", "b2", "a")]
    assert {each.link.place for each in told} == {("requires", 1)}


def test_one_way_out_of_a_choice_opens_the_whole_circle() -> None:
    catalogue = mall(
        [service("a", needs("b", "c")), service("b", needs("a")), service("c")],
        [paper("a", "a"), paper("b", "b"), paper("c", "c")],
    )
    assert traps(catalogue) == []


def test_a_service_behind_a_circle_is_told_with_the_shortest_chain() -> None:
    catalogue = mall(
        [
            service("far", needs("long"), needs("near")),
            service("long", needs("near")),
            service("near", needs("egg")),
            service("egg", needs("hen")),
            service("hen", needs("egg")),
        ],
        [paper("long", "long"), paper("near", "near"), paper("egg", "egg"), paper("hen", "hen")],
    )
    assert [each.chain for each in traps(catalogue)] == [
        ("egg", "hen", "egg"),
        ("far", "near", "egg", "hen", "egg"),
        ("long", "near", "egg", "hen", "egg"),
        ("near", "egg", "hen", "egg"),
    ]


def test_a_paper_that_must_be_held_and_that_only_its_holders_get_is_told() -> None:
    renew = replace(service("renew", needs("photo")), must_hold=("licence",))
    catalogue = mall([renew], [paper("licence", "renew"), paper("photo", None)])
    (trap,) = traps(catalogue)
    assert (trap.chain, trap.link.must_hold, trap.link.place) == (("renew", "renew"), True, ("must_hold", 0))
    first = mall([renew, service("new")], [paper("licence", "new"), paper("photo", None)])
    assert traps(first) == []


@pytest.mark.parametrize(
    ("changes", "path", "told"),
    [
        (
            {'from the origin region"}, issued_by: null': 'from the origin"}, issued_by: surat-pindah'},
            "services[11].requires[2]",
            "no citizen can start the circle kk-baru -> surat-pindah -> kk-baru",
        ),
        (
            {"issued_by: sim-a-baru": "issued_by: sim-a-perpanjangan"},
            "services[31].must_hold[0]",
            "nobody can ever hold sim-a: sim-a-perpanjangan is in the circle " + RENEWAL,
        ),
        (
            {
                'any_of: [kk, kk-copy, verifikasi-biometrik], note: "KK': 'doc: kk, note: "KK',
                'verifikasi-biometrik], note: "Perpres': 'kk], note: "Perpres',
            },
            "services[13].requires[1]",
            "each document of this choice needs kk-hilang itself, as in the circle kk-hilang -> kk-hilang",
        ),
    ],
    ids=["a letter of another region", "a licence only for its holders", "a choice that is none"],
)  # fmt: skip
def test_a_trap_is_found_where_it_was_laid_into_the_real_catalogue(
    tmp_path: Path, changes: dict[str, str], path: str, told: str
) -> None:
    text = SINGLE.read_text("utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, "a change must be one place's"
        text = text.replace(old, new)
    file = tmp_path / "mall.yaml"
    file.write_text(text, "utf-8")
    assert check_files([SINGLE]) == []
    assert (path, told) in [(each.path, each.wrong) for each in check_files([file])]


def test_whoever_holds_nothing_has_a_way_exactly_where_there_is_no_trap() -> None:
    random = Random(5)
    for _ in range(400):
        case = random_case(random)
        services = {name: replace(each, must_hold=()) for name, each in case.catalogue.services.items()}
        catalogue = replace(case.catalogue, services=services)
        trapped = {each.chain[0] for each in traps(catalogue)} | {
            name for each in traps(catalogue) if each.circle for name in each.chain
        }
        everybody = Holdings(others=Holding.NEVER, conditions=frozenset(catalogue.conditions))
        for name in services:
            assert find_way(catalogue, name, everybody).complete == (name not in trapped)
