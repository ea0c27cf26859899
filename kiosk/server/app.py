"""The web application: routes from the table of operations, and a problem for every error."""

from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.catalogue.writing import to_document
from kiosk.contract.problems import ProblemType
from kiosk.domain.catalogue import Catalogue
from kiosk.server.api import Api, document
from kiosk.server.away import StoreAwayError
from kiosk.server.board import Board
from kiosk.server.http import ProblemError, plain_answer, problem_answer
from kiosk.server.openapi import openapi
from kiosk.server.operations import OPERATIONS
from kiosk.server.problems import problem
from kiosk.server.queue import Queue
from kiosk.server.staff import Staff


def build_app(catalogue: Catalogue, queue: Queue, staff: Staff, board: Board) -> Starlette:
    """Build the application; whoever runs it keeps ``board`` up to date."""
    api = Api(queue, staff, board, document(to_document(catalogue)), document(openapi(OPERATIONS)))
    routes = [Route(each.path, partial(each.handler, api), methods=[each.method]) for each in OPERATIONS]
    expected = (ProblemError, StoreAwayError, HTTPException, ClientDisconnect, Exception)
    app = Starlette(routes=routes, exception_handlers=dict.fromkeys(expected, _tell))
    app.router.redirect_slashes = False
    return app


async def _tell(request: Request, error: Exception) -> Response:
    match error:
        case ProblemError(why=why):
            return problem_answer(request, why)
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
