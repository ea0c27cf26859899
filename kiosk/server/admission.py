"""What may enter a queue: from what a kiosk sends to a store's ``Entry``, or the problem with it."""

from datetime import datetime, timedelta
from uuid import RFC_4122, UUID

from kiosk.contract.bodies import IssueRequest, Problem, TicketEvent
from kiosk.contract.problems import ProblemType
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.hours import service_day
from kiosk.domain.numbering import Label, parse_label
from kiosk.domain.ticket import EventKind, Press
from kiosk.server.lending.quotas import quota_of
from kiosk.server.problems import problem
from kiosk.server.store import Entry, Report

YEARS = range(2000, 2200)
"""A time outside these years comes from a fault and not from a clock that is merely wrong."""

FAST = timedelta(days=1)
"""How far a kiosk's clock may be ahead for the server to give a number of the day that it says."""

RANDOM_VERSIONS = (4, 7)
"""The UUIDs whose last 62 bits are random (RFC 9562), so that a ticket's track cannot be guessed."""


def admit(catalogue: Catalogue, ticket_id: UUID, request: IssueRequest, kiosk: int | None) -> Entry | Problem:
    """Check a press against the catalogue; whether its service is open then is not asked here."""
    service = catalogue.services.get(request.service)
    if service is None:
        return problem(
            ProblemType.UNKNOWN_SERVICE,
            f"service: {request.service!r} is not in the catalogue; fetch /v1/catalogue again",
        )
    if wrong := _wrong_id(ticket_id) or _wrong_time("pressed_at", request.pressed_at):
        return wrong
    label = _label(catalogue, service, request.label)
    if isinstance(label, Problem):
        return label
    press = Press(ticket_id, service.id, request.pressed_at, request.ticket_class, request.language)
    day = service_day(request.pressed_at, catalogue.mall.zone)
    series = catalogue.agencies[service.agency].series
    return Entry(press, day, series, kiosk, label, quota_of(catalogue, service, day))


def too_early(entry: Entry, now: datetime) -> Problem | None:
    """Refuse a number to a press of a day to come; who holds a paper already is never turned away."""
    pressed_at = entry.press.pressed_at
    if entry.label is not None or pressed_at - now <= FAST:
        return None
    clock = now.astimezone(pressed_at.tzinfo).isoformat(timespec="seconds")
    return problem(
        ProblemType.BAD_BODY,
        f"pressed_at: {pressed_at.isoformat()} is more than a day ahead, the server's clock says {clock}; "
        "set the clock of the kiosk",
    )


def report_of(catalogue: Catalogue, event: TicketEvent, kiosk: int | None) -> Report | Problem:
    """Check one event of an outbox."""
    if wrong := _wrong_time("at", event.at):
        return wrong
    if event.kind is not EventKind.ISSUED:
        return Report(event.ticket_id, event.kind, event.at, event.seq, kiosk)
    request = _issue_of(event)
    if isinstance(request, Problem):
        return request
    entry = admit(catalogue, event.ticket_id, request, kiosk)
    if isinstance(entry, Problem):
        return entry
    return Report(event.ticket_id, event.kind, event.at, event.seq, kiosk, entry)


def _issue_of(event: TicketEvent) -> IssueRequest | Problem:
    if (
        event.service is None
        or event.pressed_at is None
        or event.ticket_class is None
        or event.language is None
        or event.label is None
    ):
        needed = "service, pressed_at, class, language and label"
        return problem(ProblemType.BAD_BODY, f"an issued event needs {needed}; send all of them")
    return IssueRequest(event.service, event.pressed_at, event.ticket_class, event.language, event.label)


def _wrong_id(ticket_id: UUID) -> Problem | None:
    if ticket_id.variant == RFC_4122 and ticket_id.version in RANDOM_VERSIONS:
        return None
    return problem(
        ProblemType.BAD_BODY, f"ticket_id: {ticket_id} holds no random bits; make a UUID of version 7"
    )


def _wrong_time(field: str, moment: datetime) -> Problem | None:
    if moment.year in YEARS:
        return None
    return problem(
        ProblemType.BAD_BODY, f"{field}: the year {moment.year} is no press's; set the clock of the kiosk"
    )


def _label(catalogue: Catalogue, service: Service, told: str | None) -> Label | Problem | None:
    if told is None:
        return None
    label = parse_label(told)
    series = catalogue.agencies[service.agency].series
    if label is None:
        return problem(
            ProblemType.BAD_LABEL, f"label: {told!r} is no label; write it like {series}-012 or {series}2-012"
        )
    if label.series != series:
        return problem(
            ProblemType.BAD_LABEL, f"label: {told!r} is not of the series {series} that {service.agency} has"
        )
    return label
