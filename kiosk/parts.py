"""The parts of a kiosk that its settings name: journal, printer, line, catalogue, and what draws its papers.

What printing and the catalogue import is loaded here, when it is needed, and not at the start.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kiosk.app.issuing import Compose
from kiosk.app.rehearsing import Draw
from kiosk.app.technician import ComposeTrial
from kiosk.app.ways import ComposeWay
from kiosk.clock import Clock
from kiosk.domain.catalogue import Catalogue
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.printer import TicketPrinter
from kiosk.settings.model import PrinterSettings, Settings
from kiosk.sync.client import ServerClient
from kiosk.sync.link import LinkHealth
from kiosk.sync.trust import trusting
from kiosk.trusted_clock import TrustedClock
from kiosk.words import Words

log = logging.getLogger(__name__)

JOURNAL_FILE = "journal.db"
LEFTOVER_FILE = "printer.uncleared"


class CannotBeginError(Exception):
    """The kiosk cannot begin; the message says what is wrong and what to do."""


class NoCatalogueError(CannotBeginError):
    """There is no catalogue that can be used; the message lists its faults."""


@dataclass(frozen=True, slots=True)
class Composers:
    """What makes the documents that are printed; ``draw`` draws one for nobody."""

    ticket: Compose
    way: ComposeWay
    trial: ComposeTrial
    draw: Draw


async def open_journal(
    settings: Settings, clock: TrustedClock, machine: Clock, stack: AsyncExitStack
) -> tuple[AsyncJournal, bool]:
    """Open the journal, begin the clock that is trusted, and mend what the last program left.

    Also tell whether part of a ticket may be left in the printer. Raises ``CannotBeginError``.
    """
    folder = settings.data.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        journal = await AsyncJournal.open(folder / JOURNAL_FILE, settings.kiosk.number, machine)
        stack.push_async_callback(journal.close)
        clock.begin(await journal.do_or_anew(Journal.clock_memory))
        recovery = await journal.do_or_anew(Journal.recover, machine.now())
    except (OSError, JournalError) as error:
        raise CannotBeginError(f"the journal in {folder} cannot be opened: {error}") from error
    return journal, bool(recovery.unknown) or journal.aside is not None


async def open_printer(
    settings: Settings, clock: Clock, stack: AsyncExitStack, *, uncleared: bool
) -> TicketPrinter:
    """Open the printer of the settings; raises ``CannotBeginError``."""
    named, folder = settings.printer, settings.data.folder
    try:
        printer = await asyncio.to_thread(open_ticket_printer, named, clock, folder, uncleared=uncleared)
    except (OSError, ValueError) as error:
        raise CannotBeginError(f"the printer cannot be used: {error}") from error
    stack.push_async_callback(printer.close)
    return printer


def open_ticket_printer(
    settings: PrinterSettings, clock: Clock, folder: Path, *, uncleared: bool
) -> TicketPrinter:
    """Open the printer of the settings, whose memory is in a folder.

    ``uncleared`` tells that part of a ticket may be in it though that memory was lost.
    """
    from kiosk.printing import opening
    from kiosk.printing.leftover import Leftover
    from kiosk.printing.no_printer import NoPrinter
    from kiosk.printing.profile_file import profile_of

    if not settings.uri:
        return NoPrinter()
    profile, leftover = profile_of(settings), Leftover(folder / LEFTOVER_FILE)
    if uncleared:
        leftover.note()
    treated = replace(opening.treatment(profile), characters=settings.render == "text")
    return opening.open_printer(settings.uri, profile.paper, clock, settings=treated, leftover=leftover)


def open_line(
    settings: Settings, link: LinkHealth, clock: TrustedClock, stack: AsyncExitStack
) -> ServerClient:
    """Return the line to the server, not begun yet; raises ``CannotBeginError``."""
    server = settings.server
    try:
        tls = trusting(server.url, server.ca)
    except OSError as error:
        raise CannotBeginError(
            f"server.ca {server.ca}: cannot be used: {error}; give a PEM file of certificates"
        ) from error
    token = server.token or None
    client = ServerClient(server.url, settings.kiosk.number, link, clock, token, clock.hear, tls)
    stack.push_async_callback(client.close)
    return client


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue from its file or folder and log its faults; raises ``NoCatalogueError``."""
    from kiosk.catalogue.loading import load_catalogue

    loaded = load_catalogue(path)
    for fault in loaded.faults:
        log.warning("%s", fault)
    if loaded.catalogue is None:
        raise NoCatalogueError("\n".join(str(fault) for fault in loaded.faults))
    return loaded.catalogue


def composers(words: Words, settings: Settings, clock_confirmed: Callable[[], bool]) -> Composers:
    """Return what makes the kiosk's documents, in the program's words and by the mall's template."""
    from kiosk.app.tickets import TicketComposer
    from kiosk.app.way_paper import WayComposer
    from kiosk.printing.characters import type_out
    from kiosk.printing.composing_trial import compose_trial
    from kiosk.printing.profile_file import profile_of
    from kiosk.printing.raster import rasterise
    from kiosk.printing.template_file import own_template, template_or_shipped

    template = template_or_shipped(own_template(settings))
    kiosk = " ".join(filter(None, (str(settings.kiosk.number), settings.kiosk.name)))
    drawing = type_out if settings.printer.render == "text" else rasterise
    return Composers(
        ticket=TicketComposer(words, settings.server.public_url, clock_confirmed, template),
        way=WayComposer(words),
        trial=partial(compose_trial, words, kiosk),
        draw=partial(drawing, paper=profile_of(settings.printer).paper),
    )
