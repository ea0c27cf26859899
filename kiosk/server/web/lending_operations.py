"""The table of the requests about quotas: heartbeats and bookings."""

import re

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kiosk.contract.bodies import KIOSK_HEADER, Problem
from kiosk.contract.bookings import BOOKING, BookingAnswer, BookingId, BookingRequest
from kiosk.contract.heartbeat import HeartbeatAnswer, HeartbeatRequest
from kiosk.contract.problems import ProblemType
from kiosk.server.problems import problem
from kiosk.server.web.api import Api
from kiosk.server.web.audience import Audience
from kiosk.server.web.http import ProblemError, answer, kiosk_of, plain_answer, read_body
from kiosk.server.web.operation import BODY_PROBLEMS, Answer, Operation, Parameter

_HEARTBEAT = msgspec.json.Decoder(HeartbeatRequest)
_BOOKING = msgspec.json.Decoder(BookingRequest)


async def hear_heartbeat(api: Api, request: Request) -> Response:
    """Keep how a kiosk is, and lend it numbers."""
    kiosk = kiosk_of(request)
    if kiosk is None:
        needed = f"{KIOSK_HEADER}: is missing; say which kiosk of the mall this is, 1 to 99"
        raise ProblemError(problem(ProblemType.KIOSK_NEEDED, needed))
    told = await api.heartbeats.hear(kiosk, await read_body(request, _HEARTBEAT))
    api.board.touch()
    return answer(told)


async def book(api: Api, request: Request) -> Response:
    """Keep a number for a booking."""
    booking, asked = _booking_of(request), await read_body(request, _BOOKING)
    outcome = await api.bookings.book(booking, asked)
    if isinstance(outcome, Problem):
        raise ProblemError(outcome)
    api.board.touch()
    return answer(BookingAnswer(booking, asked.service, asked.day), 201 if outcome.created else 200)


async def take_back_booking(api: Api, request: Request) -> Response:
    """Give a booking's number back."""
    await api.bookings.take_back(_booking_of(request))
    api.board.touch()
    return plain_answer(b"", "application/json", 204)


def _booking_of(request: Request) -> str:
    words: str = request.path_params["booking"]
    if not re.fullmatch(BOOKING, words):
        wrong = f"booking: {words!r} is no id; make it of 8 to 64 letters, digits, - and _"
        raise ProblemError(problem(ProblemType.BAD_BODY, wrong))
    return words


_BOOKING_ID = Parameter("booking", "path", BookingId, "The booking system's own id.", required=True)

LENDING_OPERATIONS = (
    Operation(
        "POST",
        "/v1/heartbeat",
        hear_heartbeat,
        "Tell how a kiosk is; hear which numbers it may give without a line, and what staff ask of it.",
        (
            Answer(
                200,
                "The server's time, each lease that was told, and what the kiosk is asked for.",
                HeartbeatAnswer,
            ),
        ),
        (*BODY_PROBLEMS, ProblemType.KIOSK_NEEDED),
        HeartbeatRequest,
        (Parameter(KIOSK_HEADER, "header", int, "The number of the kiosk that speaks, 1 to 99."),),
        Audience.KIOSKS,
    ),
    Operation(
        "PUT",
        "/v1/bookings/{booking}",
        book,
        "Keep a number of a limited service for a booking. Repeating it is harmless.",
        (
            Answer(201, "The number is kept now.", BookingAnswer),
            Answer(200, "The number was kept already.", BookingAnswer),
        ),
        (
            *BODY_PROBLEMS,
            ProblemType.UNKNOWN_SERVICE,
            ProblemType.NO_BOOKINGS,
            ProblemType.QUOTA_FULL,
            ProblemType.BOOKING_CONFLICT,
        ),
        BookingRequest,
        (_BOOKING_ID,),
    ),
    Operation(
        "DELETE",
        "/v1/bookings/{booking}",
        take_back_booking,
        "Give a booking's number back; repeating it is harmless.",
        (Answer(204, "Nothing is kept for that booking."),),
        (ProblemType.BAD_BODY,),
        parameters=(_BOOKING_ID,),
    ),
)
