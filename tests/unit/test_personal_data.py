"""Every column of a database and every field that travels is judged here: none holds personal data.

A new one fails these tests until somebody has written down why it tells nothing of a person.
"""

import importlib
import inspect
import pkgutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest

import kiosk.contract
from kiosk.journal import schema as journal
from kiosk.server.sqlite import schema as server

WHY = {
    "made up at random, and leads to a ticket, a file or a machine": "ticket_id track journal client booking "
    "command",
    "the kiosk's own count of its messages, and of a ticket's papers": "seq only nth copies",
    "where the mall is, and what it offers": "mall service services agency agencies series origin "
    "counter topic subject place building floor counters",
    "when something happened, or holds": "day at pressed_at received_at since until made_at called_at "
    "serving_at ended_at told_at numbered_at printing_at refused_at saved_at withdrawn_at next_open now "
    "code_ends enrolled_at revoked_at oldest_unsent begun_at",
    "the number on the paper": "label withdrawn_label replaced_by",
    "a flag of the queue: regular or priority, never the reason": "class ticket_class",
    "the language of the paper": "language",
    "one of a few words or yes and no": "state step outcome kind online asked leased ended_as link_down "
    "clock_confirmed printer status role done told",
    "a count or a measure of no one person": "waiting issued last regulars granted returned used recent "
    "tickets ahead wait low high quota_left paper_used_mm outbox dead_letters clock_offset_ms number "
    "give_back leases pressed",
    "words of staff about a service, for everybody to read": "reason word outages",
    "which machine it is, and where it stands": "kiosk kiosks name version health",
    "a secret of a machine": "code token etag",
    "made of fields that are judged here": "body problem events acked refused present value "
    "document commands",
    "what was wrong with a message": "type title detail instance",
}
"""Why names may be kept or sent. ``value`` is a fact of the journal's own, ``document`` the catalogue."""

JUDGED = {name for names in WHY.values() for name in names.split()}

FOREIGN = ("nik", "nama", "citizen", "person", "phone", "telepon", "mail", "address", "alamat", "birth")


def columns(migrations: tuple[tuple[str, ...], ...]) -> list[str]:
    """Return all columns of a schema as ``table.column``."""
    with closing(sqlite3.connect(":memory:")) as empty:
        for statements in migrations:
            for statement in statements:
                empty.execute(statement)
        rows = empty.execute(
            """SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
               WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"""
        )
        return [f"{table}.{column}" for table, column in rows]


def fields() -> Iterator[str]:
    """Yield all fields of what travels as ``Body.field``."""
    for each in pkgutil.iter_modules(kiosk.contract.__path__):
        module = importlib.import_module(f"kiosk.contract.{each.name}")
        for name, kind in vars(module).items():
            if (
                inspect.isclass(kind)
                and issubclass(kind, msgspec.Struct)
                and kind.__module__ == module.__name__
            ):
                yield from (f"{name}.{field}" for field in kind.__struct_encode_fields__)


KEPT = sorted({*columns(server.MIGRATIONS), *columns(journal.MIGRATIONS)})
SENT = sorted(fields())


@pytest.mark.parametrize("name", [*KEPT, *SENT])
def test_what_is_kept_or_sent_was_judged_to_tell_nothing_of_a_person(name: str) -> None:
    last = name.partition(".")[2]
    assert last in JUDGED, f"{name}: say in WHY why it is not personal, or leave it out"


def test_nothing_is_judged_that_is_not_there() -> None:
    assert {each.partition(".")[2] for each in (*KEPT, *SENT)} >= JUDGED


@pytest.mark.parametrize("word", FOREIGN)
def test_no_name_sounds_like_a_person(word: str) -> None:
    assert not [each for each in (*KEPT, *SENT) if word in each.partition(".")[2].split("_")]


def test_a_column_that_nobody_judged_is_found() -> None:
    added = (*server.MIGRATIONS, ("ALTER TABLE tickets ADD COLUMN nik TEXT",))
    (new,) = set(columns(added)) - set(columns(server.MIGRATIONS))
    assert new == "tickets.nik"
    assert new.partition(".")[2] not in JUDGED
