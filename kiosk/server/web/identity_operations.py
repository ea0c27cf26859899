"""The table of the requests about identities."""

import math

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kiosk.contract.enrolment import ClientsAnswer, EnrolmentAnswer, EnrolmentRequest
from kiosk.contract.problems import ProblemType
from kiosk.server.identity.identities import NO_RIGHT
from kiosk.server.problems import problem
from kiosk.server.web.api import Api
from kiosk.server.web.audience import Audience
from kiosk.server.web.http import ProblemError, answer, read_body
from kiosk.server.web.operation import BODY_PROBLEMS, Answer, Operation

_ENROLMENT = msgspec.json.Decoder(EnrolmentRequest)


async def enrol(api: Api, request: Request) -> Response:
    """Turn a code into an identity."""
    address = request.client.host if request.client else ""
    if seconds := api.identity.guesses.wait(address):
        slow = problem(ProblemType.TOO_MANY_REQUESTS, "too many codes came from you; wait a minute")
        raise ProblemError(slow, {"Retry-After": str(math.ceil(seconds))})
    asked = await read_body(request, _ENROLMENT)
    enrolled = await api.identity.enrol(asked.code)
    if enrolled is None:
        raise ProblemError(problem(ProblemType.BAD_CODE, NO_RIGHT))
    return answer(enrolled, 201, {"Cache-Control": "no-store"})


async def list_kiosks(api: Api, _request: Request) -> Response:
    """List all clients."""
    return answer(ClientsAnswer(await api.identity.inventory()))


IDENTITY_OPERATIONS = (
    Operation(
        "POST",
        "/v1/enrolments",
        enrol,
        "Turn a one-time code into an identity.",
        (Answer(201, "The identity; its token is told this once.", EnrolmentAnswer),),
        (*BODY_PROBLEMS, ProblemType.BAD_CODE),
        EnrolmentRequest,
        access=Audience.ALL,
    ),
    Operation(
        "GET",
        "/v1/kiosks",
        list_kiosks,
        "List all kiosks and staff that were ever enrolled, and what each kiosk last told of itself.",
        (Answer(200, "Kiosks by number, then staff.", ClientsAnswer),),
    ),
)
