"""A mall with its kiosks, its server, its citizens and its accidents, on a clock of its own."""

import asyncio
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import msgspec

from kiosk.app.issuing import DEADLINE_SECONDS
from kiosk.app.model import Model
from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.catalogue.writing import to_document
from kiosk.domain.catalogue import BookingShare, Catalogue
from kiosk.domain.hours import Span, service_day, week_of
from kiosk.domain.lent import quota_services
from kiosk.domain.places import Holding, Refused
from kiosk.domain.places import Issuing as WaitingForNumber
from kiosk.domain.ticket import TicketClass
from kiosk.journal.rows import DeadLetter
from kiosk.printing.document import TicketDocument
from kiosk.server.web.api import document
from kiosk.sync.client import BACKGROUND_SECONDS
from tests.proof.central import Central, Sent
from tests.proof.counters import Counters
from tests.proof.device import Device
from tests.proof.hall import Hall
from tests.proof.lobby import Lobby, Skewed
from tests.proof.network import Wire
from tests.proof.oracle import Oracle
from tests.proof.process import Machine
from tests.proof.turns import Turns
from tests.proof.virtual import VirtualLoop

KIOSKS = (1, 2, 3)
MORNING = datetime(2019, 2, 18, 0, 0, tzinfo=UTC)
"""A Monday, nine o'clock in the mall's zone."""

SLACK_SECONDS = 0.1
"""What the journal's commits of a press may take together, behind those of the uplink."""

LONGEST_TRIP = timedelta(seconds=BACKGROUND_SECONDS)
"""How far a kiosk's time may be from the truth that was told by an answer which took so long."""

NOISE = timedelta(milliseconds=1)

REST_SECONDS = 600.0
"""How long a mended mall may need until everything is told."""

RAM = Path("/dev/shm")
FREE = "ktp-baru"
LIMITED = "bpjskes-info"
SERVICES = (FREE, "ktp-hilang", LIMITED, "bpjskes-daftar")
"""Two services of one series, and two of another that share a quota."""

COUNTERS = ("disdukcapil-1", "disdukcapil-2", "bpjs-kesehatan-1")
"""Two that have one queue, and one that has another."""

QUOTA = 12
"""So small that it is soon used up, and just enough for each kiosk to be lent a number."""

SHARE = BookingShare(share=2, until=time(9, 1))


@cache
def mall() -> Catalogue:
    """A small catalogue whose services are open all day and every day; some are limited."""
    found = load_catalogue(asset("catalogue", "examples") / "ternate.yaml").catalogue
    assert found
    always = week_of([[Span(time.min, time.max)]] * 7)
    agencies = {name: replace(each, hours=always) for name, each in found.agencies.items()}
    limited = found.services[LIMITED].agency
    agencies[limited] = replace(agencies[limited], quota_per_day=QUOTA, bookings=SHARE)
    services = {
        name: replace(each, hours=None, quota=each.agency == limited) for name, each in found.services.items()
    }
    return replace(found, agencies=agencies, services=services)


@cache
def counters() -> dict[str, tuple[str, ...]]:
    """The counters that are at work, and the services of each one's agency."""
    services = {each: tuple(service.id for service in mall().services_of(each)) for each in mall().agencies}
    return {counter: services[counter.rpartition("-")[0]] for counter in COUNTERS}


@cache
def etag() -> str:
    """The name of that catalogue's present state, as the server tells it."""
    return document(to_document(mall())).etag


