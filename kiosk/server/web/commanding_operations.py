"""The table of the requests with which staff ask something of a kiosk from afar."""

import logging
from typing import Annotated, assert_never
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from kiosk.contract.commands import CommandBody, CommandRequest, CommandsAnswer
from kiosk.contract.problems import ProblemType
from kiosk.domain.numbering import KIOSKS
from kiosk.server.commanding.commanding import Given, OtherCommand, UnknownKiosk
from kiosk.server.problems import problem
from kiosk.server.refused import Refused
from kiosk.server.web.api import Api
from kiosk.server.web.http import UUID_LETTERS, ProblemError, answer, read_body
from kiosk.server.web.operation import BODY_PROBLEMS, Answer, Operation, Parameter

log = logging.getLogger(__name__)

_REQUEST = msgspec.json.Decoder(CommandRequest)

KioskNumber = Annotated[int, Meta(ge=KIOSKS[0], le=KIOSKS[-1])]


async def give_command(api: Api, request: Request) -> Response:
    """Keep a command for a kiosk."""
    kiosk, command = _kiosk_in(request), _command_in(request)
    asked = await read_body(request, _REQUEST)
    match await api.commanding.give(kiosk, command, asked):
        case Given(command=kept, created=created):
            log.info("kiosk %d is asked for: %s %s", kiosk, kept.kind, kept.label or kept.ticket_id or "")
            api.board.touch()
            return answer(kept, 201 if created else 200)
        case Refused(why=why):
            raise ProblemError(problem(ProblemType.BAD_BODY, why))
        case UnknownKiosk():
            unknown = f"kiosk: no kiosk {kiosk} is enrolled, and none was ever heard; see /v1/kiosks"
            raise ProblemError(problem(ProblemType.NOT_FOUND, unknown))
        case OtherCommand():
            other = f"command: {command} asks for something else; make a new id for each command"
            raise ProblemError(problem(ProblemType.COMMAND_CONFLICT, other))
        case never:
            assert_never(never)


async def list_commands(api: Api, request: Request) -> Response:
    """List a kiosk's commands."""
    return answer(await api.commanding.of_kiosk(_kiosk_in(request)))


def _kiosk_in(request: Request) -> int:
    words: str = request.path_params["kiosk"]
    if words.isascii() and words.isdecimal() and len(words) < 3 and int(words) in KIOSKS:
        return int(words)
    wrong = f"kiosk: {words!r} is no kiosk's number; write {KIOSKS[0]} to {KIOSKS[-1]}"
    raise ProblemError(problem(ProblemType.BAD_BODY, wrong))


def _command_in(request: Request) -> UUID:
    words: str = request.path_params["command"]
    try:
        if len(words) == UUID_LETTERS:
            return msgspec.convert(words, UUID)
    except msgspec.ValidationError:
        pass
    wrong = f"command: {words!r} is no UUID; write {UUID_LETTERS} characters"
    raise ProblemError(problem(ProblemType.BAD_BODY, wrong))


_KIOSK = Parameter("kiosk", "path", KioskNumber, "The kiosk's number, 1 to 99.", required=True)
_COMMAND = Parameter("command", "path", UUID, "The asker's own id, new for each command.", required=True)

COMMANDING_OPERATIONS = (
    Operation(
        "PUT",
        "/v1/kiosks/{kiosk}/commands/{command}",
        give_command,
        "Ask a kiosk to print a ticket once more, to fetch the catalogue anew, or to start again. "
        "Repeating it is harmless, and tells how it stands.",
        (
            Answer(201, "The kiosk hears of it with its next heartbeat.", CommandBody),
            Answer(200, "It was there already; this is how it stands.", CommandBody),
        ),
        (*BODY_PROBLEMS, ProblemType.NOT_FOUND, ProblemType.COMMAND_CONFLICT),
        CommandRequest,
        (_KIOSK, _COMMAND),
    ),
    Operation(
        "GET",
        "/v1/kiosks/{kiosk}/commands",
        list_commands,
        "List what a kiosk was asked for within the last day, and how that stands.",
        (Answer(200, "The commands, the oldest first.", CommandsAnswer),),
        (ProblemType.BAD_BODY,),
        parameters=(_KIOSK,),
    ),
)
