"""The rules of the counters' work, between what travels and what is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from kiosk.clock import Clock
from kiosk.contract.bodies import Problem
from kiosk.contract.calling import CallAnswer, CounterAnswer
from kiosk.contract.problems import ProblemType
from kiosk.domain.catalogue import Agency, Catalogue
from kiosk.domain.hours import service_day
from kiosk.domain.numbering import parse_label
from kiosk.faults import nearest
from kiosk.server.counters.calls import Call, Changed, Counter, CounterBusy, CounterFree, Ending, NotSetAside
from kiosk.server.counters.forecast import Forecast
from kiosk.server.metrics import Metrics
from kiosk.server.problems import problem
from kiosk.server.store import NO_QUEUE, Store


@dataclass(frozen=True, slots=True)
class NobodyWaits:
    """There is nobody to call."""


class Calling:
    """The counters of one mall: those of an agency are ``AGENCY-1`` up to as many as its place has."""

    def __init__(
        self, catalogue: Catalogue, store: Store, clock: Clock, forecast: Forecast, metrics: Metrics
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._forecast = forecast
        self._metrics = metrics
        self._mall = catalogue.mall.id
        self._agencies = {
            f"{agency.id}-{number}": agency
            for agency in catalogue.agencies.values()
            for number in range(1, max(1, agency.place.counters) + 1)
        }

    def counter(self, counter_id: str) -> Counter | Problem:
        """Return a counter as it is now, or say which one may be meant."""
        agency = self._agencies.get(counter_id)
        if agency is None:
            near = nearest(counter_id, self._agencies)
            mend = f"did you mean {near!r}?" if near else "write AGENCY-NUMBER, as in the catalogue"
            return problem(ProblemType.NOT_FOUND, f"counter: there is no counter {counter_id!r}; {mend}")
        now = self._clock.now()
        day = service_day(now, self._catalogue.mall.zone)
        return Counter(counter_id, agency.id, self._services_of(agency), day, now)

    async def next(self, counter: Counter, services: list[str] | None) -> CallAnswer | NobodyWaits | Problem:
        """Call whoever is next for a free counter."""
        if wrong := _unknown_service(services or (), counter.services, "services"):
            return wrong
        asked = tuple(dict.fromkeys(services)) if services else counter.services
        most = self._catalogue.mall.priority_after
        called = await self._store.calls.next(self._mall, counter, asked, most)
        match called:
            case None:
                return NobodyWaits()
            case CounterBusy():
                return _busy(counter, called)
            case Call():
                self._metrics.called(called.press.ticket_class, self._forecast.kept(called))
                return await self._answer(counter, called)
            case _:
                assert_never(called)

    async def recall(self, counter: Counter, label: str | None) -> CallAnswer | Problem:
        """Call the present person again, or call back one who was set aside or did not come."""
        if label is not None and parse_label(label) is None:
            return problem(ProblemType.BAD_LABEL, f"label: {label!r} is no label; write it like A-012")
        recalled = await self._store.calls.recall(self._mall, counter, label)
        if isinstance(recalled, NotSetAside):
            return _not_set_aside(counter, recalled)
        return await self._changed(counter, recalled)

    async def serve(self, counter: Counter, ticket_id: UUID | None) -> CallAnswer | Problem:
        """Keep that the person who was called came."""
        return await self._changed(counter, await self._store.calls.serve(self._mall, counter, ticket_id))

    async def end(self, counter: Counter, ending: Ending, ticket_id: UUID | None) -> CallAnswer | Problem:
        """End the present person's call."""
        ended = await self._store.calls.end(self._mall, counter, ending, ticket_id)
        return await self._changed(counter, ended)

    async def transfer(self, counter: Counter, service: str, ticket_id: UUID | None) -> CallAnswer | Problem:
        """Send the present person on to a service of the mall."""
        if wrong := _unknown_service([service], self._catalogue.services, "service"):
            return wrong
        sent = await self._store.calls.end(self._mall, counter, Ending.TRANSFERRED, ticket_id, service)
        return await self._changed(counter, sent)

    async def look(self, counter: Counter) -> CounterAnswer:
        """Tell whom a counter has now."""
        present = await self._store.calls.present(self._mall, counter)
        waiting = await self._waiting(counter)
        answer = _call_answer(present, waiting) if present else None
        return CounterAnswer(counter.id, counter.agency, waiting, answer)

    def _services_of(self, agency: Agency) -> tuple[str, ...]:
        return tuple(each.id for each in self._catalogue.services_of(agency.id))

    async def _changed(self, counter: Counter, changed: Changed) -> CallAnswer | Problem:
        match changed:
            case Call():
                return await self._answer(counter, changed)
            case CounterBusy():
                return _busy(counter, changed)
            case CounterFree():
                return problem(
                    ProblemType.COUNTER_FREE,
                    f"{counter.id} has nobody; what you asked for may have been done already",
                )
            case _:
                assert_never(changed)

    async def _answer(self, counter: Counter, call: Call) -> CallAnswer:
        return _call_answer(call, await self._waiting(counter))

    async def _waiting(self, counter: Counter) -> int:
        queues = await self._store.queues(self._mall, counter.day)
        return sum(queues.get(each, NO_QUEUE).waiting for each in counter.services)


def _call_answer(call: Call, waiting: int) -> CallAnswer:
    press = call.press
    return CallAnswer(
        ticket_id=press.ticket_id,
        label=call.label,
        service=call.standing,
        ticket_class=press.ticket_class,
        language=press.language,
        state=call.state,
        called_at=call.called_at,
        waiting=waiting,
        pressed=press.service if press.service != call.standing else None,
        serving_at=call.serving_at,
    )


def _unknown_service(services: Iterable[str], known: Iterable[str], field: str) -> Problem | None:
    unknown = next((each for each in services if each not in set(known)), None)
    if unknown is None:
        return None
    near = nearest(unknown, known)
    mend = f"did you mean {near!r}?" if near else "see /v1/catalogue"
    whose = "in the catalogue" if field == "service" else "one of this agency's"
    return problem(ProblemType.UNKNOWN_SERVICE, f"{field}: {unknown!r} is not {whose}; {mend}")


def _busy(counter: Counter, busy: CounterBusy) -> Problem:
    told = f"{counter.id} has {busy.call.label} ({busy.call.state})"
    return problem(ProblemType.COUNTER_BUSY, f"{told}; GET /v1/counters/{counter.id} tells more")


def _not_set_aside(counter: Counter, told: NotSetAside) -> Problem:
    if told.state is None:
        return problem(
            ProblemType.UNKNOWN_TICKET,
            f"label: {told.label!r} is no ticket of today for {counter.agency}; read it again",
        )
    return problem(
        ProblemType.NOT_SET_ASIDE,
        f"label: {told.label!r} is {told.state}; only who is parked or a no-show is called back",
    )
