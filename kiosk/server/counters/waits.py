"""How long the people ahead take: a range, from what the day measured and what the catalogue expects."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.ticket import WaitRange
from kiosk.server.counters.calls import Measured

NOBODY = Measured(0, 0.0, 0.0)

PRIOR = 5
"""How many people served the catalogue's handling time is worth."""

PRIOR_SPREAD = 0.5
"""The standard deviation that is expected of handling times, as a part of their mean."""

EIGHT_OF_TEN = 1.28
"""How many standard deviations below and above the mean hold eight of ten cases of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How long one person takes at a counter: the mean in minutes, the variance, and from how many cases."""

    mean: float
    variance: float
    cases: int


def handling_of(expected: int | None, measured: Measured | None) -> Handling | None:
    """Put together what is expected and what was measured.

    With few measured it is near the catalogue's minutes, with many near the day's. Where the catalogue does
    not tell, the day's count once there are as many as the catalogue's would be worth.
    """
    day = measured or NOBODY
    served, minutes, squares = day.served, day.minutes, day.squares
    if expected is not None:
        served, minutes = served + PRIOR, minutes + PRIOR * expected
        squares += PRIOR * expected**2 * (1 + PRIOR_SPREAD**2)
    if served < PRIOR:
        return None
    mean = minutes / served
    return Handling(mean, max(0.0, squares / served - mean**2), served)


def wait_behind(ahead: Iterable[tuple[Handling, float]], counters: int) -> WaitRange:
    """Return the wait behind so many people of each kind, whom so many counters serve, in whole minutes.

    The spread is that of the sum of their times: the people differ, and their mean is itself uncertain.
    """
    minutes = variance = 0.0
    for handling, people in ahead:
        minutes += people * handling.mean
        variance += handling.variance * (people + people**2 / handling.cases)
    margin = EIGHT_OF_TEN * math.sqrt(variance)
    low, high = (minutes - margin) / counters, (minutes + margin) / counters
    return WaitRange(max(0, math.floor(low)), math.ceil(high))
