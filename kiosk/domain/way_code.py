"""The code on a printed way: its services in order, and nothing of what the citizen told.

The code is ``W1``, six characters for each service, and two that guard against a scanner's slip. All are
capitals and digits, so that a QR code holds them in its alphanumeric mode (ISO/IEC 18004 table 5). A
service is named by a digest of its id: the code outlives another order of the catalogue.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2s

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.route import Way
from kiosk.domain.route_stops import Stop
from kiosk.domain.ticket import CROCKFORD

PREFIX = "W1"
SERVICE_LENGTH, GUARD_LENGTH = 6, 2
MOST_STOPS = 9
"""More would make the code too fine for the paper."""


def way_code(way: Way) -> str:
    """Return the code of a way, or nothing for one without stops or with more than nine."""
    if not 0 < len(way.stops) <= MOST_STOPS:
        return ""
    body = PREFIX + "".join(_digest(stop.service, SERVICE_LENGTH) for stop in way.stops)
    return body + _digest(body, GUARD_LENGTH)


def way_of_code(catalogue: Catalogue, code: str) -> Way | None:
    """Return the way of a scanned code; ``None`` if it is none, or names services that are no more."""
    code = code.strip().upper()
    body, guard = code[:-GUARD_LENGTH], code[-GUARD_LENGTH:]
    names = body.removeprefix(PREFIX)
    if not body.startswith(PREFIX) or guard != _digest(body, GUARD_LENGTH) or len(names) % SERVICE_LENGTH:
        return None
    named = {_digest(service, SERVICE_LENGTH): service for service in catalogue.services}
    pieces = [names[at : at + SERVICE_LENGTH] for at in range(0, len(names), SERVICE_LENGTH)]
    services = [named[each] for each in pieces if each in named]
    if not services or len(services) < len(pieces) or len(set(services)) < len(services):
        return None
    return Way(services[-1], tuple(_stops(catalogue, services)))


def _stops(catalogue: Catalogue, services: Sequence[str]) -> Iterator[Stop]:
    """Say of each stop what it may give to which later ones; the citizen's own papers are not known."""
    for place, service in enumerate(services):
        gives: dict[str, None] = {}
        later: dict[str, None] = {}
        for other in services[place + 1 :]:
            for document in _wanted_from(catalogue, service, other):
                gives[document] = later[other] = None
        yield Stop(service, tuple(gives), tuple(later))


def _wanted_from(catalogue: Catalogue, service: str, later: str) -> Iterator[str]:
    for item in catalogue.services[later].requires:
        for name in item.documents:
            document = catalogue.documents[name]
            if service == document.issued_by or service in document.routes.values():
                yield name


def _digest(words: str, length: int) -> str:
    number = int.from_bytes(blake2s(words.encode(), digest_size=8).digest(), "big")
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in range(length))
