"""A kiosk in its lobby: what stays there when its program is killed, and is started again."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from kiosk.app.model import Model
from kiosk.clock import Clock
from kiosk.domain.ticket import Press, TicketClass
from kiosk.journal.errors import JournalFullError
from tests.proof.network import Weather
from tests.proof.oracle import Oracle
from tests.proof.process import Machine, Moment, Process

FILE = "journal.db"


class Skewed:
    """A kiosk's clock: the true time, and by how much it is wrong."""

    def __init__(self, true: Clock) -> None:
        self._true = true
        self._skew = timedelta()
        self.was_wrong = False

    def set_wrong(self, skew: timedelta) -> None:
        """Step to a time that is wrong by so much, or back to the right one."""
        self._skew = skew
        self.was_wrong |= bool(skew)

    def now(self) -> datetime:
        return self._true.now() + self._skew

    def elapsed(self) -> float:
        return self._true.elapsed()


class Lobby:
    """One kiosk of the mall; ``see`` hears what its screen shows, the oracle what befalls it.

    The process is killed at ``dies_at``, and each of the journal's methods in ``fails_at`` finds the disk
    full when it is next called.
    """

    def __init__(
        self,
        machine: Machine,
        clock: Skewed,
        folder: Path,
        oracle: Oracle,
        see: Callable[["Lobby", Model], None],
    ) -> None:
        self.machine = machine
        self.clock = clock
        self._folder = folder
        self._lives = 0
        self._oracle = oracle
        self._see = see
        self.process: Process | None = None
        self.dies_at: Moment | None = None
        self.fails_at: set[str] = set()
        self._path.parent.mkdir(parents=True)

    @property
    def number(self) -> int:
        """The kiosk's number."""
        return self.machine.number

    @property
    def line_up(self) -> bool:
        """Whether the program believes that the server answers."""
        return self.process is not None and self.process.link.up

    @property
    def idle(self) -> bool:
        """Whether the program runs and has nothing left to do."""
        return self.process is not None and self.process.idle

    async def start(self) -> None:
        """Start the program, if it does not run, on what the last one left."""
        if self.process is None:
            self.process = await Process.start(self.machine, self._path, self._watch)
            self.process.controller.subscribe(lambda model: self._see(self, model))

    def kill(self) -> None:
        """Kill the program where it stands; only what is in the journal's files remains."""
        if (process := self.process) is None:
            return
        self.process, self.dies_at = None, None
        before, self._lives = self._path.parent, self._lives + 1
        shutil.copytree(before, self._path.parent)  # as they are: closing them would tidy up
        process.end(self.machine.loop)
        self._oracle.went_dark(self.number)

    def mend(self) -> None:
        """Let no accident be under way any more."""
        self.dies_at = None
        self.fails_at.clear()
        self.machine.wire.weather = Weather.GOOD
        self.machine.wire.fates.clear()
        self.machine.device.set_ready(True)

    def press(self, service: str, ticket_class: TicketClass) -> Press | None:
        """Let a citizen press; return nothing if the kiosk is dark or not free."""
        agency = self.machine.catalogue.services[service].agency
        return self.process.press(agency, service, ticket_class) if self.process else None

    def faults(self) -> list[str]:
        """Tell what failed in the program."""
        found = self.process.faults() if self.process else []
        return [f"kiosk {self.number}: {fault}" for fault in found]

    @property
    def _path(self) -> Path:
        return self._folder / f"kiosk{self.number}-{self._lives}" / FILE

    async def _watch(self, moment: Moment) -> None:
        if moment == self.dies_at:
            self.kill()
            await _never()
        if moment.method in self.fails_at and not moment.done:
            self.fails_at.remove(moment.method)
            self._oracle.disk_failed(self.number)
            raise JournalFullError("the disk is full")


async def _never() -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError("the wait is for ever")
