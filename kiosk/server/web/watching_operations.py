"""The table of the requests with which the server is watched, and their handlers."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from kiosk import __version__
from kiosk.contract.bodies import Health
from kiosk.contract.problems import ProblemType
from kiosk.server.away import StoreAwayError
from kiosk.server.problems import problem
from kiosk.server.web.api import Api
from kiosk.server.web.audience import Audience
from kiosk.server.web.http import ProblemError, answer, plain_answer
from kiosk.server.web.operation import Answer, Operation

DATABASE_SECONDS = 1.0
"""How long the database may take to answer."""

BOARD_SECONDS = 10.0
"""How old the services' states may be."""


async def check_readiness(api: Api, _request: Request) -> Response:
    """Tell whether presses can be answered now."""
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            await api.board.reach_store()
    except (TimeoutError, StoreAwayError):
        raise _not_ready(f"the database did not answer within {DATABASE_SECONDS:g} s") from None
    if (age := api.board.age) > BOARD_SECONDS:
        raise _not_ready(f"the services' states are {age:.0f} s old; the log tells why")
    return answer(Health("ready", __version__, api.board.now()))


async def get_metrics(api: Api, _request: Request) -> Response:
    """Tell all figures."""
    told = api.metrics.tell(api.board.forecast.waiting(), api.board.store_away)
    return plain_answer(told, CONTENT_TYPE_LATEST)


def _not_ready(why: str) -> ProblemError:
    return ProblemError(problem(ProblemType.NOT_READY, why), {"Retry-After": "1"})


WATCHING_OPERATIONS = (
    Operation(
        "GET",
        "/readyz",
        check_readiness,
        "Ask whether presses can be answered now.",
        (Answer(200, "They can.", Health),),
        (ProblemType.NOT_READY,),
        access=Audience.ALL,
    ),
    Operation(
        "GET",
        "/metrics",
        get_metrics,
        "Fetch the server's figures, in Prometheus's text format.",
        (Answer(200, "The figures of all workers.", str, CONTENT_TYPE_LATEST),),
    ),
)
