"""A month of days in a mall: nights, power cuts, clocks that step, days without the server."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from kiosk.domain.hours import service_day
from kiosk.domain.numbering import parse_label
from tests.proof.network import Weather
from tests.proof.world import FREE, KIOSKS, World, mall

DAYS = 30
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
OUTAGE = timedelta(minutes=20)
FLAT_BATTERY = datetime(2000, 1, 1, tzinfo=UTC)
"""Where a machine's clock begins whose battery is flat."""


class Month:
    """The days of a mall, and what happens on each of them."""

    def __init__(self, world: World, chance: Random) -> None:
        self.world = world
        self.chance = chance
        self.true_days: dict[UUID, date] = {}
        self.accidents: tuple[Callable[[], None], ...] = (
            lambda: None,
            self.clocks_step,
            self.clocks_step,
            self.power_fails,
            self.server_rests,
            self.lines_are_cut,
            self.server_rests_and_power_fails,
        )

    def live(self) -> None:
        """Let a day pass, and the night after it."""
        morning = self.world.now
        self.people_come()
        self.chance.choice(self.accidents)()
        self.people_come()
        self.mend()
        self.people_come()
        self.world.check()
        self.world.skip(morning + DAY - self.world.now)

    def people_come(self) -> None:
        for kiosk in KIOSKS:
            before = set(self.world.oracle.citizens)
            assert self.world.press(kiosk, self.chance.choice((FREE, "ktp-hilang")))
            (ticket,) = set(self.world.oracle.citizens) - before
            self.true_days[ticket] = service_day(self.world.now, mall().mall.zone)
            self.world.wait(2.0)
        self.world.skip(HOUR)

    def clocks_step(self) -> None:
        for kiosk in self.world.kiosks.values():
            kiosk.clock.set_wrong(DAY * self.chance.choice((-1, 1)))

    def power_fails(self) -> None:
        """Cut the power for a while; the batteries of the clocks are flat."""
        for kiosk in self.world.kiosks.values():
            kiosk.kill()
            kiosk.clock.set_wrong(FLAT_BATTERY - self.world.now)
        self.world.skip(OUTAGE)
        self.world.start_all()

    def server_rests(self) -> None:
        self.world.central.kill()

    def lines_are_cut(self) -> None:
        for kiosk in self.world.kiosks.values():
            kiosk.machine.wire.weather = Weather.CUT

    def server_rests_and_power_fails(self) -> None:
        self.lines_are_cut()
        self.power_fails()

    def mend(self) -> None:
        """Bring everything back but the clocks, which somebody sets now and then."""
        for kiosk in self.world.kiosks.values():
            kiosk.mend()
            if self.chance.random() < 0.5:
                kiosk.clock.set_wrong(timedelta())
        self.world.start_all()
        self.world.wait(60.0)  # until all lines are up


@pytest.mark.parametrize("seed", [1, 2])
def test_every_day_of_a_month_counts_for_itself_and_reaches_the_server(seed: int) -> None:
    with closing(World()) as world:
        month = Month(world, Random(seed))
        for _ in range(DAYS):
            month.live()
        world.rest()
        world.check_at_rest()
        rows = {row.press.ticket_id: row for row in world.central.rows()}
        wrong = {ticket: day for ticket, day in month.true_days.items() if rows[ticket].day != day}
        assert wrong == {}, "each ticket is on the server on its true day"
        assert len(set(month.true_days.values())) == DAYS
        numbers = defaultdict(list)
        for ticket in month.true_days:
            label = parse_label(rows[ticket].label)
            assert label
            numbers[rows[ticket].day, label.series, label.kiosk].append(label.number)
        for given in numbers.values():
            assert sorted(given) == list(range(1, len(given) + 1)), numbers
