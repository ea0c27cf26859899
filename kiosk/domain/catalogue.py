"""The catalogue: which agencies a mall has, what they do, and which papers that needs.

One immutable snapshot; every other part of the program reads it and none changes it. The six
components that Indonesian law asks a provider to publish for each service (requirements, procedure,
time, cost, product, complaints: UU 25/2009 art. 20-22, PermenPANRB 15/2014) are all here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo

from kiosk.domain.agenda import Agenda
from kiosk.domain.calendar import NO_CALENDAR, Calendar
from kiosk.domain.everyday import NO_WORDS, EverydayWords
from kiosk.domain.hours import WeekHours
from kiosk.domain.text import Text


class ServiceKind(StrEnum):
    """What a service is; picking up and advice keep running while a central link is down."""

    FULL = "full"
    PICKUP = "pickup"
    CONSULT = "consult"


class Standing(StrEnum):
    """The state that the catalogue itself gives an agency or a service."""

    OPEN = "open"
    PREPARING = "preparing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes-or-no question whose answer decides whether a requirement applies."""

    id: str
    question: Text


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that a citizen may have to bring.

    ``issued_by`` is the service for a citizen who never had it; ``routes`` names other services for
    ``lost``, ``damaged``, ``expired``, ``changed`` or ``inactive`` ones. Without either, the paper
    comes from outside the mall, unless it is made ``at_counter``.
    """

    id: str
    name: Text
    issued_by: str | None = None
    routes: Mapping[str, str] = field(default_factory=dict)
    at_counter: bool = False
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One item of a service's list: any one of ``documents`` meets it.

    ``form`` is ``original``, ``copy`` or ``original+copy``; ``quantity`` counts pieces; ``when``
    names the condition under which the item applies, ``None`` meaning always.
    """

    documents: tuple[str, ...]
    form: str | None = None
    quantity: int | None = None
    when: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class FreeFee:
    """The service costs nothing."""

    note: Text | None = None


@dataclass(frozen=True, slots=True)
class FixedFee:
    """The service has one price, in whole units of the catalogue's currency."""

    amount: int
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class FeeOption:
    """One price of several, in whole units of the catalogue's currency."""

    label: Text
    amount: int


@dataclass(frozen=True, slots=True)
class OptionsFee:
    """The citizen chooses among prices, or several add up as the note says."""

    options: tuple[FeeOption, ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class FormulaFee:
    """The price is computed case by case; the note says how."""

    note: Text | None = None


Fee = FreeFee | FixedFee | OptionsFee | FormulaFee


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps of a service, in order."""

    id: str
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency sits in the mall."""

    building: str
    floor: str
    counters: int


@dataclass(frozen=True, slots=True)
class BookingShare:
    """How much of an agency's quota is kept for bookings, and up to what time of the service day."""

    share: int
    until: time


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with a booth in the mall; ``series`` is the letter or two of its tickets.

    ``season_hours`` are by the name of a season of the calendar.
    """

    id: str
    name: Text
    short: str
    series: str
    place: Place
    owner: str | None = None
    standing: Standing = Standing.OPEN
    reason: Text | None = None
    hours: WeekHours | None = None
    quota_per_day: int | None = None
    icon: str | None = None
    season_hours: Mapping[str, WeekHours] = field(default_factory=dict)
    works_on_holidays: bool = False
    bookings: BookingShare | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """After how many working days a service hands over its product, at ``least`` and at ``most``.

    0 means at once, while the citizen waits.
    """

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Service:
    """What a citizen comes for. Times are minutes at the counter; ``standing`` overrides the agency's.

    ``duration`` says in words when the product is ready; ``ready`` is ``None`` where they do not tell.
    """

    id: str
    agency: str
    name: Text
    requires: tuple[Requirement, ...]
    procedure: str
    fee: Fee
    kind: ServiceKind = ServiceKind.FULL
    must_hold: tuple[str, ...] = ()
    instead: str | None = None
    duration: Text | None = None
    ready: Ready | None = None
    product: Text | None = None
    note: Text | None = None
    complaints: Text | None = None
    standing: Standing | None = None
    reason: Text | None = None
    hours: WeekHours | None = None
    quota: bool = False
    handling_minutes: int | None = None
    confidence: str = "general"
    sources: tuple[str, ...] = ()
    verified_by: str | None = None
    verified_on: str | None = None
    season_hours: Mapping[str, WeekHours] = field(default_factory=dict)
    works_on_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the mall: its code, its own name, and words that replace the program's own."""

    code: str
    name: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mall:
    """What holds for the whole mall. ``languages`` are in the order in which they are offered.

    One person with priority is called after every ``priority_after`` regular ones.
    """

    id: str
    name: Text
    zone: ZoneInfo
    languages: tuple[Language, ...]
    hours: WeekHours
    ticket_opens: time | None
    currency: str
    complaints: Text
    greeting: Text | None = None
    season_hours: Mapping[str, WeekHours] = field(default_factory=dict)
    priority_after: int = 2


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement of the catalogue comes from."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One immutable snapshot of everything above; mappings keep the catalogue's order."""

    version: int
    as_of: str
    mall: Mall
    agencies: Mapping[str, Agency]
    services: Mapping[str, Service]
    documents: Mapping[str, Document]
    conditions: Mapping[str, Condition]
    procedures: Mapping[str, Procedure]
    sources: Mapping[str, Source] = field(default_factory=dict)
    everyday: EverydayWords = NO_WORDS
    calendar: Calendar = NO_CALENDAR
    _by_agency: Mapping[str, tuple[Service, ...]] = field(init=False, repr=False, compare=False)
    _agendas: Mapping[str, Agenda] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_agency: dict[str, list[Service]] = {}
        for each in self.services.values():
            by_agency.setdefault(each.agency, []).append(each)
        object.__setattr__(self, "_by_agency", {name: tuple(each) for name, each in by_agency.items()})
        object.__setattr__(self, "_agendas", self._all_agendas())

    def services_of(self, agency: str) -> tuple[Service, ...]:
        """Return an agency's services in the catalogue's order."""
        return self._by_agency.get(agency, ())

    def agency_of(self, service: str) -> Agency:
        """Return the agency of a known service."""
        return self.agencies[self.services[service].agency]

    @property
    def agenda(self) -> Agenda:
        """When the mall is open."""
        closures = tuple(each for each in self.calendar.closures if each.whole_mall)
        return Agenda(self.mall.zone, self.calendar, (self.mall,), closures)

    def agenda_of(self, service: Service) -> Agenda:
        """Return when a service is open by its own hours, else its agency's, else the mall's."""
        return self._agendas[service.id]

    def _all_agendas(self) -> dict[str, Agenda]:
        """Return every service's agenda; those that are the same in all are one object."""
        shared: dict[object, Agenda] = {}
        agendas = {}
        for service in self.services.values():
            agency = self.agencies[service.agency]
            levels = tuple(each for each in (service, agency, self.mall) if each.hours or each.season_hours)
            closures = tuple(each for each in self.calendar.closures if each.concerns(agency.id, service.id))
            works = service.works_on_holidays or agency.works_on_holidays
            key = (*map(id, levels), None, *map(id, closures), works)
            agenda = Agenda(self.mall.zone, self.calendar, levels, closures, works)
            agendas[service.id] = shared.setdefault(key, agenda)
        return agendas

    def complaints_of(self, service: Service) -> Text:
        """Return where to complain about a service."""
        return service.complaints or self.mall.complaints
