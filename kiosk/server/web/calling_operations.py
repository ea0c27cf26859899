"""The table of the requests with which a counter works, and their handlers."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kiosk.contract.bodies import Problem
from kiosk.contract.calling import (
    CallAnswer,
    ChangeRequest,
    CounterAnswer,
    NextRequest,
    RecallRequest,
    TransferRequest,
)
from kiosk.contract.problems import ProblemType
from kiosk.server.counters.calling import NobodyWaits
from kiosk.server.counters.calls import Counter, Ending
from kiosk.server.web.api import Api
from kiosk.server.web.http import ProblemError, answer, plain_answer, read_body
from kiosk.server.web.operation import BODY_PROBLEMS, Answer, Operation, Parameter

T = TypeVar("T")

_NEXT = msgspec.json.Decoder(NextRequest)
_RECALL = msgspec.json.Decoder(RecallRequest)
_CHANGE = msgspec.json.Decoder(ChangeRequest)
_TRANSFER = msgspec.json.Decoder(TransferRequest)
_NOTHING = b"{}"
"""What an empty body stands for."""


async def call_next(api: Api, request: Request) -> Response:
    """Call whoever is next."""
    counter = _counter(api, request)
    told = await read_body(request, _NEXT, _NOTHING)
    called = await api.calling.next(counter, told.services)
    if isinstance(called, NobodyWaits):
        return plain_answer(b"", "application/json", 204)
    return _changed(api, called)


async def recall(api: Api, request: Request) -> Response:
    """Call again, or back."""
    counter = _counter(api, request)
    told = await read_body(request, _RECALL, _NOTHING)
    return _changed(api, await api.calling.recall(counter, told.label))


async def serve_called(api: Api, request: Request) -> Response:
    """Keep that the person came."""
    counter = _counter(api, request)
    told = await read_body(request, _CHANGE, _NOTHING)
    return _changed(api, await api.calling.serve(counter, told.ticket_id))


async def end_done(api: Api, request: Request) -> Response:
    """End a call: the person was served."""
    return await _end(api, request, Ending.DONE)


async def end_no_show(api: Api, request: Request) -> Response:
    """End a call: nobody came."""
    return await _end(api, request, Ending.NO_SHOW)


async def park(api: Api, request: Request) -> Response:
    """End a call: the person is set aside."""
    return await _end(api, request, Ending.PARKED)


async def transfer(api: Api, request: Request) -> Response:
    """End a call: the person waits for another service."""
    counter = _counter(api, request)
    told = await read_body(request, _TRANSFER)
    return _changed(api, await api.calling.transfer(counter, told.service, told.ticket_id))


async def look_at_counter(api: Api, request: Request) -> Response:
    """Tell whom a counter has."""
    return answer(await api.calling.look(_counter(api, request)))


async def _end(api: Api, request: Request, ending: Ending) -> Response:
    counter = _counter(api, request)
    told = await read_body(request, _CHANGE, _NOTHING)
    return _changed(api, await api.calling.end(counter, ending, told.ticket_id))


def _counter(api: Api, request: Request) -> Counter:
    return _unless_wrong(api.calling.counter(request.path_params["counter"]))


def _changed(api: Api, outcome: CallAnswer | Problem) -> Response:
    told = answer(_unless_wrong(outcome))
    api.board.touch()
    return told


def _unless_wrong(outcome: T | Problem) -> T:
    if isinstance(outcome, Problem):
        raise ProblemError(outcome)
    return outcome


_COUNTER = Parameter("counter", "path", str, "A counter: its agency's id, a dash, its number.", required=True)
_PROBLEMS = (*BODY_PROBLEMS, ProblemType.NOT_FOUND, ProblemType.COUNTER_BUSY)
_CHANGE_PROBLEMS = (*_PROBLEMS, ProblemType.COUNTER_FREE)


def _post(
    verb: str,
    handler: Callable[[Api, Request], Awaitable[Response]],
    summary: str,
    answers: tuple[Answer, ...],
    body: type[msgspec.Struct] = ChangeRequest,
    problems: tuple[ProblemType, ...] = _CHANGE_PROBLEMS,
) -> Operation:
    return Operation(
        "POST",
        f"/v1/counters/{{counter}}/{verb}",
        handler,
        summary,
        answers,
        problems,
        body,
        (_COUNTER,),
        body_needed=body is TransferRequest,
    )


_ENDED = (Answer(200, "Who it was, and how they left the counter.", CallAnswer),)

CALLING_OPERATIONS = (
    _post(
        "next",
        call_next,
        "Call the next person to a free counter. No two counters get one person.",
        (
            Answer(200, "Who is called.", CallAnswer),
            Answer(204, "Nobody waits."),
        ),
        NextRequest,
        (*_PROBLEMS, ProblemType.UNKNOWN_SERVICE),
    ),
    _post(
        "recall",
        recall,
        "Call the present person again; with a label, call back one who is parked or did not come.",
        (Answer(200, "Who is called.", CallAnswer),),
        RecallRequest,
        (*_CHANGE_PROBLEMS, ProblemType.BAD_LABEL, ProblemType.UNKNOWN_TICKET, ProblemType.NOT_SET_ASIDE),
    ),
    _post(
        "serve",
        serve_called,
        "Say that the person came. Repeating it is harmless.",
        (Answer(200, "Who is served since when.", CallAnswer),),
    ),
    _post("done", end_done, "Say that the person was served.", _ENDED),
    _post("no-show", end_no_show, "Say that nobody came.", _ENDED),
    _post("park", park, "Set the person aside, until a counter recalls the label.", _ENDED),
    _post(
        "transfer",
        transfer,
        "Send the person on to another service; there they wait by the time of their press.",
        _ENDED,
        TransferRequest,
        (*_CHANGE_PROBLEMS, ProblemType.UNKNOWN_SERVICE),
    ),
    Operation(
        "GET",
        "/v1/counters/{counter}",
        look_at_counter,
        "Ask whom a counter has, and how many wait for its agency.",
        (Answer(200, "The counter; `present` is null while it is free.", CounterAnswer),),
        (ProblemType.NOT_FOUND,),
        parameters=(_COUNTER,),
    ),
)
