"""Staff's words in the database."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from kiosk.domain.availability import Outage, StaffWord, State, Word
from kiosk.domain.text import Text
from kiosk.server.postgres.line import Connection
from kiosk.server.store import Subject, Topic

S = TypeVar("S", Word, Outage)

_FORGET = "DELETE FROM words WHERE mall = $1 AND until <= $2"

_TAKE_BACK = "DELETE FROM words WHERE mall = $1 AND topic = $2 AND subject = $3"

_KEEP = """INSERT INTO words (mall, topic, subject, state, reason, since, until)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (mall, topic, subject) DO UPDATE
    SET state = excluded.state, reason = excluded.reason, since = excluded.since, until = excluded.until"""

_SAID = "SELECT topic, subject, state, reason, since, until FROM words WHERE mall = $1 ORDER BY subject"


async def say(
    connection: Connection, mall: str, subject: Subject, said: Word | Outage | None, now: datetime
) -> None:
    """Keep what is said of a subject instead of what was; words that have ended by ``now`` are dropped."""
    await connection.execute(_FORGET, mall, now)
    key = (mall, subject.topic, subject.id)
    if said is None:
        await connection.execute(_TAKE_BACK, *key)
        return
    state = said.state if isinstance(said, Word) else None
    reason = json.dumps(dict(said.reason.values), ensure_ascii=False) if said.reason else None
    await connection.execute(_KEEP, *key, state, reason, said.since or now, said.until)


async def all_words(connection: Connection, mall: str) -> StaffWord:
    """Return all that was said, also what has ended."""
    words: dict[Topic, dict[str, Word]] = {Topic.SERVICE: {}, Topic.AGENCY: {}}
    outages: dict[str, Outage] = {}
    for topic, subject, state, reason, since, until in await connection.fetch(_SAID, mall):
        text = Text.of(json.loads(reason)) if reason else None
        if topic == Topic.LINK:
            outages[subject] = Outage(text, since, until)
        else:
            words[Topic(topic)][subject] = Word(State(state), text, since, until)
    return StaffWord(services=words[Topic.SERVICE], agencies=words[Topic.AGENCY], outages=outages)


def still_said(said: StaffWord, now: datetime) -> StaffWord:
    """Return what has not ended by ``now``."""
    return StaffWord(
        services=_not_ended(said.services, now),
        agencies=_not_ended(said.agencies, now),
        outages=_not_ended(said.outages, now),
    )


def _not_ended(said: Mapping[str, S], now: datetime) -> dict[str, S]:
    return {name: each for name, each in said.items() if each.until is None or each.until > now}
