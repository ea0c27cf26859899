"""Bookings: numbers of a daily quota that are kept for those who booked them elsewhere."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

BOOKING = "[A-Za-z0-9_-]{8,64}"

BookingId = Annotated[str, Meta(pattern=f"^{BOOKING}$")]
"""A booking's id, which the booking system makes; it tells nothing of whoever booked."""


class BookingRequest(msgspec.Struct, frozen=True):
    """``PUT /v1/bookings/{booking}``: keep a number of the service for a day."""

    service: str
    day: date


class BookingAnswer(msgspec.Struct, frozen=True):
    """The number that is kept."""

    booking: BookingId
    service: str
    day: date
