"""Answers files: what unattended citizens want, and how their visits must end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

OUTCOMES = ("printed", "held", "unknown", "not_sent", "blind", "on_screen", "refused")
TAKES = ("ticket", "nothing")
SERVER_STATES = ("running", "killed")
KEYS = frozenset({"service", "language", "priority", "take", "expect", "server"})
LATER = frozenset({"hold", "conditions"})


class AnswersError(ValueError):
    """An answers file that cannot be followed; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """How a visit must end; ``None`` expects nothing. ``label`` is searched for as a regular expression."""

    outcome: str | None = None
    label: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One citizen. ``server`` is what becomes of the embedded server before the visit."""

    service: str
    language: str | None = None
    priority: bool = False
    take: str = "ticket"
    expect: Expectation = Expectation()
    server: str | None = None


def read_answers(
    file: Path, languages: tuple[str, ...] = (), *, own_server: bool = True
) -> tuple[Answer, ...]:
    """Read an answers file; raises ``AnswersError``.

    ``languages`` are those of the mall, any if empty; only a server of the demonstration's own can be killed.
    """
    try:
        tree = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(f"{file}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise AnswersError(f"{file}: is not YAML: {error}") from error
    visits = tree.get("visits") if isinstance(tree, dict) else None
    if not isinstance(visits, list) or not visits:
        raise AnswersError(f"{file}: write at least one visit under `visits:`")
    answers = tuple(_answer(each, f"{file}: visits[{place}]") for place, each in enumerate(visits))
    for place, answer in enumerate(answers):
        if languages and answer.language and answer.language not in languages:
            wrong = f"language: {answer.language!r} is not one of {_listed(languages)}"
            raise AnswersError(f"{file}: visits[{place}].{wrong}")
        if answer.server and not own_server:
            raise AnswersError(f"{file}: visits[{place}].server: the server of --server is not ours to stop")
    return answers


def _answer(visit: Any, at: str) -> Answer:
    if not isinstance(visit, dict):
        raise AnswersError(f"{at}: a visit is a mapping such as {{service: ktp-hilang}}")
    if later := LATER & visit.keys():
        raise AnswersError(
            f"{at}: {_listed(later)} belongs to the check of papers, which a later version has"
        )
    if unknown := visit.keys() - KEYS:
        raise AnswersError(f"{at}: unknown {_listed(unknown)}; there are {_listed(KEYS)}")
    if not isinstance(visit.get("service"), str):
        raise AnswersError(f"{at}.service: name a service by its id")
    return Answer(
        service=visit["service"],
        language=_typed(visit, "language", str, None, at),
        priority=_typed(visit, "priority", bool, False, at),
        take=_one_of(visit, "take", TAKES, "ticket", at),
        expect=_expectation(visit.get("expect", {}), f"{at}.expect"),
        server=_one_of(visit, "server", SERVER_STATES, None, at),
    )


def _expectation(values: Any, at: str) -> Expectation:
    if not isinstance(values, dict) or values.keys() - {"outcome", "label"}:
        raise AnswersError(f"{at}: write outcome, label or both")
    label = _typed(values, "label", str, None, at)
    try:
        pattern = re.compile(label) if label is not None else None
    except re.error as error:
        raise AnswersError(f"{at}.label: {label!r} is no regular expression: {error}") from error
    return Expectation(_one_of(values, "outcome", OUTCOMES, None, at), pattern)


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
