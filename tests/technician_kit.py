"""A technician for tests: the real one, on the parts of a kiosk without its screen."""

from concurrent.futures import Executor
from functools import partial

from kiosk.app.access import Access
from kiosk.app.inspection import About
from kiosk.app.technician import Reprints, Technician
from kiosk.domain.catalogue import Catalogue
from kiosk.journal.thread import AsyncJournal
from kiosk.pin import PinHash
from kiosk.printing.composing_trial import compose_trial
from kiosk.printing.printer import TicketPrinter
from kiosk.sync.link import LinkHealth
from kiosk.trusted_clock import TrustedClock
from kiosk.words import load_words

ABOUT = About("1.0", 2, "Gedung B", "https://antrean.example.id")


def technician(
    *,
    pin: PinHash | None = None,
    journal: AsyncJournal,
    printer: TicketPrinter,
    issuing: Reprints,
    link: LinkHealth,
    clock: TrustedClock,
    catalogue: Catalogue,
    workers: Executor,
) -> Technician:
    return Technician(
        about=ABOUT,
        access=Access(pin, clock),
        journal=journal,
        printer=printer,
        issuing=issuing,
        link=link,
        clock=clock,
        catalogue=lambda: catalogue,
        compose=partial(compose_trial, load_words(), "2 Gedung B"),
        workers=workers,
    )
