"""What a request of the API is: where it goes, what it takes, and all that it may answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kiosk.contract.problems import ProblemType
from kiosk.server.web.api import Api
from kiosk.server.web.audience import Audience

Handler = Callable[[Api, Request], Awaitable[Response]]


BODY_PROBLEMS = (ProblemType.BAD_JSON, ProblemType.BAD_BODY, ProblemType.BODY_TOO_LARGE)
"""What can be wrong with any body."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the path, the query or a header."""

    name: str
    where: str
    type: Any
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: its status, what it means, and what it holds; ``None`` is nothing."""

    status: int
    description: str
    body: Any = None
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One request: where it goes, what it takes, and all that it may answer.

    Without ``body_needed`` an empty body stands for an empty object.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    answers: tuple[Answer, ...]
    problems: tuple[ProblemType, ...] = ()
    body: Any = None
    parameters: tuple[Parameter, ...] = ()
    access: Audience = Audience.STAFF
    body_needed: bool = True

    @property
    def name(self) -> str:
        """The operation's name, unique in the table."""
        return self.handler.__name__
