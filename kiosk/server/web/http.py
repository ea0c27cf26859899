"""Reading requests and writing answers: every refusal leaves as a problem detail."""

from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kiosk.contract.bodies import KIOSK_HEADER, MAX_BODY_BYTES, VERSION, VERSION_HEADER, Problem
from kiosk.contract.problems import PROBLEM_JSON, ProblemType
from kiosk.domain.numbering import KIOSKS
from kiosk.server.problems import body_too_large, problem

T = TypeVar("T")

KIOSK_OF_TOKEN = "mpp.kiosk"
"""Where a request's scope tells which kiosk's token it brought."""

UUID_LETTERS = 36
"""How long a UUID is as RFC 9562 writes it."""

_ENCODER = msgspec.json.Encoder()


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(self, why: Problem, headers: dict[str, str] | None = None) -> None:
        super().__init__(why.detail)
        self.why = why
        self.headers = headers


def answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Write a JSON answer."""
    return plain_answer(_ENCODER.encode(body), "application/json", status, headers)


def plain_answer(
    content: bytes, media_type: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Write an answer that is bytes already."""
    return Response(content, status, {VERSION_HEADER: VERSION, **(headers or {})}, media_type)


def problem_answer(request: Request, why: Problem, headers: dict[str, str] | None = None) -> Response:
    """Write a problem; ``instance`` is the path that was asked for (RFC 9457 section 3.1.5)."""
    told = msgspec.structs.replace(why, instance=request.url.path)
    return plain_answer(_ENCODER.encode(told), PROBLEM_JSON, why.status, headers)


async def read_body(request: Request, decoder: msgspec.json.Decoder[T], empty: bytes = b"") -> T:
    """Read and check a body; what is too large is refused before all of it has come.

    ``empty`` is what no body at all stands for.
    """
    raw = await _read_bytes(request) or empty
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise ProblemError(problem(ProblemType.BAD_BODY, str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProblemError(problem(ProblemType.BAD_JSON, f"{error}; send one JSON object in UTF-8")) from None
    except RecursionError:
        raise ProblemError(
            problem(ProblemType.BAD_JSON, "the body is nested too deep; send it flat")
        ) from None


async def _read_bytes(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MAX_BODY_BYTES:
        raise ProblemError(body_too_large())
    body, more = bytearray(), True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY_BYTES:
            raise ProblemError(body_too_large())
    return bytes(body)


def ticket_id_of(request: Request) -> UUID:
    """Read the path's ticket id."""
    words: str = request.path_params["ticket_id"]
    try:
        if len(words) == UUID_LETTERS:  # others are forms that the answer would not repeat
            return msgspec.convert(words, UUID)
    except msgspec.ValidationError:
        pass
    raise ProblemError(
        problem(ProblemType.BAD_BODY, f"ticket_id: {words!r} is no UUID; write {UUID_LETTERS} characters")
    )


def kiosk_of(request: Request) -> int | None:
    """Read which kiosk speaks, if it says so or its token does."""
    words = request.headers.get(KIOSK_HEADER)
    if words is None:
        known: int | None = request.scope.get(KIOSK_OF_TOKEN)
        return known
    if words.isascii() and words.isdecimal() and len(words) < 3 and int(words) in KIOSKS:
        return int(words)
    first, last = KIOSKS[0], KIOSKS[-1]
    raise ProblemError(
        problem(ProblemType.BAD_BODY, f"{KIOSK_HEADER}: {words!r} is no kiosk; write {first} to {last}")
    )


def day_of(request: Request) -> date | None:
    """Read the query's service day, if there is one."""
    words = request.query_params.get("day")
    if words is None:
        return None
    try:
        return msgspec.convert(words, date)
    except msgspec.ValidationError:
        raise ProblemError(
            problem(ProblemType.BAD_BODY, f"day: {words!r} is no date; write it like 2019-02-18")
        ) from None


def unchanged(request: Request, etag: str) -> bool:
    """Tell whether the asker has the content already (RFC 9110 section 13.1.2, weak comparison)."""
    told = request.headers.get("if-none-match", "")
    return told.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in told.split(",")]
