"""The protocol under hundreds of schedules of accidents; under thousands with ``make soak``.

A batch of schedules follows from its seed alone: the same code fails at the same one again.
"""

import os
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.machine import Mall

SCHEDULES: Final = int(os.environ.get("SCHEDULES", "300"))
FIRST_SEED: Final = int(os.environ.get("FIRST_SEED", "1"))
BATCH: Final = 100
STEPS: Final = 30
SEEDS: Final = range(FIRST_SEED, FIRST_SEED - -SCHEDULES // BATCH)


@pytest.mark.parametrize("number", SEEDS)
def test_no_schedule_breaks_an_invariant(number: int) -> None:
    wanted = settings(
        max_examples=min(BATCH, SCHEDULES),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    seeded = seed(number)(type("Mall", (Mall,), {}))
    run_state_machine_as_test(seeded, settings=wanted)
