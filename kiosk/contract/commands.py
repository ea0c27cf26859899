"""What staff ask of a kiosk from afar, and what became of it, as it travels."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

Detail = Annotated[str, Meta(max_length=200)]
"""One line for a technician."""

MOST_OUTCOMES = 100
"""How many outcomes a heartbeat tells at most; the rest come with the next ones."""


class CommandKind(StrEnum):
    """What a kiosk can be asked for: one ticket once more on paper, a new start, or the catalogue anew."""

    REPRINT = "reprint"
    RESTART = "restart"
    REFRESH = "refresh"


class CommandRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``PUT /v1/kiosks/{kiosk}/commands/{command}``.

    A reprint names its ticket by ``ticket_id``, or by the ``label`` of a service ``day``, without which it
    is the one that the kiosk has when it hears of it. The others name none.
    """

    kind: CommandKind
    ticket_id: UUID | None = None
    label: str | None = None
    day: date | None = None


class CommandBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """A command and how it stands.

    ``state`` is ``waiting``, ``done``, ``failed``, or ``expired``: then the kiosk was not heard of it up to
    ``until``, and does not hear of it any more. ``detail`` is the kiosk's word for the technician.
    """

    command: UUID
    kiosk: int
    kind: CommandKind
    state: str
    made_at: datetime
    until: datetime
    ticket_id: UUID | None = None
    label: str | None = None
    day: date | None = None
    ended_at: datetime | None = None
    detail: str | None = None


class CommandsAnswer(msgspec.Struct, frozen=True):
    """``GET /v1/kiosks/{kiosk}/commands``: those of the last day, the oldest first."""

    commands: list[CommandBody]


class CommandOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """A command in the answer to a heartbeat; of a ``kind`` that the kiosk does not know it says so."""

    command: UUID
    kind: str
    ticket_id: UUID | None = None
    label: str | None = None
    day: date | None = None


class CommandOutcome(msgspec.Struct, frozen=True):
    """How a command ended, in a heartbeat; told until the heartbeat was answered."""

    command: UUID
    done: bool
    detail: Detail


class CommandsNotice(msgspec.Struct, frozen=True):
    """The data of a stream event ``commands``: for these kiosks there are new ones; they beat at once."""

    kiosks: list[int]
