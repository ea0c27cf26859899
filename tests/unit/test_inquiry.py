"""The check of papers: what is asked, what is not, and that the answers lead to the best way there is."""

import random
from dataclasses import replace
from datetime import datetime

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.catalogue import Catalogue, Document
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.inquiry import (
    Check,
    ConditionQuestion,
    PaperQuestion,
    Question,
    begin,
    next_round,
    questions,
)
from kiosk.domain.route import Way, find_way
from kiosk.domain.text import Text
from tests.unit.route_kit import mall, needs, random_case, service

MONDAY = datetime.fromisoformat("2019-02-18T09:00+07:00")
MOST_ROUNDS = 12
LACKING = (Holding.NEVER, Holding.LOST, Holding.DAMAGED, Holding.OUTDATED)


@pytest.fixture(scope="module")
def pekanbaru() -> Catalogue:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert catalogue
    return catalogue


def answered(check: Check, question: Question, truth: Holdings) -> Check:
    """Answer as a citizen does: a choice of papers is lacking only if every one of them is."""
    answers = check.answers
    match question:
        case ConditionQuestion(condition=condition):
            answers = answers.agreed(condition, condition in truth.conditions)
        case PaperQuestion(documents=documents) if not any(truth.has(each) for each in documents):
            for each in documents:
                answers = answers.said((each,), truth.of(each))
    return replace(check, answers=answers)


def inquire(catalogue: Catalogue, wanted: str, truth: Holdings) -> tuple[Way, list[Check]]:
    """Go through a whole check; return the way and the check at the end of every round."""
    check = begin(wanted)
    ends: list[Check] = []
    for _ in range(MOST_ROUNDS):
        asked: set[Question] = set()
        while left := [each for each in questions(catalogue, check) if each not in asked]:
            asked.add(left[0])
            check = answered(check, left[0], truth)
        ends.append(check)
        found = next_round(catalogue, check, MONDAY)
        if isinstance(found, Way):
            return found, ends
        check = found
    raise AssertionError(f"{wanted}: the questions do not end: {check}")


def assert_best(way: Way, best: Way) -> None:
    """Without a way, the check may end at another paper that stands against it."""
    assert [each.service for each in way.stops] == [each.service for each in best.stops]
    assert (way.outside, way.instead) == (best.outside, best.instead)
    assert way.complete or way.missing


def papers_of(names: str) -> list[Document]:
    return [Document(name, Text.plain(name)) for name in names]


def papers(asked: tuple[Question, ...]) -> list[tuple[str, ...]]:
    return [each.documents for each in asked if isinstance(each, PaperQuestion)]


def conditions(asked: tuple[Question, ...]) -> list[str]:
    return [each.condition for each in asked if isinstance(each, ConditionQuestion)]


@pytest.mark.parametrize("seed", range(40))
def test_honest_answers_lead_to_the_best_way_of_what_is_true(pekanbaru: Catalogue, seed: int) -> None:
    dice = random.Random(seed)
    share = dice.choice((0.1, 0.3, 0.6, 1.0))
    lacking = {each: dice.choice(LACKING) for each in pekanbaru.documents if dice.random() < share}
    true = frozenset(each for each in pekanbaru.conditions if dice.random() < 0.4)
    truth = Holdings(lacking, conditions=true)
    for wanted in pekanbaru.services:
        way, _ = inquire(pekanbaru, wanted, truth)
        assert_best(way, find_way(pekanbaru, wanted, truth, MONDAY))


@pytest.mark.parametrize("seed", range(0, 500, 50))
def test_they_do_so_in_any_mall(seed: int) -> None:
    for each in range(seed, seed + 50):
        case = random_case(random.Random(each))
        way, _ = inquire(case.catalogue, case.wanted, case.holdings)
        assert_best(way, find_way(case.catalogue, case.wanted, case.holdings, MONDAY))


def test_who_has_everything_is_asked_once(pekanbaru: Catalogue) -> None:
    for wanted in pekanbaru.services:
        way, ends = inquire(pekanbaru, wanted, Holdings())
        assert [stop.service for stop in way.stops] == [wanted]
        assert len(ends) == 1


