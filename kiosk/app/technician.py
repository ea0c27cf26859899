"""What a technician can do at the kiosk: open the page, look, try the printer, print copies."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, assert_never
from uuid import UUID

from kiosk.app.access import Access
from kiosk.app.inspection import About, Inspection, LetterLine, TicketLine, TrialLine
from kiosk.app.issuing import Issued, NotReprinted, PaperHeld, TellIssue
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.technician import Chore, NewRoll, PrintTrial, Reprint, SeeTo
from kiosk.domain.technician_steps import (
    ChoreDone,
    ChoreFailed,
    ChoreHeld,
    PinRight,
    PinWrong,
    TechnicianWanted,
)
from kiosk.domain.ticket import Outcome
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.rows import DeadLetter, TicketRow, Trial
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.document import TrialDocument
from kiosk.printing.printer import Held, Progress, TicketPrinter
from kiosk.sync.link import LinkHealth
from kiosk.trusted_clock import TrustedClock

log = logging.getLogger(__name__)

TICKETS_SHOWN = 20
PAGE_LIFE_SECONDS = 30.0
"""How long the page's papers wait for a mended printer: their technician stands before it."""

ComposeTrial = Callable[[datetime, str], TrialDocument]
TellHeld = Callable[[ChoreHeld], None]


class Reprints(Protocol):
    """Prints a ticket once more."""

    async def reprint(self, ticket_id: UUID, tell: TellIssue, life: float) -> Issued | NotReprinted:
        """Print it within so many seconds; progress is told while it goes on."""
        ...


class Technician:
    """Carries out what the technician's page asks for.

    ``compose`` makes the test paper for a moment in the mall's zone and a language; ``workers`` is where
    that and the comparing of PINs are done, aside from the event loop.
    """

    def __init__(
        self,
        *,
        about: About,
        access: Access,
        journal: AsyncJournal,
        printer: TicketPrinter,
        issuing: Reprints,
        link: LinkHealth,
        clock: TrustedClock,
        catalogue: Callable[[], Catalogue],
        compose: ComposeTrial,
        workers: Executor,
    ) -> None:
        self._about = about
        self._access = access
        self._journal = journal
        self._printer = printer
        self._issuing = issuing
        self._link = link
        self._clock = clock
        self._catalogue = catalogue
        self._compose = compose
        self._workers = workers

    def knock(self) -> TechnicianWanted | None:
        """Return what the hidden corner leads to; nothing, but a line in the log, where there is no PIN."""
        if self._access.pin is None:
            log.warning(
                "the technician's page is closed: kiosk.toml has no technician.pin; make one with: kiosk pin"
            )
            return None
        return TechnicianWanted(self._access.shut_minutes())

    async def judge(self, digits: str) -> PinRight | PinWrong:
        """Compare digits with the PIN, unless none is taken now."""
        pin, minutes = self._access.pin, self._access.shut_minutes()
        if pin is None or minutes:
            return PinWrong(minutes)
        self._access.begin()
        loop = asyncio.get_running_loop()
        right = await loop.run_in_executor(self._workers, pin.fits, digits)
        self._access.ended(right)
        return PinRight() if right else PinWrong(self._access.shut_minutes())

    async def do(self, chore: Chore, language: str, tell: TellHeld) -> ChoreDone | ChoreFailed:
        """Do a chore; it is told whenever its paper has to wait for a person."""
        log.warning("a technician's chore: %s", chore)
        try:
            match chore:
                case PrintTrial():
                    return ChoreDone(chore, await self._try(chore, language, tell))
                case Reprint():
                    return await self._reprint(chore, tell)
                case NewRoll():
                    await self._journal.do(Journal.new_roll)
                case SeeTo(seq):
                    await self._see_to(seq)
                case other:
                    assert_never(other)
        except JournalError:
            log.exception("a technician's chore failed: %s", chore)
            return ChoreFailed(chore)
        return ChoreDone(chore)

    async def inspect(self) -> Inspection:
        """Look how the kiosk is."""
        now, since = self._clock.now(), self._link.link.since
        seen = Inspection(
            about=self._about,
            at=now,
            line_since=None if since is None else now - timedelta(seconds=self._clock.elapsed() - since),
            clock_confirmed=self._clock.confirmed,
            clock_offset_ms=self._clock.offset_ms,
        )
        try:
            return await self._read(seen)
        except JournalError:
            log.exception("the technician's page cannot tell what is in the journal")
            return replace(seen, read=False)

    async def _read(self, seen: Inspection) -> Inspection:
        """Add what the journal knows."""
        journal, day = self._journal, service_day(seen.at, self._catalogue().mall.zone)
        health = await journal.do(Journal.health)
        trial = await journal.do(Journal.trial)
        kept = await journal.do(Journal.catalogue) if self._about.server else None
        tickets = await journal.do(Journal.latest, day, TICKETS_SHOWN)
        letters = await journal.do(Journal.dead_letters)
        return replace(
            seen,
            tickets=tuple(_ticket_line(row) for row in tickets),
            letters=tuple(_letter_line(each) for each in letters),
            outbox=health.outbox,
            oldest_unsent=health.oldest_unsent,
            paper_mm=health.paper_mm,
            trial=TrialLine(trial.at, trial.outcome) if trial else None,
            catalogue_at=kept.saved_at if kept else None,
        )

    async def _try(self, chore: PrintTrial, language: str, tell: TellHeld) -> Outcome:
        def pass_on(progress: Progress) -> None:
            if isinstance(progress, Held):
                tell(ChoreHeld(chore, progress.condition.word))

        loop = asyncio.get_running_loop()
        at = self._clock.now().astimezone(self._catalogue().mall.zone)
        document = await loop.run_in_executor(self._workers, self._compose, at, language)
        result = await self._printer.submit(document, pass_on, PAGE_LIFE_SECONDS)
        try:
            trial = Trial(self._clock.now(), result.outcome)
            await self._journal.do(Journal.tried, trial, result.length_mm)
        except JournalError:
            log.exception("the test paper could not be recorded: %s", result.outcome)
        return result.outcome

    async def _reprint(self, chore: Reprint, tell: TellHeld) -> ChoreDone | ChoreFailed:
        result = await self._issuing.reprint(
            chore.ticket_id,
            lambda told: tell(ChoreHeld(chore, told.condition.word)) if isinstance(told, PaperHeld) else None,
            PAGE_LIFE_SECONDS,
        )
        match result:
            case Issued(result=printed):
                return ChoreDone(chore, printed.outcome)
            case NotReprinted(detail):
                log.error("%s", detail)
                return ChoreFailed(chore)
            case other:
                assert_never(other)

    async def _see_to(self, seq: int) -> None:
        for letter in await self._journal.do(Journal.dead_letters):
            if letter.event.seq == seq:
                log.warning("a technician has seen to what the server refused: %s", letter)
        await self._journal.do(Journal.seen_to, seq)


def _ticket_line(row: TicketRow) -> TicketLine:
    press = row.press
    return TicketLine(
        press.ticket_id, row.label or "", press.service, press.pressed_at, row.outcome, row.copies
    )


def _letter_line(letter: DeadLetter) -> LetterLine:
    problem = letter.problem
    words = f"{problem.title}: {problem.detail}" if problem.detail else problem.title
    return LetterLine(letter.event.seq, letter.event.label or "", letter.refused_at, words)
