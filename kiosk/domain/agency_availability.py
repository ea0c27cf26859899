"""What an agency can do as a whole, put together from its services."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.domain.availability import Availability, State
from kiosk.domain.catalogue import Agency, Catalogue, ServiceKind
from kiosk.domain.staff_word import JUST_THIS

_UNKNOWN = Availability(State.CLOSED)


def agency_availability(
    catalogue: Catalogue, agency: Agency, availabilities: Mapping[str, Availability]
) -> Availability:
    """Return the most open of the availabilities of an agency's services.

    While its full services give no numbers but its pick-ups or its advice do, it is ``PICKUP_ONLY`` or
    else ``CONSULT_ONLY``, with the reason and the times of the most open full service.
    """
    services = catalogue.services_of(agency.id)
    states = [(each.kind, availabilities.get(each.id, _UNKNOWN)) for each in services]
    full = [state for kind, state in states if kind is ServiceKind.FULL]
    most_open = max((state for _, state in states), key=_openness, default=_UNKNOWN)
    if not full or not most_open.ticketed or any(each.ticketed for each in full):
        return most_open
    kinds = {kind for kind, state in states if state.ticketed}
    limited = next(state for kind, state in JUST_THIS.items() if kind in kinds)
    return replace(max(full, key=_openness), state=limited)


def _openness(availability: Availability) -> tuple[bool, bool, bool, float]:
    """Order by how soon a citizen is served: now, limited, then the sooner it opens the better."""
    opens = availability.next_open
    return (
        availability.state is State.OPEN,
        availability.ticketed,
        opens is not None,
        -opens.timestamp() if opens else 0.0,
    )
