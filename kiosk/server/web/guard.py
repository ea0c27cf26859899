"""Who may ask what: every request's token, looked up among the clients that are enrolled."""

from starlette.requests import Request
from starlette.types import Scope

from kiosk.contract.bodies import KIOSK_HEADER
from kiosk.contract.problems import ProblemType
from kiosk.server.identity.access import Access, Roster
from kiosk.server.identity.clients import Client, Role
from kiosk.server.problems import problem
from kiosk.server.web.audience import Audience
from kiosk.server.web.http import KIOSK_OF_TOKEN, ProblemError, kiosk_of

CHALLENGE = {"WWW-Authenticate": "Bearer"}
"""What a 401 has to say (RFC 9110 section 11.6.1, RFC 6750 section 3)."""


class Guard:
    """Lets a request through or says why not."""

    def __init__(self, roster: Roster, access: Access) -> None:
        self._roster = roster
        self._access = access

    async def admit(self, request: Request, audience: Audience) -> None:
        """Check who asks, and note it in the request; raises ``ProblemError``.

        Without enrolment nobody needs a token, but one that is sent must be good.
        """
        if audience is Audience.ALL:
            return
        token = bearer(request.scope)
        if token is None:
            if self._access is Access.ENROLLED:
                raise _unknown("Authorization: is missing; send Bearer and the token of an enrolment")
            return
        client = await self._roster.find(token)
        if client is None:
            raise _unknown("Authorization: the token is not known, or it was revoked; enrol again")
        if wrong := _wrong(client, audience):
            raise ProblemError(problem(ProblemType.FORBIDDEN, wrong))
        request.scope[KIOSK_OF_TOKEN] = client.number
        if client.role is Role.KIOSK and kiosk_of(request) != client.number:
            said = f"{KIOSK_HEADER}: the token is kiosk {client.number}'s; send that number, or leave it out"
            raise ProblemError(problem(ProblemType.FORBIDDEN, said))


def bearer(scope: Scope) -> str | None:
    """Return the token that a request brings (RFC 6750 section 2.1)."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else ""
    return None


def _unknown(detail: str) -> ProblemError:
    return ProblemError(problem(ProblemType.UNAUTHENTICATED, detail), CHALLENGE)


def _wrong(client: Client, audience: Audience) -> str | None:
    match audience:
        case Audience.KIOSKS if client.role is not Role.KIOSK:
            return "this is for kiosks; use the token of a kiosk"
        case Audience.STAFF if client.role is not Role.STAFF:
            return "this is for staff; use a token that was enrolled with --for staff"
        case _:
            return None
