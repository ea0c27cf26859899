"""Commands to kiosks, between what travels and what is kept."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kiosk.clock import Clock
from kiosk.contract.commands import (
    CommandBody,
    CommandKind,
    CommandOrder,
    CommandOutcome,
    CommandRequest,
    CommandsAnswer,
)
from kiosk.domain.numbering import parse_label
from kiosk.server.commanding.commands import Command, Commands
from kiosk.server.identity.clients import Clients
from kiosk.server.refused import Refused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Given:
    """The command is on disk; ``created`` tells the first time from a repetition."""

    command: CommandBody
    created: bool


@dataclass(frozen=True, slots=True)
class UnknownKiosk:
    """No such kiosk is enrolled, and none was ever heard."""


@dataclass(frozen=True, slots=True)
class OtherCommand:
    """The id is that of a command which asks for something else."""


class Commanding:
    """One mall's commands. They go by the machine's clock, whatever a demonstration's shows."""

    def __init__(self, mall: str, commands: Commands, clients: Clients, clock: Clock) -> None:
        self._mall = mall
        self._commands = commands
        self._clients = clients
        self._clock = clock

    async def give(
        self, kiosk: int, command: UUID, request: CommandRequest
    ) -> Given | UnknownKiosk | OtherCommand | Refused:
        """Keep what a kiosk is asked for; the same again is harmless."""
        if wrong := wrong_request(request):
            return Refused(wrong)
        if not await self._is_known(kiosk):
            return UnknownKiosk()
        now = self._clock.now()
        asked = Command(command, kiosk, request.kind, now, request.ticket_id, request.label, request.day)
        kept = await self._commands.give(self._mall, asked, now)
        if not kept.command.asks_the_same(asked):
            return OtherCommand()
        return Given(kept.command.body(now), kept.created)

    async def exchange(self, kiosk: int, outcomes: Sequence[CommandOutcome]) -> list[CommandOrder]:
        """Take what a kiosk tells of its commands, and return what it is still asked for."""
        now = self._clock.now()
        if outcomes:
            await self._commands.end(self._mall, kiosk, outcomes, now)
        for each in outcomes:
            log.log(logging.INFO if each.done else logging.WARNING, "kiosk %d: %s", kiosk, each.detail)
        waiting = await self._commands.open(self._mall)
        return [each.order() for each in waiting if each.kiosk == kiosk and each.waits(now)]

    async def of_kiosk(self, kiosk: int) -> CommandsAnswer:
        """Return what a kiosk was asked for within the last day, and how that stands."""
        known, now = await self._commands.known(self._mall), self._clock.now()
        return CommandsAnswer([each.body(now) for each in known if each.kiosk == kiosk])

    async def _is_known(self, kiosk: int) -> bool:
        enrolled = await self._clients.known(self._mall)
        if any(each.number == kiosk and each.revoked_at is None for each in enrolled):
            return True
        return (self._mall, kiosk) in await self._clients.healths(self._mall)


def wrong_request(request: CommandRequest) -> str | None:
    """Return what is wrong with a request, and what to do."""
    named = (request.ticket_id, request.label, request.day)
    if request.kind is not CommandKind.REPRINT:
        return None if named == (None, None, None) else f"kind: {request.kind} is of no ticket; leave it out"
    if (request.ticket_id is None) == (request.label is None):
        return "label: name the ticket of a reprint, by its label or by its ticket_id, and not by both"
    if request.label is not None and parse_label(request.label) is None:
        return f"label: {request.label!r} is no number; write it as on the paper, for example A-012"
    if request.ticket_id is not None and request.day is not None:
        return "day: is for a label; a ticket_id needs none"
    return None
