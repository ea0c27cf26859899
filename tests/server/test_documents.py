"""What the server publishes of itself: its health, its catalogue, and the description of its API."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from uuid6 import uuid7

from kiosk import __version__
from kiosk.catalogue.loading import parse_catalogue
from kiosk.contract.problems import ProblemType
from kiosk.server.web.operations import OPERATIONS
from tests.server.kit import Mall, catalogue, press


@pytest.fixture
def database(tmp_path: Path) -> str:
    """What is asked here does not reach the store, or is the same on both."""
    return str(tmp_path / "queue.db")


async def test_a_living_server_says_so_and_tells_its_time(mall: Mall) -> None:
    answer = await mall.client.get("/healthz")
    told = {"status": "ok", "version": __version__, "now": "2019-02-18T09:00:00+07:00"}
    assert (answer.status_code, answer.json()) == (200, told)


async def test_the_catalogue_that_is_served_is_the_one_that_was_loaded(mall: Mall) -> None:
    served = (await mall.client.get("/v1/catalogue")).json()
    loaded = parse_catalogue(served)
    assert loaded.catalogue == catalogue()


@pytest.mark.parametrize("path", ["/v1/catalogue", "/openapi.json"])
@pytest.mark.parametrize("form", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
async def test_who_has_a_document_already_gets_it_no_second_time(mall: Mall, path: str, form: str) -> None:
    first = await mall.client.get(path)
    told = {"If-None-Match": form.format(etag=first.headers["etag"])}
    again = await mall.client.get(path, headers=told)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


async def test_who_has_another_document_gets_the_new_one(mall: Mall) -> None:
    answer = await mall.client.get("/v1/catalogue", headers={"If-None-Match": '"older"'})
    assert (answer.status_code, len(answer.json()["services"])) == (200, len(catalogue().services))


async def description(mall: Mall) -> dict[str, Any]:
    told: dict[str, Any] = (await mall.client.get("/openapi.json")).json()
    return told


def references(value: Any) -> Iterator[str]:
    match value:
        case {"$ref": str(reference)}:
            yield reference
        case dict():
            for each in value.values():
                yield from references(each)
        case list():
            for each in value:
                yield from references(each)
        case _:
            return


async def test_the_description_has_the_shape_that_openapi_asks_for(mall: Mall) -> None:
    """OpenAPI 3.1.0, sections 4.8.1 to 4.8.17: the required fields of every object that is used."""
    told = await description(mall)
    assert told["openapi"].startswith("3.1.")
    assert told["info"].keys() >= {"title", "version"}
    names = []
    for path, item in told["paths"].items():
        for method, operation in item.items():
            assert method in ("get", "put", "post", "delete")
            names.append(operation["operationId"])
            in_path = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert in_path == set(re.findall(r"{(\w+)}", path))
            for each in operation["parameters"]:
                assert each["in"] in ("path", "query", "header")
                assert each["required"] or each["in"] != "path"
                assert each["schema"]
            for status, answer in operation["responses"].items():
                assert re.fullmatch("[1-5][0-9]{2}", status)
                assert answer["description"]
    assert len(names) == len(set(names))


async def test_every_schema_that_the_description_names_is_there(mall: Mall) -> None:
    told = await description(mall)
    named = set(references(told))
    assert {f"#/components/schemas/{each}" for each in told["components"]["schemas"]} >= named
    assert {"#/components/schemas/IssueRequest", "#/components/schemas/Problem"} <= named


async def test_every_operation_tells_of_its_problems(mall: Mall) -> None:
    told = await description(mall)
    for item in told["paths"].values():
        for operation in item.values():
            failures = {key: each for key, each in operation["responses"].items() if key >= "400"}
            assert "500" in failures
            for each in failures.values():
                assert each["content"].keys() == {"application/problem+json"}
    issue = told["paths"]["/v1/tickets/{ticket_id}"]["put"]["responses"]
    assert " ".join(sorted(issue)) == "200 201 400 401 403 409 413 422 429 500 503 507"
    assert ProblemType.SERVICE_UNAVAILABLE in issue["422"]["description"]


async def test_what_is_described_is_served_and_what_is_served_is_described(mall: Mall) -> None:
    told = await description(mall)
    described = {(method.upper(), path) for path, item in told["paths"].items() for method in item}
    assert described == {(each.method, each.path) for each in OPERATIONS}
    served = set()
    for path in told["paths"]:
        refused = await mall.client.request("BREW", re.sub("{.+?}", "1", path))
        assert refused.status_code == 405
        served |= {(method, path) for method in refused.headers["Allow"].split(", ") if method != "HEAD"}
    assert described == served


async def test_an_answer_has_the_fields_that_its_schema_asks_for(mall: Mall) -> None:
    schemas = (await description(mall))["components"]["schemas"]
    answer = (await mall.put(press(), uuid7())).json()
    assert (
        set(schemas["IssueAnswer"]["required"])
        <= answer.keys()
        <= schemas["IssueAnswer"]["properties"].keys()
    )
    assert set(schemas["IssueRequest"]["required"]) == {"service", "pressed_at", "class", "language"}
    assert schemas["EventsRequest"]["properties"]["events"]["maxItems"] == 500
