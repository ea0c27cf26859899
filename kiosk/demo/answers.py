"""Answers files: what unattended citizens want, and how their visits must end."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from kiosk.domain.availability import State
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.holdings import Holding, Holdings
from kiosk.faults import choose_from

OUTCOMES = ("printed", "held", "unknown", "not_sent", "blind", "on_screen", "refused")
TAKES = ("ticket", "first_stop", "checklist", "nothing")
SERVER_STATES = ("running", "killed")
FILE_KEYS = frozenset({"at", "visits"})
KEYS = frozenset(
    {"service", "language", "priority", "hold", "conditions", "take", "expect", "server", "staff"}
)
EXPECTED = frozenset({"outcome", "label", "stops", "today"})
OUTAGE, CLEAR = "outage", "clear"
SAID = (*State, OUTAGE, CLEAR)
EVERY_DOCUMENT = "*"


class AnswersError(ValueError):
    """An answers file that cannot be followed; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """How a visit must end; ``None`` expects nothing. ``label`` is searched for as a regular expression.

    ``stops`` are the services of the way that was shown, in order; ``today`` is whether its last stop
    can be reached today.
    """

    outcome: str | None = None
    label: re.Pattern[str] | None = None
    stops: tuple[str, ...] | None = None
    today: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One citizen, who tells of their papers if ``holdings`` is not ``None``.

    Before the visit ``server`` is what becomes of the embedded server, and ``staff`` what the mall's staff
    say of agencies and services: one of the states, ``outage`` of an agency's line, or ``clear``.
    """

    service: str
    language: str | None = None
    priority: bool = False
    holdings: Holdings | None = None
    take: str = "ticket"
    expect: Expectation = Expectation()
    server: str | None = None
    staff: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """Citizens, one after another; ``at`` is the moment of which their story tells."""

    visits: tuple[Answer, ...]
    at: datetime | None = None


def read_answers(file: Path) -> AnswersFile:
    """Read an answers file; raises ``AnswersError``. Whether its names exist is for ``check_answers``."""
    try:
        tree = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(f"{file}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise AnswersError(f"{file}: is not YAML: {error}") from error
    visits = tree.get("visits") if isinstance(tree, dict) else None
    if not isinstance(visits, list) or not visits:
        raise AnswersError(f"{file}: write at least one visit under `visits:`")
    if unknown := tree.keys() - FILE_KEYS:
        raise AnswersError(f"{file}: unknown {_listed(unknown)}; there are {_listed(FILE_KEYS)}")
    answers = tuple(_answer(each, f"{file}: visits[{place}]") for place, each in enumerate(visits))
    return AnswersFile(answers, _moment(tree.get("at"), f"{file}: at"))


def check_answers(file: Path, answers: AnswersFile, catalogue: Catalogue, *, own_server: bool) -> None:
    """Compare answers with the mall that they are for; raises ``AnswersError``.

    A service that does not exist is the visit's own affair: it fails when its turn comes. Only a server
    of the demonstration's own can be killed.
    """
    languages = [each.code for each in catalogue.mall.languages]
    for place, answer in enumerate(answers.visits):
        at = f"{file}: visits[{place}]"
        if answer.language and answer.language not in languages:
            raise AnswersError(f"{at}.language: {answer.language!r} is not one of {_listed(languages)}")
        if answer.server and not own_server:
            raise AnswersError(f"{at}.server: the server of --server is not ours to stop")
        if answer.holdings:
            _check_names(f"{at}.hold", answer.holdings.documents, catalogue.documents)
            _check_names(f"{at}.conditions", answer.holdings.conditions, catalogue.conditions)
        _check_names(f"{at}.staff", answer.staff, {**catalogue.agencies, **catalogue.services})


def _check_names(at: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise AnswersError(f"{at}: there is no {name!r}; {choose_from(name, known)}")


def _answer(visit: Any, at: str) -> Answer:
    if not isinstance(visit, dict):
        raise AnswersError(f"{at}: a visit is a mapping such as {{service: ktp-hilang}}")
    if unknown := visit.keys() - KEYS:
        raise AnswersError(f"{at}: unknown {_listed(unknown)}; there are {_listed(KEYS)}")
    if not isinstance(visit.get("service"), str):
        raise AnswersError(f"{at}.service: name a service by its id")
    return Answer(
        service=visit["service"],
        language=_typed(visit, "language", str, None, at),
        priority=_typed(visit, "priority", bool, False, at),
        holdings=_holdings(visit, at),
        take=_one_of(visit, "take", TAKES, "ticket", at),
        expect=_expectation(visit.get("expect", {}), f"{at}.expect"),
        server=_one_of(visit, "server", SERVER_STATES, None, at),
        staff=_choices(visit, "staff", SAID, at),
    )


def _holdings(visit: Mapping[str, Any], at: str) -> Holdings | None:
    """Return what a citizen tells; who names no papers tells of none, unless they want to see the way."""
    if not {"hold", "conditions"} & visit.keys() and visit.get("take") not in ("first_stop", "checklist"):
        return None
    documents = {name: Holding(state) for name, state in _choices(visit, "hold", tuple(Holding), at).items()}
    others = documents.pop(EVERY_DOCUMENT, Holding.HAVE)
    conditions = _typed(visit, "conditions", dict, {}, at)
    for name, true in conditions.items():
        if not isinstance(true, bool):
            raise AnswersError(f"{at}.conditions.{name}: {true!r} is neither true nor false")
    return Holdings(documents, others, frozenset(name for name, true in conditions.items() if true))


def _choices(visit: Mapping[str, Any], key: str, choices: tuple[str, ...], at: str) -> dict[str, str]:
    values = _typed(visit, key, dict, {}, at)
    for name, value in values.items():
        if value not in choices:
            raise AnswersError(f"{at}.{key}.{name}: {value!r} is not one of {_listed(choices)}")
    return {str(name): value for name, value in values.items()}


def _expectation(values: Any, at: str) -> Expectation:
    if not isinstance(values, dict) or values.keys() - EXPECTED:
        raise AnswersError(f"{at}: write some of {_listed(EXPECTED)}")
    label = _typed(values, "label", str, None, at)
    try:
        pattern = re.compile(label) if label is not None else None
    except re.error as error:
        raise AnswersError(f"{at}.label: {label!r} is no regular expression: {error}") from error
    stops = _typed(values, "stops", list, None, at)
    return Expectation(
        _one_of(values, "outcome", OUTCOMES, None, at),
        pattern,
        None if stops is None else tuple(map(str, stops)),
        _typed(values, "today", bool, None, at),
    )


def _moment(value: Any, at: str) -> datetime | None:
    """Return a moment, which YAML may have read as one already."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise AnswersError(f"{at}: {value!r} is no moment: {error}") from error
    if moment is None or (isinstance(moment, datetime) and moment.tzinfo):
        return moment
    raise AnswersError(f"{at}: write a moment with its zone, like '2026-11-24T09:00+07:00'")


def _typed(values: Mapping[str, Any], key: str, kind: type, default: Any, at: str) -> Any:
    value = values.get(key, default)
    if value is not None and not isinstance(value, kind):
        raise AnswersError(f"{at}.{key}: {value!r} is no {kind.__name__}")
    return value


def _one_of(values: Mapping[str, Any], key: str, choices: tuple[str, ...], default: Any, at: str) -> Any:
    value = values.get(key, default)
    if value is not None and value not in choices:
        raise AnswersError(f"{at}.{key}: {value!r} is not one of {_listed(choices)}")
    return value


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))
