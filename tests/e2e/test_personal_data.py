"""Real visits leave nothing of a person behind: not in a database, a log, the figures, or on paper."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from kiosk.domain.holdings import Holding
from tests.e2e.kit import AT, demo, report, write_answers
from tests.server.kit import catalogue, running

ANSWERS = (
    'service: ak1, hold: {"*": lost}, take: first_stop',
    'service: sktpd, hold: {"*": never, meterai: have}, language: en, take: checklist',
    "service: ktp-baru, priority: true",
    "service: ktp-hilang, hold: {kk: damaged}, conditions: {lost: true}, take: first_stop",
)

PERSONAL = {
    "a number of an ID card": re.compile(r"(?<![\w.-])\d{16}(?![\w-])"),
    "a telephone number": re.compile(r"(?<![\w.-])(?:\+?62|0)[ -]?8\d{1,3}[ -]?\d{3,4}[ -]?\d{3,5}(?![\w-])"),
    "an address for mail": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "an IP address": re.compile(
        r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?:[0-9a-f]{1,4}:){3,}[0-9a-f:]*"
    ),
}


@dataclass(frozen=True, slots=True)
class Left:
    """What a morning left behind: texts by where they were found."""

    own: dict[str, str]
    paper: dict[str, str]


def kept(database: Path) -> str:
    """Return all that a database holds and that is no number, but the mall's own catalogue."""
    with closing(sqlite3.connect(database)) as reading:
        tables = [
            name
            for (name,) in reading.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if name != "catalogue_copy"
        ]
        rows = [row for table in tables for row in reading.execute(f"SELECT * FROM {table}")]
    return "\n".join(written(each) for row in rows for each in row)


def written(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value if isinstance(value, str) else ""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """Let four citizens visit, with a server beside, and gather what is there afterwards."""
    folder = tmp_path_factory.mktemp("morning")
    out, database = folder / "out", folder / "queue.db"
    answers = write_answers(folder / "answers.yaml", *ANSWERS)
    with running(database, AT) as server:
        done = demo(out, answers, "--server", server.url)
        assert done.returncode == 0, done.stdout + done.stderr
        figures = httpx.get(f"{server.url}/metrics").text
        kiosks = httpx.get(f"{server.url}/v1/kiosks").text
    assert len(report(out)) == len(ANSWERS)
    own = {
        "journal": kept(out / "journal.db"),
        "server's database": kept(database),
        "server's log": (folder / "server.log").read_text(),
        "kiosk's log": done.stderr.replace(server.url, ""),
        "figures": figures,
        "inventory": kiosks,
    }
    assert all(own.values()), [name for name, text in own.items() if not text]
    return Left(own, {each.name: each.read_text() for each in (out / "paper").glob("*.json")})


@pytest.mark.parametrize("what", PERSONAL)
def test_nothing_personal_is_left_behind(left: Left, what: str) -> None:
    assert len(left.paper) >= len(ANSWERS)
    found = {
        where: PERSONAL[what].findall(text)
        for where, text in (*left.own.items(), *left.paper.items())
        if PERSONAL[what].search(text)
    }
    assert found == {}


def test_nobody_can_tell_afterwards_what_a_citizen_answered(left: Left) -> None:
    """Which papers they hold or lost, and what is true of them, ends with the visit."""
    mall = catalogue()
    answers = {*mall.documents, *mall.conditions, *(each.value for each in Holding)} - {*mall.services}
    for where, text in left.own.items():
        tokens = set(re.findall(r"[\w-]+", text))
        assert not tokens & answers, where


@pytest.mark.parametrize(
    ("what", "sample"),
    [
        ("a number of an ID card", "nik=1471012345678901 "),
        ("a telephone number", "hp 0812-3456-7890"),
        ("a telephone number", "+62 812 3456 7890,"),
        ("a telephone number", '"081234567890"'),
        ("an address for mail", "budi.s@example.co.id"),
        ("an IP address", "from 192.0.2.17, port 3"),
        ("an IP address", "from 2001:db8:0:1::17"),
    ],
)
def test_what_is_personal_would_be_found(what: str, sample: str) -> None:
    assert PERSONAL[what].search(sample)
