"""Staff's words in the database; each function runs within the transaction of whoever calls it."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from kiosk.domain.availability import Outage, StaffWord, State, Word
from kiosk.domain.text import Text
from kiosk.server.sqlite.moments import micros, moment
from kiosk.server.store import Subject, Topic

T = TypeVar("T", Word, Outage)

_FORGET = "DELETE FROM words WHERE mall = ? AND (until <= ? OR (topic = ? AND subject = ?))"

_KEEP = """INSERT INTO words (mall, topic, subject, state, reason, since, until)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""

_SAID = """SELECT subject, state, reason, since, until FROM words
    WHERE mall = ? AND topic = ? ORDER BY subject"""


def say(
    connection: sqlite3.Connection, mall: str, subject: Subject, said: Word | Outage | None, now: datetime
) -> StaffWord:
    """Keep what is said of a subject instead of what was, drop what has ended, and return all the rest."""
    connection.execute(_FORGET, (mall, micros(now), subject.topic, subject.id))
    if said is not None:
        state = said.state if isinstance(said, Word) else None
        reason = json.dumps(dict(said.reason.values), ensure_ascii=False) if said.reason else None
        until = micros(said.until) if said.until else None
        key = (mall, subject.topic, subject.id)
        connection.execute(_KEEP, (*key, state, reason, micros(said.since or now), until))
    return staff_word(connection, mall)


def staff_word(connection: sqlite3.Connection, mall: str) -> StaffWord:
    """Return all that was said, also what has ended meanwhile."""
    return StaffWord(
        services=_words(connection, mall, Topic.SERVICE),
        agencies=_words(connection, mall, Topic.AGENCY),
        outages={
            agency: Outage(_text(reason), moment(since), _end(until))
            for agency, _, reason, since, until in _rows(connection, mall, Topic.LINK)
        },
    )


def not_ended(said: StaffWord, now: datetime) -> StaffWord:
    """Return what has not ended by ``now``."""
    return StaffWord(_lasting(said.services, now), _lasting(said.agencies, now), _lasting(said.outages, now))


def _lasting(said: Mapping[str, T], now: datetime) -> dict[str, T]:
    return {name: each for name, each in said.items() if each.until is None or now < each.until}


def _words(connection: sqlite3.Connection, mall: str, topic: Topic) -> dict[str, Word]:
    return {
        subject: Word(State(state), _text(reason), moment(since), _end(until))
        for subject, state, reason, since, until in _rows(connection, mall, topic)
    }


def _rows(
    connection: sqlite3.Connection, mall: str, topic: Topic
) -> list[tuple[str, str, str | None, int, int | None]]:
    return connection.execute(_SAID, (mall, topic)).fetchall()


def _text(reason: str | None) -> Text | None:
    return Text.of(json.loads(reason)) if reason else None


def _end(until: int | None) -> datetime | None:
    return None if until is None else moment(until)
