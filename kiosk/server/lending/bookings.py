"""Bookings of a quota's numbers, between what travels and what is kept."""

from typing import assert_never

from kiosk.clock import Clock
from kiosk.contract.bodies import Problem
from kiosk.contract.bookings import BookingRequest
from kiosk.contract.problems import ProblemType
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.server.admission import YEARS
from kiosk.server.lending.leases import Booked, Booking, OtherBooking, Quota, QuotaUsedUp
from kiosk.server.lending.quotas import quota_of
from kiosk.server.problems import problem
from kiosk.server.store import Store


class Bookings:
    """Keeps numbers for those who booked them; of whom it knows nothing."""

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._mall = catalogue.mall.id

    async def book(self, booking: str, request: BookingRequest) -> Booked | Problem:
        """Keep a number; the same booking again keeps the one that it has."""
        quota = self._quota(request)
        if isinstance(quota, Problem):
            return quota
        wanted = Booking(booking, request.service, request.day)
        outcome = await self._store.lending.book(self._mall, wanted, quota, self._clock.now())
        match outcome:
            case Booked():
                return outcome
            case OtherBooking(other):
                return problem(
                    ProblemType.BOOKING_CONFLICT,
                    f"booking: {booking!r} is for {other.service!r} on {other.day}; delete it first",
                )
            case QuotaUsedUp(_, use):
                return problem(
                    ProblemType.QUOTA_FULL,
                    f"service: {request.service!r} has no number for a booking on {request.day}; "
                    f"{use.booked} are booked; offer another day",
                )
            case _:
                assert_never(outcome)

    async def take_back(self, booking: str) -> None:
        """Give a booking's number back; harmless if there is no such booking."""
        await self._store.lending.unbook(self._mall, booking)

    def _quota(self, request: BookingRequest) -> Quota | Problem:
        service = self._catalogue.services.get(request.service)
        if service is None:
            return problem(
                ProblemType.UNKNOWN_SERVICE,
                f"service: {request.service!r} is not in the catalogue; fetch /v1/catalogue again",
            )
        today = service_day(self._clock.now(), self._catalogue.mall.zone)
        if request.day < today or request.day.year not in YEARS:
            return problem(
                ProblemType.BAD_BODY, f"day: {request.day} is no day to come; book from {today} on"
            )
        quota = quota_of(self._catalogue, service, request.day)
        if quota is None or quota.release is None:
            return problem(
                ProblemType.NO_BOOKINGS,
                f"service: {service.id!r} keeps no numbers for bookings; the catalogue's 'bookings:' would",
            )
        return quota
