"""Request and response bodies; unknown fields are ignored, missing ones are errors."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from kiosk.contract.staff import WordBody
from kiosk.contract.values import LanguageTag, Moment, Sequence
from kiosk.domain.availability import State
from kiosk.domain.ticket import EventKind, TicketClass

MAX_BODY_BYTES = 64 * 1024
MAX_EVENTS = 500
VERSION_HEADER = "MPP-Version"
VERSION = "1"
KIOSK_HEADER = "MPP-Kiosk"


class WaitBody(msgspec.Struct, frozen=True):
    """A wait in whole minutes."""

    low: int
    high: int


class PlaceBody(msgspec.Struct, frozen=True):
    """Where to go."""

    building: str
    floor: str
    counters: int


class IssueRequest(msgspec.Struct, frozen=True, rename={"ticket_class": "class"}, omit_defaults=True):
    """``PUT /v1/tickets/{ticket_id}``: a press that wants a number, or tells the one that it has."""

    service: str
    pressed_at: Moment
    ticket_class: TicketClass
    language: LanguageTag
    label: str | None = None


class IssueAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The server's answer to an issue; the same id again gets the same answer."""

    ticket_id: UUID
    label: str
    day: date
    ahead: int
    place: PlaceBody
    state: str
    track: str
    wait: WaitBody | None = None


class TicketEvent(msgspec.Struct, frozen=True, rename={"ticket_class": "class"}, omit_defaults=True):
    """One row of a kiosk's outbox. ``seq`` is the kiosk's own and grows by one with each row.

    An ``issued`` event carries all that the server needs to make the ticket if it never heard of it.
    """

    seq: Sequence
    ticket_id: UUID
    kind: EventKind
    at: Moment
    service: str | None = None
    pressed_at: Moment | None = None
    ticket_class: TicketClass | None = None
    language: LanguageTag | None = None
    label: str | None = None
    online: bool | None = None


class EventsRequest(msgspec.Struct, frozen=True):
    """``POST /v1/events``: a batch of the outbox, at most ``MAX_EVENTS`` rows."""

    events: Annotated[list[TicketEvent], Meta(extra_json_schema={"maxItems": MAX_EVENTS})]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem detail (RFC 9457 section 3); ``reason`` and ``next_open`` tell of a service that is shut."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    state: State | None = None
    reason: dict[str, str] | None = None
    next_open: Moment | None = None


class RefusedEvent(msgspec.Struct, frozen=True):
    """A row that the server will never take, and why."""

    seq: int
    problem: Problem


class EventsAnswer(msgspec.Struct, frozen=True):
    """Which rows are safe on the server (``acked``) and which it refused for good."""

    acked: list[int]
    refused: list[RefusedEvent]


class ServiceState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A service's availability and queue, as the stream tells it.

    ``word`` is what alone makes the state differ from the hours: staff's word, an outage, or a quota that
    is used up; ``null`` if there is none. A kiosk reckons the hours with its own clock. A server that
    knows of no words leaves it out.
    """

    state: State
    waiting: int
    reason: dict[str, str] | None = None
    since: Moment | None = None
    until: Moment | None = None
    next_open: Moment | None = None
    wait: WaitBody | None = None
    quota_left: int | None = None
    word: WordBody | UnsetType | None = UNSET


class AvailabilityNotice(msgspec.Struct, frozen=True):
    """The data of a stream event ``availability``: states by service id; services not named are unchanged."""

    services: dict[str, ServiceState]


class TimeNotice(msgspec.Struct, frozen=True):
    """The data of a stream event ``time``."""

    now: Moment


class QueueRow(msgspec.Struct, frozen=True, rename={"ticket_class": "class"}, omit_defaults=True):
    """One ticket of a day's list, for operators and for checks."""

    ticket_id: UUID
    label: str
    service: str
    ticket_class: TicketClass
    pressed_at: Moment
    state: str
    kiosk: int | None = None
    withdrawn_label: str | None = None


class QueueAnswer(msgspec.Struct, frozen=True):
    """``GET /v1/tickets?day=YYYY-MM-DD``: the day's tickets in the order in which people pressed."""

    day: date
    tickets: list[QueueRow]


class TrackAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """``GET /v1/t/{track}``: what a phone may know of a ticket.

    ``ahead`` and ``wait`` while it waits, ``counter`` while it is called or served. ``service`` is the one
    in whose queue the person stands.
    """

    label: str
    service: str
    state: str
    ahead: int | None = None
    wait: WaitBody | None = None
    counter: str | None = None


class Health(msgspec.Struct, frozen=True):
    """``GET /healthz``; ``now`` is the server's time, which kiosks set theirs by."""

    status: str
    version: str
    now: Moment | None = None
