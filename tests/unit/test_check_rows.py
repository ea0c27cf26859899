"""The rows of the check: where each question stands, and what it offers to answer."""

import random
from dataclasses import replace

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.holdings import Holding
from kiosk.domain.inquiry import Answers, Check, begin
from kiosk.ui.views.check_rows import LACKING, Rows, anything_lacks, halves
from kiosk.words import load_words

WORDS = load_words()


@pytest.fixture(scope="module")
def pekanbaru() -> Catalogue:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert catalogue
    return catalogue


def rows(catalogue: Catalogue, check: Check) -> tuple[Rows, Rows]:
    return halves(WORDS, "id", catalogue, check)


def names(half: Rows) -> list[str]:
    return [each.question for each in half]


@pytest.mark.parametrize("seed", range(5))
def test_no_answer_moves_a_question(pekanbaru: Catalogue, seed: int) -> None:
    dice = random.Random(seed)
    for service in pekanbaru.services:
        before = rows(pekanbaru, begin(service))
        lacking = {each: dice.choice(LACKING) for each in pekanbaru.documents if dice.random() < 0.5}
        true = frozenset(each for each in pekanbaru.conditions if dice.random() < 0.5)
        after = rows(pekanbaru, replace(begin(service), answers=Answers(lacking, true)))
        for one, other in zip(before, after, strict=True):
            assert [name for name in names(other) if name in names(one)] == names(one), service


def test_what_a_condition_asks_for_follows_it(pekanbaru: Catalogue) -> None:
    check = replace(
        begin("stnk-tahunan"), answers=Answers(conditions=frozenset({"represented", "blurry_ktp"}))
    )
    first, second = rows(pekanbaru, check)
    asked = [*first, *second]
    for place, row in enumerate(asked):
        if row.follows:
            assert not asked[place - 1].documents or asked[place - 1].follows
    assert names(asked)[-2:] == ["represented", "surat-kuasa"]
    assert asked[-1].follows


def test_services_that_ask_together_are_named_and_kept_together(pekanbaru: Catalogue) -> None:
    check = replace(begin("paspor-baru"), rounds=(("paspor-baru",), ("kk-hilang", "ktp-rusak")))
    first, second = rows(pekanbaru, check)
    assert [row.about for row in first] == ["Kartu Keluarga hilang/rusak"]
    assert [row.about for row in second] == ["KTP-el rusak"]


def test_a_paper_that_is_given_anew_in_different_ways_asks_what_became_of_it(pekanbaru: Catalogue) -> None:
    answers = Answers({"ktp-el": Holding.LOST, "pas-foto": Holding.NEVER})
    first, second = rows(pekanbaru, replace(begin("skck-baru"), answers=answers))
    found = {row.question: row for row in [*first, *second]}
    card, photo = found["ktp-el"], found["pas-foto"]
    assert (card.marked, card.sorts, card.told) == (True, ["ktp-el"], ["lost"])
    assert card.outdated == [WORDS.say("id", "check.outdated.changed")]
    assert (photo.marked, photo.sorts) == (True, [])


def test_a_choice_of_papers_lacks_only_when_all_of_them_do(pekanbaru: Catalogue) -> None:
    check = begin("skbn")
    (row,) = rows(pekanbaru, check)[0]
    assert row.documents == ["ktp-el", "kk"]
    for told, lacks in ((("ktp-el",), False), (("ktp-el", "kk"), True)):
        answers = Answers().said(told, Holding.NEVER)
        answered = replace(check, answers=answers)
        assert anything_lacks(pekanbaru, answered) is lacks
        assert rows(pekanbaru, answered)[0][0].marked is lacks
