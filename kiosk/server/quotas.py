"""A service's daily quota: how many tickets an agency's limited services may have together."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.availability import State, Word
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.server.store import Quota


def quota_of(catalogue: Catalogue, service: Service) -> Quota | None:
    """Return the quota that a service's tickets count towards, if it has one."""
    most = catalogue.agencies[service.agency].quota_per_day
    if most is None or not service.quota:
        return None
    return Quota(tuple(each.id for each in catalogue.services_of(service.agency) if each.quota), most)


def used_up(day: date, zone: ZoneInfo) -> Word:
    """Return what a quota that is used up says of its services: they are full until the day ends."""
    return Word(State.QUOTA_FULL, until=datetime.combine(day + timedelta(days=1), time.min, zone))
