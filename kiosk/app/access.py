"""Who may open the technician's page: whoever knows the PIN, and nobody for a while after wrong ones."""

import logging
import math

from kiosk.clock import Clock
from kiosk.pin import PinHash

log = logging.getLogger(__name__)

FREE_ATTEMPTS = 5
FIRST_SHUT_SECONDS, LONGEST_SHUT_SECONDS = 60.0, 3600.0
"""Five wrong PINs shut the page for a minute, each further one for twice as long as the one before."""


class Access:
    """Counts wrong PINs. An attempt is wrong until it proves right, so that no two count as one."""

    def __init__(self, pin: PinHash | None, clock: Clock) -> None:
        self._pin = pin
        self._clock = clock
        self._wrong = 0
        self._shut_until = 0.0

    @property
    def pin(self) -> PinHash | None:
        """What the PIN is compared with; without one the page never opens."""
        return self._pin

    def shut_minutes(self) -> int:
        """Return for how many begun minutes no PIN is taken; 0 if one is."""
        return max(0, math.ceil((self._shut_until - self._clock.elapsed()) / 60))

    def begin(self) -> None:
        """Count an attempt, before its digits are compared."""
        self._wrong += 1
        if (further := self._wrong - FREE_ATTEMPTS) >= 0:
            seconds = min(LONGEST_SHUT_SECONDS, FIRST_SHUT_SECONDS * 2.0 ** min(further, 10))
            self._shut_until = self._clock.elapsed() + seconds

    def ended(self, right: bool) -> None:
        """Take note of what the attempt was; nothing of its digits is logged."""
        if right:
            self._wrong, self._shut_until = 0, 0.0
            log.warning("the technician's page was opened")
        else:
            shut = f"; no other is taken for {minutes} min" if (minutes := self.shut_minutes()) else ""
            log.warning("a wrong PIN for the technician's page, %d in a row%s", self._wrong, shut)
