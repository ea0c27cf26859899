"""What staff say of services and agencies, as it travels."""

import msgspec

from kiosk.contract.values import Moment, Reason
from kiosk.domain.availability import State


class WordRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``PUT /v1/services/{id}/word`` and ``/v1/agencies/{id}/word``; without ``until`` it has no end."""

    state: State
    reason: Reason | None = None
    until: Moment | None = None


class OutageRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``PUT /v1/agencies/{id}/outage``: the agency's link to its central system is out."""

    reason: Reason | None = None
    until: Moment | None = None


class WordBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """A word of staff's, from ``since`` up to but without ``until``.

    ``link_down`` tells that it follows from an outage of the agency's link.
    """

    state: State
    reason: dict[str, str] | None = None
    since: Moment | None = None
    until: Moment | None = None
    link_down: bool = False


class OutageBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """An outage of an agency's central link, from ``since`` up to but without ``until``."""

    reason: dict[str, str] | None = None
    since: Moment | None = None
    until: Moment | None = None


class WordsAnswer(msgspec.Struct, frozen=True):
    """``GET /v1/words``: all that staff said and that has not ended, by the id of its service or agency."""

    services: dict[str, WordBody]
    agencies: dict[str, WordBody]
    outages: dict[str, OutageBody]