def test_a_choice_of_papers_is_one_question(pekanbaru: Catalogue) -> None:
    asked = questions(pekanbaru, begin("paspor-baru"))
    assert papers(asked) == [
        ("ktp-el",),
        ("kk",),
        ("akta-kelahiran", "akta-perkawinan", "buku-nikah", "ijazah", "surat-baptis"),
    ]


def test_a_condition_asks_for_its_papers_only_when_it_is_true(pekanbaru: Catalogue) -> None:
    check = begin("paspor-baru")
    before = questions(pekanbaru, check)
    assert conditions(before) == ["name_changed"]
    after = questions(pekanbaru, replace(check, answers=check.answers.agreed("name_changed", True)))
    assert conditions(after) == conditions(before)
    assert len(papers(after)) == len(papers(before)) + 1
    assert [each for each in after if each in before] == list(before), "no question moves"


def test_no_question_asks_for_what_the_counter_makes(pekanbaru: Catalogue) -> None:
    made = {each.id for each in pekanbaru.documents.values() if each.at_counter}
    truth = Holdings(others=Holding.LOST, conditions=frozenset(pekanbaru.conditions))
    for wanted in pekanbaru.services:
        _, ends = inquire(pekanbaru, wanted, truth)
        for check in ends:
            for documents in papers(questions(pekanbaru, check)):
                assert made.isdisjoint(documents), wanted


def test_nothing_is_asked_twice(pekanbaru: Catalogue) -> None:
    truth = Holdings(others=Holding.NEVER, conditions=frozenset(pekanbaru.conditions))
    for wanted in pekanbaru.services:
        _, ends = inquire(pekanbaru, wanted, truth)
        singles: list[str] = []
        for check in ends:
            singles += [each[0] for each in papers(questions(pekanbaru, check)) if len(each) == 1]
        assert len(singles) == len(set(singles)), wanted


def test_the_next_round_asks_for_the_papers_of_the_counters_that_help(pekanbaru: Catalogue) -> None:
    check = begin("paspor-baru")
    check = replace(check, answers=check.answers.said(("ktp-el",), Holding.LOST))
    further = next_round(pekanbaru, check, MONDAY)
    assert isinstance(further, Check)
    assert further.rounds == (("paspor-baru",), ("ktp-hilang",))
    assert papers(questions(pekanbaru, further)) == [("surat-kehilangan",)]
    again = next_round(
        pekanbaru,
        replace(further, answers=further.answers.said(("surat-kehilangan",), Holding.NEVER)),
        MONDAY,
    )
    assert isinstance(again, Way)
    assert [stop.service for stop in again.stops] == ["polres-kehilangan", "ktp-hilang", "paspor-baru"]


def test_a_list_that_holds_what_is_wanted_anyway_is_no_question() -> None:
    """Whoever lacks ``a`` gets it before they come here, and then it meets the longer list too."""
    items = needs("a"), needs("a", "b"), needs("a", when="married"), needs("c", "d"), needs("c", "d", "e")
    small = mall([service("s", *items)], papers_of("abcde"))
    check = begin("s")
    for answers in (check.answers, check.answers.said(("a",), Holding.LOST)):
        asked = questions(small, replace(check, answers=answers))
        assert asked == (PaperQuestion("s", ("a",)), PaperQuestion("s", ("c", "d")))


def test_a_list_is_asked_only_without_the_paper_that_another_counter_of_the_round_asks_for(
    pekanbaru: Catalogue,
) -> None:
    check = begin("ak1")
    for each in ("ktp-el", "akta-kelahiran", "kk"):
        check = replace(check, answers=check.answers.said((each,), Holding.LOST))
    further = next_round(pekanbaru, check, MONDAY)
    assert isinstance(further, Check)
    assert papers(questions(pekanbaru, further)) == [("surat-kehilangan",)]
    without = replace(further, answers=further.answers.said(("surat-kehilangan",), Holding.NEVER))
    assert papers(questions(pekanbaru, without)) == [
        ("akta-asli-rusak",),
        ("kk-lama",),
        ("surat-kehilangan",),
    ]


def test_what_is_taken_back_counts_as_held_again(pekanbaru: Catalogue) -> None:
    answers = begin("paspor-baru").answers.said(("kk",), Holding.LOST).said(("ktp-el",), Holding.NEVER)
    assert answers.said(("kk",), Holding.HAVE).documents == {"ktp-el": Holding.NEVER}
