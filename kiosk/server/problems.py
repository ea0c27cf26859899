"""Problem details (RFC 9457): one title and one status for each kind of problem."""

from http import HTTPStatus

from kiosk.contract.bodies import MAX_BODY_BYTES, MAX_EVENTS, Problem
from kiosk.contract.problems import ProblemType
from kiosk.domain.availability import Availability

MEANINGS: dict[ProblemType, tuple[HTTPStatus, str]] = {
    ProblemType.BAD_JSON: (HTTPStatus.BAD_REQUEST, "The body is not JSON"),
    ProblemType.BAD_BODY: (HTTPStatus.UNPROCESSABLE_ENTITY, "A value is missing or not what is asked for"),
    ProblemType.BODY_TOO_LARGE: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large"),
    ProblemType.TOO_MANY_EVENTS: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too many events in one call"),
    ProblemType.NOT_FOUND: (HTTPStatus.NOT_FOUND, "There is nothing here"),
    ProblemType.METHOD_NOT_ALLOWED: (HTTPStatus.METHOD_NOT_ALLOWED, "This cannot be done here"),
    ProblemType.UNKNOWN_SERVICE: (HTTPStatus.UNPROCESSABLE_ENTITY, "The mall has no such service"),
    ProblemType.SERVICE_UNAVAILABLE: (HTTPStatus.UNPROCESSABLE_ENTITY, "The service gives no numbers then"),
    ProblemType.TICKET_CONFLICT: (HTTPStatus.CONFLICT, "The ticket is for another service"),
    ProblemType.BAD_LABEL: (HTTPStatus.UNPROCESSABLE_ENTITY, "The label cannot be the ticket's"),
    ProblemType.LABEL_TAKEN: (HTTPStatus.CONFLICT, "Another ticket has the label"),
    ProblemType.UNKNOWN_TICKET: (HTTPStatus.NOT_FOUND, "There is no such ticket"),
    ProblemType.UNAUTHENTICATED: (HTTPStatus.UNAUTHORIZED, "The server does not know who asks"),
    ProblemType.FORBIDDEN: (HTTPStatus.FORBIDDEN, "This is not for who asks"),
    ProblemType.BAD_CODE: (HTTPStatus.FORBIDDEN, "The code is not valid"),
    ProblemType.TOO_MANY_REQUESTS: (HTTPStatus.TOO_MANY_REQUESTS, "Too many requests"),
    ProblemType.BUSY: (HTTPStatus.SERVICE_UNAVAILABLE, "The server is busy"),
    ProblemType.KIOSK_NEEDED: (HTTPStatus.BAD_REQUEST, "The request does not say which kiosk speaks"),
    ProblemType.NO_BOOKINGS: (HTTPStatus.UNPROCESSABLE_ENTITY, "The service takes no bookings"),
    ProblemType.QUOTA_FULL: (HTTPStatus.UNPROCESSABLE_ENTITY, "The day has no number left for bookings"),
    ProblemType.BOOKING_CONFLICT: (HTTPStatus.CONFLICT, "The id is another booking's"),
    ProblemType.COMMAND_CONFLICT: (HTTPStatus.CONFLICT, "The id is another command's"),
    ProblemType.COUNTER_BUSY: (HTTPStatus.CONFLICT, "The counter has somebody else"),
    ProblemType.COUNTER_FREE: (HTTPStatus.CONFLICT, "The counter has nobody"),
    ProblemType.NOT_SET_ASIDE: (HTTPStatus.CONFLICT, "The ticket cannot be called back"),
    ProblemType.NOT_READY: (HTTPStatus.SERVICE_UNAVAILABLE, "The server is not ready"),
    ProblemType.STORE_FULL: (HTTPStatus.INSUFFICIENT_STORAGE, "The server's disk is full"),
    ProblemType.STORE_AWAY: (HTTPStatus.SERVICE_UNAVAILABLE, "The server's database cannot be reached"),
    ProblemType.INTERNAL: (HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed"),
}


def problem(kind: ProblemType, detail: str) -> Problem:
    """Make a problem; ``detail`` says what is wrong, where, and what to do."""
    status, title = MEANINGS[kind]
    return Problem(type=kind, title=title, status=status, detail=detail)


def unavailable(service: str, told: Availability) -> Problem:
    """Say that a service gives no numbers, why, and when it opens."""
    status, title = MEANINGS[ProblemType.SERVICE_UNAVAILABLE]
    return Problem(
        type=ProblemType.SERVICE_UNAVAILABLE,
        title=title,
        status=status,
        detail=f"service: {service!r} was {told.state} when the number was asked for",
        state=told.state,
        reason=dict(told.reason.values) if told.reason else None,
        next_open=told.next_open,
    )


def body_too_large() -> Problem:
    """Say how large a body may be."""
    return problem(ProblemType.BODY_TOO_LARGE, f"send at most {MAX_BODY_BYTES} bytes in one body")


def too_many_events(count: int) -> Problem:
    """Say how many events a call may hold."""
    return problem(
        ProblemType.TOO_MANY_EVENTS, f"$.events: {count} events; send at most {MAX_EVENTS} in one call"
    )
