"""Reading agencies and their services."""

from datetime import date, time
from enum import StrEnum

from kiosk.catalogue.positions import Node
from kiosk.catalogue.reading import Faults, Record, shown
from kiosk.catalogue.times import seasons_at, time_at, week_at
from kiosk.domain.catalogue import (
    Agency,
    BookingShare,
    Fee,
    FeeOption,
    FixedFee,
    FormulaFee,
    FreeFee,
    OptionsFee,
    Place,
    Ready,
    Requirement,
    Service,
    ServiceKind,
    Standing,
)
from kiosk.domain.numbering import is_series

_AGENCY = (
    "id", "name", "short", "letter", "owner", "building", "floor", "counters", "status", "status_reason",
    "hours", "season_hours", "works_on_holidays", "quota_per_day", "bookings", "icon",
    "note", "counters_src", "quota_src", "quota_note", "status_src", "hours_src",
)  # fmt: skip
_SERVICE = (
    "id", "agency", "procedure", "kind", "name", "requires", "must_hold", "instead", "fee", "duration",
    "ready", "product", "note", "complaints", "status", "status_reason", "hours", "season_hours",
    "works_on_holidays", "quota", "handling_min", "conf", "src", "verified_by", "verified_on",
    "local_variants",
)  # fmt: skip
_REQUIREMENT = ("doc", "any_of", "form", "qty", "when", "note")


class Form(StrEnum):
    """How a document is wanted."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "original+copy"


class Confidence(StrEnum):
    """Where a service's requirements come from: published pages, partly, or general knowledge."""

    SOURCED = "sourced"
    PARTIAL = "partial"
    GENERAL = "general"


class FeeKind(StrEnum):
    """How a service's price is told."""

    FREE = "free"
    FIXED = "fixed"
    OPTIONS = "options"
    FORMULA = "formula"


def read_agency(node: Node, faults: Faults) -> Agency:
    """Read one agency; it is usable only if no error was met."""
    record = Record(node, _AGENCY, faults)
    quota = record.number("quota_per_day")
    return Agency(
        id=record.identity(),
        name=record.need_text("name"),
        short=record.need_word("short"),
        series=_series(record),
        place=Place(
            building=record.need_word("building"),
            floor=record.need_word("floor"),
            counters=record.number("counters", least=1) or 1,
        ),
        owner=record.word("owner"),
        standing=record.choice("status", Standing) or Standing.OPEN,
        reason=record.text("status_reason"),
        hours=week_at(record, "hours"),
        season_hours=seasons_at(record),
        works_on_holidays=record.flag("works_on_holidays"),
        quota_per_day=quota,
        icon=record.word("icon"),
        bookings=_bookings(record, quota),
    )


def _bookings(record: Record, quota: int | None) -> BookingShare | None:
    kept = record.record("bookings", ("share", "until"))
    if kept is None:
        return None
    if record.get("quota_per_day") is None:
        record.faults.error(kept.node, "is a share of no quota", "add 'quota_per_day:', or remove it")
    kept.need("share")
    kept.need("until")
    share = kept.number("share") or 0
    if quota is not None and share > quota:
        wrong = f"keeps {share} of a quota of {quota}"
        record.faults.error(kept.node.at("share"), wrong, f"write {quota} or less")
    return BookingShare(share, time_at(kept, "until") or time.min)


def _series(record: Record) -> str:
    series = record.need_word("letter")
    node = record.get("letter")
    if node and series and not is_series(series):
        wrong = f"{series!r} cannot mark tickets"
        record.faults.error(node, wrong, "write one or two capital letters; I, O and Q look like digits")
    return series


def read_service(node: Node, agency: str | None, faults: Faults) -> Service:
    """Read one service; ``agency`` is the file's own, for a service that names none."""
    record = Record(node, _SERVICE, faults)
    named = record.word("agency") or agency
    return Service(
        id=record.identity(),
        agency=named or record.need_word("agency"),
        name=record.need_text("name"),
        requires=tuple(read_requirement(each, faults) for each in record.items("requires")),
        procedure=record.need_word("procedure"),
        fee=_fee(record),
        kind=record.choice("kind", ServiceKind) or ServiceKind.FULL,
        must_hold=record.words("must_hold"),
        instead=record.word("instead"),
        duration=record.text("duration"),
        ready=_ready(record),
        product=record.text("product"),
        note=record.text("note"),
        complaints=record.text("complaints"),
        standing=record.choice("status", Standing),
        reason=record.text("status_reason"),
        hours=week_at(record, "hours"),
        season_hours=seasons_at(record),
        works_on_holidays=record.flag("works_on_holidays"),
        quota=record.flag("quota"),
        handling_minutes=record.number("handling_min", least=1),
        confidence=record.choice("conf", Confidence) or Confidence.GENERAL,
        sources=record.words("src"),
        verified_by=record.word("verified_by"),
        verified_on=_day(record, "verified_on"),
    )


def _day(record: Record, key: str) -> str | None:
    """Return a date as it is written; one that cannot be read is left out, and the service stays."""
    words, node = record.word(key), record.get(key)
    if words is None or node is None:
        return None
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        record.faults.warn(node, f"{shown(words)} is no date", 'write it as "2026-11-24"')
        return None


def _ready(record: Record) -> Ready | None:
    days = record.record("ready", ("least", "most"))
    if days is None:
        return None
    days.need("least")
    days.need("most")
    ready = Ready(days.number("least") or 0, days.number("most") or 0)
    if ready.least > ready.most:
        wrong = f"is {ready.least} days at least and {ready.most} at most"
        record.faults.error(days.node, wrong, "write the smaller number under 'least'")
    return ready


def read_requirement(node: Node, faults: Faults) -> Requirement:
    """Read one item of a service's list: a ``doc``, or ``any_of`` several."""
    record = Record(node, _REQUIREMENT, faults)
    return Requirement(
        documents=_documents(record),
        form=record.choice("form", Form),
        quantity=record.number("qty", least=1),
        when=record.word("when"),
        note=record.text("note"),
    )


def _documents(record: Record) -> tuple[str, ...]:
    group = record.get("any_of")
    if group is None:
        return (record.need_word("doc"),)
    if record.get("doc") is not None:
        record.faults.error(
            group, "stands beside 'doc'", "keep one: 'doc' for one paper, 'any_of' for a choice"
        )
    documents = record.words("any_of")
    if isinstance(group.value, tuple) and not documents:
        record.faults.error(group, "offers no document", "name the documents of which one is enough")
    return documents


def _fee(record: Record) -> Fee:
    record.need("fee")
    fee = record.record("fee", ("kind", "idr", "options", "note"))
    if fee is None:
        return FreeFee()
    fee.need("kind")
    note = fee.text("note")
    match fee.choice("kind", FeeKind):
        case FeeKind.FREE | None:
            return FreeFee(note)
        case FeeKind.FIXED:
            return FixedFee(_amount(fee), note)
        case FeeKind.FORMULA:
            return FormulaFee(note)
        case FeeKind.OPTIONS:
            if not fee.items("options"):
                fee.faults.error(fee.node, "offers no price", "list the prices under 'options:'")
            return OptionsFee(tuple(_option(each, fee.faults) for each in fee.items("options")), note)


def _option(node: Node, faults: Faults) -> FeeOption:
    option = Record(node, ("label", "idr"), faults)
    return FeeOption(option.need_text("label"), _amount(option))


def _amount(record: Record) -> int:
    record.need("idr")
    return record.number("idr") or 0
