"""Everything that the screens show, as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.app.inspection import Inspection
from kiosk.domain.availability import NO_WORD, Availability, StaffWord, availabilities
from kiosk.domain.catalogue import Agency, Catalogue
from kiosk.domain.lent import NOTHING_LENT, Lent, word_without_line
from kiosk.domain.places import (
    Agencies,
    Checking,
    Holding,
    Issuing,
    Reading,
    Refused,
    Services,
    Wayfinding,
    Welcome,
)
from kiosk.domain.technician import PinPad, TechnicianPage
from kiosk.domain.ticket import WaitRange
from kiosk.domain.visit import Visit
from kiosk.printing.condition import Condition, Ready

QUEUES_LAST = timedelta(minutes=30)
"""How long people are told of queues as they were when the server was last heard."""


class Screen(StrEnum):
    """A whole screen, or a layer that lies over it."""

    STARTING = "starting"
    WARNING = "warning"
    WELCOME = "welcome"
    AGENCIES = "agencies"
    SERVICES = "services"
    SERVICE = "service"
    CHECK = "check"
    WAY = "way"
    ISSUING = "issuing"
    TICKET = "ticket"
    REFUSED = "refused"
    PIN = "pin"
    TECHNICIAN = "technician"


@dataclass(frozen=True, slots=True)
class Queue:
    """How many people wait for a service, and how long that takes."""

    waiting: int
    wait: WaitRange | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of the line to the server; ``heard_at`` is when it last answered."""

    up: bool = False
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What this kiosk offers: agencies (all, when empty), and whether there is a priority number."""

    agencies: tuple[str, ...] = ()
    priority: bool = True
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """The moment, as far as the kiosk knows it.

    ``server_word`` is what the server said last, ``staff_word`` what holds: without a line the kiosk gives
    of a daily quota only what is ``lent``. ``inspection`` is what the technician's page was last told.
    """

    visit: Visit
    now: datetime
    catalogue: Catalogue | None = None
    offer: Offer = Offer()
    line: Line = Line()
    printer: Condition = field(default_factory=Ready)
    server_word: StaffWord = NO_WORD
    lent: Lent = NOTHING_LENT
    staff_word: StaffWord = NO_WORD
    queues: Mapping[str, Queue] = field(default_factory=dict)
    availability: Mapping[str, Availability] = field(default_factory=dict)
    inspection: Inspection | None = None

    def offered_agencies(self) -> tuple[Agency, ...]:
        """Return the agencies of this kiosk: the settings' order if they name any, else the catalogue's."""
        if self.catalogue is None:
            return ()
        known = self.catalogue.agencies
        if self.offer.agencies:
            return tuple(known[each] for each in self.offer.agencies if each in known)
        return tuple(known.values())

    def fresh_queues(self) -> Mapping[str, Queue]:
        """Return the queues, or nothing once the server has been silent for too long."""
        line = self.line
        fresh = line.up or (line.heard_at is not None and self.now - line.heard_at < QUEUES_LAST)
        return self.queues if fresh else {}

    def judged(self) -> "Model":
        """Return the model with what holds at its moment, and every service's availability."""
        if self.catalogue is None:
            return self
        word = self.server_word
        if not self.line.up:
            word = word_without_line(self.catalogue, self.now, word, self.lent)
        return replace(self, staff_word=word, availability=availabilities(self.catalogue, self.now, word))


def screen_of(model: Model) -> Screen:
    """Return which screen wins: the first in this order whose condition holds."""
    place = model.visit.place
    claims = (
        (Screen.STARTING, model.catalogue is None),
        (Screen.WARNING, model.visit.warned),
        (Screen.PIN, isinstance(place, PinPad)),
        (Screen.TECHNICIAN, isinstance(place, TechnicianPage)),
        (Screen.TICKET, isinstance(place, Holding)),
        (Screen.ISSUING, isinstance(place, Issuing)),
        (Screen.REFUSED, isinstance(place, Refused)),
        (Screen.WAY, isinstance(place, Wayfinding)),
        (Screen.CHECK, isinstance(place, Checking)),
        (Screen.SERVICE, isinstance(place, Reading)),
        (Screen.SERVICES, isinstance(place, Services)),
        (Screen.AGENCIES, isinstance(place, Agencies)),
        (Screen.WELCOME, isinstance(place, Welcome)),
    )
    return next(screen for screen, claimed in claims if claimed)
