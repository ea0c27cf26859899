"""The machine that makes schedules: what may happen in a mall, in any order.

All invariants are judged after every step, as far as they can be, and once more when everything that was
broken is mended.
"""

from contextlib import closing
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.proof.device import Paper
from tests.proof.network import Fate, Weather
from tests.proof.process import Moment
from tests.proof.staff import Deed
from tests.proof.world import COUNTERS, FREE, KIOSKS, LIMITED, SERVICES, World

UNTIL_MIDNIGHT = timedelta(hours=14, minutes=59, seconds=58)
"""From the morning until two seconds before the service day ends."""

METHODS = (
    "pressed",
    "numbered_online",
    "numbered_here",
    "numbered_by_lease",
    "change_leases",
    "printing",
    "outcome",
    "outbox",
    "acknowledged",
    "refused",
    "abandoned",
)
"""The journal's steps that a process can be killed before and after, or that can find the disk full."""

SKEWS = (0.0, -1.0, -0.01, 0.01, 1.0, 73_000.0)
"""By how many days a clock can be wrong; the last is more than a server believes."""

kiosks = st.sampled_from(KIOSKS)
services = st.sampled_from(SERVICES)
counters = st.sampled_from(COUNTERS)
deeds = st.lists(st.sampled_from(Deed), min_size=1, max_size=5)
weathers = st.sampled_from(Weather)
seconds = st.sampled_from((0.0, 0.01, 0.1, 0.5, 1.0, 5.0, 30.0, 100.0))
fates = st.lists(st.sampled_from(Fate), max_size=3)
moments = st.builds(Moment, st.sampled_from(METHODS), st.booleans())


