"""``kiosk server say``: from staff's command line to a running server's words."""

import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from kiosk.cli import main
from tests.server.kit import SERVICE, Body, running

AGENCY = "disdukcapil"
SAID_AT = "2019-02-18 09:00"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("server") / "queue.db") as server:
        yield server.url


@pytest.fixture(autouse=True)
def _unsaid(url: str) -> Iterator[None]:
    yield
    httpx.delete(f"{url}/v1/services/{SERVICE}/word")
    for each in ("word", "outage"):
        httpx.delete(f"{url}/v1/agencies/{AGENCY}/{each}")


def said(url: str) -> dict[str, dict[str, Body]]:
    """Return the server's words without their beginnings, which run with its clock."""
    told: dict[str, dict[str, Body]] = httpx.get(f"{url}/v1/words").json()
    for words in told.values():
        for each in words.values():
            assert each.pop("since").startswith("2019-02-18T02:0")
    return {kind: words for kind, words in told.items() if words}


def test_a_service_is_paused_and_taken_up_again(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    until = "2019-02-18T11:00+07:00"
    words = ("server", "say", SERVICE, "paused", "--reason", "Jaringan putus", "--until", until)
    assert main([*words, "--url", url]) == 0
    assert f"{SERVICE}: paused since {SAID_AT} until 2019-02-18 11:00\n" == capsys.readouterr().out
    assert said(url) == {
        "services": {
            SERVICE: {
                "state": "paused",
                "reason": {"*": "Jaringan putus"},
                "until": "2019-02-18T04:00:00Z",
            }
        }
    }
    assert main(["server", "say", SERVICE, "clear", "--url", url]) == 0
    assert said(url) == {}


def test_an_hour_is_one_of_the_servers_day_in_the_malls_own_time(url: str) -> None:
    assert main(["server", "say", AGENCY, "outage", "--until", "14:30", "--url", f"{url}/"]) == 0
    assert said(url) == {"outages": {AGENCY: {"until": "2019-02-18T07:30:00Z"}}}


def test_clearing_an_agency_takes_back_its_word_and_its_outage(url: str) -> None:
    for what in ("intake_only", "outage"):
        assert main(["server", "say", AGENCY, what, "--url", url]) == 0
    assert said(url) == {"agencies": {AGENCY: {"state": "intake_only"}}, "outages": {AGENCY: {}}}
    assert main(["server", "say", AGENCY, "clear", "--url", url]) == 0
    assert said(url) == {}


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["ktp-baruu", "paused"], "ktp-baruu: no service or agency; did you mean 'ktp-baru'?"),
        ([SERVICE, "outage"], f"{SERVICE}: is a service; say the outage of its agency"),
        (
            [SERVICE, "paused", "--until", "08:00"],
            "until: 2019-02-18T08:00:00+07:00 is past, the server's clock says 2019-02-18T09:0",
        ),
        ([SERVICE, "paused", "--until", "soon"], "--until: 'soon' is no time; write HH:MM"),
        ([SERVICE, "paused", "--until", "25:00"], "--until: '25:00' is no time; write HH:MM"),
        ([SERVICE, "paused", "--until", "2019-02-18T11:00"], "is no time; write HH:MM"),
        ([SERVICE, "paused", "--reason", ""], "$.reason"),
        ([SERVICE, "clear", "--reason", "x"], "clear: takes no --reason and no --until"),
    ],
)
def test_what_cannot_be_said_is_explained_and_changes_nothing(
    url: str, words: list[str], wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["server", "say", *words, "--url", url]) == 1
    told = capsys.readouterr()
    assert wrong in told.err
    assert told.out == ""
    assert said(url) == {}


def test_a_server_that_does_not_run_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert main(["server", "say", SERVICE, "paused", "--url", f"http://127.0.0.1:{port}"]) == 1
    assert f"http://127.0.0.1:{port}/v1/catalogue: no answer" in capsys.readouterr().err


@contextmanager
def another_program(status: int, body: bytes) -> Iterator[str]:
    """Run a web server that is no queue server."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html>Log in</html>"), (200, b"[]"), (200, b"{}"), (200, b"\xff"), (404, b"no"), (500, b"[]")],
)
def test_another_program_at_the_address_is_told_so(
    status: int, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with another_program(status, body) as url:
        assert main(["server", "say", SERVICE, "paused", "--url", url]) == 1
    assert "--url" in capsys.readouterr().err


def test_a_state_that_is_none_is_refused_before_anything_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["server", "say", SERVICE, "asleep"])
    assert left.value.code == 2
    assert "asleep" in capsys.readouterr().err
