"""A catalogue as plain values in the shape of a single file, to travel as JSON."""

from typing import Any, assert_never

from kiosk.catalogue.plain import Plain, given, plain_hours, plain_seasons, words, words_if_any
from kiosk.catalogue.plain_calendar import plain_calendar
from kiosk.domain.catalogue import (
    Agency,
    BookingShare,
    Catalogue,
    Document,
    Fee,
    FeeOption,
    FixedFee,
    FormulaFee,
    FreeFee,
    Mall,
    OptionsFee,
    Procedure,
    Ready,
    Requirement,
    Service,
    Standing,
)
from kiosk.domain.everyday import EverydayWords


def to_document(catalogue: Catalogue) -> Plain:
    """Return values that ``parse_catalogue`` reads as an equal catalogue; remarks are not among them."""
    return {
        "version": catalogue.version,
        "as_of": catalogue.as_of or None,
        **_mall(catalogue.mall),
        "procedures": {each.id: _steps(each) for each in catalogue.procedures.values()},
        "conditions": {each.id: words(each.question) for each in catalogue.conditions.values()},
        "agencies": [_agency(each) for each in catalogue.agencies.values()],
        "documents": [_document(each) for each in catalogue.documents.values()],
        "services": [_service(each) for each in catalogue.services.values()],
        "sources": {code: [each.title, each.address] for code, each in catalogue.sources.items()},
        "search": _everyday(catalogue.everyday),
        "calendar": plain_calendar(catalogue.calendar, catalogue.mall.zone),
    }


def _everyday(everyday: EverydayWords) -> Plain:
    return {
        "synonyms": [list(group) for group in everyday.synonyms],
        "fillers": list(everyday.fillers),
        "endings": list(everyday.endings),
    }


def _mall(mall: Mall) -> Plain:
    return {
        "mall": given(
            id=mall.id,
            name=words(mall.name),
            greeting=words_if_any(mall.greeting),
            priority_after=mall.priority_after,
        ),
        "timezone": mall.zone.key,
        "languages": {
            each.code: given(name=each.name, words=dict(each.words) or None) for each in mall.languages
        },
        "currency": mall.currency,
        "hours_default": plain_hours(mall.hours),
        "season_hours": plain_seasons(mall.season_hours),
        "ticket_opens": f"{mall.ticket_opens:%H:%M}" if mall.ticket_opens else None,
        "complaints_default": words(mall.complaints) if mall.complaints else None,
    }


def _agency(agency: Agency) -> Plain:
    return given(
        id=agency.id,
        name=words(agency.name),
        short=agency.short,
        letter=agency.series,
        owner=agency.owner,
        building=agency.place.building,
        floor=agency.place.floor,
        counters=agency.place.counters,
        status=_unless(agency.standing, Standing.OPEN),
        status_reason=words_if_any(agency.reason),
        hours=plain_hours(agency.hours) if agency.hours else None,
        season_hours=plain_seasons(agency.season_hours),
        works_on_holidays=agency.works_on_holidays or None,
        quota_per_day=agency.quota_per_day,
        bookings=_bookings(agency.bookings) if agency.bookings else None,
        icon=agency.icon,
    )


def _bookings(kept: BookingShare) -> Plain:
    return {"share": kept.share, "until": f"{kept.until:%H:%M}"}


def _document(document: Document) -> Plain:
    return {"issued_by": document.issued_by} | given(
        id=document.id,
        name=words(document.name),
        routes=dict(document.routes) or None,
        at_counter=document.at_counter or None,
        note=words_if_any(document.note),
    )


def _service(service: Service) -> Plain:
    return given(
        id=service.id,
        agency=service.agency,
        procedure=service.procedure,
        kind=service.kind.value,
        name=words(service.name),
        requires=[_requirement(each) for each in service.requires],
        must_hold=list(service.must_hold) or None,
        instead=service.instead,
        fee=_fee(service.fee),
        duration=words_if_any(service.duration),
        ready=_ready(service.ready),
        product=words_if_any(service.product),
        note=words_if_any(service.note),
        complaints=words_if_any(service.complaints),
        status=service.standing.value if service.standing else None,
        status_reason=words_if_any(service.reason),
        hours=plain_hours(service.hours) if service.hours else None,
        season_hours=plain_seasons(service.season_hours),
        works_on_holidays=service.works_on_holidays or None,
        quota=service.quota or None,
        handling_min=service.handling_minutes,
        conf=str(service.confidence),
        src=list(service.sources) or None,
        verified_by=service.verified_by,
        verified_on=service.verified_on,
    )


def _ready(ready: Ready | None) -> dict[str, int] | None:
    return {"least": ready.least, "most": ready.most} if ready else None


def _requirement(item: Requirement) -> Plain:
    documents: Plain = {"any_of": list(item.documents)}
    if len(item.documents) == 1:
        documents = {"doc": item.documents[0]}
    form = str(item.form) if item.form else None
    return documents | given(form=form, qty=item.quantity, when=item.when, note=words_if_any(item.note))


def _fee(fee: Fee) -> Plain:
    match fee:
        case FreeFee():
            return given(kind="free", note=words_if_any(fee.note))
        case FixedFee():
            return given(kind="fixed", idr=fee.amount, note=words_if_any(fee.note))
        case OptionsFee():
            return given(
                kind="options", options=[_option(each) for each in fee.options], note=words_if_any(fee.note)
            )
        case FormulaFee():
            return given(kind="formula", note=words_if_any(fee.note))
        case _:
            assert_never(fee)


def _option(option: FeeOption) -> Plain:
    return {"label": words(option.label), "idr": option.amount}


def _steps(procedure: Procedure) -> Any:
    return [words(step) for step in procedure.steps]


def _unless(value: Standing, default: Standing) -> str | None:
    return None if value is default else value.value
