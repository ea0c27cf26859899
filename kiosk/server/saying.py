"""``kiosk server say``: how staff without a page tell a running server what a service can do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener
from zoneinfo import ZoneInfo

from kiosk.domain.text import ANY_LANGUAGE
from kiosk.faults import choose_from

OUTAGE, CLEAR = "outage", "clear"
"""What can be said besides a state."""

SECONDS = 10.0
"""How long the server may take to answer."""

Body = dict[str, Any]

_opener = build_opener(ProxyHandler({}))


class NotSaidError(Exception):
    """The server did not take it; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is to be said: ``about`` names a service or an agency, ``what`` is a state, outage or clear.

    ``until`` is an ISO 8601 time with its offset, or HH:MM of the server's today in the mall's own time.
    """

    about: str
    what: str
    reason: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class _Server:
    """A server that was asked for its catalogue."""

    url: str
    token: str | None
    zone: ZoneInfo
    services: list[str]
    agencies: list[str]


def say(url: str, saying: Saying, token: str | None = None) -> str:
    """Tell the server at ``url``; return a line for people, or raise ``NotSaidError``.

    ``token`` is staff's, for a server that asks for one.
    """
    server = _meet(url.rstrip("/"), token)
    kind = _kind(server, saying)
    subject = f"{server.url}/v1/{kind}/{saying.about}"
    if saying.what == CLEAR:
        if saying.reason is not None or saying.until is not None:
            raise NotSaidError(f"{CLEAR}: takes no --reason and no --until; leave them out")
        for path in ("word", "outage") if kind == "agencies" else ("word",):
            _ask("DELETE", f"{subject}/{path}", token)
        return f"{saying.about}: nothing is said any more, the hours decide"
    told: Body = {} if saying.what == OUTAGE else {"state": saying.what}
    if saying.reason is not None:
        told["reason"] = {ANY_LANGUAGE: saying.reason}
    if saying.until is not None:
        told["until"] = _moment(server, saying.until).isoformat()
    kept = _ask("PUT", f"{subject}/{'outage' if saying.what == OUTAGE else 'word'}", token, told)
    times = [
        f"{name} {datetime.fromisoformat(kept[name]).astimezone(server.zone):%Y-%m-%d %H:%M}"
        for name in ("since", "until")
        if name in kept
    ]
    return " ".join((f"{saying.about}: {saying.what}", *times))


def _meet(url: str, token: str | None) -> _Server:
    told = _ask("GET", f"{url}/v1/catalogue", token)
    try:
        services, agencies = ([each["id"] for each in told[kind]] for kind in ("services", "agencies"))
        return _Server(url, token, ZoneInfo(told["timezone"]), services, agencies)
    except (KeyError, TypeError, ValueError) as error:
        raise NotSaidError(f"{url}: is no queue server; give its --url") from error


def _kind(server: _Server, saying: Saying) -> str:
    if saying.about in server.agencies:
        return "agencies"
    if saying.about not in server.services:
        known = (*server.agencies, *server.services)
        raise NotSaidError(f"{saying.about}: no service or agency; {choose_from(saying.about, known)}")
    if saying.what == OUTAGE:
        raise NotSaidError(f"{saying.about}: is a service; say the outage of its agency")
    return "services"


def _moment(server: _Server, words: str) -> datetime:
    wrong = NotSaidError(f"--until: {words!r} is no time; write HH:MM, or like 2019-02-18T11:00+07:00")
    try:
        if len(words) == len("HH:MM"):
            return datetime.combine(_today(server), time.fromisoformat(words), server.zone)
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise wrong from None
    if moment.tzinfo is None:
        raise wrong
    return moment


def _today(server: _Server) -> date:
    """Ask for the server's date: a demonstration's is not the machine's. The stream tells its time first."""
    with _open(Request(f"{server.url}/v1/stream", headers=_headers(server.token))) as stream:
        for line in stream:
            name, _, data = line.decode().partition(": ")
            if name == "data":
                return datetime.fromisoformat(json.loads(data)["now"]).astimezone(server.zone).date()
    raise NotSaidError(f"{server.url}: does not tell its time; write --until like 2019-02-18T11:00+07:00")


def _headers(token: str | None) -> dict[str, str]:
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return {"Content-Type": "application/json", **bearer}


def _ask(method: str, url: str, token: str | None, body: Body | None = None) -> Body:
    content = None if body is None else json.dumps(body).encode()
    with _open(Request(url, content, _headers(token), method=method)) as answer:
        raw = answer.read()
    try:
        told: Body = json.loads(raw) if raw else {}
    except ValueError as error:
        raise NotSaidError(f"{url}: what answers there is no queue server; give its --url") from error
    return told


@contextmanager
def _open(request: Request) -> Iterator[HTTPResponse]:
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            yield answer
    except HTTPError as error:
        with error:
            raise NotSaidError(_detail(error)) from None
    except (OSError, HTTPException) as error:
        why = getattr(error, "reason", None) or error
        raise NotSaidError(
            f"{request.full_url}: no answer: {why}; start the server, or give its --url"
        ) from None


def _detail(error: HTTPError) -> str:
    """Return what the server says is wrong, for people."""
    try:
        return str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return f"{error.url}: status {error.code}; is that the queue server's --url?"
