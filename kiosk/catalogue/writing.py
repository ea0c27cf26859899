"""A catalogue as plain values in the shape of a single file, to travel as JSON."""

from typing import Any, assert_never

from kiosk.domain.catalogue import (
    Agency,
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
from kiosk.domain.hours import DAYS, WeekHours
from kiosk.domain.text import ANY_LANGUAGE, Text

Plain = dict[str, Any]


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
    }


def words(text: Text) -> str | dict[str, str]:
    """Return a text as one string, or as a mapping from language to string."""
    values = dict(text.values)
    return values.get(ANY_LANGUAGE, values)


def _mall(mall: Mall) -> Plain:
    return {
        "mall": _given(id=mall.id, name=words(mall.name), greeting=_words(mall.greeting)),
        "timezone": mall.zone.key,
        "languages": {
            each.code: _given(name=each.name, words=dict(each.words) or None) for each in mall.languages
        },
        "currency": mall.currency,
        "hours_default": _hours(mall.hours),
        "ticket_opens": f"{mall.ticket_opens:%H:%M}" if mall.ticket_opens else None,
        "complaints_default": words(mall.complaints) if mall.complaints else None,
    }


def _agency(agency: Agency) -> Plain:
    return _given(
        id=agency.id,
        name=words(agency.name),
        short=agency.short,
        letter=agency.series,
        owner=agency.owner,
        building=agency.place.building,
        floor=agency.place.floor,
        counters=agency.place.counters,
        status=_unless(agency.standing, Standing.OPEN),
        status_reason=_words(agency.reason),
        hours=_hours(agency.hours) if agency.hours else None,
        quota_per_day=agency.quota_per_day,
        icon=agency.icon,
    )


def _document(document: Document) -> Plain:
    return {"issued_by": document.issued_by} | _given(
        id=document.id,
        name=words(document.name),
        routes=dict(document.routes) or None,
        at_counter=document.at_counter or None,
        note=_words(document.note),
    )


def _service(service: Service) -> Plain:
    return _given(
        id=service.id,
        agency=service.agency,
        procedure=service.procedure,
        kind=service.kind.value,
        name=words(service.name),
        requires=[_requirement(each) for each in service.requires],
        must_hold=list(service.must_hold) or None,
        instead=service.instead,
        fee=_fee(service.fee),
        duration=_words(service.duration),
        ready=_ready(service.ready),
        product=_words(service.product),
        note=_words(service.note),
        complaints=_words(service.complaints),
        status=service.standing.value if service.standing else None,
        status_reason=_words(service.reason),
        hours=_hours(service.hours) if service.hours else None,
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
    return documents | _given(form=form, qty=item.quantity, when=item.when, note=_words(item.note))


def _fee(fee: Fee) -> Plain:
    match fee:
        case FreeFee():
            return _given(kind="free", note=_words(fee.note))
        case FixedFee():
            return _given(kind="fixed", idr=fee.amount, note=_words(fee.note))
        case OptionsFee():
            return _given(
                kind="options", options=[_option(each) for each in fee.options], note=_words(fee.note)
            )
        case FormulaFee():
            return _given(kind="formula", note=_words(fee.note))
        case _:
            assert_never(fee)


def _option(option: FeeOption) -> Plain:
    return {"label": words(option.label), "idr": option.amount}


def _steps(procedure: Procedure) -> Any:
    return [words(step) for step in procedure.steps]


def _hours(hours: WeekHours) -> Plain:
    return {
        day: [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in spans]
        for day, spans in zip(DAYS, hours.days, strict=True)
    }


def _words(text: Text | None) -> str | dict[str, str] | None:
    return words(text) if text else None


def _unless(value: Standing, default: Standing) -> str | None:
    return None if value is default else value.value


def _given(**values: Any) -> Plain:
    return {key: value for key, value in values.items() if value is not None}
