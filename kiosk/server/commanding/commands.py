"""Commands to kiosks, as they are kept: handed out with every heartbeat until the kiosk tells their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from kiosk.contract.commands import CommandBody, CommandKind, CommandOrder, CommandOutcome

LIFE = timedelta(minutes=10)
"""How long a command is handed out: whoever stood at the desk for a paper has gone then."""

KEPT_FOR = timedelta(days=1)
"""How long one is kept, whatever became of it."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a kiosk is asked for; ``done`` is ``None`` for as long as it has not told its end."""

    id: UUID
    kiosk: int
    kind: CommandKind
    made_at: datetime
    ticket_id: UUID | None = None
    label: str | None = None
    day: date | None = None
    done: bool | None = None
    detail: str | None = None
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """From when on it is not handed out any more."""
        return self.made_at + LIFE

    def waits(self, now: datetime) -> bool:
        """Tell whether it is to be handed out."""
        return self.done is None and now < self.until

    def asks_the_same(self, other: "Command") -> bool:
        """Tell whether another one is a repetition of this one."""
        mine = (self.id, self.kiosk, self.kind, self.ticket_id, self.label, self.day)
        return mine == (other.id, other.kiosk, other.kind, other.ticket_id, other.label, other.day)

    def body(self, now: datetime) -> CommandBody:
        """Write it, and how it stands."""
        open_state = "waiting" if self.waits(now) else "expired"
        return CommandBody(
            command=self.id,
            kiosk=self.kiosk,
            kind=self.kind,
            state=open_state if self.done is None else "done" if self.done else "failed",
            made_at=self.made_at,
            until=self.until,
            ticket_id=self.ticket_id,
            label=self.label,
            day=self.day,
            ended_at=self.ended_at,
            detail=self.detail,
        )

    def order(self) -> CommandOrder:
        """Write it for its kiosk."""
        return CommandOrder(self.id, self.kind, self.ticket_id, self.label, self.day)


@dataclass(frozen=True, slots=True)
class Kept:
    """The command is on disk; ``created`` tells the first time from a repetition."""

    command: Command
    created: bool


class Commands(Protocol):
    """The commands' durable memory."""

    async def give(self, mall: str, command: Command, now: datetime) -> Kept:
        """Keep a command, or return the one that has its id; forget those older than ``KEPT_FOR``."""
        ...

    async def end(self, mall: str, kiosk: int, outcomes: Sequence[CommandOutcome], now: datetime) -> None:
        """Keep how commands of a kiosk ended; the first word counts, and unknown ones are passed over."""
        ...

    async def open(self, mall: str) -> Sequence[Command]:
        """Return those of a mall whose end was not told, the oldest first."""
        ...

    async def known(self, mall: str) -> Sequence[Command]:
        """Return all of a mall that are kept, the oldest first."""
        ...
