"""Unattended citizens at the check of papers: they tell what is true, and see the way."""

from collections.abc import Callable, Iterator

from kiosk.app.model import Model
from kiosk.demo.records import Record
from kiosk.demo.steps import SCREEN_SECONDS, Steps
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.inquiry import Answers, Check, ConditionQuestion, PaperQuestion, Question, questions
from kiosk.domain.places import Checking, Place, Wayfinding
from kiosk.domain.route import possible_today


async def tell_of_papers(steps: Steps, truth: Holdings, record: Record) -> None:
    """Go from the service's screen through every round of questions to the way; note what it is."""
    await steps.lead("check", _somewhere_else(steps), record)
    while isinstance(steps.model.visit.place, Checking):
        await _answer(steps, truth)
        await steps.show("check", record)
        await steps.lead("check:done", _somewhere_else(steps), record)
    place = steps.model.visit.place
    assert isinstance(place, Wayfinding)
    await steps.show("way", record)
    catalogue = steps.model.catalogue
    assert catalogue
    record.stops = [stop.service for stop in place.way.stops]
    record.today = all(possible_today(catalogue, place.way, steps.model.now, steps.model.staff_word))


async def _answer(steps: Steps, truth: Holdings) -> None:
    """Answer the questions of a round in their order, further ones as they come up."""
    asked: set[Question] = set()
    while left := [each for each in _questions(steps.model) if each not in asked]:
        asked.add(left[0])
        for item in _touches(left[0], _check(steps.model).answers, truth):
            if steps.finger.sees(item):
                before = steps.model.visit.place
                await steps.finger.touch(item)
                await steps.until(_told_more_than(before), SCREEN_SECONDS)
                await steps.settle()


def _told_more_than(before: Place) -> Callable[[Model], bool]:
    return lambda model: model.visit.place != before


def _check(model: Model) -> Check:
    assert isinstance(model.visit.place, Checking)
    return model.visit.place.check


def _questions(model: Model) -> tuple[Question, ...]:
    assert model.catalogue
    return questions(model.catalogue, _check(model))


def _touches(question: Question, answers: Answers, truth: Holdings) -> Iterator[str]:
    """Yield what to touch: nothing for a paper that is at hand, and a chip only where there is a choice."""
    match question:
        case ConditionQuestion(condition=condition) if condition in truth.conditions:
            yield f"condition:{condition}:yes"
        case PaperQuestion(documents=documents) if not any(truth.has(each) for each in documents):
            if not answers.lacks(documents):
                yield f"paper:{'+'.join(documents)}"
            states = ((each, truth.of(each)) for each in documents)
            yield from (f"paper:{each}:{state}" for each, state in states if state is not Holding.NEVER)


def _somewhere_else(steps: Steps) -> Callable[[Model], bool]:
    """Return what tells whether a touch has led on: to other questions, or to the way."""
    before = steps.model.visit.place

    def led_on(model: Model) -> bool:
        place = model.visit.place
        if isinstance(place, Checking) and isinstance(before, Checking):
            return place.check.rounds != before.check.rounds
        return place != before

    return led_on
