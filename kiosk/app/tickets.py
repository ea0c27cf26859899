"""What a ticket says: the facts of a press, put into the words of the visit."""

from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.route import Way
from kiosk.domain.ticket import Ticket, TicketClass, track_of
from kiosk.printing.composing import TicketFacts, compose
from kiosk.printing.document import TicketDocument
from kiosk.words import Words


class TicketComposer:
    """Composes tickets; ``public_url`` is where phones follow them, empty for no code."""

    def __init__(self, words: Words, public_url: str) -> None:
        self._words = words
        self._public_url = public_url

    def __call__(self, ticket: Ticket, catalogue: Catalogue, way: Way | None = None) -> TicketDocument:
        """Return the document of a ticket, in the visit's language."""
        press, language = ticket.press, ticket.press.language
        service = catalogue.services[press.service]
        agency = catalogue.agencies[service.agency]
        words = self._words.with_languages(catalogue.mall.languages)
        facts = TicketFacts(
            ticket_id=press.ticket_id,
            label=ticket.label,
            online=ticket.online,
            mall=catalogue.mall.name.in_language(language),
            agency=agency.name.in_language(language),
            service=service.name.in_language(language),
            at=press.pressed_at.astimezone(catalogue.mall.zone),
            ahead=ticket.ahead,
            wait=(ticket.wait.low, ticket.wait.high) if ticket.wait and ticket.ahead else None,
            building=agency.place.building,
            floor=agency.place.floor,
            documents=papers_to_bring(words, language, catalogue, service),
            priority=press.ticket_class is TicketClass.PRIORITY,
            language=language,
            track_url=self._public_url + track_of(press.ticket_id) if self._public_url else "",
        )
        return compose(facts, words)


def papers_to_bring(words: Words, language: str, catalogue: Catalogue, service: Service) -> tuple[str, ...]:
    """Return a line for each thing that must always be brought; alternatives share a line.

    What is made at the counter is left out, and so is what only some citizens need.
    """
    either = f" {words.say(language, 'service.either')} "
    lines = []
    for item in service.requires:
        documents = [catalogue.documents[each] for each in item.documents]
        if item.when is None and not any(each.at_counter for each in documents):
            lines.append(either.join(each.name.in_language(language) for each in documents))
    return tuple(lines)
