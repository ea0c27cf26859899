"""Single schedules: those that once broke an invariant, and some that hundreds may miss.

To keep one that fails, paste what Hypothesis prints into a block, without the first and the last line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.proof.machine import Mall
from tests.proof.network import Fate, Weather
from tests.proof.process import Moment
from tests.proof.staff import Deed
from tests.proof.world import LIMITED, QUOTA, SHARE


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
        state.change_weather(kiosk=1, weather=Weather.CUT)
        state.kill(kiosk=1)
        state.set_clock_and_press(kiosk=1, service="ktp-baru", skew=timedelta(73_000))
        state.start_all()
        state.press(fates=[], kiosk=1, priority=False, service="ktp-baru", then=1.0)
        assert [each.label for each in state.world.oracle.holders()] == ["KC1-001"]


def test_a_clock_that_goes_wrong_after_the_server_was_heard_moves_no_press() -> None:
    with schedule() as state:
        for days in (-1.0, 1.0, 73_000.0):
            state.set_clock_and_press(kiosk=1, service="ktp-baru", skew=timedelta(days))
        labels = [each.label for each in state.world.oracle.holders()]
        assert labels == ["KC-001", "KC-002", "KC-003"]


def test_a_kiosk_that_is_cut_off_gives_what_it_was_lent_and_the_mall_its_quota() -> None:
    with schedule() as state:
        state.change_weather(kiosk=1, weather=Weather.CUT)
        state.press_everywhere(service=LIMITED, times=QUOTA, then=2.0)
        holders = state.world.oracle.holders()
        alone = [each for each in holders if each.kiosk == 1]
        assert 1 <= len(alone) < len(holders) == QUOTA - SHARE.share


def test_a_kiosk_that_dies_between_a_lent_number_and_its_paper_has_the_number_again() -> None:
    with schedule() as state:
        state.change_weather(kiosk=1, weather=Weather.CUT)
        state.press_and_die(at=Moment("numbered_by_lease", True), kiosk=1, service=LIMITED)
        state.start_all()
        for _ in range(2):
            state.press(fates=[], kiosk=1, priority=False, service=LIMITED, then=1.0)
        assert [each.label for each in state.world.oracle.holders()] == ["KB1-002"]


def test_a_paper_whose_end_was_not_recorded_keeps_its_place() -> None:
    with schedule() as state:
        state.change_weather(kiosk=1, weather=Weather.CUT)
        state.press_and_die(at=Moment("outcome", False), kiosk=1, service="ktp-baru")
        state.let_days_pass(days=2)
        assert [each.label for each in state.world.oracle.holders()] == ["KC1-001"]


def test_who_did_not_come_to_a_label_that_got_lost_is_called_by_the_one_on_the_paper() -> None:
    with schedule() as state:
        state.press_into_the_void(kiosk=1, priority=False, service="ktp-baru", then=30.0)
        called = state.world.hall.called
        state.work(
            counter="disdukcapil-1", done=[Deed.NO_SHOW], fates=[], only=False, service="ktp-baru", then=1.0
        )
        assert [label for _, label in called] == ["KC-001"]
        state.change_weather(kiosk=1, weather=Weather.GOOD)
        state.wait(seconds=100.0)
        state.work(
            counter="disdukcapil-1", done=[Deed.DONE], fates=[], only=False, service="ktp-baru", then=1.0
        )
        assert sorted(label for _, label in called) == ["KC-001", "KC1-001"]


def test_counters_that_call_at_once_get_somebody_each() -> None:
    with schedule() as state:
        state.press_everywhere(service="ktp-baru", times=1, then=1.0)
        state.call_everywhere()
        assert sorted(label for _, label in state.world.hall.called) == ["KC-001", "KC-002"]


def test_a_counter_whose_answers_are_lost_asks_whom_it_has_and_loses_nobody() -> None:
    with schedule() as state:
        state.press_everywhere(service="ktp-baru", times=1, then=1.0)
        state.work(
            counter="disdukcapil-1",
            done=[Deed.SERVE, Deed.SERVE, Deed.DONE, Deed.DONE],
            fates=[Fate.ANSWER_LOST, Fate.ANSWER_CUT],
            only=True,
            service="ktp-baru",
            then=1.0,
        )
        assert sorted(label for _, label in state.world.hall.called) == ["KC-001", "KC-002"]
