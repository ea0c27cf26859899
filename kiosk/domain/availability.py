"""Is a service open now, and if not: why, and when is it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.catalogue import Catalogue, Service, Standing
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
class Availability:
    """A service's state with its reason, how long it lasts, and when the service opens next."""

    state: State
    reason: Text | None = None
    until: datetime | None = None
    next_open: datetime | None = None

    @property
    def ticketed(self) -> bool:
        """Whether a citizen can take a number now."""
        return self.state in (State.OPEN, State.INTAKE_ONLY)


StaffWord = Mapping[str, Availability]
"""What staff said of services through the server, by service id; it overrides the catalogue."""


def availability(
    catalogue: Catalogue, service: Service, now: datetime, staff_word: StaffWord | None = None
) -> Availability:
    """Return what a service can do at ``now``: standing first, then staff's word, then the hours."""
    agency = catalogue.agencies[service.agency]
    standing = service.standing or agency.standing
    hours, zone = catalogue.hours_of(service), catalogue.mall.zone
    if standing is not Standing.OPEN:
        return Availability(State(standing.value), service.reason or agency.reason)
    if staff_word and (word := staff_word.get(service.id)) and word.state is not State.OPEN:
        return word
    if until := hours.open_until(now, zone):
        return Availability(State.OPEN, until=until)
    return Availability(State.CLOSED, next_open=hours.next_opening(now, zone))


def availabilities(
    catalogue: Catalogue, now: datetime, staff_word: StaffWord | None = None
) -> dict[str, Availability]:
    """Return every service's availability at ``now``, in the catalogue's order."""
    return {
        each.id: availability(catalogue, each, now, staff_word)
        for each in catalogue.services.values()
    }
