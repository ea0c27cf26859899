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
    STORE_AWAY = "urn:mpp-kiosk:problem:store-away"
    INTERNAL = "urn:mpp-kiosk:problem:internal"
