"""What a service's sign says at a moment, from the hours, staff's words, its quota and its queue."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.contract.bodies import ServiceState, WaitBody
from kiosk.domain.availability import StaffWord, availability
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.hours import service_day
from kiosk.domain.staff_word import word_for
from kiosk.server.quotas import quota_of, used_up
from kiosk.server.staff import word_body
from kiosk.server.store import NO_QUEUE, QueueCount
from kiosk.server.waits import wait_for


def state_of(
    catalogue: Catalogue,
    service: Service,
    now: datetime,
    staff_word: StaffWord,
    queues: Mapping[str, QueueCount],
) -> ServiceState:
    """Return a service's state; ``queues`` are those of the service day that ``now`` falls on."""
    word = word_for(catalogue, service, now, staff_word)
    told = availability(catalogue, service, now, staff_word)
    quota = quota_of(catalogue, service)
    left = quota.left(queues) if quota else None
    if left == 0 and told.ticketed:
        word = used_up(service_day(now, catalogue.mall.zone), catalogue.mall.zone)
        told = availability(catalogue, service, now, StaffWord(services={service.id: word}))
    ahead = queues.get(service.id, NO_QUEUE).waiting
    wait = wait_for(catalogue, service, ahead)
    return ServiceState(
        state=told.state,
        waiting=ahead,
        reason=dict(told.reason.values) if told.reason else None,
        since=told.since,
        until=told.until,
        next_open=told.next_open,
        wait=WaitBody(wait.low, wait.high) if wait and told.ticketed else None,
        quota_left=left,
        word=word_body(word) if word else None,
    )
