"""Which papers to bring to each stop of a way, and where each of them comes from."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.catalogue import Catalogue, Requirement
from kiosk.domain.holdings import Holdings
from kiosk.domain.route import Way


class Origin(StrEnum):
    """Where a paper is before its stop."""

    AT_HAND = "at_hand"
    EARLIER_STOP = "earlier_stop"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Bring:
    """One thing to bring to a stop: any one of ``documents``, as ``item`` wants it.

    ``stop`` is the place in the way of the earlier stop that gives it, where one does.
    """

    item: Requirement
    documents: tuple[str, ...]
    origin: Origin
    stop: int | None = None


def to_bring(catalogue: Catalogue, way: Way, place: int, holdings: Holdings) -> tuple[Bring, ...]:
    """Return what to bring to the stop at ``place`` in the way, in the order of its service's list.

    What is made at the counter is left out.
    """
    service = catalogue.services[way.stops[place].service]
    items = [item for item in service.requires if holdings.applies(item)]
    made = [any(catalogue.documents[each].at_counter for each in item.documents) for item in items]
    found = (_bring(way, place, item, holdings) for item, here in zip(items, made, strict=True) if not here)
    return tuple(found)


def _bring(way: Way, place: int, item: Requirement, holdings: Holdings) -> Bring:
    held = tuple(each for each in item.documents if holdings.has(each))
    if held:
        return Bring(item, held, Origin.AT_HAND)
    service = way.stops[place].service
    for earlier, stop in enumerate(way.stops[:place]):
        given = tuple(each for each in stop.gives if each in item.documents)
        if given and service in stop.later:
            return Bring(item, given, Origin.EARLIER_STOP, earlier)
    outside = tuple(each for each in way.stops[place].brings if each in item.documents)
    return Bring(item, outside or item.documents, Origin.OUTSIDE)
