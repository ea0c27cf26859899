"""How long the people ahead take: a range, because handling times are the catalogue's estimates."""

import math

from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.ticket import WaitRange

FASTER, SLOWER = 0.7, 1.3
"""How far a real wait may lie from the estimate."""


def wait_for(catalogue: Catalogue, service: Service, ahead: int) -> WaitRange | None:
    """Return the wait behind ``ahead`` people in whole minutes, ``None`` if the catalogue gives no times."""
    counters = catalogue.agencies[service.agency].place.counters
    if service.handling_minutes is None or counters < 1:
        return None
    minutes = service.handling_minutes * ahead / counters
    return WaitRange(math.floor(minutes * FASTER), math.ceil(minutes * SLOWER))
