"""From the facts of a way to the paper that leads a citizen from counter to counter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.printing.composing import BODY, SMALL, TITLE, moment, scan_blocks
from kiosk.printing.document import Block, Field, Gap, Ornament, Papers, Rule, Step, Text, WayDocument
from kiosk.words import Words

WANTED = 3.4
"""Height of the capitals of what the citizen came for, in millimetres."""


@dataclass(frozen=True, slots=True)
class StopFacts:
    """All that the paper says of one stop, in words.

    ``when`` tells what it waits for or how its service stands, and ``state`` how that stands beside it.
    ``gives`` are its papers and ``needed_at`` the steps that want them, ``ready`` when they are handed over.
    ``fees`` are labels with amounts, either of which may be empty; ``papers`` have their names first, then
    what else is to be known of them. ``minutes`` are spent at the counter.
    """

    service: str
    agency: str
    building: str
    floor: str
    when: str
    state: str
    gives: str
    needed_at: str
    ready: str
    fees: tuple[tuple[str, str], ...]
    minutes: int | None
    papers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class WayFacts:
    """All that a way says. Names are in ``language`` already; ``at`` is in the mall's own zone.

    ``wanted_id`` names the service that the citizen came for in the catalogue, ``wanted`` in words;
    ``instead`` tells, where it is so, why another one takes its place, or that none can. ``today`` and
    ``another_day`` are the steps that can and cannot be done today, ``come_back`` is when to come for the
    first of the latter; all three are empty where there is nothing to come back for.
    """

    wanted_id: str
    wanted: str
    instead: str
    today: str
    another_day: str
    come_back: str
    mall: str
    at: datetime
    stops: tuple[StopFacts, ...]
    complaints: str
    language: str
    code: str


def compose_way(facts: WayFacts, words: Words) -> WayDocument:
    """Lay out a way."""
    return WayDocument(
        wanted=facts.wanted_id,
        printed_at=facts.at,
        language=facts.language,
        blocks=tuple(_Composer(facts, words).blocks()),
    )


class _Composer:
    def __init__(self, facts: WayFacts, words: Words) -> None:
        self._facts = facts
        self._words = words

    def blocks(self) -> Iterator[Block]:
        yield from self._head()
        yield from self._today()
        for number, stop in enumerate(self._facts.stops, start=1):
            yield Rule()
            yield Step(number, stop.service)
            yield Gap(1.2)
            yield from self._stop(stop)
        several = len(self._facts.stops) > 1
        yield from scan_blocks(self._words, self._facts.language, self._facts.code, several=several)
        yield from self._foot()

    def _head(self) -> Iterator[Block]:
        facts = self._facts
        yield Ornament()
        yield Gap(1.2)
        yield Text(facts.mall, SMALL)
        yield Text(moment(self._words, facts.language, facts.at), SMALL)
        yield Gap(1.4)
        yield Text(self._say("towards"), BODY)
        yield Text(facts.wanted, WANTED, bold=True)
        if facts.instead:
            yield Gap(0.6)
            yield Text(facts.instead, BODY)

    def _today(self) -> Iterator[Block]:
        facts = self._facts
        if not facts.come_back:
            return
        yield Gap(1.4)
        if facts.today:
            yield Field(self._say("today"), facts.today)
        yield Field(self._say("another_day"), facts.another_day)
        yield Gap(0.6)
        yield Text(facts.come_back, BODY)

    def _stop(self, stop: StopFacts) -> Iterator[Block]:
        yield Text(stop.agency, BODY)
        place = self._words.say(
            self._facts.language, "ticket.place", building=stop.building, floor=stop.floor
        )
        yield Text(place, TITLE, bold=True)
        yield Gap(1.0)
        yield Field(self._say("when"), stop.when)
        if stop.state:
            yield Text(stop.state, BODY)
        if stop.minutes:
            yield Field(self._say("at_counter"), self._say("minutes", n=stop.minutes))
        yield from self._fees(stop)
        if stop.gives:
            key = "gives_for" if stop.needed_at else "gives"
            yield Field(self._say(key, steps=stop.needed_at), stop.gives)
        yield Field(self._say("ready"), stop.ready)
        yield Gap(0.8)
        yield Text(self._say("bring" if stop.papers else "bring_nothing"), BODY)
        if stop.papers:
            yield Gap(0.4)
            yield Papers(stop.papers)

    def _fees(self, stop: StopFacts) -> Iterator[Block]:
        choices = [(label, amount) for label, amount in stop.fees if label and amount]
        if choices:
            yield Text(self._say("fee"), SMALL)
        for label, amount in stop.fees:
            if not label:
                yield Field(self._say("fee"), amount)
            elif amount:
                yield Text(f"{label}: {amount}", BODY, bold=True)
            else:
                yield Text(label, SMALL)

    def _foot(self) -> Iterator[Block]:
        yield Rule()
        yield Text(self._say("complaints", where=self._facts.complaints), SMALL)
        yield Text(self._say("nothing_kept"), SMALL)

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(self._facts.language, f"way_paper.{key}", **values)
