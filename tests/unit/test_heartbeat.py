"""When a heart beats, and what becomes of what the server answers: hours of it, in virtual time."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from uuid6 import uuid7

from kiosk.clock import Clock
from kiosk.contract.bodies import Problem
from kiosk.contract.commands import CommandOrder, CommandOutcome
from kiosk.contract.heartbeat import HeartbeatAnswer, HeartbeatRequest, LeaseBody
from kiosk.journal.errors import JournalFullError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from kiosk.sync.answers import NoReplyError, Reply
from kiosk.sync.client import ServerClient
from kiosk.sync.heartbeat import SECONDS, SHORTEST_SECONDS, Heartbeat
from kiosk.sync.link import LinkHealth
from kiosk.sync.transport import Transport
from tests.issuing_kit import DAY, MONDAY, catalogue
from tests.proof.virtual import VirtualLoop

AGENCY = "imigrasi"
UNKNOWN = Reply(404, msgspec.json.encode(Problem("urn:mpp-kiosk:problem:not-found", "No such thing", 404)))


@dataclass
class LoopClock:
    """The time of a virtual loop."""

    loop: VirtualLoop

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=self.loop.time())

    def elapsed(self) -> float:
        return self.loop.time()


class Server(Transport):
    """A server's end of the line: hears heartbeats and answers as it is told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.heard: list[tuple[float, HeartbeatRequest]] = []
        self.answer: Callable[[HeartbeatRequest], Reply] = lambda told: self.lending(told, 0, 0)

    async def exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, longest: int
    ) -> Reply:
        assert (method, path) == ("POST", "/v1/heartbeat")
        told = msgspec.json.decode(body or b"", type=HeartbeatRequest)
        self.heard.append((self._clock.elapsed(), told))
        await asyncio.sleep(0.01)
        return self.answer(told)

    def asking(self, *orders: CommandOrder) -> Reply:
        return Reply(200, msgspec.json.encode(HeartbeatAnswer(self._clock.now(), [], list(orders))))

    def lending(self, told: HeartbeatRequest, granted: int, give_back: int) -> Reply:
        leases = [LeaseBody(each.agency, each.day, granted, give_back) for each in told.leases]
        return Reply(200, msgspec.json.encode(HeartbeatAnswer(self._clock.now(), leases)))

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.heard]


@dataclass
class Kiosk:
    loop: VirtualLoop
    journal: Journal
    link: LinkHealth
    heartbeat: Heartbeat
    server: Server
    lent: list[Mapping[str, int]]
    asked: list[CommandOrder]
    chance: list[float] = field(default_factory=lambda: [0.5])


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    loop = VirtualLoop()
    clock = LoopClock(loop)
    with closing(Journal(tmp_path / "journal.db", 2, MONDAY)) as journal, closing(loop):
        link = LinkHealth(clock, lambda: 0.0)
        client = ServerClient("http://mall", 2, link, clock)
        client._transport = server = Server(clock)
        lent: list[Mapping[str, int]] = []
        asked: list[CommandOrder] = []
        chance = [0.5]
        heartbeat = Heartbeat(
            journal=AsyncJournal(journal, ThreadPoolExecutor(1), clock),
            client=client,
            link=link,
            clock=clock,
            catalogue=catalogue,
            printer=lambda: "near_end",
            publish=lent.append,
            chance=lambda: chance[0],
            obey=asked.extend,
        )
        running = loop.create_task(heartbeat.run())
        yield Kiosk(loop, journal, link, heartbeat, server, lent, asked, chance)
        running.cancel()
        loop.run_for(0)
        assert loop.faults == []


def test_a_heart_beats_while_the_line_is_up_and_only_then(kiosk: Kiosk) -> None:
    kiosk.loop.run_for(300)
    assert kiosk.server.heard == []
    kiosk.link.good()
    kiosk.loop.run_for(300)
    kiosk.link.bad("cut")
    beats = list(kiosk.server.times)
    kiosk.loop.run_for(300)
    assert kiosk.server.times == beats
    assert beats[0] == pytest.approx(300, abs=0.1)
    assert len(beats) == 10
    assert all(later - at == pytest.approx(SECONDS, abs=0.1) for at, later in pairwise(beats))


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 0.75 * SECONDS), (0.999, 1.25 * SECONDS)])
def test_the_kiosks_of_a_mall_do_not_beat_together(kiosk: Kiosk, chance: float, seconds: float) -> None:
    kiosk.chance[0] = chance
    kiosk.link.good()
    kiosk.loop.run_for(100)
    first, second, *_ = kiosk.server.times
    assert second - first == pytest.approx(seconds, abs=0.1)


def test_news_is_told_at_once_but_no_more_often_than_allowed(kiosk: Kiosk) -> None:
    kiosk.link.good()
    kiosk.loop.run_for(10)
    kiosk.heartbeat.wake()
    kiosk.loop.run_for(1)
    for _ in range(100):
        kiosk.heartbeat.wake()
        kiosk.loop.run_for(0.1)
    beats = kiosk.server.times
    assert beats[1] == pytest.approx(10, abs=0.1)
    assert [later - at for at, later in pairwise(beats[1:])] == [pytest.approx(SHORTEST_SECONDS, abs=0.1)] * 2


def test_a_line_that_comes_back_is_news(kiosk: Kiosk) -> None:
    kiosk.link.good()
    kiosk.loop.run_for(7)
    kiosk.link.bad("cut")
    kiosk.loop.run_for(7)
    kiosk.link.good()
    kiosk.loop.run_for(1)
    assert kiosk.server.times == [pytest.approx(0, abs=0.1), pytest.approx(14, abs=0.1)]


