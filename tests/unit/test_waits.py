"""How long people wait: what is expected and what was measured, put together, and the range of a sum."""

import random
from math import sqrt
from statistics import fmean, pstdev

import pytest

from kiosk.domain.ticket import WaitRange
from kiosk.server.counters.calls import Measured
from kiosk.server.counters.waits import PRIOR, Handling, handling_of, wait_behind


def measured(*minutes: float) -> Measured:
    return Measured(len(minutes), sum(minutes), sum(each**2 for each in minutes))


def test_without_measurements_the_catalogue_counts() -> None:
    assert handling_of(10, None) == Handling(10.0, 25.0, PRIOR)
    assert handling_of(10, measured()) == Handling(10.0, 25.0, PRIOR)


def test_without_either_nobody_knows() -> None:
    assert handling_of(None, None) is None
    assert handling_of(None, measured(*[3.0] * (PRIOR - 1))) is None


def test_what_was_measured_often_enough_counts_alone_where_the_catalogue_is_silent() -> None:
    day = [2.0, 4.0, 6.0, 8.0, 10.0]
    known = handling_of(None, measured(*day))
    assert known is not None
    assert (known.mean, known.cases) == (fmean(day), 5)
    assert sqrt(known.variance) == pytest.approx(pstdev(day))


def test_as_many_measurements_as_the_catalogue_is_worth_meet_it_half_way() -> None:
    known = handling_of(10, measured(*[4.0] * PRIOR))
    assert known is not None
    assert known.mean == 7.0


def test_many_measurements_leave_little_of_the_catalogue() -> None:
    known = handling_of(10, measured(*[4.0] * 500))
    assert known is not None
    assert known.mean == pytest.approx(4.0, abs=0.1)
    assert known.variance < 1


def test_nobody_ahead_is_no_wait() -> None:
    assert wait_behind([(Handling(10.0, 25.0, 5), 0)], 3) == WaitRange(0, 0)
    assert wait_behind([], 1) == WaitRange(0, 0)


def test_the_range_is_the_expected_sum_and_its_deviations_over_the_counters() -> None:
    people, mean, variance, cases = 20, 6.0, 9.0, 40
    margin = 1.28 * sqrt(people * variance + people**2 * variance / cases)
    assert wait_behind([(Handling(mean, variance, cases), people)], 1) == WaitRange(
        int(120 - margin), int(120 + margin) + 1
    )
    assert wait_behind([(Handling(mean, variance, cases), people)], 4) == WaitRange(
        int((120 - margin) / 4), int((120 + margin) / 4) + 1
    )


def test_people_of_several_services_add_up() -> None:
    steady = [(Handling(5.0, 0.0, 10), 2), (Handling(20.0, 0.0, 10), 3)]
    assert wait_behind(steady, 1) == WaitRange(70, 70)
    assert wait_behind(steady, 7) == WaitRange(10, 10)


def test_a_range_never_begins_before_now() -> None:
    assert wait_behind([(Handling(1.0, 400.0, 5), 1)], 1).low == 0


def test_eight_of_ten_waits_lie_within_the_range() -> None:
    """A day's measurements and then the queue, both drawn from one service: 1,000 such days."""
    draw = random.Random(2019)
    hits = 0
    for _ in range(1000):
        day = [draw.gammavariate(4, 2) for _ in range(30)]
        handling = handling_of(8, measured(*day))
        assert handling is not None
        wait = wait_behind([(handling, 12)], 1)
        hits += wait.low <= sum(draw.gammavariate(4, 2) for _ in range(12)) <= wait.high
    assert 750 <= hits <= 880
