"""Journals of which something is gone or spoilt, on a busy day: no number comes twice, and it is told."""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from kiosk.accidents import Deed
from kiosk.clock import ManualClock
from kiosk.journal.errors import JournalDamagedError
from kiosk.journal.journal import Journal
from kiosk.journal.thread import AsyncJournal
from tests.faults.killed_kit import KILLED, SERVICE, Lobby
from tests.issuing_kit import DAY, MONDAY, SERIES, press
from tests.proxy import Weather, proxied

GIVEN = 620
"""More than the numbers that a new journal leaves out when nothing else is known."""

SPOILT = 48
PLACES = 24
FILE, LOG = "journal.db", "journal.db-wal"

Damage = Callable[[Path], None]


def number(journal: Journal) -> str:
    one = press()
    journal.pressed(one, SERIES, DAY, asked=False)
    return journal.numbered_here(one.ticket_id, MONDAY)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a kiosk leaves that is killed after many numbers: the file, its log, and the numbers."""
    living, killed = tmp_path_factory.mktemp("living"), tmp_path_factory.mktemp("killed")
    with closing(Journal(living / FILE, 2, MONDAY)) as journal:
        labels = [number(journal) for _ in range(GIVEN)]
        assert labels[-1] == f"B2-{GIVEN}"
        for name in (FILE, LOG, f"{FILE}.numbers"):
            shutil.copy(living / name, killed / name)
    return killed


@pytest.fixture
def folder(morning: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(morning, tmp_path / "kiosk"))


async def next_number(folder: Path) -> int:
    """Start on what is there, and give a number; damage that shows itself in use costs one call."""
    number, _ = await start(folder)
    return number


async def start(folder: Path) -> tuple[int, int]:
    """Start and give a number; return it, and of how many tickets of the day the journal knows."""
    journal = await AsyncJournal.open(folder / FILE, 2, ManualClock(MONDAY))
    try:
        await journal.do_or_anew(Journal.recover, MONDAY)
        label = await journal.do_or_anew(number)
        return int(label.rpartition("-")[2]), len(await journal.do(Journal.tickets, DAY))
    finally:
        await journal.close()


def spoil(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def gone(*names: str) -> Damage:
    def damage(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return damage


def zeroed(name: str) -> Damage:
    return lambda folder: spoil(folder / name, 0, bytes((folder / name).stat().st_size))


def cut(name: str, share: float) -> Damage:
    def damage(folder: Path) -> None:
        with (folder / name).open("r+b") as file:
            file.truncate(int((folder / name).stat().st_size * share))

    return damage


def without_header(name: str) -> Damage:
    return lambda folder: spoil(folder / name, 0, b"\xa5" * 100)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(gone(FILE), id="file gone"),
        pytest.param(gone(LOG), id="log gone"),
        pytest.param(gone(FILE, LOG), id="both gone"),
        pytest.param(zeroed(FILE), id="file zeroed"),
        pytest.param(zeroed(LOG), id="log zeroed"),
        pytest.param(without_header(FILE), id="file without header"),
        pytest.param(without_header(LOG), id="log without header"),
        pytest.param(cut(FILE, 0.0), id="file empty"),
        pytest.param(cut(FILE, 0.5), id="half of the file"),
        pytest.param(cut(LOG, 0.5), id="half of the log"),
        pytest.param(cut(LOG, 0.99), id="most of the log"),
    ],
)
async def test_what_is_lost_is_told_and_no_number_comes_again(
    folder: Path, damage: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    damage(folder)
    with caplog.at_level(logging.ERROR):
        first, kept = await start(folder)
    assert first > GIVEN
    told = "lost its last commits" in caplog.text or "a new journal is begun" in caplog.text
    # A single one is not told: it may be a number that a sudden end kept from being given.
    assert told == (kept < GIVEN), "it is told when something is lost"
    assert await next_number(folder) > GIVEN + 1, "and it goes on from there"


@pytest.mark.parametrize("name", [FILE, LOG])
async def test_bytes_that_are_spoilt_anywhere_bring_no_number_again(
    morning: Path, tmp_path: Path, name: str
) -> None:
    random = Random(name)
    for turn in range(PLACES):
        folder = Path(shutil.copytree(morning, tmp_path / str(turn)))
        at = random.randrange((folder / name).stat().st_size - SPOILT)
        spoil(folder / name, at, random.randbytes(SPOILT))
        assert await next_number(folder) > GIVEN, f"{SPOILT} bytes of {name} from {at} on"


async def test_damage_that_shows_itself_in_use_costs_nothing_that_the_server_has_yet_to_hear(
    folder: Path,
) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        connection.execute("UPDATE ticket SET service = CAST(x'ff' AS TEXT) WHERE label = 'B2-300'")
    journal = await AsyncJournal.open(folder / FILE, 2, ManualClock(MONDAY))
    with pytest.raises(JournalDamagedError):
        await journal.do(Journal.recover, MONDAY)
    assert await journal.do(Journal.outbox_size) == GIVEN
    await journal.close()


async def test_the_numbers_file_may_be_spoilt_too_but_for_a_line(folder: Path) -> None:
    numbers = folder / f"{FILE}.numbers"
    zeroed(FILE)(folder)
    gone(LOG)(folder)
    spoil(numbers, 0, b"\n 00000000\n" + b"\xa5" * (numbers.stat().st_size - 110))
    assert await next_number(folder) > GIVEN


async def test_a_whole_journal_needs_no_numbers_file(folder: Path) -> None:
    gone(f"{FILE}.numbers")(folder)
    assert await next_number(folder) == GIVEN + 1


async def test_a_killed_kiosk_whose_journal_is_zeroed_goes_on_with_other_numbers(tmp_path: Path) -> None:
    async with proxied("http://127.0.0.1:9") as proxy:
        await proxy.change(Weather.REFUSED)
        lobby = Lobby(tmp_path, proxy)
        assert await lobby.live((f"press {SERVICE}",) * 4, dies_at=f"{Deed.OUTCOME}.after:3") == KILLED
        for name in (FILE, LOG):
            zeroed(name)(tmp_path)
        assert await lobby.live((f"press {SERVICE}",) * 2) == 0
    labels = [label for _, label in lobby.seen]
    assert len(labels) == 5
    assert len(set(labels)) == 5
    assert sorted(lobby.papers()) == sorted(labels)
