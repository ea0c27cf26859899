"""The command ``kiosk availability``: staff's words to try, and states as JSON's own values or as lines."""

from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from kiosk.domain.agency_availability import agency_availability
from kiosk.domain.availability import Availability, Outage, StaffWord, State, Word
from kiosk.domain.catalogue import Catalogue
from kiosk.way import LANGUAGE, check_known


def word(words: str) -> tuple[str, State]:
    """Read what staff say of a service or an agency, like ``paspor-baru=paused``."""
    subject, _, state = words.partition("=")
    if not subject or state not in set(State):
        raise ArgumentTypeError(f"{words!r} is not ID=STATE; the states are {', '.join(State)}")
    return subject, State(state)


def staff_word_of(
    catalogue: Catalogue, said: Iterable[tuple[str, State]], outages: Iterable[str]
) -> StaffWord:
    """Return all that staff say, without reasons and ends; raises ``AskedWronglyError``.

    An id that is both a service's and an agency's means the service.
    """
    words = {subject: Word(state) for subject, state in said}
    down = {agency: Outage() for agency in outages}
    for subject in words:
        check_known(subject, "service or agency", [*catalogue.services, *catalogue.agencies])
    for agency in down:
        check_known(agency, "agency", catalogue.agencies)
    of_services = {each for each in words if each in catalogue.services}
    return StaffWord(
        services={subject: each for subject, each in words.items() if subject in of_services},
        agencies={subject: each for subject, each in words.items() if subject not in of_services},
        outages=down,
    )


def availability_report(
    catalogue: Catalogue, states: Mapping[str, Availability]
) -> dict[str, dict[str, Any]]:
    """Return availabilities by service id, each as ``{state, reason, since, until, next_open}``.

    A reason is ``{language: text}``, a time is ISO 8601 in the mall's zone, and what does not apply
    is ``None``.
    """
    languages = [each.code for each in catalogue.mall.languages]
    zone = catalogue.mall.zone

    def when(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat() if moment else None

    return {
        service: {
            "state": each.state.value,
            "reason": {code: each.reason.in_language(code) for code in languages} if each.reason else None,
            "since": when(each.since),
            "until": when(each.until),
            "next_open": when(each.next_open),
        }
        for service, each in states.items()
    }


def state_lines(catalogue: Catalogue, states: Mapping[str, Availability]) -> Iterator[str]:
    """Yield states as people read them: each agency with its services below it, in the mall's time."""
    width = max(map(len, states), default=0)
    for agency in catalogue.agencies.values():
        yield f"{agency.id}: {_told(catalogue, agency_availability(catalogue, agency, states))}"
        for service in catalogue.services_of(agency.id):
            yield f"  {service.id:{width}}  {_told(catalogue, states[service.id])}"


def _told(catalogue: Catalogue, state: Availability) -> str:
    reason = state.reason.in_language(LANGUAGE) if state.reason else ""
    named = {
        "since": state.since,
        "until": state.until,
        "serving from": state.serving_from,
        "opens": state.next_open,
    }
    times = [f"{name} {_when(catalogue, at)}" for name, at in named.items() if at]
    return "; ".join(filter(None, (state.state.value, reason, "link down" * state.link_down, *times)))


def _when(catalogue: Catalogue, moment: datetime) -> str:
    return f"{moment.astimezone(catalogue.mall.zone):%a %Y-%m-%d %H:%M}"
