"""What the server asks of this kiosk: done once, whatever is lost, repeated or killed, and told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol
from uuid import UUID

from kiosk import __version__
from kiosk.app.issuing import Issued, NotReprinted, TellIssue
from kiosk.clock import Clock
from kiosk.contract.commands import CommandKind, CommandOrder, CommandOutcome
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.ticket import Outcome
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.printing.advice import advice
from kiosk.words import Words

log = logging.getLogger(__name__)

LONGEST_DETAIL = 200

ENDS = {
    Outcome.PRINTED: "printed as SALINAN {copy}",
    Outcome.BLIND: "SALINAN {copy} was sent to a printer that does not tell whether it came out",
    Outcome.UNKNOWN: "SALINAN {copy} may not have come out whole. {seen} Look there before you ask again",
    Outcome.NOT_SENT: "nothing came out. {seen} Ask again once the printer is mended",
}
"""What the technician hears of a copy's end."""


class Reprints(Protocol):
    """Prints a ticket once more."""

    async def reprint(self, ticket_id: UUID, tell: TellIssue) -> Issued | NotReprinted:
        """Print a copy on the printer's turn; within the life of a job it begins to come out, or never."""
        ...


class Commanded:
    """Does one command after the other, each of them once.

    That a command is begun is durable before anything is done: a kiosk that is killed in its midst does not
    do it again. Rather no copy than two: its outcome then says so, and a person may ask anew. ``refresh``
    fetches the catalogue and tells whether it came; ``restart`` ends the program once nobody stands before
    it, and the next start ends the command; ``told`` is called when there is an outcome for the server.
    """

    def __init__(
        self,
        *,
        journal: AsyncJournal,
        issuing: Reprints,
        catalogue: Callable[[], Catalogue],
        clock: Clock,
        words: Words,
        refresh: Callable[[], Awaitable[bool]],
        restart: Callable[[], Awaitable[None]],
        told: Callable[[], None],
    ) -> None:
        self._journal = journal
        self._issuing = issuing
        self._catalogue = catalogue
        self._clock = clock
        self._words = words
        self._refresh = refresh
        self._restart = restart
        self._told = told
        self._orders: asyncio.Queue[CommandOrder] = asyncio.Queue()

    def take(self, orders: Iterable[CommandOrder]) -> None:
        """Take what the answer to a heartbeat asks for; what is known already is passed over in its turn."""
        for each in orders:
            self._orders.put_nowait(each)

    async def run(self) -> None:
        """Do what is asked for as long as the program runs."""
        while True:
            order = await self._orders.get()
            try:
                if await self._journal.do(Journal.command_begun, order, self._clock.now()):
                    await self._obey(order)
            except JournalError:
                log.exception("command %s (%s) could not be recorded", order.command, order.kind)

    async def _obey(self, order: CommandOrder) -> None:
        log.info("the server asks for: %s %s", order.kind, order.label or "")
        match order.kind:
            case CommandKind.REPRINT:
                done, detail = await self._reprint(order)
            case CommandKind.REFRESH:
                done = await self._refresh()
                detail = "the catalogue was fetched anew" if done else "no catalogue came; the log says why"
            case CommandKind.RESTART:
                await self._restart()
                return
            case other:
                done, detail = False, f"version {__version__} of the kiosk knows no {other!r}; renew it"
        outcome = CommandOutcome(order.command, done, detail[:LONGEST_DETAIL])
        await self._journal.do(Journal.command_ended, outcome, self._clock.now())
        self._told()

    async def _reprint(self, order: CommandOrder) -> tuple[bool, str]:
        ticket_id, name = order.ticket_id, order.label or str(order.ticket_id)
        if ticket_id is None:
            day = order.day or service_day(self._clock.now(), self._catalogue().mall.zone)
            ticket_id = await self._journal.do(Journal.ticket_of, day, order.label or "")
            name = f"{order.label} of {day}"
        if ticket_id is None:
            return False, f"{name}: this kiosk gave no such ticket; ask the one that did, or name its day"
        copy = await self._issuing.reprint(ticket_id, lambda _: None)
        if isinstance(copy, NotReprinted):
            return False, f"{name}: {copy.detail}"
        outcome = copy.result.outcome
        seen, _ = advice(copy.result.condition).told(self._words, "en")
        end = ENDS[outcome].format(copy=copy.ticket.copy, seen=seen)
        return outcome in (Outcome.PRINTED, Outcome.BLIND), f"{copy.ticket.label}: {end}"
