"""What staff say of services and agencies, and which of it holds for one service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from kiosk.domain.catalogue import Catalogue, Service, ServiceKind
from kiosk.domain.hours import service_day
from kiosk.domain.text import Text


class State(StrEnum):
    """What a service can do for a citizen at a moment."""

    OPEN = "open"
    INTAKE_ONLY = "intake_only"
    PICKUP_ONLY = "pickup_only"
    CONSULT_ONLY = "consult_only"
    QUOTA_FULL = "quota_full"
    PREPARING = "preparing"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Word:
    """What staff said of a service or an agency, and from and until when it counts.

    ``link_down`` tells that it follows from an outage of the agency's link.
    """

    state: State
    reason: Text | None = None
    since: datetime | None = None
    until: datetime | None = None
    link_down: bool = False

    def holds(self, now: datetime) -> bool:
        """Tell whether it counts at ``now``."""
        return _holds(self.since, now, self.until)


@dataclass(frozen=True, slots=True)
class Outage:
    """An agency's link to its central data is down, from and until when."""

    reason: Text | None = None
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether it counts at ``now``."""
        return _holds(self.since, now, self.until)


def _holds(since: datetime | None, now: datetime, until: datetime | None) -> bool:
    return (since is None or since <= now) and (until is None or now < until)


@dataclass(frozen=True, slots=True)
class StaffWord:
    """All that staff said through the server: by service id, by agency id, and outages by agency id."""

    services: Mapping[str, Word] = field(default_factory=dict)
    agencies: Mapping[str, Word] = field(default_factory=dict)
    outages: Mapping[str, Outage] = field(default_factory=dict)


NO_WORD = StaffWord()

JUST_THIS = {ServiceKind.PICKUP: State.PICKUP_ONLY, ServiceKind.CONSULT: State.CONSULT_ONLY}
"""The state in which the services of a kind go on as ever while all others rest."""


def word_for(catalogue: Catalogue, service: Service, now: datetime, staff_word: StaffWord) -> Word | None:
    """Return the word that decides what a service can do at ``now``: the first of these that there is.

    1. The service's own word.
    2. Its agency's word, where that touches it: ``INTAKE_ONLY`` means full services, ``QUOTA_FULL``
       those with a quota, and every other state means all. An agency that is ``OPEN`` may have lost its
       link all the same, and then the next holds.
    3. The outage of its agency's link, for a full service, as the word ``PREPARING``.

    Said of the service alone, the word comes to the same availability.
    """
    own, common = staff_word.services.get(service.id), staff_word.agencies.get(service.agency)
    zone = catalogue.mall.zone
    if own and _counts(own, now, zone):
        return own
    said = common if common and _counts(common, now, zone) and _touches(common.state, service) else None
    if said and said.state is not State.OPEN:
        return said
    outage = staff_word.outages.get(service.agency)
    if outage and outage.holds(now) and service.kind is ServiceKind.FULL:
        return Word(State.PREPARING, outage.reason, outage.since, outage.until, link_down=True)
    return said


def _counts(word: Word, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a word holds; that a quota is gone is never said for longer than its own day."""
    if word.state is State.QUOTA_FULL and word.since and not word.until:
        return word.holds(now) and service_day(word.since, zone) == service_day(now, zone)
    return word.holds(now)


def _touches(state: State, service: Service) -> bool:
    """Tell whether what is said of an agency says anything of one of its services."""
    match state:
        case State.INTAKE_ONLY:
            return service.kind is ServiceKind.FULL
        case State.QUOTA_FULL:
            return service.quota
        case _:
            return True
