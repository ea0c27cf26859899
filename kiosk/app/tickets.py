"""What a ticket says: the facts of a press, put into the words of the visit."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.route import Way
from kiosk.domain.ticket import Ticket, TicketClass, track_of
from kiosk.domain.way_code import way_code
from kiosk.particulars import any_of
from kiosk.printing.composing import LaterStop, TicketFacts, compose
from kiosk.printing.document import TicketDocument
from kiosk.printing.template import Template
from kiosk.words import Words


class TicketComposer:
    """Composes tickets; ``public_url`` is where phones follow them, empty for no code.

    ``clock_confirmed`` tells whether the time of the press can be relied on. Without a ``template`` tickets
    look as they are shipped.
    """

    def __init__(
        self,
        words: Words,
        public_url: str,
        clock_confirmed: Callable[[], bool] = lambda: True,
        template: Template | None = None,
    ) -> None:
        self._words = words
        self._public_url = public_url
        self._clock_confirmed = clock_confirmed
        self._template = template

    def __call__(self, ticket: Ticket, catalogue: Catalogue, way: Way | None = None) -> TicketDocument:
        """Return the document of a ticket, in the visit's language.

        Where its service is a stop of ``way`` and not the last, the ticket says what comes after it.
        """
        press, language = ticket.press, ticket.press.language
        words = self._words.with_languages(catalogue.mall.languages)
        later = _later_stops(way, catalogue, press.service, language) if way else ()
        facts = TicketFacts(
            ticket_id=press.ticket_id,
            label=ticket.label,
            online=ticket.online,
            mall=catalogue.mall.name.in_language(language),
            agency="",
            service=press.service,
            at=press.pressed_at.astimezone(catalogue.mall.zone),
            clock_confirmed=self._clock_confirmed(),
            ahead=ticket.ahead,
            wait=(ticket.wait.low, ticket.wait.high) if ticket.wait and ticket.ahead else None,
            building="",
            floor="",
            documents=(),
            priority=press.ticket_class is TicketClass.PRIORITY,
            language=language,
            track_url=self._public_url + track_of(press.ticket_id) if self._public_url else "",
            copy=ticket.copy,
            later=later,
            way_code=way_code(way) if way and later else "",
        )
        if press.service in catalogue.services:  # a copy may be of a service that the mall has no more
            facts = _with_service(facts, words, catalogue, press.service)
        return compose(facts, words, self._template)


def _with_service(facts: TicketFacts, words: Words, catalogue: Catalogue, name: str) -> TicketFacts:
    """Add what the catalogue says of the ticket's service and of its agency."""
    service = catalogue.services[name]
    agency = catalogue.agencies[service.agency]
    return replace(
        facts,
        agency=agency.name.in_language(facts.language),
        service=service.name.in_language(facts.language),
        building=agency.place.building,
        floor=agency.place.floor,
        documents=papers_to_bring(words, facts.language, catalogue, service),
    )


def papers_to_bring(words: Words, language: str, catalogue: Catalogue, service: Service) -> tuple[str, ...]:
    """Return a line for each thing that must always be brought; alternatives share a line.

    What is made at the counter is left out, and so is what only some citizens need.
    """
    lines = []
    for item in service.requires:
        documents = [catalogue.documents[each] for each in item.documents]
        if item.when is None and not any(each.at_counter for each in documents):
            lines.append(any_of(words, language, catalogue, item.documents))
    return tuple(lines)


def _later_stops(way: Way, catalogue: Catalogue, service: str, language: str) -> tuple[LaterStop, ...]:
    """Return the stops after a service's own; none where the way does not lead through it."""
    services = [stop.service for stop in way.stops]
    after = services.index(service) + 1 if service in services else len(services)
    return tuple(
        _later_stop(number, catalogue, each, language)
        for number, each in enumerate(services[after:], start=after + 1)
    )


def _later_stop(number: int, catalogue: Catalogue, service: str, language: str) -> LaterStop:
    agency = catalogue.agency_of(service)
    return LaterStop(
        number=number,
        service=catalogue.services[service].name.in_language(language),
        agency=agency.name.in_language(language),
        building=agency.place.building,
        floor=agency.place.floor,
    )
