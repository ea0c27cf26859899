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
    Logo,
    Number,
    Ornament,
    Qr,
    Rule,
    Stamp,
    Step,
    Text,
    TicketDocument,
)
from kiosk.printing.template import Part, Show, Template
from kiosk.printing.template_file import shipped_template
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


def compose(facts: TicketFacts, words: Words, template: Template | None = None) -> TicketDocument:
    """Lay out a ticket as the template says, which is the shipped one if there is none."""
    return TicketDocument(
        ticket_id=facts.ticket_id,
        label=facts.label,
        printed_at=facts.at,
        language=facts.language,
        blocks=tuple(_Composer(facts, words).blocks(template or shipped_template())),
        copy=facts.copy,
    )


class _Composer:
    def __init__(self, facts: TicketFacts, words: Words) -> None:
        self._facts = facts
        self._words = words

    def blocks(self, template: Template) -> Iterator[Block]:
        for part in template.parts:
            shown = tuple(self._shown(part))
            if shown and part.rule:
                yield Rule()
            yield from shown
            if shown and part.space_mm:
                yield Gap(part.space_mm)

    def _shown(self, part: Part) -> Iterator[Block]:
        """Yield what a part of the template has to say of this ticket, if anything."""
        match part.show:
            case Show.ORNAMENT:
                yield Ornament(part.height_mm)
            case Show.LOGO:
                yield Logo(part.picture, part.width_mm, part.align)
            case Show.NUMBER:
                yield Number(self._facts.label, part.cap_mm)
            case Show.COPY | Show.PRIORITY:
                yield from self._stamp(part.show)
            case Show.QUEUE:
                yield from self._queue()
            case Show.TRACK:
                yield from self._track()
            case Show.DOCUMENTS:
                yield from self._documents()
            case Show.WAY:
                yield from self._later()
            case _:
                if words := self._paragraph(part):
                    yield Text(words, part.cap_mm, part.bold, part.align)

    def _paragraph(self, part: Part) -> str:
        """Return the words of a part that is nothing else; empty where they do not belong on this ticket."""
        facts = self._facts
        match part.show:
            case Show.LINE:
                return part.words.in_language(facts.language)
            case Show.MALL:
                return facts.mall
            case Show.AGENCY:
                return facts.agency
            case Show.SERVICE:
                return facts.service
            case Show.PLACE:
                known = facts.building or facts.floor
                return self._say("place", building=facts.building, floor=facts.floor) if known else ""
            case Show.PLEASE_WAIT:
                return self._say("please_wait")
            case Show.MOMENT:
                return moment(self._words, facts.language, facts.at)
            case Show.CLOCK:
                return "" if facts.clock_confirmed else self._say("clock_not_confirmed")
            case Show.OWN_NUMBER:
                return "" if facts.online else self._say("own_number")
            case _:
                raise AssertionError(f"a {part.show} is no paragraph")

    def _stamp(self, show: Show) -> Iterator[Block]:
        if show is Show.COPY and self._facts.copy:
            yield Stamp(self._say("copy", n=self._facts.copy))
        if show is Show.PRIORITY and self._facts.priority:
            yield Stamp(self._say("priority"), filled=False)

    def _queue(self) -> Iterator[Block]:
        facts = self._facts
        if facts.ahead is not None:
            yield Field(self._say("ahead"), self._counted("people", facts.ahead))
        if facts.wait is not None:
            low, high = facts.wait
            key = "minutes" if low < high else "about_minutes"
            yield Field(self._say("wait"), self._say(key, low=low, high=high))

    def _track(self) -> Iterator[Block]:
        if 0 < len(self._facts.track_url.encode()) <= QR_CHARACTERS:
            yield Qr(self._facts.track_url, self._say("track"))

    def _documents(self) -> Iterator[Block]:
        if self._facts.documents:
            yield Text(self._say("bring"), SMALL)
            yield Gap(0.4)
            yield Items(self._facts.documents)

    def _later(self) -> Iterator[Block]:
        facts = self._facts
        if not facts.later:
            return
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