def test_what_is_lent_is_kept_and_shown_and_what_is_asked_back_is_told_soon(kiosk: Kiosk) -> None:
    kiosk.server.answer = lambda told: kiosk.server.lending(told, 3, 0)
    kiosk.link.good()
    kiosk.loop.run_for(10)
    assert kiosk.journal.lent(DAY) == {AGENCY: 3} == kiosk.lent[-1]

    kiosk.server.answer = lambda told: kiosk.server.lending(told, 3, 2 - told.leases[0].returned)
    kiosk.heartbeat.wake()
    kiosk.loop.run_for(SHORTEST_SECONDS + 1)

    assert kiosk.lent[-1] == {AGENCY: 1}
    (lease,) = kiosk.server.heard[-1][1].leases
    assert (lease.granted, lease.used, lease.returned) == (3, 0, 2)
    assert len(kiosk.server.heard) == 3


def test_the_kiosk_tells_how_it_is(kiosk: Kiosk) -> None:
    kiosk.link.good()
    kiosk.loop.run_for(1)
    ((_, told),) = kiosk.server.heard
    assert told.journal == kiosk.journal.health().journal_id
    assert (told.printer, told.outbox, told.dead_letters, told.oldest_unsent) == ("near_end", 0, 0, None)
    assert (told.clock_confirmed, told.clock_offset_ms) == (True, None)
    assert abs(told.now - MONDAY) < timedelta(seconds=1)
    assert [(each.agency, each.day) for each in told.leases] == [(AGENCY, DAY)]


def test_what_the_server_asks_for_is_passed_on_and_its_end_is_told_until_it_was_heard(kiosk: Kiosk) -> None:
    order = CommandOrder(uuid7(), "reprint", label="B-001")
    kiosk.server.answer = lambda _: kiosk.server.asking(order)
    kiosk.link.good()
    kiosk.loop.run_for(1)
    assert kiosk.asked == [order]
    outcome = CommandOutcome(order.command, True, "printed")
    assert kiosk.journal.command_begun(order, MONDAY)
    kiosk.journal.command_ended(outcome, MONDAY)

    kiosk.server.answer = lambda _: Reply(503, b"")  # what it heard is not known
    kiosk.heartbeat.beat_now()
    kiosk.loop.run_for(1)
    assert not kiosk.link.up
    kiosk.server.answer = lambda _: kiosk.server.asking()
    kiosk.link.good()
    kiosk.loop.run_for(100)

    told = [beat.commands for _, beat in kiosk.server.heard]
    assert told[:4] == [[], [outcome], [outcome], []]


def test_somebody_who_waits_is_not_kept_waiting(kiosk: Kiosk) -> None:
    ordinary = kiosk.server.answer

    def asked_meanwhile(told: HeartbeatRequest) -> Reply:
        kiosk.server.answer = ordinary
        kiosk.heartbeat.beat_now()
        return ordinary(told)

    kiosk.link.good()
    kiosk.loop.run_for(1)
    kiosk.server.answer = asked_meanwhile
    kiosk.heartbeat.beat_now()
    kiosk.loop.run_for(1)
    assert kiosk.server.times == [pytest.approx(at, abs=0.1) for at in (0, 1, 1)]
    kiosk.loop.run_for(SECONDS)
    assert len(kiosk.server.times) == 4


def test_what_is_lent_ends_with_the_day_though_the_line_is_cut(kiosk: Kiosk) -> None:
    kiosk.server.answer = lambda told: kiosk.server.lending(told, 3, 0)
    kiosk.link.good()
    kiosk.loop.run_for(10)
    kiosk.link.bad("cut")
    kiosk.loop.run_for(15 * 3600 + SECONDS)
    assert kiosk.lent[-1] == {}


def test_a_bad_answer_takes_the_line_down_and_changes_nothing(kiosk: Kiosk) -> None:
    kiosk.server.answer = lambda _: Reply(200, b"<html>Please log in</html>")
    kiosk.link.good()
    kiosk.loop.run_for(100)
    assert not kiosk.link.up
    assert len(kiosk.server.heard) == 1
    assert kiosk.journal.lent(DAY) == {}


def test_a_line_that_breaks_takes_the_line_down(kiosk: Kiosk) -> None:
    def broken(told: HeartbeatRequest) -> Reply:
        raise NoReplyError("reset")

    kiosk.server.answer = broken
    kiosk.link.good()
    kiosk.loop.run_for(1)
    assert not kiosk.link.up


def test_a_server_that_knows_no_heartbeats_is_told_of_once(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk.server.answer = lambda _: UNKNOWN
    kiosk.link.good()
    kiosk.loop.run_for(200)
    assert kiosk.link.up
    assert len(kiosk.server.heard) > 5
    assert caplog.text.count("refuses heartbeats") == 1


def test_what_was_lent_to_a_journal_that_was_replaced_meanwhile_is_lost(kiosk: Kiosk) -> None:
    def replaced(told: HeartbeatRequest) -> Reply:
        with kiosk.journal._transaction():
            kiosk.journal._set_fact("journal_id", "6c9f2c1e-0b8a-4d53-9d0e-2f4f7b1f8a11")
        return kiosk.server.lending(told, 3, 0)

    kiosk.server.answer = replaced
    kiosk.link.good()
    kiosk.loop.run_for(1)
    assert kiosk.journal.lent(DAY) == {}


def test_a_journal_that_fails_is_tried_again(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(journal: Journal, *_: object) -> dict[str, int]:
        raise JournalFullError("the disk is full")

    with monkeypatch.context() as spoilt:
        spoilt.setattr(Journal, "lent", full)
        kiosk.link.good()
        kiosk.loop.run_for(100)
    assert kiosk.server.heard == []
    kiosk.loop.run_for(SHORTEST_SECONDS + 1)
    assert len(kiosk.server.heard) == 1
