"""The stops of a way as rows: where each is, what it gives for which later stop, what to bring."""

from dataclasses import dataclass

from kiosk.app.model import Model
from kiosk.domain.catalogue import Catalogue, FormulaFee, OptionsFee, Ready, Service
from kiosk.domain.places import Agencies, Wayfinding
from kiosk.domain.route import Way, possible_today
from kiosk.domain.route_stops import Stop
from kiosk.domain.way_days import AT_ONCE, days_until
from kiosk.domain.way_papers import Origin, to_bring
from kiosk.particulars import fee_rows, listed, ready, steps, working_days
from kiosk.phrases import Mark, money
from kiosk.ui.views.tiles import service_row
from kiosk.ui.views.way_bring import BETWEEN, Papers
from kiosk.words import Words


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop; what does not apply is empty.

    ``where`` is its agency and place; ``mark``, ``words`` and ``wait`` are its state, or when to come back
    for it; ``later`` that it cannot be done today. ``brings`` names all papers at hand and from earlier
    stops, ``held`` and ``earlier`` the same one by one, ``outside`` those from outside the mall. ``chosen``
    is the stop whose number is offered, among several that could be.
    """

    service: str
    number: int
    name: str
    where: str
    series: str
    icon: str
    mark: str
    words: str
    wait: str
    shut: bool
    until: str
    gives: str
    facts: str
    brings: str
    held: list[str]
    earlier: list[str]
    outside: str
    later: bool
    goal: bool
    chosen: bool


def stop_rows(model: Model, words: Words, here: Wayfinding) -> list[StopRow]:
    """Return a row for each stop of a way."""
    assert model.catalogue is not None
    days = days_until(model.catalogue, here.way)
    today = possible_today(model.catalogue, here.way, model.now, model.staff_word)
    return [
        _stop_row(model, words, here, place, until, can)
        for place, (until, can) in enumerate(zip(days, today, strict=True))
    ]


def until_ready(words: Words, language: str, days: Ready | None, key: str = "way.return") -> str:
    """Say after how many working days to come back, with the words of a key."""
    if days is None:
        return words.say(language, "way.ask_when")
    return words.say(language, key, days=_inside(working_days(words, language, days)))


def _stop_row(
    model: Model, words: Words, here: Wayfinding, place: int, until: Ready | None, today: bool
) -> StopRow:
    assert model.catalogue is not None
    catalogue, language, stop = model.catalogue, model.visit.adjustments.language, here.way.stops[place]
    service, agency = catalogue.services[stop.service], catalogue.agency_of(stop.service)
    state = service_row(model, words, service, above=False)
    at = words.say(language, "ticket.place", building=agency.place.building, floor=agency.place.floor)
    papers = Papers(words, language, catalogue, to_bring(catalogue, here.way, place, here.holdings))
    return StopRow(
        service=service.id,
        number=place + 1,
        name=state.name,
        where=agency.short + BETWEEN + at,
        series=agency.series,
        icon=agency.icon or agency.id,
        mark=state.mark,
        words="" if until != AT_ONCE and (not state.shut or state.mark == Mark.LATER) else state.words,
        wait=state.wait,
        shut=state.shut,
        until="" if until == AT_ONCE else until_ready(words, language, until),
        gives=_gives(words, language, catalogue, here.way, stop),
        facts=_facts(words, language, service),
        brings=papers.brings(),
        held=papers.named(Origin.AT_HAND),
        earlier=papers.named(Origin.EARLIER_STOP),
        outside=papers.outside(),
        later=not today,
        goal=place == len(here.way.stops) - 1,
        chosen=isinstance(here.back, Agencies) and place == here.chosen,
    )


def _gives(words: Words, language: str, catalogue: Catalogue, way: Way, stop: Stop) -> str:
    if not stop.gives:
        return ""
    documents = [catalogue.documents[each].name.in_language(language) for each in stop.gives]
    later = [place for place, other in enumerate(way.stops) if other.service in stop.later]
    return words.say(
        language,
        "way.gives",
        documents=listed(words, language, documents),
        steps=steps(words, language, later),
    )


def _facts(words: Words, language: str, service: Service) -> str:
    """Say what it costs, how many minutes it takes at the counter, and when the product is there."""
    minutes = service.handling_minutes
    at_counter = [words.say(language, "way.minutes", n=minutes)] if minutes else []
    if service.ready == AT_ONCE:
        done = words.say(language, "way.ready_now")
    else:
        done = words.say(language, "way.ready", days=_inside(ready(words, language, service)))
    return BETWEEN.join([_fee(words, language, service), *at_counter, done])


def _fee(words: Words, language: str, service: Service) -> str:
    match service.fee:
        case OptionsFee(options=options):
            least = min(each.amount for each in options)
            return words.say(language, "way.fee_from", amount=money(words, language, least))
        case FormulaFee():
            return words.say(language, "way.fee_formula")
        case fee:
            return fee_rows(words, language, fee)[0].amount


def _inside(words: str) -> str:
    """Return words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
