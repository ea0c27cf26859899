"""What the server's answers come to. Whatever is not the protocol's answer is no answer at all.

A captive portal's page, another program on the port, half an answer, a label that is none: the kiosk
treats them all as a line that is cut, and goes on by itself.
"""

from dataclasses import dataclass
from typing import TypeVar

import msgspec

from kiosk.contract.bodies import EventsAnswer, Health, IssueAnswer, Problem
from kiosk.contract.heartbeat import HeartbeatAnswer
from kiosk.domain.numbering import parse_label
from kiosk.domain.ticket import Press

B = TypeVar("B")


class NoReplyError(Exception):
    """No whole response came back; the message says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP response that arrived whole."""

    status: int
    body: bytes
    etag: str = ""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing that the protocol knows came back in time; ``reason`` is for the log."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server understood and said no."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Answered:
    """The server gave, or knows, the number."""

    answer: IssueAnswer


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server took the batch and judged each row."""

    answer: EventsAnswer


@dataclass(frozen=True, slots=True)
class HeartbeatTaken:
    """The server knows how the kiosk is, and says what it lends."""

    answer: HeartbeatAnswer


@dataclass(frozen=True, slots=True)
class CatalogueFound:
    """The server's catalogue is another than the one that is known; ``document`` is its JSON text."""

    etag: str
    document: bytes


@dataclass(frozen=True, slots=True)
class CatalogueUnchanged:
    """The catalogue that is known is the server's."""


def read_issue(reply: Reply, press: Press, label: str | None) -> Answered | Refused | NoAnswer:
    """Read the answer to an issue; ``label`` is the one that was told, if one was."""
    if reply.status in (409, 422):
        return _refusal(reply)
    answer = _body(reply, IssueAnswer, 200, 201)
    if isinstance(answer, NoAnswer):
        return answer
    given = parse_label(answer.label)
    if given is None or (answer.label != label and (label or given.kiosk)):
        return NoAnswer(f"label {answer.label!r} is not one that a server gives")
    if answer.ticket_id != press.ticket_id:
        return NoAnswer("the answer is for another ticket")
    return Answered(answer)


def read_events(reply: Reply, seqs: frozenset[int]) -> Delivered | Refused | NoAnswer:
    """Read the answer to a batch of the outbox; what it says of rows that were not sent does not count."""
    if reply.status in (400, 413, 422):
        return _refusal(reply)
    answer = _body(reply, EventsAnswer, 200)
    if isinstance(answer, NoAnswer):
        return answer
    acked = [seq for seq in answer.acked if seq in seqs]
    refused = [each for each in answer.refused if each.seq in seqs]
    if not acked and not refused:
        return NoAnswer("the answer judges none of the rows that were sent")
    return Delivered(EventsAnswer(acked, refused))


def read_catalogue(reply: Reply) -> CatalogueFound | CatalogueUnchanged | NoAnswer:
    """Read the answer to the question for the catalogue; its content is judged elsewhere."""
    match reply.status:
        case 304:
            return CatalogueUnchanged()
        case 200:
            return CatalogueFound(reply.etag, reply.body)
        case status:
            return NoAnswer(f"status {status}")


def read_heartbeat(reply: Reply) -> HeartbeatTaken | Refused | NoAnswer:
    """Read the answer to a heartbeat; a server that is older than heartbeats refuses them."""
    if reply.status in (400, 404, 413, 422):
        return _refusal(reply)
    answer = _body(reply, HeartbeatAnswer, 200)
    return answer if isinstance(answer, NoAnswer) else HeartbeatTaken(answer)


def read_health(reply: Reply) -> Health | NoAnswer:
    """Read the answer of ``/healthz``."""
    return _body(reply, Health, 200)


def _refusal(reply: Reply) -> Refused | NoAnswer:
    problem = _body(reply, Problem, reply.status)
    return problem if isinstance(problem, NoAnswer) else Refused(problem)


def _body(reply: Reply, form: type[B], *statuses: int) -> B | NoAnswer:
    if reply.status not in statuses:
        return NoAnswer(f"status {reply.status}")
    try:
        return msgspec.json.decode(reply.body, type=form)
    except msgspec.DecodeError as error:
        return NoAnswer(f"not the protocol's answer: {error}")
