"""The table of faults in ``docs/printing.md``: each row really happens here, and says what it says there."""

import asyncio
import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from kiosk.domain.ticket import Outcome
from kiosk.journal.journal import Journal
from kiosk.printing.advice import advice
from kiosk.printing.condition import (
    Cause,
    Condition,
    CoverOpen,
    CutterJam,
    Doubt,
    NearEnd,
    NoPaper,
    Offline,
    TooHot,
    Unknown,
)
from kiosk.printing.transports.devices import UsbTransport
from tests.faults.lobby_kit import Lobby
from tests.faults.lobby_sight import WORDS
from tests.proof.kinds import Kind
from tests.proof.paper import MENDED_SECONDS

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "printing.md"
HEAD: Final = "| fault | the citizen sees | the technician sees | on paper | journal |"
T82, T20 = Kind("tm-t82", by_id=True), Kind("tm-t20")
MUTE, PRESENTER = Kind("mute", blind=True), Kind("presenter", reports=False, retract_seconds=60.0)
ROLL_MM: Final = 50_000.0

TAKE, PHOTO = ("holding.take_ticket",), ("holding.unknown_why",)
NEVER: Final = ("holding.on_screen_why",)
RESTARTED: Final = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What is done, and what of it is seen: texts' keys, a condition, papers, and the journal's word.

    A step is one that ``happen`` or the lobby knows, or the fault printer's own word.
    """

    steps: tuple[str, ...]
    citizen: tuple[str, ...]
    technician: tuple[Condition, ...]
    papers: str
    outcome: Outcome | None
    kind: Kind = T82
    usb: bool = False
    counted: bool = False


def held(fault: str, mended: str, condition: Condition) -> Case:
    """A fault before the ticket, which a person mends within its life."""
    steps = (fault, "wait 12", "press", "wait 5", mended, "ended")
    citizen = (f"trouble.{condition.word}", f"holding.held.{condition.word}", *TAKE)
    return Case(steps, citizen, (condition,), "whole", Outcome.PRINTED)


def torn(fault: str, condition: Condition, papers: str = "part", kind: Kind = T82) -> Case:
    """A fault in mid-ticket."""
    return Case((fault, "press", "ended"), PHOTO, (condition,), papers, Outcome.UNKNOWN, kind)


def too_late(condition: Condition, *faults: str, usb: bool = False) -> Case:
    """A fault before the ticket, which nobody mends within its life."""
    citizen = (f"trouble.{condition.word}", f"holding.held.{condition.word}", *NEVER)
    steps = (*faults, "wait 20", "press", "ended")
    return Case(steps, citizen, (condition,), "none", Outcome.NOT_SENT, usb=usb)


SILENT, UNCONFIRMED = Unknown(Doubt.SILENT), Unknown(Doubt.UNCONFIRMED)
CASES: Final[dict[str, Case]] = {
    "no paper": held("paper 0", "load", NoPaper()),
    "paper ends in mid-ticket": torn("paper 40", NoPaper()),
    "the roll is near its end": Case(
        ("near", "wait 12", "press", "ended"),
        ("trouble.near_end", *TAKE),
        (NearEnd(),),
        "whole",
        Outcome.PRINTED,
    ),
    "the roll is near its end, and no sensor sees it": Case(
        ("use 47000", "wait 12", "press", "ended"),
        ("trouble.near_end", *TAKE),
        (NearEnd(3_000.0),),
        "whole",
        Outcome.PRINTED,
        T20,
        counted=True,
    ),
    "the cover is open": held("open", "shut", CoverOpen()),
    "the cover is opened in mid-ticket": torn("after 40 open", CoverOpen()),
    "the cutter is jammed": held("jam", "unjam", CutterJam()),
    "the cutter jams at the cut": torn("jam-at-cut", CutterJam(), "whole"),
    "the head is too hot": held("hot", "cool", TooHot()),
    "the head gets too hot in mid-ticket": torn("after 40 hot", TooHot()),
    "the printer is off line": held("offline", "online", Offline()),
    "it refuses connections": held("refuse", "accept", Offline(Cause.REFUSED)),
    "another computer holds its port": Case(
        ("port-busy 20", "wait 12", "port-busy 0", "press", "ended"),
        ("holding.held.offline", *TAKE),
        (Offline(Cause.NO_ANSWER),),
        "whole",
        Outcome.PRINTED,
    ),
    "its USB plug is out": too_late(Offline(Cause.NO_DEVICE), usb=True),
    "it loses power in mid-ticket": torn("reset 9000", Offline(Cause.BROKEN)),
    "the connection breaks in mid-ticket": torn("drop 9000", Offline(Cause.BROKEN)),
    "it answers nothing": too_late(SILENT, "mute"),
    "it falls silent in mid-ticket": torn("after 40 mute", UNCONFIRMED, "whole"),
    "it answers no question for completion": torn("no-completion", UNCONFIRMED, "whole"),
    "it answers only after 12 s": torn("after 40 late 12", UNCONFIRMED, "whole"),
    "it takes no bytes": Case(
        ("deaf", "wait 20", "press", "ended"),
        ("trouble.unknown", "trouble.offline", "holding.held.offline", *NEVER),
        (SILENT, Offline(Cause.NO_ANSWER)),
        "none",
        Outcome.NOT_SENT,
    ),
    "it takes no more bytes in mid-ticket": torn("after 40 deaf", UNCONFIRMED),
    "a blind printer": Case(("press", "ended"), PHOTO, (), "whole", Outcome.BLIND, MUTE),
    "a blind printer without paper": torn("paper 0", UNCONFIRMED, kind=MUTE),
    "nobody mends it within 90 s": too_late(CoverOpen(), "open"),
    "a presenter's ticket is not taken": Case(
        ("press", "ended", "wait 80"), TAKE, (), "whole, taken back", Outcome.PRINTED, PRESENTER
    ),
    "the kiosk is killed in mid-ticket": Case(
        ("kill 4000", "press", "ended", "restart"), RESTARTED, (), "part", Outcome.UNKNOWN
    ),
    "the journal cannot be written before the press": Case(
        ("read-only", "press", "ended"), ("refused.storage",), (), "none", None
    ),
    "the journal cannot be written in mid-ticket": Case(
        ("after 40 read-only", "press", "ended", "restart"), TAKE, (), "whole", Outcome.UNKNOWN
    ),
}


def rows() -> dict[str, list[str]]:
    """Return the table's rows by their fault."""
    lines = PAGE.read_text("utf-8").split(HEAD)[1].splitlines()[2:]
    table = lines[: lines.index("")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {fault: rest for fault, *rest in cells}


def quotes(cell: str) -> list[str]:
    return re.findall("“([^”]+)”", cell)


async def happen(lobby: Lobby, case: Case) -> None:
    await lobby.start()
    await asyncio.sleep(1.0)
    for step in case.steps:
        match step.split():
            case ["press"]:
                lobby.press()
            case ["ended"]:
                await lobby.pressed()
            case ["wait", seconds]:
                await asyncio.sleep(float(seconds))
            case ["use", mm]:
                await lobby.journal.do(Journal.paper_used, float(mm))
            case ["restart"]:
                await lobby.restart()
            case _:
                lobby.obey(step)


@pytest.mark.parametrize("fault", CASES)
def test_a_fault_is_what_the_table_says_of_it(fault: str, tmp_path: Path) -> None:
    case, row = CASES[fault], rows()[fault]
    usb = (lambda: UsbTransport(tmp_path / "lp0")) if case.usb else None
    lobby = Lobby(tmp_path, case.kind, usb, ROLL_MM if case.counted else 0.0)

    async def whole() -> None:
        await happen(lobby, case)
        judge_what_was_told(lobby, case, row)
        lobby.mend()
        await asyncio.sleep(MENDED_SECONDS)
        await judge_what_is_left(lobby, case, row)
        if not case.usb:
            await judge_the_next(lobby, case)
        await lobby.end()

    with closing(lobby.loop):
        lobby.loop.run_until_complete(whole())
    assert not lobby.loop.faults


def judge_what_was_told(lobby: Lobby, case: Case, row: list[str]) -> None:
    """Judge the screen in both languages, the technician's text, and that the table quotes both."""
    wanted = [tuple(WORDS.say(language, key) for language in ("id", "en")) for key in case.citizen]
    assert lobby.said == wanted
    for quoted, (_, english) in zip(quotes(row[0]), wanted, strict=True):
        assert quoted in english
    assert lobby.conditions == list(case.technician)
    assert quotes(row[1]) == [advice(each).told(WORDS, "en")[0] for each in case.technician]


async def judge_what_is_left(lobby: Lobby, case: Case, row: list[str]) -> None:
    """Judge the papers after the mending, and what the journal has of the ticket."""
    assert ", ".join(lobby.papers()) == (case.papers if case.papers != "none" else "")
    assert row[2].partition(";")[0] == case.papers
    tickets = await lobby.tickets()
    recorded = [each.outcome for each in tickets if each.label]
    assert recorded == ([case.outcome] if case.outcome else [])
    assert row[3] == (f"`{case.outcome}`" if case.outcome else "no ticket")


async def judge_the_next(lobby: Lobby, case: Case) -> None:
    """The next citizen's ticket comes out whole, and nothing else with it."""
    before = len(lobby.papers())
    lobby.leave()
    lobby.press()
    await lobby.pressed()
    await asyncio.sleep(2.0)
    assert lobby.papers()[before:] == ["whole"]
    last = (await lobby.tickets())[-1]
    assert last.outcome is (Outcome.BLIND if case.kind.blind else Outcome.PRINTED)


def test_each_row_of_the_table_is_tried_and_each_case_is_a_row() -> None:
    assert list(rows()) == list(CASES)
