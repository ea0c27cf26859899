"""The counters' work, as it travels."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from kiosk.contract.values import Moment
from kiosk.domain.ticket import TicketClass


class NextRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``POST /v1/counters/{counter}/next``: for which services to call; without, for all of the agency."""

    services: Annotated[list[str], Meta(min_length=1, max_length=100)] | None = None


class RecallRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``POST .../recall``: call the present person again, or call ``label`` back."""

    label: str | None = None


class ChangeRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``POST .../serve``, ``done``, ``no-show`` and ``park``.

    With ``ticket_id`` the change is made only if that person is at the counter; sending it twice is harmless.
    """

    ticket_id: UUID | None = None


class TransferRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``POST .../transfer``: the person waits for another service from now on, by the time of the press."""

    service: str
    ticket_id: UUID | None = None


class CallAnswer(msgspec.Struct, frozen=True, rename={"ticket_class": "class"}, omit_defaults=True):
    """A person and a counter.

    ``service`` is the one in whose queue the person stood or stands now, ``pressed`` the one that was
    pressed if a counter sent the person on. ``waiting`` counts all who wait for the counter's agency.
    """

    ticket_id: UUID
    label: str
    service: str
    ticket_class: TicketClass
    language: str
    state: str
    called_at: Moment
    waiting: int
    pressed: str | None = None
    serving_at: Moment | None = None


class CounterAnswer(msgspec.Struct, frozen=True):
    """``GET /v1/counters/{counter}``: whom it has now, and how many wait for its agency."""

    counter: str
    agency: str
    waiting: int
    present: CallAnswer | None
