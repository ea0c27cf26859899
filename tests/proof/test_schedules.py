"""Single schedules: those that once broke an invariant, and some that hundreds may miss.

To keep one that fails, paste what Hypothesis prints into a block, without the first and the last line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.proof.machine import Mall
from tests.proof.network import Fate, Weather
from tests.proof.process import Moment


@contextmanager
def schedule() -> Iterator[Mall]:
    """Open a mall for the steps of the block, and judge it at rest after them."""
    state = Mall()
    try:
        yield state
    except BaseException:
        state.world.close()
        raise
    state.teardown()


def test_the_server_starts_again_after_it_withdrew_a_label() -> None:
    with schedule() as state:
        state.press(
            fates=[Fate.ANSWER_LOST, Fate.ANSWER_LOST],
            kiosk=1,
            priority=False,
            service="ktp-baru",
            then=5.0,
        )
        state.kill_server()
        state.start_all()


def test_a_press_that_a_full_disk_stopped_before_its_paper_does_not_wait_on_the_server() -> None:
    with schedule() as state:
        state.fill_disk(kiosk=1, methods=["printing"])
        state.press(fates=[], kiosk=1, priority=False, service="ktp-baru", then=1.0)
        assert state.world.central.waiting() == 0


def test_a_press_that_could_not_even_be_voided_is_voided_behind_the_next_one() -> None:
    with schedule() as state:
        state.fill_disk(kiosk=1, methods=["printing", "abandoned"])
        state.press(fates=[], kiosk=1, priority=False, service="ktp-baru", then=1.0)
        assert state.world.central.waiting() == 1


def test_a_clock_that_no_server_believes_makes_dead_letters_and_takes_no_number_away() -> None:
    with schedule() as state:
        state.set_clock_and_press(kiosk=1, service="ktp-baru", skew=timedelta(73_000))
        assert [each.label for each in state.world.oracle.holders()] == ["KC1-001"]


def test_a_paper_whose_end_was_not_recorded_keeps_its_place() -> None:
    with schedule() as state:
        state.change_weather(kiosk=1, weather=Weather.CUT)
        state.press_and_die(at=Moment("outcome", False), kiosk=1, service="ktp-baru")
        state.let_days_pass(days=2)
        assert [each.label for each in state.world.oracle.holders()] == ["KC1-001"]
