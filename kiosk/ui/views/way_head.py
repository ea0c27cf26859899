"""What stands over a way: how much there is to do before the goal, and how far one comes today."""

from dataclasses import dataclass

from kiosk.app.model import Model
from kiosk.domain.catalogue import Catalogue, Ready
from kiosk.domain.places import Agencies, Wayfinding
from kiosk.domain.route import Way, possible_today
from kiosk.domain.way_days import AT_ONCE, days_until
from kiosk.particulars import listed, steps
from kiosk.ui.views.tiles import UNKNOWN, service_row
from kiosk.ui.views.way_rows import until_ready
from kiosk.words import Words


@dataclass(frozen=True, slots=True)
class WayHead:
    """The title, one line on how far one comes today, and why another service is wanted, if it is."""

    title: str
    today: str
    instead: str = ""


def way_head(model: Model, words: Words, here: Wayfinding) -> WayHead:
    """Return what stands over a way."""
    assert model.catalogue is not None
    language, way = model.visit.adjustments.language, here.way
    if isinstance(here.back, Agencies):
        return WayHead(words.say(language, "way.yours"), words.say(language, "way.choose"))
    if not way.stops:
        return WayHead(words.say(language, "way.none"), _missing(words, language, model.catalogue, way))
    title = words.say(language, _title(way), n=len(way.stops) - 1)
    return WayHead(title, _today(model, words, way), _instead(words, language, model.catalogue, way))


def _title(way: Way) -> str:
    match len(way.stops) - 1:
        case 0 if way.outside:
            return "way.bring_first"
        case 0:
            return "way.other" if way.instead else "way.complete"
        case 1:
            return "way.one_first"
        case _:
            return "way.some_first"


def _missing(words: Words, language: str, catalogue: Catalogue, way: Way) -> str:
    names = [catalogue.documents[each].name.in_language(language) for each in way.missing]
    service = catalogue.services[way.wanted].name.in_language(language)
    return words.say(language, "way.none_why", service=service, documents=listed(words, language, names))


def _instead(words: Words, language: str, catalogue: Catalogue, way: Way) -> str:
    if not way.instead:
        return ""
    names = [catalogue.documents[each].name.in_language(language) for each in way.lacking]
    service = catalogue.services[way.instead].name.in_language(language)
    return words.say(language, "way.instead", documents=listed(words, language, names), service=service)


def _today(model: Model, words: Words, way: Way) -> str:
    """Say which stops can be done today, and when to come back for the last one."""
    assert model.catalogue is not None
    language = model.visit.adjustments.language
    possible = possible_today(model.catalogue, way, model.now, model.staff_word)
    states = [
        service_row(model, words, model.catalogue.services[each.service], above=False) for each in way.stops
    ]
    if len(states) == 1:
        return "" if states[0].shut or way.instead else words.say(language, "way.straight")
    if all(possible):
        return words.say(language, "way.all_today")
    today = [place for place, can in enumerate(possible) if can]
    done = words.say(language, "way.today", steps=steps(words, language, today)) if today else ""
    days = days_until(model.catalogue, way)[-1]
    if not today or days == AT_ONCE:
        shut = possible.index(False)
        why = words.say(language, "way.step_state", n=shut + 1, state=states[shut].words)
        return f"{done or words.say(language, 'way.not_today')} {why}"
    return f"{done} {_return(model, words, way, days)}"


def _return(model: Model, words: Words, way: Way, days: Ready | None) -> str:
    """Say when to come back for the last stop; it may be that nobody knows when that one opens."""
    language = model.visit.adjustments.language
    state = model.availability.get(way.stops[-1].service, UNKNOWN)
    known = state.ticketed or state.next_open or state.until
    return until_ready(words, language, days, "way.return" if known else "way.return_if_open")
