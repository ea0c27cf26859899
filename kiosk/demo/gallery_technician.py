"""The technician's screens, for the gallery: the PIN's pad, and the page on a good and on a bad day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from kiosk import __version__
from kiosk.app.inspection import About, Inspection, LetterLine, TicketLine, TrialLine
from kiosk.app.model import Line, Model
from kiosk.domain.places import Place
from kiosk.domain.technician import (
    Asking,
    Confirming,
    Doing,
    Done,
    PinPad,
    PrintTrial,
    Reprint,
    Shut,
    TechnicianPage,
)
from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import NoPaper

PRINTED, SERVICES = Outcome.PRINTED, ("skck-baru", "ktp-baru", "paspor-baru", "kk-baru")
SHOWN = 20


def technician_scenes(quiet: Model, number: UUID) -> Iterator[tuple[str, Place, Model]]:
    """Yield names, places and moments; ``quiet`` is a moment at which all is well."""
    now = quiet.now
    good = replace(quiet, inspection=_good(now))
    bad = replace(
        quiet,
        inspection=_bad(now),
        line=Line(up=False, heard_at=now - timedelta(minutes=8)),
        printer=NoPaper(),
    )
    yield "pin", PinPad(digits="2026"), quiet
    yield "pin-ready", PinPad(digits="202611"), quiet
    yield "pin-wrong", PinPad(Asking(wrong=True)), quiet
    yield "pin-shut", PinPad(Shut(minutes=2)), quiet
    yield "technician", TechnicianPage(), good
    yield "technician-asks", TechnicianPage(Confirming(Reprint(number, "E-057"))), good
    yield "technician-done", TechnicianPage(Done(PrintTrial(), PRINTED)), good
    yield "technician-trouble", TechnicianPage(Doing(PrintTrial(), NoPaper.word)), bad


def _good(now: datetime) -> Inspection:
    def ticket(place: int) -> TicketLine:
        service, at = SERVICES[place % len(SERVICES)], now - timedelta(minutes=3 * place)
        return TicketLine(UUID(int=place), f"E-{57 - place:03d}", service, at, PRINTED, int(place % 3 == 1))

    return Inspection(
        about=About(__version__, 12, "Gedung B, pintu utama", "https://antrean.example.id"),
        at=now,
        tickets=tuple(ticket(place) for place in range(SHOWN)),
        paper_mm=18_400.0,
        trial=TrialLine(now - timedelta(days=3), PRINTED),
        line_since=now - timedelta(hours=2),
        clock_offset_ms=-12_000,
        catalogue_at=now - timedelta(days=1, hours=2),
    )


def _bad(now: datetime) -> Inspection:
    problem = "This label is taken: the label E12-1014 belongs to another ticket of 18 February 2019"
    good = _good(now)
    first, *others = good.tickets
    return replace(
        good,
        tickets=(replace(first, label="E12-1057", outcome=None), *others[:3]),
        letters=(LetterLine(311, "E12-1014", now - timedelta(minutes=40), problem),),
        outbox=31,
        oldest_unsent=now - timedelta(minutes=8),
        trial=TrialLine(now - timedelta(minutes=2), Outcome.NOT_SENT),
        line_since=now - timedelta(minutes=8),
        clock_confirmed=False,
    )
