"""From a press to a paper: the five steps of a ticket's life, each durable before the next.

1. The press goes into the journal. 2. The server is asked, if the line is up, and answers within
the deadline. 3. If not, the kiosk gives its own label, though of a daily quota only as many as it was
lent; the label goes into the journal together with what the server has to hear of it. 4. The journal
notes that printing begins, then the ticket is printed, then the journal notes how that ended. 5. Whoever
listens is told, whatever became of the paper. A program that is stopped between any two steps leaves
what ``Journal.recover`` mends.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, assert_never
from uuid import UUID

from kiosk.clock import Clock
from kiosk.contract.bodies import IssueAnswer
from kiosk.contract.problems import ProblemType
from kiosk.domain.availability import State
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.lent import quota_agency
from kiosk.domain.route import Way
from kiosk.domain.text import Text
from kiosk.domain.ticket import Press, Ticket, WaitRange
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.condition import Condition
from kiosk.printing.document import TicketDocument
from kiosk.printing.printer import (
    LIFE_SECONDS,
    FirstByte,
    Held,
    PrintResult,
    Progress,
    TicketPrinter,
)
from kiosk.sync.answers import Answered, NoAnswer, Refused
from kiosk.sync.link import LinkHealth

log = logging.getLogger(__name__)

DEADLINE_SECONDS = 0.7
"""How long a citizen waits for the server's number before the kiosk gives its own."""

Compose = Callable[[Ticket, Catalogue, Way | None], TicketDocument]


class Cause(StrEnum):
    """Why there is no number, in the program's words."""

    UNAVAILABLE = "unavailable"
    UNKNOWN_SERVICE = "unknown_service"
    STORAGE = "storage"
    QUOTA = "quota"


REFUSALS: Mapping[str, Cause] = {
    ProblemType.UNKNOWN_SERVICE: Cause.UNKNOWN_SERVICE,
    ProblemType.SERVICE_UNAVAILABLE: Cause.UNAVAILABLE,
}
"""Refusals that a citizen is told; any other is the machines' own affair, and the kiosk gives a number."""


