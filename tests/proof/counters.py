"""The counters of a mall: what their staff do, each for themselves or all at the same moment."""

import asyncio
from typing import Final

from kiosk.contract.calling import CallAnswer
from kiosk.domain.ticket import TicketState
from kiosk.server.store import Record
from tests.proof.central import Central
from tests.proof.hall import Hall
from tests.proof.network import Fate, Weather
from tests.proof.staff import CounterWire, Deed, Staff
from tests.proof.virtual import VirtualLoop

ASIDE: Final = (TicketState.PARKED, TicketState.NO_SHOW)
MOST_CALLS: Final = 1_000
"""Of one counter that calls until nobody waits."""


class Counters:
    """All staff; what they do ends when they have their answers, or gave them up."""

    def __init__(self, loop: VirtualLoop, central: Central, hall: Hall) -> None:
        self._loop = loop
        self._central = central
        self._hall = hall
        self._staff = {
            each: Staff(each, CounterWire(loop, central, hall), self._comes) for each in hall.services
        }

    def work(self, counter: str, deeds: list[Deed], service: str, only: bool, fates: list[Fate]) -> None:
        """Call the next person, unless somebody is there, and do something with whoever is; and so on.

        ``service`` is where a person is sent on to, and if ``only`` is set the one to call for; ``fates`` are
        those of the next requests.
        """
        staff = self._staff[counter]
        staff.wire.fates.extend(fates)
        only = only and service in self._hall.services[counter]

        async def work() -> None:
            for deed in deeds:
                if await staff.whom() is None:
                    await staff.next(service if only else None)
                await staff.deal(deed, service)

        self._loop.run_until_complete(work())

    def call_back(self, counter: str, age: int, fates: list[Fate]) -> None:
        """Call back the ``age``-th last of those who were set aside, by the label that was called."""
        labels = list(self._hall.aside.values())
        if age < len(labels):
            staff = self._staff[counter]
            staff.wire.fates.extend(fates)
            self._loop.run_until_complete(staff.call_back(labels[-1 - age]))

    def call_everywhere(self) -> None:
        """Let all call the next person in the same instant, whoever they have."""

        async def call() -> None:
            await asyncio.gather(*(staff.next() for staff in self._staff.values()))

        self._loop.run_until_complete(call())

    def finish(self) -> None:
        """Let all call until nobody waits, and then back those of today who were set aside."""
        for staff in self._staff.values():
            self._loop.run_until_complete(self._call_all(staff))
        for row in self._central.rows():
            if row.day == self._hall.today and row.state in ASIDE and self._hall.holds(row):
                self._loop.run_until_complete(self._call_back(row))

    def mend(self) -> None:
        """Let no accident be under way any more."""
        for staff in self._staff.values():
            staff.wire.weather = Weather.GOOD
            staff.wire.fates.clear()

    def hush(self) -> None:
        """Forget what is still under way."""
        for staff in self._staff.values():
            staff.wire.hush()

    def _comes(self, call: CallAnswer) -> bool:
        citizen = self._hall.oracle.citizens.get(call.ticket_id)
        return citizen is not None and citizen.label == call.label

    async def _call_all(self, staff: Staff) -> None:
        for _ in range(MOST_CALLS):
            if await staff.whom():
                await staff.deal(Deed.DONE)
            elif not await staff.next():
                return
        self._hall.oracle.complain("I5", f"{staff.counter} calls without end")

    async def _call_back(self, row: Record) -> None:
        counters = (each for each, services in self._hall.services.items() if row.standing in services)
        staff = self._staff[next(counters)]
        await staff.call_back(row.label)
        present = await staff.whom()
        if present is None or present.ticket_id != row.press.ticket_id:
            self._hall.oracle.complain("I2", f"{staff.counter} cannot call back {row}")
        await staff.deal(Deed.DONE)
