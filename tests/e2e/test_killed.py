"""The whole program killed in the middle of a visit, by its own environment, and started again."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.accidents import STEPS, VARIABLE, Deed
from kiosk.faulty.network import FaultPrinter
from kiosk.parts import JOURNAL_FILE, LEFTOVER_FILE
from kiosk.printing.paper import WIDE
from tests.e2e.kit import (
    ENVIRONMENT,
    SECONDS,
    command,
    demo,
    demo_arguments,
    labels,
    report,
    server_tickets,
    write_answers,
)
from tests.printer_kit import quick

KTP = "service: ktp-baru, expect: {outcome: printed}"


def run(arguments: list[str], step: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**ENVIRONMENT, VARIABLE: step},
    )


@pytest.mark.parametrize(
    ("step", "held"),
    [
        (f"{Deed.NUMBERED_ONLINE}.after:2", 1),
        (f"{Deed.FIRST_BYTE}.after:2", 2),
        (f"{Deed.OUTCOME}.before", 1),
    ],
)
def test_a_kiosk_killed_in_mid_visit_gives_nothing_twice_and_forgets_nobody(
    tmp_path: Path, step: str, held: int
) -> None:
    answers = write_answers(tmp_path / "answers.yaml", *[KTP] * 3)
    out = tmp_path / "out"
    assert run(command(*demo_arguments(out, answers)), step).returncode == -9
    before = papers(out)
    assert len(before) == held, "what came out, or began to"

    again = demo(out, answers)
    assert again.returncode == 0, again.stdout + again.stderr
    after = papers(out)
    assert len(after) == len(set(after)) == held + 3
    waiting = [row["label"] for row in server_tickets(out / "server.db") if row["state"] == "waiting"]
    assert sorted(waiting) == sorted(after)
    assert set(labels(report(out))[-3:]) == set(after) - set(before)


@pytest.mark.parametrize("lost", ["nothing", "mark", "mark and journal"])
def test_a_kiosk_killed_in_mid_ticket_leaves_nothing_to_the_next_citizen_s_ticket(
    tmp_path: Path, lost: str
) -> None:
    """A power cut may take along what was not on the disk yet: the mark of a printer that holds something."""
    answers, out = write_answers(tmp_path / "answers.yaml", KTP), tmp_path / "out"
    with FaultPrinter(quick(WIDE)) as device:
        arguments = command(*demo_arguments(out, answers, "--printer", device.uri))
        assert run(arguments, f"{Deed.FIRST_BYTE}.after:2").returncode == -9
        assert device.seen.papers == []
        (mark,) = out.rglob(LEFTOVER_FILE)
        if "mark" in lost:
            mark.unlink()
        if "journal" in lost:
            for file in out.rglob(f"{JOURNAL_FILE}*"):  # its log too, which would mend it
                file.write_bytes(b"no journal any more" * 1000)
        assert demo(out, answers, "--printer", device.uri).returncode == 0
        stump, ticket = device.seen.tickets
        assert device.seen.strays == 0
    assert ticket.height > ticket.width > stump.height
    assert not mark.exists()


def papers(out: Path) -> list[str]:
    """Return the labels of all papers; one that only began has a draft's name."""
    names = (each.name for each in (out / "paper").iterdir())
    return [name.lstrip(".").split(".")[0][4:] for name in names if name.endswith((".png", ".png.part"))]


@pytest.mark.parametrize("program", ["kiosk", "kiosk.server"])
def test_a_step_that_there_is_not_is_refused_with_the_names_of_all(program: str) -> None:
    arguments = [sys.executable, "-m", program, *(["check", "nothing.yaml"] if program == "kiosk" else [])]
    for wrong in ("journal.eaten", f"{STEPS[0]}:0", f"{STEPS[0]}:x"):
        done = run(arguments, wrong)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{VARIABLE}={wrong}" in done.stderr
        assert all(step in done.stderr for step in STEPS)