@dataclass(frozen=True, slots=True)
class TicketNumbered:
    """The ticket has its number, and the journal says that it may be seen."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class PaperHeld:
    """The paper waits until a person mends the printer."""

    condition: Condition


IssueProgress = TicketNumbered | PaperHeld | FirstByte


@dataclass(frozen=True, slots=True)
class Issued:
    """The citizen has a number, on paper or, where ``result`` says so, on the screen alone."""

    ticket: Ticket
    result: PrintResult


@dataclass(frozen=True, slots=True)
class Refusal:
    """There is no number for this service now; ``reason`` is the mall's word.

    ``Cause.QUOTA``: the server does not answer, and none of its numbers is lent to this kiosk any more.
    """

    cause: Cause
    reason: Text | None = None
    next_open: datetime | None = None


@dataclass(frozen=True, slots=True)
class CannotIssue:
    """The kiosk itself can give no number; ``detail`` is for the technician."""

    cause: Cause
    detail: str


@dataclass(frozen=True, slots=True)
class NotReprinted:
    """There is no copy; ``detail`` is for the technician."""

    detail: str


IssueResult = Issued | Refusal | CannotIssue
TellIssue = Callable[[IssueProgress], None]


class Server(Protocol):
    """Whoever gives online labels."""

    async def issue(self, press: Press, deadline_seconds: float) -> Answered | Refused | NoAnswer:
        """Ask for a number; never raises, and never takes longer than the deadline."""
        ...


class Issuing:
    """Issues tickets. Presses may overlap: each goes its own way through the journal's one thread.

    ``catalogue`` returns the one that holds at the moment. ``wake`` is called when there is news for
    the server, ``drawn`` when a limited service got a number: what is lent may be less now, or too
    little. ``workers`` is where tickets are composed, aside from the event loop.
    """

    def __init__(
        self,
        *,
        journal: AsyncJournal,
        server: Server,
        link: LinkHealth,
        printer: TicketPrinter,
        compose: Compose,
        catalogue: Callable[[], Catalogue],
        clock: Clock,
        workers: Executor,
        wake: Callable[[], None],
        drawn: Callable[[], None],
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._journal = journal
        self._server = server
        self._link = link
        self._printer = printer
        self._compose = compose
        self._catalogue = catalogue
        self._clock = clock
        self._workers = workers
        self._wake = wake
        self._drawn = drawn
        self._deadline_seconds = deadline_seconds
        self._numberless: set[UUID] = set()

    async def issue(self, press: Press, tell: TellIssue, way: Way | None = None) -> IssueResult:
        """Take a press through all its steps; returns when its paper has come to an end.

        The paper tells how ``way`` goes on after this number; nothing else knows of it.
        """
        catalogue = self._catalogue()
        if press.service not in catalogue.services:
            return CannotIssue(Cause.UNKNOWN_SERVICE, f"the catalogue has no service {press.service!r}")
        try:
            numbered = await self._number(press, catalogue)
            if isinstance(numbered, Refusal):
                return numbered
            document = await self._composed(numbered, catalogue, way)
            await self._journal.do(Journal.printing, press.ticket_id, self._clock.now())
        except JournalError as error:
            log.exception("no number for ticket %s", press.ticket_id)
            self._numberless.add(press.ticket_id)
            await self._void_numberless()
            self._wake()
            return CannotIssue(Cause.STORAGE, str(error))
        tell(TicketNumbered(numbered))
        if quota_agency(catalogue, press.service):
            self._drawn()
        return await self._print(numbered, document, tell)

    async def reprint(
        self, ticket_id: UUID, tell: TellIssue, life: float = LIFE_SECONDS
    ) -> Issued | NotReprinted:
        """Print a ticket once more, marked as the copy that it is; only a person may ask for it.

        The number is counted before the paper. A copy says what is known now: not who was ahead then. It
        waits for ``life`` seconds for a printer that a person must mend.
        """
        try:
            copy = await self._journal.do(Journal.copying, ticket_id)
        except JournalError as error:
            return NotReprinted(f"ticket {ticket_id} cannot be printed again: {error}")
        row = copy.row
        ticket = Ticket(row.press, row.label or "", online=bool(row.online), copy=copy.number)
        document = await self._composed(ticket, self._catalogue(), None)
        log.warning("ticket %s is printed again, copy %d", ticket.label, ticket.copy)
        return await self._print(ticket, document, tell, life)

    async def _number(self, press: Press, catalogue: Catalogue) -> Ticket | Refusal:
        ask = self._link.up
        day = service_day(press.pressed_at, catalogue.mall.zone)
        series = catalogue.agency_of(press.service).series
        await self._journal.do(Journal.pressed, press, series, day, ask)
        agency = quota_agency(catalogue, press.service)
        if ask and (answer := await self._number_online(press, agency)):
            return answer
        return await self._number_here(press, agency) or await self._none_lent(press)

    async def _number_here(self, press: Press, agency: str | None) -> Ticket | None:
        """Give the kiosk's own label; of the quota of ``agency``, if there is one, only what is lent."""
        now = self._clock.now()
        label = (
            await self._journal.do(Journal.numbered_by_lease, press.ticket_id, agency, now)
            if agency
            else await self._journal.do(Journal.numbered_here, press.ticket_id, now)
        )
        return Ticket(press, label, online=False) if label else None

    async def _none_lent(self, press: Press) -> Refusal:
        await self._journal.do(Journal.abandoned, press.ticket_id, self._clock.now())
        self._wake()
        return Refusal(Cause.QUOTA)

    async def _number_online(self, press: Press, agency: str | None) -> Ticket | Refusal | None:
        """Ask the server; ``None`` means that the kiosk is on its own."""
        match await self._server.issue(press, self._deadline_seconds):
            case Answered(answer=answer):
                if await self._journal.do(
                    Journal.numbered_online, press.ticket_id, answer.label, self._clock.now()
                ):
                    return _online(press, answer)
                log.error("the server gave %s to a second ticket, %s", answer.label, press.ticket_id)
            case Refused(problem=problem) if problem.type in REFUSALS:
                used_up = agency is not None and problem.state is State.QUOTA_FULL
                if used_up and (lent := await self._number_here(press, agency)):
                    return lent
                await self._journal.do(Journal.void, press.ticket_id, self._clock.now())
                return Refusal(REFUSALS[problem.type], _text(problem.reason), problem.next_open)
            case Refused(problem=problem):
                log.error("the server cannot take ticket %s: %s", press.ticket_id, problem)
            case NoAnswer():
                pass
            case other:
                assert_never(other)
        return None

    async def _composed(self, ticket: Ticket, catalogue: Catalogue, way: Way | None) -> TicketDocument:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, self._compose, ticket, catalogue, way)

    async def _print(
        self, ticket: Ticket, document: TicketDocument, tell: TellIssue, life: float = LIFE_SECONDS
    ) -> Issued:
        def pass_on(progress: Progress) -> None:
            self._wake()  # and not before: what the server hears must not keep the paper waiting
            tell(PaperHeld(progress.condition) if isinstance(progress, Held) else progress)

        result = await self._printer.submit(document, pass_on, life)
        try:
            await self._journal.do(
                Journal.copied if ticket.copy else Journal.outcome,
                ticket.press.ticket_id,
                result.outcome,
                self._clock.now(),
                result.length_mm,
            )
        except JournalError:
            log.exception("the end of ticket %s could not be recorded: %s", ticket.label, result.outcome)
        await self._void_numberless()
        self._wake()
        return Issued(ticket, result)

    async def _void_numberless(self) -> None:
        """Void the presses that came to no number for want of a journal, now or once it works again."""
        for ticket_id in tuple(self._numberless):
            try:
                await self._journal.do(Journal.abandoned, ticket_id, self._clock.now())
            except JournalError:
                log.warning("ticket %s is voided later, at the latest by the next start", ticket_id)
                return
            self._numberless.discard(ticket_id)


def _online(press: Press, answer: IssueAnswer) -> Ticket:
    wait = WaitRange(answer.wait.low, answer.wait.high) if answer.wait else None
    return Ticket(press, answer.label, online=True, ahead=answer.ahead, wait=wait)


def _text(words: Mapping[str, str] | None) -> Text | None:
    return Text.of(words) if words else None
