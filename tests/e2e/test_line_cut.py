"""The line is cut for real: the server's process is killed from outside, in the middle of a morning."""

import socket
import subprocess
from pathlib import Path

from tests.e2e.kit import (
    ENVIRONMENT,
    SECONDS,
    command,
    demo,
    demo_arguments,
    labels,
    report,
    server,
    server_tickets,
    wait_for_rows,
    write_answers,
)

KTP = "service: ktp-baru, expect: {outcome: printed}"
VISITS = 12


def test_a_server_killed_in_mid_morning_costs_nobody_their_place(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", *[KTP] * VISITS)
    out, database = tmp_path / "out", tmp_path / "central.db"
    with server(database) as first:
        arguments = demo_arguments(out, answers, "--server", first.url)
        with subprocess.Popen(
            command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        ) as running:
            try:
                wait_for_rows(out, 2)
                first.kill()
                wait_for_rows(out, 5)
                with server(database, first.port):
                    said, complaints = running.communicate(timeout=SECONDS)
            finally:
                running.kill()
    assert running.returncode == 0, said + complaints
    rows = report(out)
    assert {row["outcome"] for row in rows} == {"printed"}
    online = [row["online"] for row in rows]
    assert online[:2] == [True, True]
    assert not all(online)
    assert all(row["label"].startswith("B-" if row["online"] else "B1-") for row in rows)
    held = server_tickets(database)
    assert [row["ticket_id"] for row in held] == [row["ticket_id"] for row in rows], "once each, by the press"
    assert labels(held) == labels(rows)
    assert len(set(labels(held))) == VISITS


def test_what_a_kiosk_could_not_tell_before_its_power_cut_the_next_run_tells(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", KTP, f"{KTP}, language: en")
    out, database = tmp_path / "out", tmp_path / "central.db"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with subprocess.Popen(
        command(*demo_arguments(out, answers, "--server", nobody)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    ) as alone:
        try:
            wait_for_rows(out, 2)
        finally:
            alone.kill()
    before = report(out)
    with server(database) as central:
        again = demo(out, answers, "--server", central.url)
    assert again.returncode == 0, again.stdout + again.stderr
    rows = before + report(out)
    assert labels(before) == ["B1-001", "B1-002"]
    assert len(set(labels(rows))) == 4
    assert {row["ticket_id"] for row in server_tickets(database)} == {row["ticket_id"] for row in rows}
