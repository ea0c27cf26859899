"""What can be done with a way: take a number, print it, or take the number that was wanted at first."""

from dataclasses import dataclass

from kiosk.app.model import Model
from kiosk.domain.places import Agencies, PaperDone, Printing, Wayfinding, WayPaper
from kiosk.domain.ticket import Outcome
from kiosk.ui.views.tiles import UNKNOWN, service_row
from kiosk.words import Words


@dataclass(frozen=True, slots=True)
class NumberOffer:
    """The stop whose number is offered; nothing where there is no way.

    ``shut`` says why there is no number now, ``heading`` what stands over that, ``mark`` is its shape.
    ``original`` names the service that was wanted at first, if its number is another one and can be taken.
    """

    service: str = ""
    label: str = ""
    shut: str = ""
    heading: str = ""
    mark: str = "open"
    original: str = ""


def number_offer(model: Model, words: Words, here: Wayfinding) -> NumberOffer:
    """Return the number that is offered on a way."""
    assert model.catalogue is not None
    language, way = model.visit.adjustments.language, here.way
    if not way.stops:
        return NumberOffer(original=_original(model, way.wanted))
    service = way.stops[here.chosen].service
    row = service_row(model, words, model.catalogue.services[service], above=True)
    number, several = here.chosen + 1, len(way.stops) > 1
    take = words.say(language, "way.take_step", n=number, agency=row.above)
    shut = words.say(language, "way.shut_step", n=number)
    other = service != way.wanted and not isinstance(here.back, Agencies)
    return NumberOffer(
        service=service,
        label=take if several else words.say(language, "service.take"),
        shut=row.words if row.shut else "",
        heading=shut if several else words.say(language, "service.shut"),
        mark=row.mark,
        original=_original(model, way.wanted) if other else "",
    )


def paper_state(paper: WayPaper | None) -> tuple[str, str]:
    """Return the phase of a way's paper, printing, printed or stuck, and the key of its words."""
    if paper is None:
        return "", ""
    match paper.paper:
        case Printing(held=None):
            return "printing", "way.printing"
        case Printing():
            return "stuck", "way.held"
        case PaperDone(Outcome.PRINTED | Outcome.BLIND):
            return "printed", "way.take_paper"
        case PaperDone():
            return "stuck", "way.not_printed"


def _original(model: Model, wanted: str) -> str:
    assert model.catalogue is not None
    if not model.availability.get(wanted, UNKNOWN).ticketed:
        return ""
    return model.catalogue.services[wanted].name.in_language(model.visit.adjustments.language)
