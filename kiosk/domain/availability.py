"""Is a service open now, and if not: why, since when, and when is it again?"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache

from kiosk.domain.agenda import Agenda
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.staff_word import JUST_THIS, NO_WORD, Outage, StaffWord, State, Word, word_for
from kiosk.domain.text import Text

__all__ = [
    "NO_WORD",
    "Availability",
    "Outage",
    "StaffWord",
    "State",
    "Word",
    "availabilities",
    "availability",
]


@dataclass(frozen=True, slots=True)
class Availability:
    """A service's state with its reason, from and until when, and when the service opens next.

    ``serving_from`` is when the counters open, while numbers are given before that. ``link_down``
    tells that the state comes from an outage of the agency's link to its central data.
    """

    state: State
    reason: Text | None = None
    since: datetime | None = None
    until: datetime | None = None
    next_open: datetime | None = None
    serving_from: datetime | None = None
    link_down: bool = False

    @property
    def ticketed(self) -> bool:
        """Whether a citizen can take a number now."""
        return self.state in (State.OPEN, State.INTAKE_ONLY)


def availability(
    catalogue: Catalogue, service: Service, now: datetime, staff_word: StaffWord = NO_WORD
) -> Availability:
    """Return what a service can do at ``now``, by the first of these that says anything of it.

    1. What staff said of the service, of its agency, or of its agency's link: see ``word_for``.
    2. The catalogue's standing of the service.
    3. The catalogue's standing of its agency.
    4. The calendar and the hours.

    ``OPEN`` leaves it to the calendar and the hours, and so overrides the standings. So does
    ``PICKUP_ONLY`` for a pick-up and ``CONSULT_ONLY`` for advice. With ``INTAKE_ONLY`` numbers are given
    while calendar and hours have the service open, and else it is ``CLOSED`` by them. Every other state
    gives none, whatever the hours say: it has the times that were said, and ``next_open`` is the first
    moment from its end on at which calendar and hours have the service open. Without an end nobody
    knows, but a quota that is gone comes back with the next service day.

    By the hours, ``since`` and ``until`` are those of the stretch that holds ``now``. Before the day's
    first one it is ``OPEN`` for numbers from the mall's ``ticket_opens`` on. ``CLOSED`` says since when,
    what opens next, and as its reason the closure's or the holiday's.
    """
    said = word_for(catalogue, service, now, staff_word) or _standing_of(catalogue, service)
    agenda, local = catalogue.agenda_of(service), now.astimezone(catalogue.mall.zone)
    if said.state is State.OPEN or said.state is JUST_THIS.get(service.kind):
        return _by_the_hours(agenda, catalogue.mall.ticket_opens, local)
    if said.state is State.INTAKE_ONLY:
        hours = _by_the_hours(agenda, catalogue.mall.ticket_opens, local)
        return _limited(hours, said) if hours.ticketed else hours
    end = _end(said, local)
    next_open = agenda.first_open(end) if end else None
    return Availability(said.state, said.reason, said.since, said.until, next_open, link_down=said.link_down)


def availabilities(
    catalogue: Catalogue, now: datetime, staff_word: StaffWord = NO_WORD
) -> dict[str, Availability]:
    """Return every service's availability at ``now``, in the catalogue's order."""
    return {each.id: availability(catalogue, each, now, staff_word) for each in catalogue.services.values()}


def _standing_of(catalogue: Catalogue, service: Service) -> Word:
    """Return the catalogue's own word of a service."""
    agency = catalogue.agencies[service.agency]
    standing = service.standing or agency.standing
    inherited = agency.reason if agency.standing is standing else None
    return Word(State(standing.value), service.reason or inherited)


def _end(said: Word, now: datetime) -> datetime | None:
    """Return when a state ends; a quota that is gone comes back with the next service day."""
    if said.state is State.QUOTA_FULL and not said.until:
        return datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
    return said.until


def _limited(hours: Availability, said: Word) -> Availability:
    """Return the state that the hours give, as long as what was said holds too."""
    since = [each for each in (hours.since, said.since) if each]
    until = [each for each in (hours.until, said.until) if each]
    return replace(
        hours,
        state=said.state,
        reason=said.reason,
        since=max(since, default=None),
        until=min(until, default=None),
    )


@lru_cache
def _by_the_hours(agenda: Agenda, ticket_opens: time | None, now: datetime) -> Availability:
    """Return ``OPEN`` while it is open, and before that while the machine gives the day's first numbers."""
    if stretch := agenda.at(now):
        return Availability(State.OPEN, since=stretch.start, until=stretch.end)
    opens = agenda.first_open(now)
    if opens and (numbers := agenda.before_opening(now, ticket_opens)):
        return Availability(State.OPEN, since=numbers.start, until=numbers.end, serving_from=opens)
    return Availability(State.CLOSED, agenda.why_shut(now), agenda.last_open(now), next_open=opens)
