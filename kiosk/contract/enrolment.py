"""How a kiosk gets its identity, and the list of all that have one."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

CODE_PATTERN = "^[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}$"
"""A code of eight letters and digits, with or without its dash, in either case."""


class EnrolmentRequest(msgspec.Struct, frozen=True):
    """``POST /v1/enrolments``: the one-time code that ``kiosk server enrol`` showed."""

    code: Annotated[str, Meta(pattern=CODE_PATTERN)]


class EnrolmentAnswer(msgspec.Struct, frozen=True):
    """An identity. ``token`` is told this once; ``number`` is ``null`` for staff."""

    kiosk: str
    number: int | None
    token: str


class ClientBody(msgspec.Struct, frozen=True):
    """Who may speak to the server; a kiosk that speaks without an identity has no ``kiosk`` and no ``name``.

    ``state`` is ``invited``, ``expired`` (its code was not used in time), ``enrolled``, ``revoked`` or
    ``open``. ``health`` is what it last told of itself, as its heartbeat has it.
    """

    mall: str
    role: str
    state: str
    kiosk: str | None = None
    number: int | None = None
    name: str | None = None
    enrolled_at: datetime | None = None
    revoked_at: datetime | None = None
    told_at: datetime | None = None
    health: dict[str, Any] | None = None


class ClientsAnswer(msgspec.Struct, frozen=True):
    """``GET /v1/kiosks``: kiosks by number, then staff by name."""

    kiosks: list[ClientBody]
