"""The check of a citizen's papers: which questions to ask, and when enough is known to show the way.

Questions come in rounds. The first asks for the papers of the wanted service. The best plan is sought
as if every paper not asked for yet were held; if it leads over services whose papers were not asked
for, these are the next round. When a plan's every stop has been asked, no other plan can be better:
all others were reckoned at their most favourable.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from kiosk.domain.availability import NO_WORD, StaffWord
from kiosk.domain.catalogue import Catalogue, Requirement, Service
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import Way, find_way


@dataclass(frozen=True, slots=True)
class Answers:
    """What a citizen said: the documents that they do not hold, and the conditions that are true."""

    documents: Mapping[str, Holding] = field(default_factory=dict)
    conditions: frozenset[str] = frozenset()

    def of(self, document: str) -> Holding:
        """Return what is known of a document; what was not named is held."""
        return self.documents.get(document, Holding.HAVE)

    def lacks(self, documents: tuple[str, ...]) -> bool:
        """Whether none of some documents is held."""
        return all(each in self.documents for each in documents)

    def said(self, documents: tuple[str, ...], holding: Holding) -> "Answers":
        """Return the answers after the same was said of each of some documents."""
        kept = {name: state for name, state in self.documents.items() if name not in documents}
        told = {} if holding is Holding.HAVE else dict.fromkeys(documents, holding)
        return replace(self, documents=kept | told)

    def agreed(self, condition: str, true: bool) -> "Answers":
        """Return the answers after a condition was answered."""
        others = self.conditions - {condition}
        return replace(self, conditions=others | {condition} if true else others)

    def holdings(self) -> Holdings:
        """Return the answers as what the way is sought from."""
        return Holdings(self.documents, conditions=self.conditions)


@dataclass(frozen=True, slots=True)
class Check:
    """How far the check for a wanted service has come; ``rounds`` are the services asked about, in turn."""

    wanted: str
    rounds: tuple[tuple[str, ...], ...]
    answers: Answers = Answers()


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """Is one of these documents at hand? ``service`` wants it, always or ``when`` a condition holds."""

    service: str
    documents: tuple[str, ...]
    when: str | None = None


@dataclass(frozen=True, slots=True)
class ConditionQuestion:
    """Does this condition hold for the citizen? ``service`` wants to know."""

    service: str
    condition: str


Question = PaperQuestion | ConditionQuestion


def begin(wanted: str) -> Check:
    """Return the check before anything was asked."""
    return Check(wanted, ((wanted,),))


def questions(catalogue: Catalogue, check: Check) -> tuple[Question, ...]:
    """Return the questions of the last round, in the order of the services' lists.

    A question is asked only while its answer can change anything: not for what is made at the counter,
    what earlier rounds know, or what a shorter list of alternatives in the same service asks already.
    """
    known = _known(catalogue, replace(check, rounds=check.rounds[:-1]))
    return _asked(catalogue, check, check.rounds[-1], known)


def next_round(
    catalogue: Catalogue, check: Check, now: datetime, staff_word: StaffWord = NO_WORD
) -> Check | Way:
    """Return the check with its next questions, or the way when there are none."""
    way = find_way(catalogue, check.wanted, check.answers.holdings(), now, staff_word)
    before = set(chain.from_iterable(check.rounds))
    known = _known(catalogue, check)
    fresh = tuple(
        stop.service
        for stop in reversed(way.stops)
        if stop.service not in before and _asked(catalogue, check, (stop.service,), known)
    )
    return replace(check, rounds=(*check.rounds, fresh)) if fresh else way


@dataclass(slots=True)
class _Known:
    """Groups of documents of which one is held, documents that are not, and conditions that were asked."""

    held: list[frozenset[str]] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)

    def copy(self) -> "_Known":
        return _Known(self.held.copy(), self.lacking.copy(), self.conditions.copy())

    def learn(self, question: Question, answers: Answers) -> None:
        match question:
            case ConditionQuestion(condition=condition):
                self.conditions.add(condition)
            case PaperQuestion(documents=documents) if answers.lacks(documents):
                self.lacking |= set(documents)
            case PaperQuestion(documents=documents):
                self.held.append(frozenset(documents))

    def meets(self, documents: tuple[str, ...]) -> bool:
        """Whether one of some documents is held for sure."""
        return any(group <= set(documents) for group in self.held)

    def unclear(self, documents: tuple[str, ...]) -> tuple[str, ...]:
        """Return the documents of which it is not known that they are lacking."""
        return tuple(each for each in documents if each not in self.lacking)


def _known(catalogue: Catalogue, check: Check) -> _Known:
    known = _Known()
    for services in check.rounds:
        for question in _asked(catalogue, check, services, known):
            known.learn(question, check.answers)
    return known


def _asked(
    catalogue: Catalogue, check: Check, services: tuple[str, ...], before: _Known
) -> tuple[Question, ...]:
    """Return a round's questions, each once, given what was known before it.

    What is said of single papers spares the round's questions about lists that hold them.
    """
    within = before.copy()
    chosen = [catalogue.services[name] for name in services]
    for service in chosen:
        for document in _single_papers(service):
            within.learn(PaperQuestion(service.id, (document,)), check.answers)
    found: dict[object, Question] = {}
    for service in chosen:
        for question in _of_service(catalogue, service, check.answers, before, within):
            match question:
                case ConditionQuestion(condition=condition):
                    found.setdefault(condition, question)
                case PaperQuestion(documents=documents):
                    found.setdefault(frozenset(documents), question)
    return tuple(found.values())


def _single_papers(service: Service) -> Iterator[str]:
    """Yield the papers that a service wants of everybody and takes no other for."""
    yield from service.must_hold
    yield from (item.documents[0] for item in service.requires if _is_single(item))


def _is_single(item: Requirement) -> bool:
    return item.when is None and len(item.documents) == 1


def _of_service(
    catalogue: Catalogue, service: Service, answers: Answers, before: _Known, within: _Known
) -> Iterator[Question]:
    for document in service.must_hold:
        if not before.meets((document,)) and before.unclear((document,)):
            yield PaperQuestion(service.id, (document,))
    for item in service.requires:
        known = before if _is_single(item) else within
        if known.meets(item.documents) or _needs_no_word(catalogue, service, item):
            continue
        if item.when is not None and item.when not in known.conditions:
            yield ConditionQuestion(service.id, item.when)
        unclear = known.unclear(item.documents)
        if unclear and (item.when is None or item.when in answers.conditions):
            yield PaperQuestion(service.id, unclear, item.when)


def _needs_no_word(catalogue: Catalogue, service: Service, item: Requirement) -> bool:
    """Whether an item is met at the counter, or surely with another one of its service.

    Whatever meets a shorter list of alternatives meets a longer one that holds all of them.
    """
    if any(catalogue.documents[each].at_counter for each in item.documents):
        return True
    documents = frozenset(item.documents)
    always = [frozenset((each,)) for each in service.must_hold]
    always += [frozenset(each.documents) for each in service.requires if each.when is None]
    return any(each < documents or (each == documents and item.when is not None) for each in always)
