"""Who is called to which counter: what a store keeps of it, and the face that every store shows for it.

A counter is at work for an agency and calls from the queues of that agency's services. A call lasts until
the person is served, did not come, was set aside or sent on; a counter has one at a time, as has a ticket.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from kiosk.domain.ticket import Press, TicketClass, TicketState

GRACE = timedelta(seconds=20)
"""After which time a number that no kiosk confirmed is called all the same.

Calling nobody costs a counter ten seconds, not calling somebody costs them a morning.
"""


class Ending(StrEnum):
    """How a call ended.

    ``voided``: its kiosk took back the ticket or its label meanwhile. ``left_open`` was found open on a
    later day.
    """

    DONE = "done"
    NO_SHOW = "no_show"
    PARKED = "parked"
    TRANSFERRED = "transferred"
    VOIDED = "voided"
    LEFT_OPEN = "left_open"


AFTER = {
    Ending.DONE: TicketState.DONE,
    Ending.NO_SHOW: TicketState.NO_SHOW,
    Ending.PARKED: TicketState.PARKED,
    Ending.TRANSFERRED: TicketState.WAITING,
}
"""In which state each ending that a counter chooses leaves the ticket."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter at a moment of a service day; ``services`` are all those of its agency."""

    id: str
    agency: str
    services: tuple[str, ...]
    day: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a ticket to a counter, the ``nth`` of that ticket.

    ``label``, ``state`` and ``standing``, the service in whose queue the person stands, are the ticket's now.
    """

    press: Press
    label: str
    state: TicketState
    standing: str
    nth: int
    counter: str
    called_at: datetime
    serving_at: datetime | None = None
    ended_at: datetime | None = None
    ended_as: Ending | None = None


@dataclass(frozen=True, slots=True)
class CounterBusy:
    """The counter has somebody else."""

    call: Call


@dataclass(frozen=True, slots=True)
class CounterFree:
    """The counter has nobody."""


@dataclass(frozen=True, slots=True)
class NotSetAside:
    """No ticket of that label can be called back; ``state`` is that of the one which has it, if one has."""

    label: str
    state: TicketState | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: how many regular people were called since somebody with priority was.

    ``None`` until the first with priority was called that day: they are due at once.
    """

    regulars: int | None = None

    def order(self, priority_after: int) -> tuple[TicketClass, TicketClass]:
        """Return which class is called, and which if nobody of that one waits."""
        if self.regulars is None or self.regulars >= priority_after:
            return TicketClass.PRIORITY, TicketClass.REGULAR
        return TicketClass.REGULAR, TicketClass.PRIORITY

    def after(self, called: TicketClass) -> "Turn":
        """Return whose turn it is once somebody was called."""
        if called is TicketClass.PRIORITY:
            return Turn(0)
        return self if self.regulars is None else Turn(self.regulars + 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a service took: people served, the sum of their minutes, and the sum of the squares."""

    served: int
    minutes: float
    squares: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a day goes: what each service took, and which counters called somebody lately."""

    services: Mapping[str, Measured] = field(default_factory=dict)
    counters: frozenset[str] = frozenset()


NextCall = Call | CounterBusy | None
Recalled = Call | CounterBusy | CounterFree | NotSetAside
Changed = Call | CounterBusy | CounterFree


class Calls(Protocol):
    """What a store does for counters; each call is one transaction.

    A ``ticket_id`` guards a change against coming twice: it is made only if that person is at the counter,
    and answered as before if it was made already.
    """

    async def next(
        self, mall: str, counter: Counter, services: Sequence[str], priority_after: int
    ) -> NextCall:
        """Call whoever is next in some services' queues; ``None`` if nobody waits there.

        Within a class it is who pressed first. Two counters never get one person. A call that an earlier
        day left open is ended.
        """
        ...

    async def recall(self, mall: str, counter: Counter, label: str | None) -> Recalled:
        """Call the present person again, or call back one who was set aside or did not come."""
        ...

    async def serve(self, mall: str, counter: Counter, ticket_id: UUID | None) -> Changed:
        """Keep that the person came."""
        ...

    async def end(
        self,
        mall: str,
        counter: Counter,
        ending: Ending,
        ticket_id: UUID | None,
        service: str | None = None,
    ) -> Changed:
        """End the call; ``service`` is where a ``transferred`` person waits from now on, by press time."""
        ...

    async def present(self, mall: str, counter: Counter) -> Call | None:
        """Return whom the counter has on that day."""
        ...

    async def calling(self, mall: str, ticket_id: UUID) -> Call | None:
        """Return the call of a ticket that is at a counter."""
        ...

    async def pace(self, mall: str, day: date, since: datetime) -> Pace:
        """Measure a day; counters are those that called somebody ``since`` then."""
        ...
