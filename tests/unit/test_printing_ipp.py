"""IPP's messages, on which sheet a ticket goes, and what a printer's words mean."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.ticket import Outcome
from kiosk.printing.composing import compose
from kiosk.printing.condition import (
    Condition,
    CoverOpen,
    CutterJam,
    NearEnd,
    NoPaper,
    Offline,
    Ready,
    TooHot,
    Unknown,
)
from kiosk.printing.ipp.answer import Answer, Attributes, IppFormatError, Span, read
from kiosk.printing.ipp.media import choose
from kiosk.printing.ipp.message import Attribute, Members, Tag, request
from kiosk.printing.ipp.states import (
    JobSeen,
    JobState,
    condition_of,
    is_believed,
    job_seen,
    may_wait,
    outcome_of,
)
from kiosk.printing.layout import lay_out
from kiosk.printing.marks import Sheet
from kiosk.printing.paper import WIDE
from tests.printer_kit import ORDINARY, WORDS

TICKET = lay_out(compose(ORDINARY, WORDS), WIDE)


def test_a_request_is_what_the_standard_shows() -> None:
    """Attribute by attribute as in the example of RFC 8010 section A.1."""
    group = (
        Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
        Attribute("attributes-natural-language", Tag.LANGUAGE, ("en-us",)),
        Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, (True,)),
    )
    job = (Attribute("copies", Tag.INTEGER, (20,)), Attribute("sides", Tag.KEYWORD, ("one-sided", "tumble")))
    assert request(2, 1, ((Tag.OPERATION, group), (Tag.JOB, job))) == (
        b"\x01\x01\x00\x02\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
        b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01"
        b"\x02"
        b"\x21\x00\x06copies\x00\x04\x00\x00\x00\x14"
        b"\x44\x00\x05sides\x00\x09one-sided\x44\x00\x00\x00\x06tumble"
        b"\x03"
    )


def members(**numbers: int) -> Members:
    return tuple(Attribute(name, Tag.INTEGER, (number,)) for name, number in numbers.items())


WHOLE = request(
    0x0000,
    7,
    (
        (Tag.OPERATION, (Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),)),
        (Tag.JOB, (Attribute("job-id", Tag.INTEGER, (4,)),)),
        (Tag.JOB, (Attribute("job-id", Tag.INTEGER, (5,)), Attribute("job-name", Tag.NAME, ("A-1",)))),
        (
            Tag.PRINTER,
            (
                Attribute("media", Tag.COLLECTION, (members(x=1, y=2), members(x=3))),
                Attribute(
                    "nested",
                    Tag.COLLECTION,
                    ((Attribute("size", Tag.COLLECTION, (members(x=9),)), *members(left=8)),),
                ),
            ),
        ),
    ),
)


def test_an_answer_is_read_group_by_group() -> None:
    answer = read(WHOLE)
    assert (answer.status, answer.request_id) == (0, 7)
    assert [job.integer("job-id") for job in answer.each(Tag.JOB)] == [4, 5]
    assert answer.each(Tag.JOB)[1].texts("job-name") == ("A-1",)
    printer = answer.first(Tag.PRINTER)
    assert [each.integer("x") for each in printer.collections("media")] == [1, 3]
    (nested,) = printer.collections("nested")
    assert nested.collections("size")[0].span("x") == Span(9, 9)
    assert nested.integer("left") == 8


def test_what_is_not_told_is_left_out() -> None:
    no_value = b"\x13\x00\x05ready\x00\x00"
    date = b"\x31\x00\x04time\x00\x0b" + bytes(11)
    span = b"\x33\x00\x01x\x00\x08" + struct.pack(">ii", -1, 30)
    printer = read(b"\x01\x01\x00\x00\x00\x00\x00\x01\x04" + no_value + date + span + b"\x03").first(
        Tag.PRINTER
    )
    assert printer.texts("ready") == ()
    assert printer.integer("time") is None
    assert printer.span("x") == Span(-1, 30)
    assert read(b"\x01\x01\x04\x06\x00\x00\x00\x01\x03") == Answer(0x0406, 1, ())


@given(st.integers(0, len(WHOLE) - 1))
def test_an_answer_that_was_cut_short_is_none(length: int) -> None:
    with pytest.raises(IppFormatError):
        read(WHOLE[:length])


@given(st.binary(max_size=60), st.integers(8, len(WHOLE)))
def test_rubbish_is_read_or_refused_and_nothing_else(rubbish: bytes, place: int) -> None:
    for message in (rubbish, WHOLE[:place] + rubbish):
        try:
            answer = read(message)
        except IppFormatError:
            continue
        assert isinstance(answer, Answer)


def sheet_of(width: int | Span, length: int | Span, **more: int | str) -> Attributes:
    medium = Attributes({name.replace("_", "-"): [value] for name, value in more.items()})
    medium.values["media-size"] = [Attributes({"x-dimension": [width], "y-dimension": [length]})]
    return medium


A4, A5, A6 = sheet_of(21000, 29700), sheet_of(14800, 21000), sheet_of(10500, 14800)
ENVELOPE = sheet_of(10477, 24130, media_type="envelope")
ROLL = sheet_of(Span(5800, 8000), Span(2000, 30000))


def placed(
    loaded: tuple[Attributes, ...], possible: tuple[Attributes, ...] = (), sheet: Sheet = TICKET
) -> tuple[float, float]:
    printer = Attributes({"media-col-ready": [*loaded], "media-col-database": [*possible]})
    page = choose(printer, sheet, WIDE).page
    return round(page.width), round(page.height)


OWN = (80, round(WIDE.mm(TICKET.height) + 8))


@pytest.mark.parametrize(
    ("loaded", "possible", "size"),
    [
        ((A4, A6, A5), (), (105, 148)),
        ((A4,), (A6, ROLL), (210, 297)),
        ((ENVELOPE, A4), (), (210, 297)),
        ((ENVELOPE,), (ENVELOPE, A4, A5), (148, 210)),
        ((), (sheet_of(9000, 13000), A5), (148, 210)),
        ((ROLL,), (), OWN),
        ((), (A6, ROLL), OWN),
        ((), (A6, sheet_of(8000, Span(2000, 30000))), OWN),
        ((sheet_of(Span(7600, 21600), Span(12700, 35600)),), (), (80, 127)),
        ((sheet_of(5800, Span(2000, 30000)), A4), (), (210, 297)),
        ((), (), (210, 297)),
    ],
)
def test_a_ticket_goes_onto_what_is_loaded_and_onto_no_more_than_it_needs(
    loaded: tuple[Attributes, ...], possible: tuple[Attributes, ...], size: tuple[int, int]
) -> None:
    assert placed(loaded, possible) == size


def test_on_a_sheet_a_ticket_is_in_full_size_beside_the_margins() -> None:
    printer = Attributes(
        {"media-col-ready": [sheet_of(10500, 14800, media_left_margin=340, media_top_margin=900)]}
    )
    choice = choose(printer, TICKET, WIDE)
    assert (choice.page.left, choice.page.top, choice.page.scale) == (6.35, 9.0, 1.0)
    assert not choice.roll
    assert choice.template[1] == Attribute("print-scaling", Tag.KEYWORD, ("none",))


def test_only_what_is_longer_than_the_largest_sheet_is_made_smaller() -> None:
    long = Sheet(TICKET.width, WIDE.to_dots(310), ())
    assert placed((A6, A4), sheet=long) == (210, 297)
    choice = choose(Attributes({"media-col-ready": [A6, A4]}), long, WIDE)
    assert choice.page.scale == pytest.approx((297 - 2 * 6.35) / 310, abs=0.001)


def test_an_older_printer_is_told_a_sheet_by_its_name() -> None:
    printer = Attributes({"media-ready": ["iso_a5_148x210mm"], "media-supported": ["iso_a4_210x297mm"]})
    medium = choose(printer, TICKET, WIDE).medium
    assert medium == Attribute("media", Tag.KEYWORD, ("iso_a5_148x210mm",))


@pytest.mark.parametrize(
    ("state", "reasons", "more", "condition"),
    [
        (3, ("none",), {}, Ready()),
        (4, ("media-low-report", "toner-low-warning"), {}, NearEnd()),
        (5, ("media-empty-error",), {"media-ready": ["iso_a4_210x297mm"]}, NoPaper()),
        (3, ("media-empty-report",), {}, NoPaper()),
        (3, ("media-empty-report",), {"media-ready": ["iso_a4_210x297mm"]}, Ready()),
        (4, ("media-empty-warning", "media-needed-warning"), {"media-ready": ["x"]}, NoPaper()),
        (5, ("media-jam", "media-empty"), {}, CutterJam()),
        (5, ("media-jam", "door-open"), {}, CoverOpen()),
        (5, ("fuser-over-temp-error",), {}, TooHot()),
        (5, ("paused",), {}, Offline()),
        (3, ("none",), {"printer-is-accepting-jobs": [0]}, Offline()),
        (3, ("toner-empty-warning",), {}, Ready()),
        (3, ("toner-empty-error",), {}, Unknown()),
        (5, ("a-maker's-own",), {}, Unknown()),
        (None, (), {}, Unknown()),
    ],
)
def test_reasons_are_a_condition(
    state: int | None,
    reasons: tuple[str, ...],
    more: dict[str, list[int | str | Span | Attributes]],
    condition: Condition,
) -> None:
    told: dict[str, list[int | str | Span | Attributes]] = {"printer-state-reasons": [*reasons], **more}
    if state is not None:
        told["printer-state"] = [state]
    assert condition_of(Attributes(told)) == condition


def ended(state: JobState, *reasons: str, came_out: int | None = 0) -> JobSeen:
    return JobSeen(state, frozenset(reasons), came_out)


@pytest.mark.parametrize(
    ("job", "believed", "waited", "condition", "outcome"),
    [
        (ended(JobState.COMPLETED), True, False, Ready(), Outcome.PRINTED),
        (ended(JobState.COMPLETED), True, False, NoPaper(), Outcome.PRINTED),
        (ended(JobState.COMPLETED), False, False, Ready(), Outcome.BLIND),
        (ended(JobState.COMPLETED), True, False, CutterJam(), Outcome.UNKNOWN),
        (
            ended(JobState.COMPLETED, "job-completed-with-errors"),
            True,
            False,
            Ready(),
            Outcome.UNKNOWN,
        ),
        (ended(JobState.COMPLETED, "document-format-error"), False, False, Ready(), Outcome.UNKNOWN),
        (ended(JobState.ABORTED), True, True, Ready(), Outcome.UNKNOWN),
        (ended(JobState.CANCELED), True, True, NoPaper(), Outcome.NOT_SENT),
        (ended(JobState.CANCELED), True, False, Ready(), Outcome.UNKNOWN),
        (ended(JobState.CANCELED, came_out=1), True, True, Ready(), Outcome.UNKNOWN),
        (ended(JobState.CANCELED, came_out=None), True, True, NoPaper(), Outcome.UNKNOWN),
    ],
)
def test_a_jobs_end_is_an_outcome(
    job: JobSeen, believed: bool, waited: bool, condition: Condition, outcome: Outcome
) -> None:
    assert outcome_of(job, believed=believed, waited=waited, condition=condition) is outcome


@pytest.mark.parametrize(
    ("state", "condition", "roll", "came_out", "waits"),
    [
        (JobState.PENDING, Ready(), True, None, True),
        (JobState.HELD, Ready(), True, None, True),
        (JobState.PROCESSING, Ready(), False, 0, False),
        (JobState.PROCESSING, NoPaper(), False, 0, True),
        (JobState.STOPPED, NoPaper(), False, 0, True),
        (JobState.PROCESSING, NoPaper(), False, None, False),
        (JobState.PROCESSING, NoPaper(), True, 0, False),
        (JobState.STOPPED, CutterJam(), False, 0, False),
    ],
)
def test_a_job_waits_that_has_no_turn_or_no_sheet(
    state: JobState, condition: Condition, roll: bool, came_out: int | None, waits: bool
) -> None:
    assert may_wait(JobSeen(state, frozenset(), came_out), condition, roll=roll) is waits


def test_a_job_without_a_state_is_not_seen() -> None:
    assert job_seen(Attributes({"job-id": [1]})) is None
    assert job_seen(Attributes({"job-state": [77]})) is None
    counted = Attributes(
        {"job-state": [9], "job-media-sheets-completed": [2], "job-impressions-completed": [1]}
    )
    assert job_seen(counted) == JobSeen(JobState.COMPLETED, frozenset(), 2)


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ({}, True),
        ({"device-uri": ["socket://192.168.1.50"]}, True),
        ({"printer-type": [4], "device-uri": ["usb://HP/LaserJet"]}, False),
        ({"cups-version": ["2.4.2"], "device-uri": ["lpd://192.168.1.50/raw"]}, False),
        ({"cups-version": ["2.4.2"]}, False),
        ({"cups-version": ["2.4.2"], "device-uri": ["ipps://printer.local/ipp/print"]}, True),
        ({"cups-version": ["2.4.2"], "device-uri": ["ipp://printer/ipp?waitjob=false"]}, False),
        ({"cups-version": ["2.4.2"], "device-uri": ["dnssd://Office%20HP._ipp._tcp.local/?uuid=1"]}, True),
        ({"cups-version": ["2.4.2"], "device-uri": ["dnssd://Office._pdl-datastream._tcp.local/"]}, False),
    ],
)
def test_a_queue_is_believed_only_if_it_follows_the_job(
    told: dict[str, list[int | str | Span | Attributes]], believed: bool
) -> None:
    assert is_believed(Attributes(told)) is believed
