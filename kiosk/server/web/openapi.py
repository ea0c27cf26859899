"""The OpenAPI 3.1 document, made from the table of operations and the types of the bodies."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from kiosk import __version__
from kiosk.contract.bodies import AvailabilityNotice, Problem, TimeNotice
from kiosk.contract.commands import CommandsNotice
from kiosk.contract.problems import PROBLEM_JSON, ProblemType
from kiosk.server.problems import MEANINGS
from kiosk.server.web.audience import Audience
from kiosk.server.web.operation import Answer, Operation, Parameter

Plain = dict[str, Any]

_ANY_TIME = (
    ProblemType.TOO_MANY_REQUESTS,
    ProblemType.BUSY,
    ProblemType.STORE_FULL,
    ProblemType.STORE_AWAY,
    ProblemType.INTERNAL,
)
"""What any request may meet with."""

_OF_GUARD = (ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN)

_FOR = {
    Audience.CLIENTS: "For kiosks and staff.",
    Audience.KIOSKS: "For kiosks; a token's number goes before the header's.",
    Audience.STAFF: "For staff.",
}

_TOKEN = "token"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "The token of an enrolment. A server that was started with --access open asks for none.",
}

_STREAMED = (AvailabilityNotice, CommandsNotice, TimeNotice)


def openapi(operations: Iterable[Operation]) -> Plain:
    """Describe all operations; every body is a reference into ``components``."""
    table = list(operations)
    types = [Problem, *_STREAMED, *(each for operation in table for each in _types_of(operation))]
    unique = list(dict.fromkeys(types))
    schemas, components = msgspec.json.schema_components(unique, ref_template="#/components/schemas/{name}")
    schema_of = dict(zip(unique, schemas, strict=True))
    paths: defaultdict[str, Plain] = defaultdict(dict)
    for operation in table:
        paths[operation.path][operation.method.lower()] = _operation(operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "MPP Kiosk: the central queue server",
            "version": __version__,
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        },
        "paths": dict(paths),
        "components": {"schemas": components, "securitySchemes": {_TOKEN: _BEARER}},
    }


def _types_of(operation: Operation) -> list[Any]:
    bodies = [operation.body, *(each.body for each in operation.answers)]
    return [each for each in (*bodies, *(each.type for each in operation.parameters)) if each is not None]


def _operation(operation: Operation, schema_of: dict[Any, Plain]) -> Plain:
    answers = {str(each.status): _answer(each, schema_of) for each in operation.answers}
    told: Plain = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(each, schema_of) for each in operation.parameters],
        "responses": {**answers, **_problems(_problems_of(operation), schema_of[Problem])},
    }
    if operation.access is not Audience.ALL:
        told["security"] = [{_TOKEN: []}, {}]
        told["description"] = _FOR[operation.access]
    if operation.body is not None:
        content = {"application/json": {"schema": schema_of[operation.body]}}
        told["requestBody"] = {"required": operation.body_needed, "content": content}
    return told


def _problems_of(operation: Operation) -> Iterable[ProblemType]:
    guarded = operation.access is not Audience.ALL
    return (*operation.problems, *(_OF_GUARD if guarded else ()), *_ANY_TIME)


def _parameter(parameter: Parameter, schema_of: dict[Any, Plain]) -> Plain:
    return {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema_of[parameter.type],
    }


def _answer(answer: Answer, schema_of: dict[Any, Plain]) -> Plain:
    told: Plain = {"description": answer.description}
    if answer.body is not None:
        told["content"] = {answer.media_type: {"schema": schema_of[answer.body]}}
    return told


def _problems(kinds: Iterable[ProblemType], schema: Plain) -> Plain:
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    for kind in kinds:
        status, title = MEANINGS[kind]
        by_status[status].append(f"{title} (`{kind}`).")
    content = {PROBLEM_JSON: {"schema": schema}}
    return {
        str(int(status)): {"description": " ".join(told), "content": content}
        for status, told in by_status.items()
    }
