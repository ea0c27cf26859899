"""The web application: routes from the table of operations, and a problem for every error."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.catalogue.writing import to_document
from kiosk.clock import Clock
from kiosk.contract.problems import ProblemType
from kiosk.domain.catalogue import Catalogue
from kiosk.server.away import StoreAwayError, StoreFullError
from kiosk.server.board import Board
from kiosk.server.counters.calling import Calling
from kiosk.server.identity.access import Access
from kiosk.server.identity.identities import Identity
from kiosk.server.lending.bookings import Bookings
from kiosk.server.lending.heartbeats import Heartbeats
from kiosk.server.metrics import Metrics
from kiosk.server.queue import Queue
from kiosk.server.staff import Staff
from kiosk.server.store import Store
from kiosk.server.web.api import Api, document
from kiosk.server.web.http import ProblemError, plain_answer, problem_answer
from kiosk.server.web.openapi import openapi
from kiosk.server.web.operation import Operation
from kiosk.server.web.operations import OPERATIONS
from kiosk.server.web.problems import problem


def build_app(
    catalogue: Catalogue, store: Store, clock: Clock, board: Board, identity: Identity | None = None
) -> Starlette:
    """Build the application; whoever runs it keeps ``board`` up to date.

    Without ``identity`` it is open to all.
    """
    metrics = Metrics()
    api = Api(
        queue=Queue(catalogue, store, clock, board.forecast),
        staff=Staff(catalogue, store, clock),
        heartbeats=Heartbeats(catalogue, store, clock),
        bookings=Bookings(catalogue, store, clock),
        calling=Calling(catalogue, store, clock, board.forecast, metrics),
        metrics=metrics,
        board=board,
        identity=identity or Identity.of(store.clients, catalogue.mall.id, Access.OPEN, clock),
        catalogue=document(to_document(catalogue)),
        openapi=document(openapi(OPERATIONS)),
    )
    routes = [Route(each.path, _guarded(api, each), methods=[each.method]) for each in OPERATIONS]
    expected = (ProblemError, StoreAwayError, HTTPException, ClientDisconnect, Exception)
    app = Starlette(routes=routes, exception_handlers=dict.fromkeys(expected, _tell))
    app.router.redirect_slashes = False
    return app


def _guarded(api: Api, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    handler, access, guard = operation.handler, operation.access, api.identity.guard

    async def answer(request: Request) -> Response:
        await guard.admit(request, access)
        return await handler(api, request)

    async def endpoint(request: Request) -> Response:
        return await api.metrics.measured(operation.name, answer(request))

    return endpoint


async def _tell(request: Request, error: Exception) -> Response:
    match error:
        case ProblemError(why=why, headers=headers):
            return problem_answer(request, why, headers)
        case StoreFullError():
            said = "nothing was kept; send the same again when there is room on the server's disk"
            return problem_answer(request, problem(ProblemType.STORE_FULL, said), {"Retry-After": "60"})
        case StoreAwayError():
            said = "nothing was confirmed; send the same again: the server tries to reach its database"
            return problem_answer(request, problem(ProblemType.STORE_AWAY, said), {"Retry-After": "1"})
        case HTTPException(status_code=405, headers={"Allow": allow}):
            wrong = problem(ProblemType.METHOD_NOT_ALLOWED, f"{request.method}: use {allow} here")
            return problem_answer(request, wrong, {"Allow": allow})
        case HTTPException():
            missing = problem(ProblemType.NOT_FOUND, f"{request.url.path}: no such path; see /openapi.json")
            return problem_answer(request, missing)
        case ClientDisconnect():
            # The line was cut before the whole request had come: nothing was written, and nobody hears this.
            return plain_answer(b"", "text/plain", 400)
        case _:
            said = "the failure is in the server's log; sending the same again is harmless"
            return problem_answer(request, problem(ProblemType.INTERNAL, said))
