"""The handlers of the API: each reads a request, asks the queue or the board, and writes the answer."""

import hashlib
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kiosk import __version__
from kiosk.contract.bodies import (
    MAX_EVENTS,
    VERSION,
    VERSION_HEADER,
    EventsRequest,
    Health,
    IssueRequest,
    Problem,
)
from kiosk.contract.problems import ProblemType
from kiosk.contract.staff import OutageRequest, WordRequest
from kiosk.server.board import Board
from kiosk.server.commanding.commanding import Commanding
from kiosk.server.counters.calling import Calling
from kiosk.server.identity.identities import Identity
from kiosk.server.lending.bookings import Bookings
from kiosk.server.lending.heartbeats import Heartbeats
from kiosk.server.metrics import Metrics
from kiosk.server.problems import problem, too_many_events
from kiosk.server.queue import Queue
from kiosk.server.staff import Staff
from kiosk.server.store import Subject, Topic
from kiosk.server.web.http import (
    ProblemError,
    answer,
    day_of,
    kiosk_of,
    plain_answer,
    read_body,
    ticket_id_of,
    unchanged,
)

_ISSUE = msgspec.json.Decoder(IssueRequest)
_EVENTS = msgspec.json.Decoder(EventsRequest)
_WORD = msgspec.json.Decoder(WordRequest)
_OUTAGE = msgspec.json.Decoder(OutageRequest)

EVENT_STREAM = "text/event-stream"
LAST_EVENT_ID = "Last-Event-ID"


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON document that is served as it is; ``etag`` changes with its content."""

    content: bytes
    etag: str


def document(value: object) -> Document:
    """Encode a value once for all requests."""
    content = msgspec.json.encode(value)
    return Document(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


@dataclass(frozen=True, slots=True)
class Api:
    """Everything that the handlers need."""

    queue: Queue
    staff: Staff
    heartbeats: Heartbeats
    commanding: Commanding
    bookings: Bookings
    calling: Calling
    metrics: Metrics
    board: Board
    identity: Identity
    catalogue: Document
    openapi: Document

    async def issue_ticket(self, request: Request) -> Response:
        ticket_id, kiosk = ticket_id_of(request), kiosk_of(request)
        press = await read_body(request, _ISSUE)
        outcome = await self.queue.issue(ticket_id, press, kiosk)
        if isinstance(outcome, Problem):
            raise ProblemError(outcome)
        if outcome.created:
            self.metrics.pressed(press.label)
        self.board.touch()
        return answer(outcome.answer, 201 if outcome.created else 200)

    async def record_events(self, request: Request) -> Response:
        kiosk, events = kiosk_of(request), await read_body(request, _EVENTS)
        if len(events.events) > MAX_EVENTS:
            raise ProblemError(too_many_events(len(events.events)))
        told = await self.queue.record(events, kiosk)
        self.metrics.recorded(told)
        self.board.touch()
        return answer(told)

    async def list_tickets(self, request: Request) -> Response:
        return answer(await self.queue.tickets(day_of(request)))

    async def follow_ticket(self, request: Request) -> Response:
        track: str = request.path_params["track"]
        told = await self.queue.follow(track)
        if told is None:
            raise ProblemError(
                problem(ProblemType.UNKNOWN_TICKET, f"track: {track!r} is on no ticket; scan it again")
            )
        return answer(told)

    async def list_words(self, _request: Request) -> Response:
        return answer(await self.staff.words())

    async def say_of_service(self, request: Request) -> Response:
        word = await read_body(request, _WORD)
        return await self._say(_service(request), word)

    async def say_of_agency(self, request: Request) -> Response:
        word = await read_body(request, _WORD)
        return await self._say(_agency(request, Topic.AGENCY), word)

    async def say_outage(self, request: Request) -> Response:
        outage = await read_body(request, _OUTAGE)
        return await self._say(_agency(request, Topic.LINK), outage)

    async def take_back_of_service(self, request: Request) -> Response:
        return await self._take_back(_service(request))

    async def take_back_of_agency(self, request: Request) -> Response:
        return await self._take_back(_agency(request, Topic.AGENCY))

    async def end_outage(self, request: Request) -> Response:
        return await self._take_back(_agency(request, Topic.LINK))

    async def get_catalogue(self, request: Request) -> Response:
        return _served(request, self.catalogue)

    async def get_openapi(self, request: Request) -> Response:
        return _served(request, self.openapi)

    async def stream(self, request: Request) -> Response:
        headers = {VERSION_HEADER: VERSION, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        if request.method == "HEAD":
            return plain_answer(b"", EVENT_STREAM, headers=headers)
        told = self.metrics.streamed(self.board.stream(request.headers.get(LAST_EVENT_ID)))
        return StreamingResponse(told, 200, headers, EVENT_STREAM)

    async def check_health(self, _request: Request) -> Response:
        return answer(Health("ok", __version__, self.board.now()))

    async def _say(self, subject: Subject, said: WordRequest | OutageRequest) -> Response:
        kept = await self.staff.say(subject, said)
        if isinstance(kept, Problem):
            raise ProblemError(kept)
        self.board.touch()
        return answer(kept)

    async def _take_back(self, subject: Subject) -> Response:
        if wrong := await self.staff.take_back(subject):
            raise ProblemError(wrong)
        self.board.touch()
        return plain_answer(b"", "application/json", 204)


def _service(request: Request) -> Subject:
    return Subject(Topic.SERVICE, request.path_params["service"])


def _agency(request: Request, topic: Topic) -> Subject:
    return Subject(topic, request.path_params["agency"])


def _served(request: Request, served: Document) -> Response:
    headers = {"ETag": served.etag, "Cache-Control": "no-cache"}
    if unchanged(request, served.etag):
        return plain_answer(b"", "application/json", 304, headers)
    return plain_answer(served.content, "application/json", headers=headers)
