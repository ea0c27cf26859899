"""Kiosks as processes whose clocks jump between one start and the next."""

import json
import socket
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path

from kiosk.journal.journal import Journal
from tests.e2e.kit import (
    AT,
    ENVIRONMENT,
    command,
    demo,
    demo_arguments,
    labels,
    server,
    server_tickets,
    wait_for_rows,
    write_answers,
)
from tests.issuing_kit import MONDAY

KTP = "service: ktp-baru, expect: {outcome: printed}"
SUNDAY, TUESDAY = "2019-02-17T09:00+07:00", "2019-02-19T09:00+07:00"
NOT_CONFIRMED = "Jam mesin ini belum dipastikan."


def run_without_server(out: Path, answers: Path, at: str) -> str:
    """Let a kiosk whose clock starts at a time make one visit, and cut its power; return its log."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    (out / "tickets.jsonl").unlink(missing_ok=True)
    arguments = demo_arguments(out, answers, "--server", nobody, "--at", at)
    with subprocess.Popen(
        command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as kiosk:
        try:
            wait_for_rows(out, 1)
        finally:
            kiosk.kill()
        return kiosk.communicate()[1]


def days_of(out: Path) -> dict[str, list[str]]:
    """Return the labels of each day as the journal has them, in the order of the presses."""
    with closing(Journal(out / "journal.db", 1, MONDAY)) as journal:
        days = [date(2019, 2, day) for day in (17, 18, 19)]
        return {day.isoformat(): [row.label or "" for row in journal.tickets(day)] for day in days}


def papers_in_doubt(out: Path) -> list[bool]:
    """Tell of each paper whether it says that the clock is not confirmed."""
    papers = [json.loads(file.read_bytes()) for file in sorted((out / "paper").glob("[0-9]*.json"))]
    return [NOT_CONFIRMED in json.dumps(paper) for paper in papers]


def test_a_clock_that_jumps_a_day_back_and_forth_between_starts_takes_no_number_twice(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", KTP)
    out, database = tmp_path / "out", tmp_path / "central.db"
    logs = [run_without_server(out, answers, at) for at in (AT, SUNDAY, TUESDAY)]
    told = {"2019-02-17": [], "2019-02-18": ["B1-001", "B1-002"], "2019-02-19": ["B1-001"]}
    assert days_of(out) == told
    assert papers_in_doubt(out) == [False, True, False]
    assert ["the clock is not confirmed" in log for log in logs] == [False, True, False]
    looks = write_answers(tmp_path / "looks.yaml", "service: ktp-baru, take: nothing")
    with server(database) as central:
        again = demo(out, looks, "--server", central.url)
    assert again.returncode == 0, again.stdout + again.stderr
    for day in ("2019-02-18", "2019-02-19"):
        assert labels(server_tickets(database, day)) == told[day]
