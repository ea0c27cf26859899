"""A service's daily quota: how many tickets an agency's limited services may have together."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.availability import State, Word
from kiosk.domain.catalogue import Agency, Catalogue, Service
from kiosk.server.lending.leases import Quota, Use


def quota_of(catalogue: Catalogue, service: Service, day: date) -> Quota | None:
    """Return the quota of a day that a service's tickets count towards, if it has one."""
    return quota_at(catalogue, catalogue.agencies[service.agency], day) if service.quota else None


def quota_at(catalogue: Catalogue, agency: Agency, day: date) -> Quota | None:
    """Return an agency's quota of a day, if it has one and a service that it limits."""
    services = tuple(each.id for each in catalogue.services_of(agency.id) if each.quota)
    if agency.quota_per_day is None or not services:
        return None
    kept = agency.bookings
    release = datetime.combine(day, kept.until, catalogue.mall.zone) if kept else None
    share = kept.share if kept else 0
    return Quota(agency.id, agency.series, services, agency.quota_per_day, share, release)


def quotas_of(catalogue: Catalogue, day: date) -> list[Quota]:
    """Return all quotas of a day."""
    quotas = (quota_at(catalogue, each, day) for each in catalogue.agencies.values())
    return [each for each in quotas if each is not None]


@dataclass(frozen=True, slots=True)
class Limit:
    """How many numbers a quota has left, and what it says of its services if that is none."""

    left: int
    word: Word | None


def limit_of(quota: Quota, use: Use, day: date, now: datetime, zone: ZoneInfo) -> Limit:
    """Return what a quota of a day leaves beside its use."""
    left = quota.left(use, now)
    return Limit(left, None if left else used_up(quota, use, day, now, zone))


def used_up(quota: Quota, use: Use, day: date, now: datetime, zone: ZoneInfo) -> Word:
    """Say of a quota's services that they are full until a share is released, or else until the day ends."""
    ends = datetime.combine(day + timedelta(days=1), time.min, zone)
    return Word(State.QUOTA_FULL, until=quota.free_again(use, now) or ends)
