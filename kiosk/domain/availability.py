"""Is a service open now, and if not: why, and when is it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.catalogue import Catalogue, Mall, Service, Standing
from kiosk.domain.hours import WeekHours
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
    """A service's state with its reason, how long it lasts, and when the service opens next.

    ``serving_from`` is when the counters open, while numbers are given before that.
    """

    state: State
    reason: Text | None = None
    until: datetime | None = None
    next_open: datetime | None = None
    serving_from: datetime | None = None

    @property
    def ticketed(self) -> bool:
        """Whether a citizen can take a number now."""
        return self.state in (State.OPEN, State.INTAKE_ONLY)


StaffWord = Mapping[str, Availability]
"""What staff said of services through the server, by service id; it overrides the catalogue."""


def availability(
    catalogue: Catalogue, service: Service, now: datetime, staff_word: StaffWord | None = None
) -> Availability:
    """Return what a service can do at ``now``: standing first, then staff's word, then the hours.

    A service is shut in a break of its hours and says when it opens. Before the day's first opening
    it is open for numbers from the mall's ``ticket_opens`` on. Staff's word counts until it ends.
    """
    agency = catalogue.agencies[service.agency]
    standing = service.standing or agency.standing
    if standing is not Standing.OPEN:
        inherited = agency.reason if agency.standing is standing else None
        return Availability(State(standing.value), service.reason or inherited)
    word = (staff_word or {}).get(service.id)
    if word and word.state is not State.OPEN and (word.until is None or now < word.until):
        return word
    return _by_the_hours(catalogue.hours_of(service), catalogue.mall, now)


def _by_the_hours(hours: WeekHours, mall: Mall, now: datetime) -> Availability:
    if until := hours.open_until(now, mall.zone):
        return Availability(State.OPEN, until=until)
    local = now.astimezone(mall.zone)
    first = next(iter(hours.on(local.date())), None)
    if first and mall.ticket_opens and mall.ticket_opens <= local.time() < first.start:
        start, end = (datetime.combine(local.date(), each, mall.zone) for each in (first.start, first.end))
        return Availability(State.OPEN, until=end, serving_from=start)
    return Availability(State.CLOSED, next_open=hours.next_opening(now, mall.zone))


def availabilities(
    catalogue: Catalogue, now: datetime, staff_word: StaffWord | None = None
) -> dict[str, Availability]:
    """Return every service's availability at ``now``, in the catalogue's order."""
    return {each.id: availability(catalogue, each, now, staff_word) for each in catalogue.services.values()}


def availability_report(catalogue: Catalogue, now: datetime) -> dict[str, dict[str, Any]]:
    """Return every service's availability as JSON's own values, by service id.

    Each is ``{state, reason, until, next_open}``: a reason is ``{language: text}``, a time is ISO 8601
    in the mall's zone, and what does not apply is ``None``.
    """
    languages = [each.code for each in catalogue.mall.languages]
    zone = catalogue.mall.zone

    def when(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat() if moment else None

    return {
        name: {
            "state": each.state.value,
            "reason": {code: each.reason.in_language(code) for code in languages} if each.reason else None,
            "until": when(each.until),
            "next_open": when(each.next_open),
        }
        for name, each in availabilities(catalogue, now).items()
    }
