"""The server's figures, as Prometheus reads them; no label names a person, a ticket or a kiosk.

Several workers write theirs into files of one folder, which the environment names: whichever of them is asked
tells those of all (https://prometheus.github.io/client_python/multiprocess/).
"""

import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from functools import cache
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.responses import Response

from kiosk.contract.bodies import EventsAnswer, Problem
from kiosk.domain.ticket import TicketClass
from kiosk.server.away import StoreAwayError
from kiosk.server.counters.forecast import Kept
from kiosk.server.web.http import ProblemError

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name for the folder that workers share."""

ISSUING = "issue_ticket"
"""The operation whose refusals are counted by their reason."""

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

    async def measured(self, operation: str, work: Awaitable[Response]) -> Response:
        """Await a request's answer; count it, or the problem that it ends with."""
        begun = perf_counter()
        status = 500
        try:
            response = await work
            status = response.status_code
        except ProblemError as error:
            status = error.why.status
            if operation == ISSUING:
                self._refused.labels(_reason(error.why)).inc()
            raise
        except StoreAwayError:
            status = 503
            raise
        finally:
            self._request(operation, status).observe(perf_counter() - begun)
        return response

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
