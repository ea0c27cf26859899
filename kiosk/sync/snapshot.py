"""What the line says of the moment, as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import UNSET

from kiosk.contract.bodies import ServiceState
from kiosk.domain.availability import StaffWord, State, Word
from kiosk.domain.text import Text
from kiosk.domain.ticket import WaitRange


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service's queue, and the word that holds for it, as the server told them last."""

    word: Word | None
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
        return StaffWord(services={name: line.word for name, line in self.services.items() if line.word})


def service_line(told: ServiceState, now: datetime) -> ServiceLine:
    """Read a service's state as the stream tells it; ``now`` is the kiosk's own time."""
    wait = WaitRange(told.wait.low, told.wait.high) if told.wait else None
    return ServiceLine(_word(told, now), told.waiting, wait, told.quota_left)


def _word(told: ServiceState, now: datetime) -> Word | None:
    """Return the word that holds; it was said before it was heard, though a kiosk's clock is behind."""
    if told.word is UNSET:
        return _guessed(told)
    if told.word is None:
        return None
    since = min(told.word.since, now) if told.word.since else None
    return Word(told.word.state, _text(told.word.reason), since, told.word.until, told.word.link_down)


def _guessed(told: ServiceState) -> Word | None:
    """Take as a word what a server that tells none cannot mean by its hours.

    It counts at most until the service opens next, so that a line that is cut at night does not keep
    the service shut in the morning.
    """
    by_the_hours = told.state is State.CLOSED and not told.reason
    if told.state is State.OPEN or by_the_hours:
        return None
    return Word(told.state, _text(told.reason), until=told.until or told.next_open)


def _text(reason: dict[str, str] | None) -> Text | None:
    return Text.of(reason) if reason else None
