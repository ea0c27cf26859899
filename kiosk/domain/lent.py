"""What a kiosk can give of a daily quota by itself: the numbers that the server lent it, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.availability import StaffWord, State, Word, availability
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class Lent:
    """How many numbers a kiosk may give today without a line, by agency.

    ``reason`` is what citizens are told where there is none.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    reason: Text | None = None


NOTHING_LENT = Lent()


def quota_agency(catalogue: Catalogue, service: str) -> str | None:
    """Return the agency whose daily quota a service's numbers count towards, if it has one."""
    known = catalogue.services[service]
    limited = known.quota and catalogue.agencies[known.agency].quota_per_day is not None
    return known.agency if limited else None


def quota_services(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the services that share a daily quota, by their agency."""
    found: dict[str, tuple[str, ...]] = {}
    for service in catalogue.services:
        if agency := quota_agency(catalogue, service):
            found[agency] = (*found.get(agency, ()), service)
    return found


def word_without_line(catalogue: Catalogue, now: datetime, said: StaffWord, lent: Lent) -> StaffWord:
    """Return what holds while the server is not heard, where ``said`` is what it said last.

    That a quota was used up is no word of staff's, who always tell since when: it was true of the server's
    own numbers, and says nothing of those that are lent. A limited service of which nothing is lent is
    ``QUOTA_FULL`` where it would give numbers otherwise; what shuts it for another reason is told as ever.
    """
    limited = quota_services(catalogue)
    words = {name: word for name, word in said.services.items() if not _of_the_quota(word)}
    staffs = StaffWord(words, said.agencies, said.outages)
    full = Word(State.QUOTA_FULL, lent.reason)
    for agency, services in limited.items():
        if lent.numbers.get(agency, 0) == 0:
            shut = [
                each
                for each in services
                if availability(catalogue, catalogue.services[each], now, staffs).ticketed
            ]
            words = {**words, **dict.fromkeys(shut, full)}
    return StaffWord(words, said.agencies, said.outages)


def _of_the_quota(word: Word) -> bool:
    return word.state is State.QUOTA_FULL and word.since is None
