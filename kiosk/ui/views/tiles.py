"""Rows for lists of agencies and services, and the words on them."""

from dataclasses import dataclass

from kiosk.app.model import Model, Queue
from kiosk.domain.agency_availability import agency_availability
from kiosk.domain.availability import Availability, State
from kiosk.domain.catalogue import Agency, Service
from kiosk.phrases import mark_of, state_sentence
from kiosk.ui.views.stage import local_now
from kiosk.words import Words

UNKNOWN = Availability(State.CLOSED)


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency's tile."""

    agency: str
    name: str
    series: str
    icon: str
    mark: str
    words: str
    shut: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in a list; ``above`` names its agency where the list is not one agency's."""

    service: str
    name: str
    above: str
    mark: str
    words: str
    wait: str
    shut: bool


def agency_rows(model: Model, words: Words) -> list[AgencyRow]:
    """Return the tiles: what is open first, each part in the catalogue's order."""
    rows = [_agency_row(model, words, each) for each in model.offered_agencies()]
    return sorted(rows, key=lambda row: row.shut)


def service_rows(
    model: Model, words: Words, services: tuple[Service, ...], *, above: bool
) -> list[ServiceRow]:
    """Return the rows of some services: what is open first."""
    rows = [service_row(model, words, each, above=above) for each in services]
    return rows if above else sorted(rows, key=lambda row: row.shut)


def service_row(model: Model, words: Words, service: Service, *, above: bool) -> ServiceRow:
    """Return one service's row."""
    assert model.catalogue is not None
    language = model.visit.adjustments.language
    state = model.availability.get(service.id, UNKNOWN)
    queue = model.fresh_queues().get(service.id)
    waiting = queue.waiting if queue else None
    wait = ""
    if state.ticketed and queue and queue.wait and queue.waiting:
        wait = words.say(language, "state.wait", low=queue.wait.low, high=queue.wait.high)
    return ServiceRow(
        service=service.id,
        name=service.name.in_language(language),
        above=model.catalogue.agencies[service.agency].short if above else "",
        mark=mark_of(state).value,
        words=state_sentence(words, language, state, local_now(model), waiting),
        wait=wait,
        shut=not state.ticketed,
    )


def _agency_row(model: Model, words: Words, agency: Agency) -> AgencyRow:
    language = model.visit.adjustments.language
    assert model.catalogue is not None
    state, waiting = agency_state(model, agency)
    services = model.catalogue.services_of(agency.id)
    return AgencyRow(
        agency=agency.id,
        name=agency.name.in_language(language),
        series=agency.series,
        icon=agency.icon or agency.id,
        mark=mark_of(state).value,
        words=state_sentence(words, language, state, local_now(model), waiting),
        shut=not any(model.availability.get(each.id, UNKNOWN).ticketed for each in services),
    )


def agency_state(model: Model, agency: Agency) -> tuple[Availability, int | None]:
    """Return an agency's state as a whole, and how many wait at all of its services."""
    assert model.catalogue is not None
    services = model.catalogue.services_of(agency.id)
    known = model.fresh_queues()
    queues: list[Queue] = [known[each.id] for each in services if each.id in known]
    waiting = sum(each.waiting for each in queues) if queues else None
    return agency_availability(model.catalogue, agency, model.availability), waiting
