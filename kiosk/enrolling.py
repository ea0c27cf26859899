"""``kiosk enrol``: trading a one-time code for this kiosk's identity."""

from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from kiosk.contract.bodies import Problem
from kiosk.contract.enrolment import EnrolmentAnswer, EnrolmentRequest
from kiosk.identity import BadIdentityError, Identity, IdentityFile
from kiosk.settings.model import Settings
from kiosk.sync.trust import explained, trusting

SECONDS = 15.0
"""How long the server may take to answer."""


class NotEnrolledError(Exception):
    """There is no new identity; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The identity is kept in ``path``."""

    identity: Identity
    path: Path


@dataclass(frozen=True, slots=True)
class StaffToken:
    """The code was for staff: nothing is kept of their token."""

    token: str


def enrol(code: str, url: str, settings: Settings) -> Enrolled | StaffToken:
    """Bring a code to the server at ``url`` and keep the identity; raises ``NotEnrolledError``."""
    url = url.rstrip("/")
    try:
        file = IdentityFile(settings.data.folder)
        try:
            answer = _ask(code.strip(), url, settings.server.ca)
            if answer.number is None:
                return StaffToken(answer.token)
            identity = Identity(answer.kiosk, answer.number, answer.token, url)
            return Enrolled(identity, file.keep(identity))
        finally:
            file.leave()
    except BadIdentityError as error:
        raise NotEnrolledError(str(error)) from error


def _ask(code: str, url: str, ca: Path | None) -> EnrolmentAnswer:
    body = msgspec.json.encode(EnrolmentRequest(code))
    try:
        with httpx.Client(verify=trusting(url, ca) or False, trust_env=False, timeout=SECONDS) as client:
            reply = client.post(f"{url}/v1/enrolments", content=body)
    except httpx.HTTPError as error:
        raise NotEnrolledError(f"{url}: no answer: {explained(error)}; check --server") from error
    except OSError as error:
        raise NotEnrolledError(f"server.ca {ca}: cannot be used: {error}") from error
    try:
        if reply.status_code == httpx.codes.CREATED:
            return msgspec.json.decode(reply.content, type=EnrolmentAnswer)
        problem = msgspec.json.decode(reply.content, type=Problem)
    except msgspec.DecodeError:
        raise NotEnrolledError(
            f"{url}: what answers there is no queue server (status {reply.status_code}); check --server"
        ) from None
    raise NotEnrolledError(problem.detail or problem.title)
