"""The health of the line: one answer turns it, probes back off, and the log is told once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kiosk.clock import ManualClock
from kiosk.sync.link import Link, LinkHealth
from tests.issuing_kit import MONDAY

ALMOST_ONE = 0.999999


def health(chance: Callable[[], float] = lambda: 0.5) -> tuple[LinkHealth, ManualClock]:
    clock = ManualClock(MONDAY)
    return LinkHealth(clock, chance), clock


def test_the_line_starts_down_and_is_probed_at_once() -> None:
    link = Link()
    assert (link.up, link.age(100.0)) == (False, None)
    assert link.probe_at < 0.0


def test_one_good_answer_brings_it_up_and_one_bad_one_takes_it_down() -> None:
    up = Link().after_good(10.0)
    down = up.after_bad(11.0, 0.5)
    assert (up.up, down.up, down.after_good(12.0).up) == (True, False, True)
    assert (up.age(10.5), down.age(14.0)) == (0.5, 4.0)


def test_probes_back_off_from_1_to_30_seconds() -> None:
    link, waits = Link().after_good(0.0), []
    for _ in range(8):
        link = link.after_bad(100.0, ALMOST_ONE)
        waits.append(round(link.probe_at - 100.0, 2))
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_the_jitter_is_full() -> None:
    link = Link()
    for _ in range(5):
        link = link.after_bad(0.0, 0.0)
    assert [link.after_bad(0.0, chance).probe_at for chance in (0.0, 0.25, 0.5)] == [0.0, 7.5, 15.0]


def test_a_line_that_fails_again_soon_goes_on_with_its_back_off() -> None:
    flapping = Link().after_good(0.0).after_bad(1.0, ALMOST_ONE).after_good(2.0).after_bad(3.0, ALMOST_ONE)
    settled = Link().after_good(0.0).after_bad(1.0, ALMOST_ONE).after_good(2.0).after_bad(32.0, ALMOST_ONE)
    assert round(flapping.probe_at - 3.0, 2) == 2.0
    assert round(settled.probe_at - 32.0, 2) == 1.0


def test_a_very_long_night_does_not_overflow() -> None:
    link = Link()
    for _ in range(5000):
        link = link.after_bad(0.0, ALMOST_ONE)
    assert link.probe_at <= 30.0


def test_loss_and_return_are_logged_once_each(caplog: pytest.LogCaptureFixture) -> None:
    link, clock = health()
    with caplog.at_level(logging.WARNING):
        link.good()
        for _ in range(5):
            clock.advance(1.0)
            link.bad("refused")
        clock.advance(2.0)
        for _ in range(5):
            link.good()
    lost, back = (record.getMessage() for record in caplog.records)
    assert "refused" in lost
    assert "last heard 7.0 s ago" in back


def test_a_server_that_was_never_there_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    link, _ = health()
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            link.bad("nobody listens")
    assert len(caplog.records) == 1


@dataclass
class Listener:
    link: LinkHealth
    heard: list[bool] = field(default_factory=list)

    def __call__(self) -> None:
        self.heard.append(self.link.up)


def test_listeners_hear_of_changes_only() -> None:
    link, _ = health()
    listener = Listener(link)
    link.on_change(listener)
    for turn in (link.good, link.good, lambda: link.bad("x"), lambda: link.bad("x"), link.good):
        turn()
    assert listener.heard == [True, False, True]


async def test_waiting_for_the_line_ends_when_it_turns() -> None:
    link, _ = health()
    await asyncio.wait_for(link.wait_down(), 1.0)
    waiting = asyncio.create_task(link.wait_up())
    await asyncio.sleep(0)
    assert not waiting.done()
    link.good()
    await asyncio.wait_for(waiting, 1.0)
    link.bad("x")
    await asyncio.wait_for(link.wait_down(), 1.0)
