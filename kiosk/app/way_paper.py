"""What a way's paper says: its stops and their papers, put into the words of the visit."""

from collections.abc import Iterable, Iterator

from kiosk.app.ways import WayPrint
from kiosk.domain.availability import Availability, State, availability
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.route import Way, possible_today
from kiosk.domain.way_code import way_code
from kiosk.domain.way_days import AT_ONCE, days_until
from kiosk.domain.way_papers import Bring, Origin, to_bring
from kiosk.particulars import fee_rows, form_of, listed, ready, steps, working_days
from kiosk.phrases import clock_time, state_sentence
from kiosk.printing.composing_way import StopFacts, WayFacts, compose_way
from kiosk.printing.document import WayDocument
from kiosk.words import Words


class WayComposer:
    """Composes the papers of ways."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, wanted: WayPrint) -> WayDocument:
        """Return the document of a way, in the visit's language."""
        words = self._words.with_languages(wanted.catalogue.mall.languages)
        return compose_way(_Facts(wanted, words).way(), words)


class _Facts:
    """One way at one moment, in one language."""

    def __init__(self, wanted: WayPrint, words: Words) -> None:
        self._wanted = wanted
        self._catalogue: Catalogue = wanted.catalogue
        self._way: Way = wanted.way
        self._words = words
        self._language = wanted.language
        self._now = wanted.at.astimezone(wanted.catalogue.mall.zone)
        self._days = days_until(wanted.catalogue, wanted.way)
        self._today = possible_today(wanted.catalogue, wanted.way, wanted.at, wanted.staff_word)

    def way(self) -> WayFacts:
        catalogue, way, language = self._catalogue, self._way, self._language
        goal = catalogue.services[way.wanted]
        come_back = self._come_back()
        return WayFacts(
            wanted_id=way.wanted,
            wanted=goal.name.in_language(language),
            instead=self._instead(),
            today=self._possible(True) if come_back else "",
            another_day=self._possible(False) if come_back else "",
            come_back=come_back,
            mall=catalogue.mall.name.in_language(language),
            at=self._now,
            stops=tuple(self._stop(place) for place in range(len(way.stops))),
            complaints=catalogue.complaints_of(goal).in_language(language),
            language=language,
            code=way_code(way),
        )

    def _instead(self) -> str:
        """Say why the way leads to another service than the wanted one, or nowhere."""
        way = self._way
        if not way.complete:
            return self._say("way_paper.none", documents=self._named(way.missing))
        if way.instead is None:
            return ""
        name = self._catalogue.services[way.instead].name.in_language(self._language)
        return self._say("way_paper.instead", documents=self._named(way.lacking), service=name)

    def _stop(self, place: int) -> StopFacts:
        catalogue, language = self._catalogue, self._language
        stop = self._way.stops[place]
        service, agency = catalogue.services[stop.service], catalogue.agency_of(stop.service)
        brings = to_bring(catalogue, self._way, place, self._wanted.holdings)
        when, state = self._when(place)
        needed_at = (n for n, each in enumerate(self._way.stops) if each.service in stop.later)
        return StopFacts(
            service=service.name.in_language(language),
            agency=agency.name.in_language(language),
            building=agency.place.building,
            floor=agency.place.floor,
            when=when,
            state=state,
            gives=self._named(stop.gives)
            or (service.product.in_language(language) if service.product else ""),
            needed_at=self._steps(needed_at),
            ready=ready(self._words, language, service),
            fees=tuple((row.label, row.amount) for row in fee_rows(self._words, language, service.fee)),
            minutes=service.handling_minutes,
            papers=tuple(self._paper(each) for each in brings),
        )

    def _possible(self, today: bool) -> str:
        """Name the steps that can be done today, or those that cannot."""
        return _sentence(self._steps(place for place, can in enumerate(self._today) if can is today))

    def _come_back(self) -> str:
        """Say when to come for the first step that cannot be done today; a single stop says so itself."""
        if len(self._today) == 1 or all(self._today):
            return ""
        place = self._today.index(False)
        waits = tuple(self._waits_for(place))
        if not waits:
            return self._say("way_paper.come_back", step=self._steps([place]), when=self._state(place))
        return self._say(
            "way_paper.come_back_after",
            step=self._steps([place]),
            steps=self._steps(waits),
            days=self._until(place),
        )

    def _when(self, place: int) -> tuple[str, str]:
        """Say when a stop can be done, and what else matters: how long that is, a service that is shut."""
        waits = tuple(self._waits_for(place))
        if not waits:
            return self._state(place), ""
        now = self._availability(place)
        days = "" if self._days[place] == AT_ONCE else self._until(place)
        shut = "" if now.ticketed or now.next_open else self._state(place)
        after = self._say("way_paper.after", steps=self._steps(waits))
        return after, ". ".join(filter(None, (days, shut)))

    def _until(self, place: int) -> str:
        """Say in how many working days the papers are there that a stop waits for."""
        days = self._days[place]
        if days is None:
            return self._say("service.unknown_duration")
        return self._say("way_paper.days", days=working_days(self._words, self._language, days))

    def _state(self, place: int) -> str:
        now = self._availability(place)
        serving = now.serving_from is None or now.serving_from <= self._now
        if now.state is State.OPEN and now.until and serving:
            until = clock_time(self._words, self._language, now.until.astimezone(self._now.tzinfo))
            return self._say("way_paper.until", time=until)
        return state_sentence(self._words, self._language, now, self._now, None)

    def _availability(self, place: int) -> Availability:
        return availability(self._catalogue, self._service(place), self._now, self._wanted.staff_word)

    def _service(self, place: int) -> Service:
        return self._catalogue.services[self._way.stops[place].service]

    def _waits_for(self, place: int) -> Iterator[int]:
        """Yield the places of the stops whose papers are not there today."""
        stops = self._way.stops
        at_once = {
            stop.service
            for stop, possible in zip(stops, self._today, strict=True)
            if possible and self._catalogue.services[stop.service].ready == AT_ONCE
        }
        waiting = {name for each in stops[place].after if at_once.isdisjoint(each) for name in each}
        for earlier, stop in enumerate(stops[:place]):
            if stop.service in waiting and stops[place].service in stop.later:
                yield earlier

    def _paper(self, bring: Bring) -> tuple[str, ...]:
        """Return the name of a paper, its alternatives, in which form it is wanted, and where it is now."""
        first, *others = (self._named([each]) for each in bring.documents)
        either = self._say("service.either")
        form = form_of(self._words, self._language, bring.item)
        match bring:
            case Bring(origin=Origin.EARLIER_STOP, stop=int(stop)):
                origin = self._say("way_paper.from_step", step=self._steps([stop]))
            case Bring(origin=Origin.OUTSIDE):
                origin = self._say("way_paper.from_outside")
            case _:
                origin = ""
        note = bring.item.note.in_language(self._language) if bring.item.note else ""
        told = _sentence(", ".join(filter(None, (form, origin))))
        return first, *(f"{either} {each}" for each in others), *filter(None, (told, _sentence(note)))

    def _named(self, documents: Iterable[str]) -> str:
        names = [self._catalogue.documents[each].name.in_language(self._language) for each in documents]
        return listed(self._words, self._language, names)

    def _steps(self, places: Iterable[int]) -> str:
        """Name stops by their numbers; nothing for none."""
        known = tuple(places)
        return steps(self._words, self._language, known) if known else ""

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(self._language, key, **values)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
