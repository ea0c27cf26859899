"""``kiosk demo`` as people run it: it judges its visits, and says what it cannot work with."""

from pathlib import Path

import pytest
from PIL import Image

from kiosk.assets import asset
from kiosk.faulty.network import FaultPrinter
from kiosk.printing.paper import WIDE
from tests.e2e.kit import demo, kiosk, labels, report, server_tickets, write_answers
from tests.printer_kit import quick

KTP, KK = "service: ktp-baru", "service: kk-baru"


@pytest.mark.parametrize("name", ["morning-id", "morning-en", "line-cut"])
def test_the_shipped_answers_come_true_and_the_server_has_every_ticket(tmp_path: Path, name: str) -> None:
    done = demo(tmp_path, asset("answers", f"{name}.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    tickets = [row for row in report(tmp_path) if row["ticket_id"]]
    held = server_tickets(tmp_path / "server.db")
    assert [(row["ticket_id"], row["label"]) for row in held] == [
        (row["ticket_id"], row["label"]) for row in tickets
    ]
    assert {row["state"] for row in held} == {"waiting"}
    assert all(row["taps"] == 4 for row in tickets), "four touches from nobody to a number"
    papers = {Path(file).name.split(".")[0].partition("-")[2] for row in tickets for file in row["paper"]}
    assert papers == set(labels(tickets))


def test_a_false_expectation_fails_the_run_and_is_named(tmp_path: Path) -> None:
    answers = write_answers(
        tmp_path / "answers.yaml",
        f"{KTP}, expect: {{outcome: printed}}",
        f"{KTP}, expect: {{outcome: held}}",
        f"{KK}, expect: {{label: '^Z-'}}",
        "service: no-such-service",
    )
    done = demo(tmp_path / "out", answers)
    assert done.returncode == 1
    assert "visits[1] (ktp-baru): expected the outcome held, but it was printed" in done.stdout
    assert "visits[2] (kk-baru): expected a label like '^Z-', but it was 'B-003'" in done.stdout
    assert "visits[3] (no-such-service): there is no service 'no-such-service'" in done.stdout
    assert "visits[0]" not in done.stdout
    assert "3 not as expected" in done.stdout


def test_what_it_cannot_work_with_is_named(tmp_path: Path) -> None:
    good = write_answers(tmp_path / "good.yaml", KTP)
    bad = write_answers(tmp_path / "bad.yaml", f"{KTP}, take: everything")
    empty = tmp_path / "empty.yaml"
    empty.write_text("version: 1\n")
    for arguments, said in (
        ((tmp_path / "none.yaml",), "none.yaml: cannot be read"),
        ((bad,), "visits[0].take: 'everything' is not one of checklist, first_stop"),
        ((good, "--printer", "fax:office"), "fax:office: this is no printer's URI"),
        ((good, "--printer", "faulty:fax"), "faulty:fax: there is no such model; there are tm-t82, "),
        ((good, "--catalogue", empty), "empty.yaml"),
        ((good, "--catalogue", tmp_path / "missing"), "missing"),
        ((good, "--size", "big"), "'big' is no size"),
    ):
        done = demo(tmp_path / "out", *arguments)
        assert done.returncode == 2, said
        assert said in done.stderr
    assert report(tmp_path / "out") == []


def test_a_second_run_goes_on_with_the_numbers(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", KTP)
    for label in ("B-001", "B-002"):
        assert demo(tmp_path / "out", answers).returncode == 0
        assert labels(report(tmp_path / "out")) == [label], "a report tells of one run"


def test_another_mall_speaks_its_own_third_language(tmp_path: Path) -> None:
    answers = write_answers(
        tmp_path / "answers.yaml",
        "service: ktp-baru, language: max, expect: {outcome: printed, label: '^KC-001$'}",
        "service: bpjskes-daftar, language: en, expect: {outcome: printed, label: '^KB-001$'}",
    )
    out = tmp_path / "out"
    done = demo(out, answers, "--catalogue", asset("catalogue", "examples", "ternate.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert [row["language"] for row in report(out)] == ["max", "en"]
    paper = (out / "paper" / "001-KC-001.json").read_text("utf-8")
    assert "Kantor Capil" in paper
    assert "11.00" in paper, "nine in Pekanbaru is eleven in Ternate"


def test_a_network_printer_gets_whole_tickets(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", f"{KTP}, expect: {{outcome: printed}}", KK)
    with FaultPrinter(quick(WIDE)) as printer:
        done = demo(tmp_path / "out", answers, "--printer", printer.uri)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(printer.seen.tickets) == 2
    assert printer.seen.strays == 0
    assert all(ticket.height > 500 for ticket in printer.seen.tickets)
    assert [row["outcome"] for row in report(tmp_path / "out")] == ["printed", "printed"]


def test_the_fault_printer_stands_beside_the_demonstration(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", f"{KTP}, expect: {{outcome: printed}}")
    out = tmp_path / "out"
    done = demo(out, answers, "--printer", "faulty:tm-t88")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a tm-t88 prints at tcp://127.0.0.1:" in done.stdout
    assert "--tell help" in done.stdout
    with Image.open(out / "paper" / "001-fell.png") as paper:
        assert paper.width == 512
        assert paper.height > 500


def test_a_calendar_that_runs_out_is_told_once_though_the_server_brings_the_same(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", f"{KTP}, expect: {{outcome: printed}}")
    arguments = ("--answers", answers, "--at", "2026-11-24T09:00+07:00", "--no-screens")
    done = kiosk("demo", "--out", tmp_path / "out", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count("the calendar says nothing of 2027") == 1
