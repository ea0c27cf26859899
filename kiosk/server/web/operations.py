"""The table of all requests: the routes and the OpenAPI document both come from it."""

from datetime import date
from typing import Any
from uuid import UUID

from kiosk.contract.bodies import (
    KIOSK_HEADER,
    EventsAnswer,
    EventsRequest,
    Health,
    IssueAnswer,
    IssueRequest,
    QueueAnswer,
    TrackAnswer,
)
from kiosk.contract.problems import ProblemType
from kiosk.server.web.api import EVENT_STREAM, LAST_EVENT_ID, Api
from kiosk.server.web.audience import Audience
from kiosk.server.web.calling_operations import CALLING_OPERATIONS
from kiosk.server.web.commanding_operations import COMMANDING_OPERATIONS
from kiosk.server.web.identity_operations import IDENTITY_OPERATIONS
from kiosk.server.web.lending_operations import LENDING_OPERATIONS
from kiosk.server.web.operation import BODY_PROBLEMS, Answer, Operation, Parameter
from kiosk.server.web.staff_operations import STAFF_OPERATIONS
from kiosk.server.web.watching_operations import WATCHING_OPERATIONS

_KIOSK = Parameter(KIOSK_HEADER, "header", int, "The number of the kiosk that speaks, 1 to 99.")
_IF_NONE_MATCH = Parameter("If-None-Match", "header", str, "The ETag of the copy that the asker has.")

OPERATIONS = (
    Operation(
        "PUT",
        "/v1/tickets/{ticket_id}",
        Api.issue_ticket,
        "Issue a ticket: give it a number, or take the one that the kiosk gave. Repeating it is harmless.",
        (
            Answer(201, "The ticket is in its queue now.", IssueAnswer),
            Answer(200, "The ticket was there already; the same label again.", IssueAnswer),
        ),
        (
            *BODY_PROBLEMS,
            ProblemType.UNKNOWN_SERVICE,
            ProblemType.SERVICE_UNAVAILABLE,
            ProblemType.BAD_LABEL,
            ProblemType.TICKET_CONFLICT,
            ProblemType.LABEL_TAKEN,
        ),
        IssueRequest,
        (Parameter("ticket_id", "path", UUID, "A UUIDv7 made at the press.", required=True), _KIOSK),
        Audience.KIOSKS,
    ),
    Operation(
        "POST",
        "/v1/events",
        Api.record_events,
        "Tell what became of tickets, in the order of the kiosk's outbox. Repeating it is harmless.",
        (Answer(200, "Which events are safe, and which are refused for good.", EventsAnswer),),
        (*BODY_PROBLEMS, ProblemType.TOO_MANY_EVENTS),
        EventsRequest,
        (_KIOSK,),
        Audience.KIOSKS,
    ),
    Operation(
        "GET",
        "/v1/tickets",
        Api.list_tickets,
        "List a service day's tickets in the order in which people pressed.",
        (Answer(200, "The day's tickets.", QueueAnswer),),
        (ProblemType.BAD_BODY,),
        parameters=(Parameter("day", "query", date, "The service day; without it, today."),),
    ),
    Operation(
        "GET",
        "/v1/t/{track}",
        Api.follow_ticket,
        "Follow one ticket by the code that is printed on it.",
        (Answer(200, "How the ticket stands.", TrackAnswer),),
        (ProblemType.UNKNOWN_TICKET,),
        parameters=(Parameter("track", "path", str, "The ticket's code of 13 characters.", required=True),),
        access=Audience.ALL,
    ),
    *LENDING_OPERATIONS,
    *STAFF_OPERATIONS,
    *CALLING_OPERATIONS,
    *IDENTITY_OPERATIONS,
    *COMMANDING_OPERATIONS,
    Operation(
        "GET",
        "/v1/catalogue",
        Api.get_catalogue,
        "Fetch the catalogue of agencies, services and documents.",
        (Answer(200, "The catalogue.", dict[str, Any]), Answer(304, "The asker's copy is still right.")),
        parameters=(_IF_NONE_MATCH,),
        access=Audience.CLIENTS,
    ),
    Operation(
        "GET",
        "/v1/stream",
        Api.stream,
        "Hear the time and every service's state, then each change, as server-sent events.",
        (
            Answer(
                200,
                "Events `time` (TimeNotice), `availability` (AvailabilityNotice) and `commands` "
                "(CommandsNotice); a comment every 10 s.",
                str,
                EVENT_STREAM,
            ),
        ),
        parameters=(Parameter(LAST_EVENT_ID, "header", str, "The id of the last event that was heard."),),
        access=Audience.CLIENTS,
    ),
    Operation(
        "GET",
        "/healthz",
        Api.check_health,
        "Ask whether the server lives.",
        (Answer(200, "It does.", Health),),
        access=Audience.ALL,
    ),
    *WATCHING_OPERATIONS,
    Operation(
        "GET",
        "/openapi.json",
        Api.get_openapi,
        "Fetch this description.",
        (
            Answer(200, "An OpenAPI 3.1 document.", dict[str, Any]),
            Answer(304, "The asker's copy is still right."),
        ),
        parameters=(_IF_NONE_MATCH,),
        access=Audience.ALL,
    ),
)