class TrueTime:
    """The time as it really is: the seconds of the loop, and the nights that were skipped."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self._skipped = timedelta()

    def now(self) -> datetime:
        return MORNING + self._skipped + timedelta(seconds=self._loop.time())

    def elapsed(self) -> float:
        return self._skipped.total_seconds() + self._loop.time()

    def skip(self, span: timedelta) -> None:
        """Let so much time pass in which nothing happens."""
        self._skipped += span


class World:
    """Everything that takes part in a schedule, and what can be done to it.

    Each step leaves the loop standing still; ``check`` judges what is then. A kiosk or a server that is
    dead stays so until it is started.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="mpp-proof-", dir=RAM if RAM.is_dir() else None))
        self._loop = VirtualLoop()
        self._time = TrueTime(self._loop)
        quotas = {name: (agency, QUOTA) for agency, names in quota_services(mall()).items() for name in names}
        self.oracle = Oracle(mall().mall.zone, quotas)
        self._bookings = count()
        self.central = Central(self._loop, self._folder, self._time, mall())
        hall = Hall(self.oracle, self._time, counters(), Turns(self.oracle, mall().mall.priority_after))
        self.hall, self.counters = hall, Counters(self._loop, self.central, hall)
        self.kiosks = {number: self._lobby(number) for number in KIOSKS}
        self.start_all()
        self.wait(1.0)  # until all lines are up

    @property
    def now(self) -> datetime:
        """The time as it really is."""
        return self._time.now()

    def close(self) -> None:
        """Leave nothing behind."""
        for each in self.kiosks.values():
            each.kill()
            each.machine.wire.hush()
        self.counters.hush()
        self.central.kill()
        self._loop.run_for(0)
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        shutil.rmtree(self._folder)

    def give(self, numbers: int) -> None:
        """Let so many numbers of each series be given on these days, by the server and by each kiosk."""
        days = [(self._time.now() + timedelta(days=each)).date().isoformat() for each in range(-1, 3)]
        keys = [(day, agency.series, numbers) for day in days for agency in mall().agencies.values()]
        for each in self.kiosks.values():
            assert each.process
            connection = each.process.rows._connection
            connection.executemany("INSERT INTO counter (day, series, last) VALUES (?, ?, ?)", keys)
        self.central.give(keys)

    def press(self, kiosk: int, service: str, priority: bool = False) -> bool:
        """Let a citizen press; false if the kiosk is dark or not free."""
        wanted = TicketClass.PRIORITY if priority else TicketClass.REGULAR
        return self._loop.run_until_complete(self._press(self.kiosks[kiosk], service, wanted))

    def book(self, service: str) -> None:
        """Let somebody book a number for today."""
        day = service_day(self._time.now(), mall().mall.zone)
        path = f"/v1/bookings/booking-{next(self._bookings)}"
        body = msgspec.json.encode({"service": service, "day": day})
        reply = self._loop.run_until_complete(self.central.answer(Sent(0, "PUT", path, {}, body)))
        if reply and reply.status == 201:
            self.oracle.booked(day, service)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._loop.run_for(seconds)

    def go_on(self, jumps: int) -> None:
        """Let the next few things happen, and stop in the midst of the last."""
        self._loop.run_jumps(jumps)

    def echo(self, kiosk: int, age: int) -> None:
        """Let a copy of an earlier request, the ``age``-th last of a kiosk's, arrive once more."""
        self.kiosks[kiosk].machine.wire.echo(age)

    def start_all(self) -> None:
        """Start whatever is dead."""
        self._loop.run_until_complete(self.central.start())
        for each in self.kiosks.values():
            self._loop.run_until_complete(each.start())

    def skip(self, span: timedelta) -> None:
        """Let a night, or days, pass in which nobody comes."""
        self._time.skip(span)

    def rest(self) -> None:
        """Mend everything, serve one more citizen at each kiosk, and let all come to rest."""
        for each in self.kiosks.values():
            each.mend()
        self.counters.mend()
        self.central.dies_at_commit = False
        self.start_all()
        self._settle()
        for each in self.kiosks.values():
            if not self.press(each.number, FREE):
                self.oracle.complaints.append(f"I6: kiosk {each.number} takes no press, though all is mended")
        self._settle()

    def _settle(self) -> None:
        latest = self._loop.time() + REST_SECONDS
        while not all(each.idle for each in self.kiosks.values()) and self._loop.time() < latest:
            self.wait(1.0)
        for each in self.kiosks.values():
            if not each.idle:
                self.oracle.complaints.append(f"I2: kiosk {each.number} still has something to tell")

    def check(self) -> None:
        """Judge what can be judged at any time."""
        self.oracle.judge_waiting(self._loop.time(), DEADLINE_SECONDS, SLACK_SECONDS)
        rows = self.central.rows()
        self.oracle.judge_server(rows)
        if self.central.up:
            self.hall.judge(rows, self.central.queues())
        for each in self.kiosks.values():
            self._check_outbox(each)
        self._complain()

    def check_at_rest(self) -> None:
        """Judge what must be true once everything was told."""
        self.check()
        rows = self.central.rows()
        letters: list[DeadLetter] = []
        for each in self.kiosks.values():
            assert each.process
            letters += each.process.rows.dead_letters()
        self.oracle.judge_end(rows, letters, self.hall.called)
        self.oracle.judge_places(rows, self._loop.run_until_complete(self.central.ahead(rows)))
        self._complain()
        self.counters.finish()
        self.check()
        self.hall.judge_end(self.central.rows())
        self._complain()

    def _lobby(self, number: int) -> Lobby:
        clock, wire = Skewed(self._time), Wire(self._loop, number, self.central)
        machine = Machine(self._loop, number, clock, wire, Device(self._begun), mall(), etag())
        return Lobby(machine, clock, self._folder, self.oracle, self._see)

    async def _press(self, lobby: Lobby, service: str, ticket_class: TicketClass) -> bool:
        line_up = lobby.line_up
        if (press := lobby.press(service, ticket_class)) is None:
            return False
        assert lobby.process
        true_at = self._time.now() if lobby.process.heard or not lobby.clock.was_wrong else None
        within = LONGEST_TRIP if lobby.clock.was_wrong else NOISE
        self.oracle.pressed(press, lobby.number, self._loop.time(), true_at, within)
        await asyncio.sleep(0)  # the press is under way now; the line may have come up in the same instant
        if line_up or lobby.line_up:
            self.oracle.asked(press.ticket_id)
        return True

    def _begun(self, ticket: TicketDocument) -> None:
        self.oracle.paper(ticket.ticket_id, ticket.label, ticket.copy)

    def _see(self, lobby: Lobby, model: Model) -> None:
        place = model.visit.place
        if isinstance(place, WaitingForNumber):
            return
        for each in self.oracle.waiting_at(lobby.number):
            self.oracle.answered(each.press.ticket_id, self._loop.time())
            if isinstance(place, Refused):
                self.oracle.turned_away(each.press.ticket_id, place.cause)
        if isinstance(place, Holding):
            self.oracle.saw(place.ticket.press.ticket_id, place.ticket.label)

    def _check_outbox(self, lobby: Lobby) -> None:
        """I7: each row that was ever written is in the outbox, a dead letter, or on the server."""
        if lobby.process is None:
            return
        connection = lobby.process.rows._connection
        written = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
        kept = connection.execute("SELECT seq FROM outbox UNION SELECT seq FROM dead_letter").fetchall()
        known = {seq for (seq,) in kept} | self.central.heard(lobby.number) | lobby.machine.wire.forgettable
        for seq in set(range(1, (written or (0,))[0] + 1)) - known:
            self.oracle.complaints.append(f"I7: row {seq} of kiosk {lobby.number} is gone without a word")

    def _complain(self) -> None:
        """Fail with all that was found."""
        faults = [*self._loop.faults, *self.central.faults]
        faults += [fault for each in self.kiosks.values() for fault in each.faults()]
        found = [*self.oracle.complaints, *faults]
        assert not found, "\n".join(found)
