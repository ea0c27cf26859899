"""What a service's sign says at a moment, from the hours, staff's words, its quota and its queue."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.contract.bodies import ServiceState, WaitBody
from kiosk.domain.availability import StaffWord, availability
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.staff_word import word_for
from kiosk.server.counters.forecast import Forecast
from kiosk.server.lending.quotas import Limit
from kiosk.server.staff import word_body
from kiosk.server.store import NO_QUEUE, QueueCount


def state_of(
    catalogue: Catalogue,
    service: Service,
    now: datetime,
    staff_word: StaffWord,
    queues: Mapping[str, QueueCount],
    limit: Limit | None,
    forecast: Forecast,
) -> ServiceState:
    """Return a service's state.

    ``queues`` and ``limit``, what its quota leaves if it has one, are those of the service day that ``now``
    falls on.
    """
    word = word_for(catalogue, service, now, staff_word)
    told = availability(catalogue, service, now, staff_word)
    if limit and limit.word and told.ticketed:
        word = limit.word
        told = availability(catalogue, service, now, StaffWord(services={service.id: word}))
    ahead = queues.get(service.id, NO_QUEUE).waiting
    wait = forecast.wait(service.id, ahead)
    return ServiceState(
        state=told.state,
        waiting=ahead,
        reason=dict(told.reason.values) if told.reason else None,
        since=told.since,
        until=told.until,
        next_open=told.next_open,
        wait=WaitBody(wait.low, wait.high) if wait and told.ticketed else None,
        quota_left=limit.left if limit else None,
        word=word_body(word) if word else None,
    )
