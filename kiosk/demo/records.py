"""What is kept of an unattended visit, and whether it ended as expected."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kiosk.demo.answers import Answer


@dataclass(slots=True)
class Record:
    """One line of the report; times are milliseconds."""

    service: str
    agency: str
    language: str
    priority: bool
    ticket_id: str | None = None
    label: str | None = None
    outcome: str = "refused"
    online: bool = False
    taps: int = 0
    ms: dict[str, Any] = field(default_factory=lambda: {"touch_to_screen": []})
    paper: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    stops: list[str] | None = None
    today: bool | None = None

    def as_line(self) -> str:
        """Return the record as one line of JSON."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False)


def differences(answer: Answer, record: Record) -> list[str]:
    """Return how a visit ended otherwise than expected, one sentence each."""
    wrong = []
    if answer.expect.outcome is not None and answer.expect.outcome != record.outcome:
        wrong.append(f"expected the outcome {answer.expect.outcome}, but it was {record.outcome}")
    pattern = answer.expect.label
    if pattern is not None and not pattern.search(record.label or ""):
        wrong.append(f"expected a label like {pattern.pattern!r}, but it was {record.label!r}")
    if answer.expect.stops is not None and list(answer.expect.stops) != (record.stops or []):
        wrong.append(f"expected the way {_way(answer.expect.stops)}, but it was {_way(record.stops or ())}")
    if answer.expect.today is not None and answer.expect.today != record.today:
        wrong.append(f"expected today: {answer.expect.today}, but it was {record.today}")
    return wrong


def _way(stops: Iterable[str]) -> str:
    return ", ".join(stops) or "none"
