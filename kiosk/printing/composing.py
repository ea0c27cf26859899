"""From the facts of a ticket to the document that says them, in the language of the visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kiosk.phrases import clock_time, long_date
from kiosk.printing.document import (
    QR_CHARACTERS,
    Block,
    Field,
    Gap,
    Items,
    Number,
    Ornament,
    Qr,
    Rule,
    Stamp,
    Step,
    Text,
    TicketDocument,
)
from kiosk.words import Words

SMALL, BODY, TITLE = 1.9, 2.2, 2.9
"""Heights of capitals in millimetres."""


@dataclass(frozen=True, slots=True)
class LaterStop:
    """A stop of the way that comes after a ticket's own; ``number`` is its place in the way, from 1."""

    number: int
    service: str
    agency: str
    building: str
    floor: str


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """All that a ticket says. Names are in ``language`` already; ``at`` is in the mall's own zone.

    ``wait`` is in whole minutes; ``ahead`` and ``wait`` are None when no server answered. A ``track_url``
    that is empty, or longer than a QR code on paper may be, leaves the code out. ``later`` and ``way_code``
    are there for a ticket that was taken on a way and is not its last. A clock that is not confirmed may
    be wrong, and the ticket says so.
    """

    ticket_id: UUID
    label: str
    online: bool
    mall: str
    agency: str
    service: str
    at: datetime
    ahead: int | None
    wait: tuple[int, int] | None
    building: str
    floor: str
    documents: tuple[str, ...]
    priority: bool
    language: str
    track_url: str
    copy: int = 0
    later: tuple[LaterStop, ...] = ()
    way_code: str = ""
    clock_confirmed: bool = True


def compose(facts: TicketFacts, words: Words) -> TicketDocument:
    """Lay out a ticket."""
    return TicketDocument(
        ticket_id=facts.ticket_id,
        label=facts.label,
        printed_at=facts.at,
        language=facts.language,
        blocks=tuple(_Composer(facts, words).blocks()),
        copy=facts.copy,
    )


class _Composer:
    def __init__(self, facts: TicketFacts, words: Words) -> None:
        self._facts = facts
        self._words = words

    def blocks(self) -> Iterator[Block]:
        yield from self._head()
        yield from self._number()
        yield from self._queue()
        yield from self._place()
        yield from self._documents()
        yield from self._later()

    def _head(self) -> Iterator[Block]:
        facts = self._facts
        yield Ornament()
        yield Gap(1.2)
        yield Text(facts.mall, SMALL)
        yield Gap(1.0)
        yield Text(facts.agency, BODY)
        yield Text(facts.service, TITLE, bold=True)
        yield Gap(1.4)

    def _number(self) -> Iterator[Block]:
        facts = self._facts
        if facts.copy:
            yield Stamp(self._say("copy", n=facts.copy))
            yield Gap(1.8)
        yield Number(facts.label)
        yield Gap(1.8)
        if facts.priority:
            yield Stamp(self._say("priority"), filled=False)
            yield Gap(1.4)

    def _queue(self) -> Iterator[Block]:
        facts = self._facts
        if facts.ahead is not None:
            yield Field(self._say("ahead"), self._counted("people", facts.ahead))
        if facts.wait is not None:
            low, high = facts.wait
            key = "minutes" if low < high else "about_minutes"
            yield Field(self._say("wait"), self._say(key, low=low, high=high))

    def _place(self) -> Iterator[Block]:
        facts = self._facts
        if facts.ahead is not None or facts.wait is not None:
            yield Gap(1.0)
        if 0 < len(facts.track_url.encode()) <= QR_CHARACTERS:
            yield Qr(facts.track_url, self._say("track"))
        place = self._say("place", building=facts.building, floor=facts.floor)
        yield Text(place, BODY, bold=True)
        yield Text(self._say("please_wait"), BODY)
        yield Text(moment(self._words, facts.language, facts.at), SMALL)
        if not facts.clock_confirmed:
            yield Text(self._say("clock_not_confirmed"), SMALL)
        if not facts.online:
            yield Rule()
            yield Text(self._say("own_number"), SMALL)

    def _documents(self) -> Iterator[Block]:
        if self._facts.documents:
            yield Rule()
            yield Text(self._say("bring"), SMALL)
            yield Gap(0.4)
            yield Items(self._facts.documents)

    def _later(self) -> Iterator[Block]:
        facts = self._facts
        if not facts.later:
            return
        yield Rule()
        yield Text(self._say("after_this"), TITLE, bold=True)
        for stop in facts.later:
            yield Gap(1.4)
            yield Step(stop.number, stop.service, BODY)
            yield Gap(0.8)
            yield Text(stop.agency, SMALL)
            yield Text(self._say("place", building=stop.building, floor=stop.floor), SMALL, bold=True)
        yield from scan_blocks(self._words, facts.language, facts.way_code, several=True)

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(self._facts.language, f"ticket.{key}", **values)

    def _counted(self, key: str, n: int) -> str:
        """Say a number of things, in the key's own form for none or for one where the words have it."""
        form = {0: f"{key}_none", 1: f"{key}_one"}.get(n, key)
        return self._say(form if self._words.knows(f"ticket.{form}") else key, n=n)


def scan_blocks(words: Words, language: str, code: str, *, several: bool) -> Iterator[Block]:
    """Yield the code of a way and what it is for; nothing for a way that is too long for one.

    ``several`` tells that the way has further stops.
    """
    if code:
        yield Rule()
        yield Qr(code)
        yield Text(
            words.say(language, "way_paper.scan_next" if several else "way_paper.scan"), BODY, bold=True
        )
        yield Gap(0.8)
        yield Text(words.say(language, "way_paper.keep"), SMALL)


def moment(words: Words, language: str, at: datetime) -> str:
    """Write the date and the time of a paper."""
    date, time = long_date(words, language, at.date()), clock_time(words, language, at)
    return words.say(language, "ticket.moment", date=date, time=time)
