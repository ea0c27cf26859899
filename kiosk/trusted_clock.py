"""The clock that a kiosk trusts: the server's, or its machine's while nothing speaks against it.

Within a run it goes on by elapsed time alone, from an anchor. The anchor is the server's time once the
server was heard; before that the machine's clock, unless it went back behind the high-water mark, the
latest time that an earlier run knew of. ``docs/adr/0009-the-clock-that-is-trusted.md`` gives the reasons.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from kiosk.clock import Clock

log = logging.getLogger(__name__)

SMALL = timedelta(seconds=30)
"""What a machine's clock may be behind without being wrong, and how long time may stand still.

A battery clock keeps whole seconds, network time steps by a few, and an answer of the server may have been
held up on its way until its line would count as cut.
"""

STEP = timedelta(seconds=1000)
"""How far a machine's clock may step forward and be followed: NTP's panic threshold (ntp.conf(5))."""

NOISE = timedelta(seconds=1)
"""A lead of the machine's clock that is no step."""

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class ClockMemory:
    """What one run leaves to the next.

    ``mark`` is the latest time that it knew, ``offset`` the machine's clock less the server's.
    """

    mark: datetime | None = None
    offset: timedelta | None = None


class Anchor(Enum):
    """What the time of this run goes back to."""

    MACHINE = auto()
    MARK = auto()
    SERVER = auto()


class TrustedClock:
    """Tells the time that tickets carry; safe to ask from any thread.

    It never runs backwards, but for one case: the server says that the kiosk is ahead by more than
    ``SMALL``. Until ``begin`` it believes ``machine``.
    """

    def __init__(self, machine: Clock) -> None:
        self._machine = machine
        self._lock = threading.Lock()
        self._anchor = Anchor.MACHINE
        self._start = self._latest = machine.now()
        self._started = machine.elapsed()
        self._applied = NOTHING
        self._offset: timedelta | None = None
        self._confirmed = True
        self._listeners: list[Callable[[], None]] = []

    @property
    def confirmed(self) -> bool:
        """Whether the time is the server's, or that of a machine's clock that nothing speaks against."""
        with self._lock:
            self._look()
            return self._confirmed

    @property
    def offset_ms(self) -> int | None:
        """The machine's clock less the server's, in milliseconds; ``None`` if the server was never heard."""
        with self._lock:
            offset = self._offset_now()
            return None if offset is None else round(offset / timedelta(milliseconds=1))

    def now(self) -> datetime:
        with self._lock:
            self._look()
            self._latest = max(self._latest, self._reckoned())
            return self._latest

    def elapsed(self) -> float:
        return self._machine.elapsed()

    def begin(self, memory: ClockMemory) -> None:
        """Judge the machine's clock by what an earlier run left: once, before the first press.

        Of the machine's clock as it is and as the server last corrected it, the earlier is believed that
        is not behind the mark: a time that is too late would spoil the mark and the next day's numbers.
        """
        with self._lock:
            wall, self._offset = self._machine.now(), memory.offset
            mark = memory.mark or wall
            known = {wall - (memory.offset or NOTHING), wall}
            credible = [each for each in known if each >= mark - SMALL]
            self._anchor = Anchor.MACHINE if credible else Anchor.MARK
            believed = min(credible, default=mark)
            self._applied = wall - believed if credible else NOTHING
            self._latest = max(believed, mark)
            self._set(self._latest)
            self._look()

    def hear(self, told: datetime, trip_seconds: float | None) -> None:
        """Take the server's time ``told``, which was asked for ``trip_seconds`` ago; ``None``: told unasked.

        Half of the trip is taken for the way back, and a time that agrees with this clock within it moves
        nothing. One that was more than ``SMALL`` under way, as while the machine slept, is not taken. Of
        what was told unasked nobody knows how long it was under way: once the server answered, it moves
        this clock forward alone.
        """
        trip = timedelta(seconds=trip_seconds or 0.0)
        if trip > SMALL:
            return
        with self._lock:
            reckoned = self._reckoned()
            perhaps_late = trip_seconds is None and self._anchor is Anchor.SERVER
            agrees = told <= reckoned and (perhaps_late or reckoned <= told + trip)
            truth = reckoned if agrees else told + trip / 2
            self._latest = max(self._latest, reckoned)
            if (wrong := self._latest - truth) > SMALL:
                self._latest = truth
            if abs(wrong) > SMALL:
                log.warning("the clock was %s %s", abs(wrong), "fast" if wrong > NOTHING else "slow")
            news = self._anchor is not Anchor.SERVER or abs(wrong) > SMALL
            self._anchor = Anchor.SERVER
            self._set(truth)
            self._look()
        if news:
            for listener in self._listeners:
                listener()

    def on_news(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` when the server is heard for the first time, or corrects more than ``SMALL``."""
        self._listeners.append(listener)

    def memory(self) -> ClockMemory:
        """Return what the next run should know."""
        now = self.now()
        with self._lock:
            return ClockMemory(now, self._offset_now())

    def _set(self, at: datetime) -> None:
        self._start, self._started = at, self._machine.elapsed()

    def _reckoned(self) -> datetime:
        return self._start + timedelta(seconds=self._machine.elapsed() - self._started)

    def _offset_now(self) -> timedelta | None:
        return self._machine.now() - self._reckoned() if self._anchor is Anchor.SERVER else self._offset

    def _look(self) -> None:
        """See what the machine's clock did meanwhile; once the server was heard, that does not matter."""
        lead = self._machine.now() - self._applied - self._reckoned()
        match self._anchor:
            case Anchor.SERVER:
                confirmed = True
            case Anchor.MARK:
                confirmed = lead >= -SMALL  # somebody, or network time, has set it
                if confirmed:
                    self._anchor = Anchor.MACHINE
                    self._follow(lead)
            case Anchor.MACHINE:
                confirmed = -SMALL <= lead <= STEP and abs(self._applied) <= STEP
                if lead <= STEP:
                    self._follow(lead)
        if confirmed != self._confirmed:
            self._confirmed = confirmed
            self._tell(lead)

    def _follow(self, lead: timedelta) -> None:
        if lead > NOISE:
            self._set(self._reckoned() + lead)

    def _tell(self, lead: timedelta) -> None:
        if self._confirmed:
            log.warning("the clock is confirmed again")
        else:
            way = "ahead of" if lead > NOTHING else "behind"
            log.warning(
                "the clock is not confirmed: the machine's is %s %s what it should be; tickets say so until "
                "the server is heard, or the machine's clock is set and the kiosk started again",
                abs(lead),
                way,
            )


class OwnClock(TrustedClock):
    """A demonstration's clock: the server's word confirms it, but does not move it to another day."""

    def hear(self, told: datetime, trip_seconds: float | None) -> None:
        """Take it that the machine's clock is right, for it shows what somebody asked for."""
        del told, trip_seconds
        super().hear(self._machine.now(), 0.0)
