"""The clock that a kiosk trusts, on a machine whose clock does what it likes."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import ManualClock
from kiosk.trusted_clock import SMALL, STEP, ClockMemory, TrustedClock

NINE = datetime(2019, 2, 18, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass
class Machine:
    """A machine, its clock, and the kiosk on it; ``true`` is the time as it really is."""

    off: timedelta = timedelta()
    true: ManualClock = field(default_factory=lambda: ManualClock(NINE))

    def now(self) -> datetime:
        return self.true.now() + self.off

    def elapsed(self) -> float:
        return self.true.elapsed()

    def start(self, memory: ClockMemory | None = None) -> TrustedClock:
        """Start the program with what an earlier run left."""
        clock = TrustedClock(self)
        clock.begin(memory or ClockMemory())
        return clock


def test_a_first_start_believes_the_machine() -> None:
    machine = Machine()
    clock = machine.start()
    machine.true.advance(5)
    assert (clock.now(), clock.confirmed, clock.offset_ms) == (NINE + 5 * SECOND, True, None)


def test_a_machine_ahead_of_the_mark_is_believed() -> None:
    machine = Machine()
    clock = machine.start(ClockMemory(NINE - 3 * DAY))
    assert (clock.now(), clock.confirmed) == (NINE, True)


def test_a_machine_behind_the_mark_is_not_believed_and_time_runs_on_from_the_mark() -> None:
    machine = Machine(off=-DAY)
    clock = machine.start(ClockMemory(NINE))
    machine.true.advance(60)
    assert (clock.now(), clock.confirmed) == (NINE + 60 * SECOND, False)


def test_a_battery_clock_that_lost_a_few_seconds_goes_on_from_the_mark_and_stays_confirmed() -> None:
    machine = Machine(off=-5 * SECOND)
    clock = machine.start(ClockMemory(NINE))
    assert (clock.now(), clock.confirmed) == (NINE, True)


def test_a_late_network_time_confirms_the_clock() -> None:
    machine = Machine(off=-9 * DAY)
    clock = machine.start(ClockMemory(NINE - timedelta(hours=14)))
    assert clock.now() == NINE - timedelta(hours=14)
    machine.off = timedelta()
    assert (clock.now(), clock.confirmed) == (NINE, True)


@pytest.mark.parametrize("off", [DAY, -DAY])
def test_the_offset_of_the_last_run_corrects_a_machine_without_a_line(off: timedelta) -> None:
    machine = Machine(off=off)
    clock = machine.start(ClockMemory(NINE - timedelta(hours=14), off))
    assert (clock.now(), clock.confirmed, clock.offset_ms) == (NINE, False, off // timedelta(milliseconds=1))
    machine.true.advance(10)
    assert clock.now() == NINE + 10 * SECOND


def test_a_machine_that_was_set_right_meanwhile_is_believed_though_the_last_offset_was_a_day() -> None:
    clock = Machine().start(ClockMemory(NINE - timedelta(hours=14), -DAY))
    assert (clock.now(), clock.confirmed) == (NINE, True)


def test_a_machine_that_steps_back_in_mid_run_is_not_believed() -> None:
    machine = Machine()
    clock = machine.start()
    machine.off = -DAY
    machine.true.advance(10)
    assert (clock.now(), clock.confirmed) == (NINE + 10 * SECOND, False)
    machine.off = timedelta()
    assert (clock.now(), clock.confirmed) == (NINE + 10 * SECOND, True)


def test_a_machine_that_adds_a_day_in_mid_run_is_not_followed() -> None:
    machine = Machine()
    clock = machine.start()
    machine.off = DAY
    assert (clock.now(), clock.confirmed) == (NINE, False)


def test_a_small_step_forward_is_followed() -> None:
    machine = Machine()
    clock = machine.start()
    machine.off = STEP
    assert (clock.now(), clock.confirmed) == (NINE + STEP, True)


def test_the_server_is_believed_before_everything_else() -> None:
    machine = Machine(off=-3 * DAY)
    clock = machine.start(ClockMemory(NINE + DAY))
    assert not clock.confirmed
    clock.hear(NINE, 0)
    assert (clock.now(), clock.confirmed, clock.offset_ms) == (NINE, True, -3 * 86_400_000)


def test_half_of_the_round_trip_is_added() -> None:
    machine = Machine(off=-DAY)
    clock = machine.start()
    clock.hear(NINE, 0.4)
    assert clock.now() == NINE + timedelta(seconds=0.2)


def test_an_answer_that_agrees_within_its_round_trip_moves_nothing() -> None:
    machine = Machine()
    clock = machine.start()
    clock.hear(NINE - SECOND, 1.5)
    assert clock.now() == NINE


@pytest.mark.parametrize("seconds", [1, 600, 12 * 3600])
def test_of_what_the_stream_tells_only_a_time_from_ahead_is_taken(seconds: int) -> None:
    """I5: while the machine slept, what the server had told lay in the line; it comes before anything new."""
    machine = Machine()
    clock = machine.start()
    clock.hear(NINE, 0)
    machine.true.advance(seconds)
    clock.hear(NINE, None)
    assert clock.now() == NINE + seconds * SECOND
    clock.hear(NINE + (seconds + 1) * SECOND, None)
    assert clock.now() == NINE + (seconds + 1) * SECOND


def test_a_stream_that_is_the_first_to_tell_the_time_is_believed() -> None:
    clock = Machine(off=DAY).start()
    clock.hear(NINE, None)
    assert (clock.now(), clock.confirmed) == (NINE, True)


def test_an_answer_that_the_machine_slept_over_tells_nothing() -> None:
    clock = Machine(off=-DAY).start(ClockMemory(NINE))
    clock.hear(NINE - timedelta(hours=8), 8 * 3600)
    assert (clock.now(), clock.confirmed) == (NINE, False)


def test_once_the_server_was_heard_the_machine_may_step_as_it_likes() -> None:
    machine = Machine()
    clock = machine.start()
    clock.hear(NINE, 0)
    for off in (-DAY, DAY, STEP):
        machine.off = off
        machine.true.advance(10)
        assert (clock.now(), clock.confirmed) == (machine.true.now(), True)
        assert clock.offset_ms == off // timedelta(milliseconds=1)


def test_a_small_correction_lets_time_stand_still_and_not_run_backwards() -> None:
    machine = Machine(off=2 * SECOND)
    clock = machine.start()
    before = clock.now()
    clock.hear(NINE, 0)
    assert clock.now() == before
    machine.true.advance(1)
    assert clock.now() == before
    machine.true.advance(2)
    assert clock.now() == machine.true.now()


def test_what_one_run_knew_the_next_one_remembers() -> None:
    machine = Machine(off=DAY)
    clock = machine.start()
    clock.hear(NINE, 0)
    assert clock.memory() == ClockMemory(NINE, DAY)
    machine.true.advance(3600)
    assert machine.start(clock.memory()).now() == NINE + 3600 * SECOND


def test_doubt_and_its_end_are_logged_once_each(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine(off=-DAY)
    with caplog.at_level(logging.WARNING, logger="kiosk.trusted_clock"):
        clock = machine.start(ClockMemory(NINE))
        for _ in range(3):
            machine.true.advance(60)
            clock.now()
        clock.hear(machine.true.now(), 0)
        clock.now()
    said = [each.getMessage() for each in caplog.records]
    assert len(said) == 2
    assert "not confirmed: the machine's is 1 day, 0:00:00 behind" in said[0]
    assert "confirmed again" in said[1]


steps = st.lists(
    st.tuples(
        st.sampled_from((0.0, 0.001, 1.0, 60.0, 3600.0)),
        st.sampled_from((-400.0, -1.0, 0.0, 0.0001, 0.01, 1.0, 400.0)).map(timedelta),
        st.one_of(st.none(), st.floats(-SMALL.total_seconds(), SMALL.total_seconds())),
    )
)


@given(steps, st.sampled_from((None, NINE - DAY, NINE + DAY)))
def test_time_never_runs_backwards_whatever_the_machine_does(
    happens: list[tuple[float, timedelta, float | None]], mark: datetime | None
) -> None:
    machine = Machine()
    clock = machine.start(ClockMemory(mark))
    told = [clock.now()]
    for seconds, off, heard in happens:
        machine.off = off
        machine.true.advance(seconds)
        if heard is not None:
            clock.hear(clock.now() + timedelta(seconds=heard), 0)
        told.append(clock.now())
    assert told == sorted(told)
