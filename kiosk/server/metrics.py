"""The server's figures, as Prometheus reads them; no label names a person, a ticket or a kiosk.

Several workers write theirs into files of one folder, which the environment names: whichever of them is asked
tells those of all (https://prometheus.github.io/client_python/multiprocess/).
"""

import os
from collections.abc import AsyncGenerator, Callable, Mapping
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from kiosk.contract.bodies import EventsAnswer, Problem
from kiosk.domain.ticket import TicketClass
from kiosk.server.counters.forecast import Kept

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name for the folder that workers share."""

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.7, 2.0)
"""The bounds of durations; a kiosk's patience ends at 0.7."""

MINUTES = (1, 2, 5, 10, 15, 30, 60)
"""The bounds of how far a wait lay from what was told."""

_all_workers: Callable[[CollectorRegistry], object] = MultiProcessCollector
forget_worker: Callable[[int, str], None] = mark_process_dead
"""Forget what streams a worker that ended had open; its id and the folder."""


class Metrics:
    """One process's figures."""

    def __init__(self) -> None:
        own = CollectorRegistry()
        self._told = own
        if FOLDER in os.environ:
            self._told = CollectorRegistry()
            _all_workers(self._told)
        self._requests = Histogram(
            "mpp_request_seconds",
            "Requests by operation and status, and how long their answers took.",
            ["operation", "status"],
            registry=own,
            buckets=SECONDS,
        )
        self._request = cache(self._requests.labels)
        self._presses = Counter(
            "mpp_presses", "Tickets taken in, by who gave the label.", ["label"], registry=own
        )
        self._refused = Counter(
            "mpp_presses_refused", "Presses that got no ticket, by reason.", ["reason"], registry=own
        )
        self._events = Counter("mpp_events", "Kiosks' events, acked or refused.", ["outcome"], registry=own)
        self._calls = Counter("mpp_calls", "People called to a counter.", ["class"], registry=own)
        self._waits = Counter(
            "mpp_waits_told",
            "People called after they had been told a wait: below its range, within it or above it.",
            ["outcome"],
            registry=own,
        )
        self._error = Histogram(
            "mpp_wait_error_minutes",
            "How far the wait lay from the middle of the range that was told.",
            registry=own,
            buckets=MINUTES,
        )
        self._waiting = Gauge(
            "mpp_waiting", "People who wait.", ["agency"], registry=own, multiprocess_mode="mostrecent"
        )
        self._away = Gauge(
            "mpp_store_away", "1 while the database is away.", registry=own, multiprocess_mode="mostrecent"
        )
        self._streams = Gauge(
            "mpp_streams_open", "Event streams open.", registry=own, multiprocess_mode="livesum"
        )

    def answered(self, operation: str, status: int, seconds: float) -> None:
        """Count an answer, and how long it took."""
        self._request(operation, status).observe(seconds)

    def refused(self, why: Problem) -> None:
        """Count a press that got no ticket."""
        self._refused.labels(_reason(why)).inc()

    def pressed(self, label: str | None) -> None:
        """Count a new ticket; ``label`` is the kiosk's own, if it told one."""
        self._presses.labels("server" if label is None else "kiosk").inc()

    def recorded(self, answer: EventsAnswer) -> None:
        """Count a batch of events."""
        self._events.labels("acked").inc(len(answer.acked))
        self._events.labels("refused").inc(len(answer.refused))

    def called(self, ticket_class: TicketClass, kept: Kept | None) -> None:
        """Count a call, and how right the forecast was that the person had been told."""
        self._calls.labels(ticket_class).inc()
        if kept is not None:
            self._waits.labels(kept.hit).inc()
            self._error.observe(kept.error)

    async def streamed(self, told: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        """Pass a stream on; it counts as open until it ends."""
        self._streams.inc()
        try:
            async for chunk in told:
                yield chunk
        finally:
            self._streams.dec()

    def tell(self, waiting: Mapping[str, int], store_away: bool) -> bytes:
        """Write all figures in Prometheus's text format."""
        for agency, people in waiting.items():
            self._waiting.labels(agency).set(people)
        self._away.set(store_away)
        return generate_latest(self._told)


def _reason(why: Problem) -> str:
    return why.state or why.type.rpartition(":")[2]
