"""The web application: the operation that a request asks for, and a problem for every error."""

from time import perf_counter

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kiosk.catalogue.writing import to_document
from kiosk.clock import Clock
from kiosk.contract.problems import ProblemType
from kiosk.domain.catalogue import Catalogue
from kiosk.server.away import StoreAwayError, StoreFullError
from kiosk.server.board import Board
from kiosk.server.commanding.commanding import Commanding
from kiosk.server.counters.calling import Calling
from kiosk.server.identity.access import Access
from kiosk.server.identity.identities import Identity
from kiosk.server.lending.bookings import Bookings
from kiosk.server.lending.heartbeats import Heartbeats
from kiosk.server.metrics import Metrics
from kiosk.server.problems import problem
from kiosk.server.queue import Queue
from kiosk.server.staff import Staff
from kiosk.server.store import Store
from kiosk.server.web.api import Api, document
from kiosk.server.web.guard import Guard
from kiosk.server.web.http import ProblemError, plain_answer, problem_answer
from kiosk.server.web.openapi import openapi
from kiosk.server.web.operation import Operation
from kiosk.server.web.operations import OPERATIONS
from kiosk.server.web.routes import Routes


def build_app(
    catalogue: Catalogue, store: Store, clock: Clock, board: Board, identity: Identity | None = None
) -> "Application":
    """Build the application; whoever runs it keeps ``board`` up to date.

    Without ``identity`` it is open to all.
    """
    metrics = Metrics()
    identity = identity or Identity.of(store.clients, catalogue.mall.id, Access.OPEN, clock)
    commanding = Commanding(catalogue.mall.id, store.commands, store.clients, identity.clock)
    api = Api(
        queue=Queue(catalogue, store, clock, board.forecast),
        staff=Staff(catalogue, store, clock),
        heartbeats=Heartbeats(catalogue, store, clock, commanding),
        commanding=commanding,
        bookings=Bookings(catalogue, store, clock),
        calling=Calling(catalogue, store, clock, board.forecast, metrics),
        metrics=metrics,
        board=board,
        identity=identity,
        catalogue=document(to_document(catalogue)),
        openapi=document(openapi(OPERATIONS)),
    )
    return Application(api, Routes(OPERATIONS))


ISSUING = "issue_ticket"
"""The operation whose refusals are counted by their reason."""


class Application:
    """What the web server calls for each request (https://asgi.readthedocs.io/en/latest/specs/www.html)."""

    def __init__(self, api: Api, routes: Routes) -> None:
        self._api = api
        self._routes = routes
        self._guard = Guard(api.identity.roster, api.identity.access)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            operation = self._routes.find(request)
            response = await self._measured(operation, request)
        except (ProblemError, StoreAwayError, ClientDisconnect) as error:
            response = _tell(request, error)
        except Exception:
            said = "the failure is in the server's log; sending the same again is harmless"
            await problem_answer(request, problem(ProblemType.INTERNAL, said))(scope, receive, send)
            raise  # the web server logs it
        await response(scope, receive, send)

    async def _measured(self, operation: Operation, request: Request) -> Response:
        """Answer a request; count it, or the problem that it ends with."""
        begun, status = perf_counter(), 500
        try:
            response = await self._answer(operation, request)
            status = response.status_code
        except ProblemError as error:
            status = error.why.status
            if operation.name == ISSUING:
                self._api.metrics.refused(error.why)
            raise
        except StoreAwayError:
            status = 503
            raise
        finally:
            self._api.metrics.answered(operation.name, status, perf_counter() - begun)
        return response

    async def _answer(self, operation: Operation, request: Request) -> Response:
        await self._guard.admit(request, operation.access)
        return await operation.handler(self._api, request)


def _tell(request: Request, error: ProblemError | StoreAwayError | ClientDisconnect) -> Response:
    match error:
        case ProblemError(why=why, headers=headers):
            return problem_answer(request, why, headers)
        case StoreFullError():
            said = "nothing was kept; send the same again when there is room on the server's disk"
            return problem_answer(request, problem(ProblemType.STORE_FULL, said), {"Retry-After": "60"})
        case StoreAwayError():
            said = "nothing was confirmed; send the same again: the server tries to reach its database"
            return problem_answer(request, problem(ProblemType.STORE_AWAY, said), {"Retry-After": "1"})
        case ClientDisconnect():
            # The line was cut before the whole request had come: nothing was written, and nobody hears this.
            return plain_answer(b"", "text/plain", 400)
