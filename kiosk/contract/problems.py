"""The kinds of problem that the server tells of, as URIs (RFC 9457 section 3.1.1)."""

from enum import StrEnum

PROBLEM_JSON = "application/problem+json"


class ProblemType(StrEnum):
    """A problem's ``type``; relative to nothing, so that it is the same behind any proxy."""

    BAD_JSON = "urn:mpp-kiosk:problem:bad-json"
    BAD_BODY = "urn:mpp-kiosk:problem:bad-body"
    BODY_TOO_LARGE = "urn:mpp-kiosk:problem:body-too-large"
    TOO_MANY_EVENTS = "urn:mpp-kiosk:problem:too-many-events"
    NOT_FOUND = "urn:mpp-kiosk:problem:not-found"
    METHOD_NOT_ALLOWED = "urn:mpp-kiosk:problem:method-not-allowed"
    UNKNOWN_SERVICE = "urn:mpp-kiosk:problem:unknown-service"
    SERVICE_UNAVAILABLE = "urn:mpp-kiosk:problem:service-unavailable"
    TICKET_CONFLICT = "urn:mpp-kiosk:problem:ticket-conflict"
    BAD_LABEL = "urn:mpp-kiosk:problem:bad-label"
    LABEL_TAKEN = "urn:mpp-kiosk:problem:label-taken"
    UNKNOWN_TICKET = "urn:mpp-kiosk:problem:unknown-ticket"
    UNAUTHENTICATED = "urn:mpp-kiosk:problem:unauthenticated"
    FORBIDDEN = "urn:mpp-kiosk:problem:forbidden"
    BAD_CODE = "urn:mpp-kiosk:problem:bad-code"
    TOO_MANY_REQUESTS = "urn:mpp-kiosk:problem:too-many-requests"
    BUSY = "urn:mpp-kiosk:problem:busy"
    KIOSK_NEEDED = "urn:mpp-kiosk:problem:kiosk-needed"
    NO_BOOKINGS = "urn:mpp-kiosk:problem:no-bookings"
    QUOTA_FULL = "urn:mpp-kiosk:problem:quota-full"
    BOOKING_CONFLICT = "urn:mpp-kiosk:problem:booking-conflict"
    COMMAND_CONFLICT = "urn:mpp-kiosk:problem:command-conflict"
    COUNTER_BUSY = "urn:mpp-kiosk:problem:counter-busy"
    COUNTER_FREE = "urn:mpp-kiosk:problem:counter-free"
    NOT_SET_ASIDE = "urn:mpp-kiosk:problem:not-set-aside"
    NOT_READY = "urn:mpp-kiosk:problem:not-ready"
    STORE_FULL = "urn:mpp-kiosk:problem:store-full"
    STORE_AWAY = "urn:mpp-kiosk:problem:store-away"
    INTERNAL = "urn:mpp-kiosk:problem:internal"