class Mall(RuleBasedStateMachine):
    """A mall on some days; each rule is something that happens there.

    What Hypothesis prints of a schedule that failed can be run as it stands: see ``test_schedules.py``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize(
        after=st.sampled_from((timedelta(), UNTIL_MIDNIGHT)),
        given=st.sampled_from((0, 997)),
        taken=st.sampled_from((0, 0, 0, 3)),
        waiting=st.sampled_from((0, 0, 0, 2)),
    )
    def begin(self, after: timedelta, given: int, taken: int = 0, waiting: int = 0) -> None:
        self.world.skip(after)
        self.world.give(given)
        self.press_everywhere(LIMITED, taken, 1.0)  # so that the last numbers are near
        self.press_everywhere(FREE, waiting, 1.0)  # so that counters have work from the first

    @rule(kiosk=kiosks, service=services, priority=st.booleans(), fates=fates, then=seconds)
    def press(self, kiosk: int, service: str, priority: bool, fates: list[Fate], then: float) -> None:
        self.world.kiosks[kiosk].machine.wire.fates.extend(fates)
        self.world.press(kiosk, service, priority)
        self.world.wait(then)

    @rule(service=services, times=st.sampled_from((1, 1, 3)), then=seconds)
    def press_everywhere(self, service: str, times: int, then: float) -> None:
        for _ in range(times):
            for kiosk in KIOSKS:
                self.world.press(kiosk, service)
            self.world.wait(then)

    @rule(kiosk=kiosks, weather=weathers, times=st.integers(1, 2), then=seconds)
    def press_alone(self, kiosk: int, weather: Weather, times: int, then: float) -> None:
        self.world.kiosks[kiosk].machine.wire.weather = weather
        for _ in range(times):
            self.world.press(kiosk, LIMITED)
            self.world.wait(then)

    @rule(kiosk=kiosks, service=services, fates=fates, jumps=st.integers(1, 40))
    def press_and_restart(self, kiosk: int, service: str, fates: list[Fate], jumps: int) -> None:
        self.world.kiosks[kiosk].machine.wire.fates.extend(fates)
        self.world.press(kiosk, service)
        self.world.go_on(jumps)
        self.world.kiosks[kiosk].kill()
        self.world.start_all()

    @rule(kiosk=kiosks, service=services, at=moments)
    def press_and_die(self, kiosk: int, service: str, at: Moment) -> None:
        self.world.kiosks[kiosk].dies_at = at
        self.world.press(kiosk, service)
        self.world.wait(1.0)

    @rule(kiosk=kiosks, service=services, skew=st.sampled_from(SKEWS).map(timedelta))
    def set_clock_and_press(self, kiosk: int, service: str, skew: timedelta) -> None:
        self.world.kiosks[kiosk].clock.set_wrong(skew)
        self.world.press(kiosk, service)
        self.world.wait(5.0)

    @rule(kiosk=kiosks, service=services, priority=st.booleans(), then=st.sampled_from((1.0, 30.0)))
    def press_into_the_void(self, kiosk: int, service: str, priority: bool, then: float) -> None:
        wire = self.world.kiosks[kiosk].machine.wire
        wire.fates.append(Fate.ANSWER_LOST)
        self.world.press(kiosk, service, priority)
        self.world.wait(0.1)
        wire.weather = Weather.CUT  # before the kiosk can tell which label is on the paper
        self.world.wait(1.0)
        self.world.wait(then)

    @rule(counter=counters, done=deeds, service=services, only=st.booleans(), fates=fates, then=seconds)
    def work(
        self, counter: str, done: list[Deed], service: str, only: bool, fates: list[Fate], then: float
    ) -> None:
        self.world.counters.work(counter, done, service, only, fates)
        self.world.wait(then)

    @rule(counter=counters, done=deeds, priority=st.booleans(), service=services)
    def press_and_work(self, counter: str, done: list[Deed], priority: bool, service: str) -> None:
        for kiosk in KIOSKS:
            self.world.press(kiosk, self.world.hall.services[counter][0], priority)
        self.world.wait(1.0)
        self.world.counters.work(counter, done, service, only=False, fates=[])

    @rule(counter=counters, age=st.integers(0, 3), fates=fates)
    def call_back(self, counter: str, age: int, fates: list[Fate]) -> None:
        self.world.counters.call_back(counter, age, fates)

    @rule()
    def call_everywhere(self) -> None:
        self.world.counters.call_everywhere()

    @rule(service=services)
    def book(self, service: str) -> None:
        self.world.book(service)

    @rule(seconds=seconds)
    def wait(self, seconds: float) -> None:
        self.world.wait(seconds)

    @rule(jumps=st.integers(1, 10))
    def go_on(self, jumps: int) -> None:
        self.world.go_on(jumps)

    @rule(days=st.integers(1, 3))
    def let_days_pass(self, days: int) -> None:
        self.world.skip(timedelta(days))

    @rule(kiosk=kiosks, weather=weathers)
    def change_weather(self, kiosk: int, weather: Weather) -> None:
        self.world.kiosks[kiosk].machine.wire.weather = weather

    @rule(kiosk=kiosks, age=st.integers(0, 5))
    def echo(self, kiosk: int, age: int) -> None:
        self.world.echo(kiosk, age)

    @rule(kiosk=kiosks)
    def kill(self, kiosk: int) -> None:
        self.world.kiosks[kiosk].kill()

    @rule()
    def kill_server(self) -> None:
        self.world.central.kill()

    @rule()
    def kill_server_at_its_next_commit(self) -> None:
        self.world.central.dies_at_commit = True

    @rule()
    def start_all(self) -> None:
        self.world.start_all()

    @rule(kiosk=kiosks, methods=st.lists(st.sampled_from(METHODS), min_size=1, max_size=3, unique=True))
    def fill_disk(self, kiosk: int, methods: list[str]) -> None:
        self.world.kiosks[kiosk].fails_at.update(methods)

    @rule(kiosk=kiosks, ready=st.booleans())
    def set_printer(self, kiosk: int, ready: bool) -> None:
        self.world.kiosks[kiosk].machine.device.set_ready(ready)

    @rule(kiosk=kiosks, paper=st.sampled_from(Paper))
    def spoil_paper(self, kiosk: int, paper: Paper) -> None:
        self.world.kiosks[kiosk].machine.device.papers.append(paper)

    @invariant()
    def check(self) -> None:
        self.world.check()

    def teardown(self) -> None:
        with closing(self.world):
            self.world.rest()
            self.world.check_at_rest()
