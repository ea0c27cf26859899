"""After how many working days each stop of a way can be done."""

from kiosk.domain.catalogue import Catalogue, Ready
from kiosk.domain.route import Way

AT_ONCE = Ready(0, 0)


def days_until(catalogue: Catalogue, way: Way) -> tuple[Ready | None, ...]:
    """Return when the papers that each stop needs from earlier ones are there, in working days from now.

    ``AT_ONCE`` where none has to be waited for, ``None`` where the catalogue does not tell. Of several
    stops that could meet an item, the one that is sure to be ready first counts.
    """
    until: dict[str, Ready | None] = {}

    def handed_over(by: str) -> Ready | None:
        begins, takes = until[by], catalogue.services[by].ready
        return _both(begins, takes) if begins and takes else None

    for stop in way.stops:
        items = [_soonest([handed_over(by) for by in item]) for item in stop.after]
        until[stop.service] = _last(items)
    return tuple(until.values())


def _both(first: Ready, then: Ready) -> Ready:
    return Ready(first.least + then.least, first.most + then.most)


def _soonest(sources: list[Ready | None]) -> Ready | None:
    known = [each for each in sources if each is not None]
    return min(known, key=lambda each: (each.most, each.least), default=None)


def _last(items: list[Ready | None]) -> Ready | None:
    known = [each for each in items if each is not None]
    if len(known) < len(items):
        return None
    return Ready(
        max((each.least for each in known), default=0), max((each.most for each in known), default=0)
    )
