"""Requests made from the OpenAPI document: what it promises holds, and what is refused writes nothing."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from kiosk.contract.bodies import KIOSK_HEADER
from kiosk.contract.heartbeat import HeartbeatRequest
from kiosk.domain.ticket import track_of
from kiosk.server.web.openapi import openapi
from kiosk.server.web.operations import OPERATIONS
from tests.postgres_kit import Cluster
from tests.server.kit import DAY, MONDAY, SAME_AGENCY, SERVICE, catalogue, later, press, running

ENDLESS = "/v1/stream"
"""An answer without an end: other tests read it."""

KIOSK = 7
"""One that the server has heard."""

REQUESTS = 20
"""How many requests are made for each operation, good ones and bad ones."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]


def ticket_id(number: int) -> str:
    return f"01890a5d-ac96-774b-bcce-b302099a80{number:02x}"


KNOWN = {
    "agency": catalogue().agency_of(SERVICE).id,
    "counter": f"{catalogue().agency_of(SERVICE).id}-1",
    "track": track_of(UUID(ticket_id(0))),
    "day": DAY,
    "kiosk": KIOSK,
    "command": "01890a5d-ac96-774b-bcce-b302099a8099",
    "pressed_at": later(),
    "at": later(1),
}

BEAT = msgspec.json.encode(
    HeartbeatRequest(
        version="1",
        journal=UUID(ticket_id(0)),
        now=MONDAY,
        clock_confirmed=True,
        printer="ready",
        paper_used_mm=0.0,
        outbox=0,
        dead_letters=0,
        leases=[],
    )
)

DOCUMENT = schemathesis.openapi.from_dict(openapi(OPERATIONS))
PLACES = [(each.method, each.path) for each in OPERATIONS if each.path != ENDLESS]


@dataclass(frozen=True, slots=True)
class Served:
    """A real server, and a picture of all that its database holds."""

    url: str
    session: requests.Session
    picture: Callable[[], str]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("contract")
    with ExitStack() as stack:
        if request.param == "sqlite":
            database, picture = on_sqlite(folder / "queue.db")
        else:
            runner = stack.enter_context(asyncio.Runner())
            cluster: Cluster = request.getfixturevalue("postgres")
            database, picture = on_postgres(runner, cluster)
            stack.callback(runner.run, cluster.drop(database))
        server = stack.enter_context(running(database, later(), folder=folder))
        session = stack.enter_context(requests.Session())
        for n in range(3):
            session.put(f"{server.url}/v1/tickets/{ticket_id(n)}", json=press(n)).raise_for_status()
        heard = session.post(f"{server.url}/v1/heartbeat", BEAT, headers={KIOSK_HEADER: str(KIOSK)})
        heard.raise_for_status()
        yield Served(server.url, session, picture)


def on_sqlite(path: Path) -> tuple[str, Callable[[], str]]:
    def picture() -> str:
        with closing(sqlite3.connect(path)) as beside:
            return hashlib.sha256("\n".join(beside.iterdump()).encode()).hexdigest()

    return str(path), picture


def on_postgres(runner: asyncio.Runner, cluster: Cluster) -> tuple[str, Callable[[], str]]:
    database = runner.run(cluster.new_database())

    async def read() -> str:
        connection = await asyncpg.connect(database)
        try:
            tables = await connection.fetch(
                "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY tablename"
            )
            rows = [await connection.fetch(f"SELECT t::text FROM {name} t ORDER BY 1") for (name,) in tables]
        finally:
            await connection.close()
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    return database, lambda: runner.run(read())


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_every_answer_is_as_described_and_a_refusal_writes_nothing(
    served: Served, method: str, path: str
) -> None:
    operation = DOCUMENT[path][method]
    good, bad = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    kept = served.picture()

    @settings(
        max_examples=REQUESTS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(one_of(good, bad))
    def ask(case: Case[Any]) -> None:
        nonlocal kept
        lead_inside(case)
        answer = case.call(base_url=served.url, session=served.session)
        case.validate_response(answer, checks=CHECKS)
        before, kept = kept, served.picture()
        if answer.status_code >= 400:
            assert kept == before, f"{answer.request.method} {answer.request.url} was refused and wrote"

    ask()


def lead_inside(case: Case[Any]) -> None:
    """Let every other request name things and times that there are: chance alone would never find them."""
    chance = len(repr((case.path_parameters, case.body)))
    if chance % 2:
        return
    known = {
        **KNOWN,
        "ticket_id": ticket_id(chance // 2 % 4),
        "service": (SERVICE, SAME_AGENCY)[chance % 3 == 0],
    }
    if "booking" in case.path:
        known["service"] = next(each.id for each in catalogue().services.values() if each.quota)
    case.headers[KIOSK_HEADER] = str(KIOSK)
    told = case.body if isinstance(case.body, dict) else {}
    events = told.get("events")
    for place in (case.path_parameters, told, *(events if isinstance(events, list) else ())):
        if isinstance(place, dict):
            place.update({name: known[name] for name in known.keys() & place.keys()})
