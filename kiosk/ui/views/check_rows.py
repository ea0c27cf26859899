"""The questions of a check as rows, in two halves of about the same height."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from kiosk.domain.catalogue import Catalogue, Document
from kiosk.domain.holdings import ROUTES, Holding, issuer
from kiosk.domain.inquiry import Answers, Check, ConditionQuestion, PaperQuestion, Question, questions
from kiosk.particulars import any_of
from kiosk.words import Words

LACKING = (Holding.NEVER, Holding.LOST, Holding.DAMAGED, Holding.OUTDATED)
"""What can have become of a paper that is not at hand, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One question: of ``documents``, any of which is enough, or without any of a condition.

    ``about`` is the service that wants to know, on its first row if several services do. ``marked`` means
    that none of the documents is at hand, or that the condition holds. ``follows`` is a row that came with
    the condition above it. The last four lists tell of those documents for which it matters what became
    of them: their ids, names, words for being outdated, and what was said.
    """

    question: str
    words: str
    about: str
    documents: list[str]
    marked: bool
    follows: bool
    sorts: list[str]
    named: list[str]
    outdated: list[str]
    told: list[str]


Rows = list[CheckRow]


def halves(words: Words, language: str, catalogue: Catalogue, check: Check) -> tuple[Rows, Rows]:
    """Return the rows of a check's last round: no answer brings one into another order or the other half."""
    asked = questions(catalogue, check)
    asks = _Asks(words, language, catalogue, check.answers)
    services = {service: list(asks.rows(service, asked)) for service in check.rounds[-1]}
    if len(services) == 1:
        (parts,) = services.values()
    else:
        parts = [asks.headed(service, rows) for service, rows in services.items() if rows]
    half = _middle([_weight(part) for part in parts])
    return list(chain.from_iterable(parts[:half])), list(chain.from_iterable(parts[half:]))


def anything_lacks(catalogue: Catalogue, check: Check) -> bool:
    """Whether a paper that the last round asks for is not at hand."""
    papers = (each for each in questions(catalogue, check) if isinstance(each, PaperQuestion))
    return any(check.answers.lacks(each.documents) for each in papers)


def differs(document: Document) -> bool:
    """Whether it matters where to go what became of a document that is not at hand."""
    return len({issuer(document, holding) for holding in LACKING}) > 1


@dataclass(frozen=True, slots=True)
class _Asks:
    words: Words
    language: str
    catalogue: Catalogue
    answers: Answers

    def rows(self, service: str, asked: tuple[Question, ...]) -> Iterator[Rows]:
        """Yield a service's papers, then its conditions, each with what is wanted only when it holds."""
        conditions = [each for each in asked if isinstance(each, ConditionQuestion)]
        papers = [each for each in asked if isinstance(each, PaperQuestion)]
        open_ = {each.condition for each in conditions}
        for each in papers:
            if each.service == service and each.when not in open_:
                yield [self.paper(each, follows=False)]
        for condition in conditions:
            if condition.service == service:
                following = [each for each in papers if each.when == condition.condition]
                yield [self.condition(condition), *(self.paper(each, follows=True) for each in following)]

    def headed(self, service: str, parts: list[Rows]) -> Rows:
        """Return a service's rows in one, the first of them naming it."""
        name = self.catalogue.services[service].name.in_language(self.language)
        first, *others = chain.from_iterable(parts)
        return [replace(first, about=name), *others]

    def paper(self, question: PaperQuestion, *, follows: bool) -> CheckRow:
        documents = [self.catalogue.documents[each] for each in question.documents]
        sorts = [each for each in documents if differs(each)]
        return CheckRow(
            question="+".join(question.documents),
            words=any_of(self.words, self.language, self.catalogue, question.documents),
            about="",
            documents=list(question.documents),
            marked=self.answers.lacks(question.documents),
            follows=follows,
            sorts=[each.id for each in sorts],
            named=[each.name.in_language(self.language) for each in sorts],
            outdated=[self.words.say(self.language, _outdated(each)) for each in sorts],
            told=[self.answers.of(each.id).value for each in sorts],
        )

    def condition(self, question: ConditionQuestion) -> CheckRow:
        return CheckRow(
            question=question.condition,
            words=self.catalogue.conditions[question.condition].question.in_language(self.language),
            about="",
            documents=[],
            marked=question.condition in self.answers.conditions,
            follows=False,
            sorts=[],
            named=[],
            outdated=[],
            told=[],
        )


def _outdated(document: Document) -> str:
    """Return the key of what the mall calls it when a document does not hold any more."""
    route = next((each for each in ROUTES[Holding.OUTDATED] if document.routes.get(each)), "any")
    return f"check.outdated.{route}"


def _weight(part: Sequence[CheckRow]) -> int:
    """Return how high some rows are, as if no condition held; a choice of papers counts twice."""
    return sum(1 + (len(each.documents) > 1) for each in part if not each.follows)


def _middle(weights: Sequence[int]) -> int:
    """Return how many parts make the first half, which is the heavier one if they cannot be equal."""
    sums = [0, *accumulate(weights)]
    return min(range(len(sums)), key=lambda place: (abs(2 * sums[place] - sums[-1]), -place))
