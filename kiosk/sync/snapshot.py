"""What the line says of the moment, as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.contract.bodies import ServiceState
from kiosk.domain.availability import Availability, StaffWord, State
from kiosk.domain.text import Text
from kiosk.domain.ticket import WaitRange


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service's availability and queue, as the server told them last."""

    availability: Availability
    waiting: int
    wait: WaitRange | None = None
    quota_left: int | None = None


@dataclass(frozen=True, slots=True)
class LineSnapshot:
    """The line and what came over it; ``heard_at`` is when the server last gave a good answer.

    ``services`` outlives a cut: ``heard_at`` tells how old it is.
    """

    up: bool = False
    heard_at: datetime | None = None
    services: Mapping[str, ServiceLine] = field(default_factory=dict)

    @property
    def staff_word(self) -> StaffWord:
        """What the server says beyond the hours, which the kiosk reckons by itself and by its own clock."""
        words = {name: line.availability for name, line in self.services.items()}
        return {
            name: word
            for name, word in words.items()
            if word.state is not State.OPEN and not (word.state is State.CLOSED and word.reason is None)
        }


def service_line(told: ServiceState) -> ServiceLine:
    """Read a service's state as the stream tells it.

    A state without an end counts until the service opens next, so that a line that is cut at night
    does not keep the service shut in the morning.
    """
    availability = Availability(
        told.state,
        Text.of(told.reason) if told.reason else None,
        told.until or told.next_open,
        told.next_open,
    )
    wait = WaitRange(told.wait.low, told.wait.high) if told.wait else None
    return ServiceLine(availability, told.waiting, wait, told.quota_left)
