"""What staff may say of services and agencies, between what travels and what is kept."""

from collections.abc import Iterable
from datetime import UTC, datetime

from kiosk.clock import Clock
from kiosk.contract.bodies import Problem
from kiosk.contract.problems import ProblemType
from kiosk.contract.staff import OutageBody, OutageRequest, WordBody, WordRequest, WordsAnswer
from kiosk.domain.availability import Outage, Word
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.text import Text
from kiosk.faults import nearest
from kiosk.server.admission import YEARS
from kiosk.server.problems import problem
from kiosk.server.store import Store, Subject, Topic


class Staff:
    """Keeps staff's words; each counts from the moment at which the server hears it, by its own clock."""

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._mall = catalogue.mall.id

    async def say(
        self, subject: Subject, request: WordRequest | OutageRequest
    ) -> WordBody | OutageBody | Problem:
        """Keep what is said of a subject, instead of what was said of it before."""
        now = self._clock.now().astimezone(UTC)
        if wrong := self._unknown(subject) or _wrong_end(request.until, now):
            return wrong
        said = _said(request, now)
        await self._store.say(self._mall, subject, said, now)
        return word_body(said) if isinstance(said, Word) else _outage_body(said)

    async def take_back(self, subject: Subject) -> Problem | None:
        """Take back what was said of a subject; harmless if that is nothing."""
        if wrong := self._unknown(subject):
            return wrong
        await self._store.say(self._mall, subject, None, self._clock.now())
        return None

    async def words(self) -> WordsAnswer:
        """Return all that was said and has not ended."""
        said = await self._store.staff_word(self._mall, self._clock.now())
        return WordsAnswer(
            services={name: word_body(each) for name, each in said.services.items()},
            agencies={name: word_body(each) for name, each in said.agencies.items()},
            outages={name: _outage_body(each) for name, each in said.outages.items()},
        )

    def _unknown(self, subject: Subject) -> Problem | None:
        of_service = subject.topic is Topic.SERVICE
        known: Iterable[str] = self._catalogue.services if of_service else self._catalogue.agencies
        if subject.id in known:
            return None
        near = nearest(subject.id, known)
        mend = f"did you mean {near!r}?" if near else "see /v1/catalogue"
        what = "service" if of_service else "agency"
        return problem(ProblemType.NOT_FOUND, f"{what}: {subject.id!r} is not in the catalogue; {mend}")


def word_body(word: Word) -> WordBody:
    """Write a word as it travels."""
    return WordBody(word.state, _plain(word.reason), word.since, word.until, word.link_down)


def _outage_body(outage: Outage) -> OutageBody:
    return OutageBody(_plain(outage.reason), outage.since, outage.until)


def _said(request: WordRequest | OutageRequest, now: datetime) -> Word | Outage:
    reason = Text.of(request.reason) if request.reason else None
    until = request.until.astimezone(UTC) if request.until else None
    if isinstance(request, WordRequest):
        return Word(request.state, reason, now, until)
    return Outage(reason, now, until)


def _plain(reason: Text | None) -> dict[str, str] | None:
    return dict(reason.values) if reason else None


def _wrong_end(until: datetime | None, now: datetime) -> Problem | None:
    if until is None:
        return None
    if until.year not in YEARS:
        wrong = f"the year {until.year} is no word's; leave it out for a word without an end"
    elif until <= now:
        clock = now.astimezone(until.tzinfo).isoformat(timespec="seconds")
        wrong = f"{until.isoformat()} is past, the server's clock says {clock}; give a later time"
    else:
        return None
    return problem(ProblemType.BAD_BODY, f"until: {wrong}")
