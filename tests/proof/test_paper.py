"""Paper under hundreds of random schedules of faults; under thousands with ``make soak``.

No ``PRINTED`` without a whole ticket on paper, no second one without SALINAN, no stale ticket after its life,
nothing on a ticket that does not belong there, and no kiosk that stays stuck.
"""

import os
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from tests.proof.kinds import KINDS, Kind
from tests.proof.paper import Schedule

SCHEDULES: Final = int(os.environ.get("PAPER_SCHEDULES", "210"))
FIRST_SEED: Final = int(os.environ.get("FIRST_SEED", "1"))
LONGEST: Final = 12

seconds = st.sampled_from(["0.01", "0.05", "0.1", "0.2", "0.4", "1", "3", "8", "20", "60", "120"])
millimetres = st.sampled_from(["0", "1", "5", "10", "20", "30", "34", "40", "60"])
count = st.one_of(st.integers(1, 9000), st.integers(1, 40)).map(str)
MENDS: Final = ("load", "plenty", "shut", "unjam", "cool", "online", "talk", "hear", "accept", "take", "well")
FAULTS: Final = ("near", "open", "jam", "jam-at-cut", "hot", "offline", "break", "mute", "deaf", "refuse")
switch = st.sampled_from((*MENDS, *FAULTS, "no-completion"))
fault = st.one_of(
    switch,
    st.builds("paper {}".format, millimetres),
    st.builds("late {}".format, seconds),
    st.builds("port-busy {}".format, st.sampled_from(["0.1", "1", "4", "20"])),
    st.builds("reset {}".format, count),
    st.builds("drop {}".format, count),
)
step = st.one_of(
    st.just("ticket"),
    st.just("ticket"),
    st.just("copy"),
    fault,
    st.builds("kill {}".format, count),
    st.just("leftover"),
    st.builds("in {} {}".format, seconds, fault),
    st.builds("after {} {}".format, millimetres, fault),
    st.builds("wait {}".format, seconds),
)


@pytest.mark.parametrize("name", KINDS)
def test_no_schedule_of_faults_breaks_a_promise(name: str) -> None:
    @seed(FIRST_SEED)
    @settings(
        max_examples=max(1, SCHEDULES // len(KINDS)),
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(step, min_size=2, max_size=LONGEST))
    def run(steps: list[str]) -> None:
        note(f"Schedule(KINDS[{name!r}]).run({list(map(str, steps))})")
        Schedule(KINDS[name]).run(steps)

    run()


@pytest.mark.parametrize(
    ("model", "steps"),
    [
        ("tm-t82", ["in 0.1 open", "ticket", "wait 120", "shut"]),
        ("presenter", ["in 0.1 paper 5", "ticket", "wait 120", "load"]),
        ("tm-t20", ["in 0.2 drop 24", "ticket", "ticket"]),
        ("generic-58", ["in 0.2 drop 24", "ticket", "ticket"]),
        ("generic-58", ["in 0.4 drop 24", "ticket", "ticket"]),
        ("presenter", ["in 0.01 paper 20", "ticket", "ticket"]),
        ("presenter that takes back", ["leftover", "paper 30", "ticket", "mute", "ticket"]),
        ("presenter that takes back", ["leftover", "paper 30", "ticket", "deaf", "ticket"]),
        ("presenter that takes back", ["jam-at-cut", "ticket", "wait 60", "unjam", "wait 20"]),
    ],
)
def test_no_schedule_that_broke_a_promise_breaks_it_again(model: str, steps: list[str]) -> None:
    Schedule(KINDS[model]).run(steps)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("count", [1, 40, 600, 3000])
def test_a_kiosk_that_is_killed_in_mid_ticket_breaks_no_promise(kind: Kind, count: int) -> None:
    Schedule(kind).run([f"kill {count}", "ticket"])


def test_a_ticket_that_nobody_took_is_taken_back_and_not_too_early() -> None:
    kind = KINDS["presenter that takes back"]
    schedule = Schedule(kind)
    schedule.run(["wait 3", "ticket", "wait 80"])
    assert [hung >= kind.retract_seconds for hung in schedule.room.hung] == [True]


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.blind])
def test_a_printer_that_never_confirms_is_not_cleared_until_its_roll_is_used_up(name: str) -> None:
    schedule = Schedule(KINDS[name])
    schedule.run(["no-completion", "ticket", "wait 1500"])
    assert schedule.room.engine.used_mm < 250.0
