"""Asking a printer what it answers: every model of the fault printer, and printers that are not ready."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.clock import SystemClock
from kiosk.demo.printer import PROFILES
from kiosk.domain.ticket import Outcome
from kiosk.faulty.faults import Faults
from kiosk.faulty.models import MODELS
from kiosk.faulty.network import FaultPrinter
from kiosk.printing.address import printer_address
from kiosk.printing.composing import compose
from kiosk.printing.condition import Condition, CoverOpen, Doubt, NoPaper, Ready, Unknown
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.opening import open_printer, transport_to, treatment
from kiosk.printing.probing import Answers, Proposal, probe, propose
from kiosk.printing.profile_file import load_profile
from tests.device_kit import LinePrinter
from tests.printer_kit import ORDINARY, WORDS, quick

QUICK = Deadlines(connect=1, answer=0.3, send=3, completion=2)
ROOT = Path(__file__).resolve().parents[2]


def asked(uri: str, *, paper: bool = False) -> Answers:
    return probe(transport_to(printer_address(uri)), SystemClock(), QUICK, paper=paper)


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_known_by_its_answers_and_prints_nothing(name: str) -> None:
    model = MODELS[name]
    with FaultPrinter(model) as device:
        answers = asked(device.uri)
        assert device._engine.used_mm == 0
    assert answers == Answers(
        Ready() if model.real_time else None,
        reports=model.reports,
        in_turn=model.answers_in_turn,
        by_id=model.completes_by_id,
        presenter=model.presenter,
        maker=model.maker if model.answers_in_turn else "",
        model=name.upper() if model.answers_in_turn else "",
    )
    proposal = propose(answers)
    assert proposal is not None
    assert PROFILES[name] in proposal.profiles
    assert proposal.changes == ()
    assert (len(proposal.profiles) == 1) == (not name.startswith("generic"))


def test_the_letters_of_a_question_that_is_not_known_do_not_stay_in_the_line() -> None:
    with FaultPrinter(MODELS["generic-58"]) as device:
        asked(device.uri)
        assert device.seen.strays, "it took the question for letters"
        transport = transport_to(printer_address(device.uri))
        transport.open(1)
        transport.write_some(b"\x1bJ\x00\x1dr\x01", 1)  # ends the line, and asks whether that was done
        assert transport.read_some(2)
        transport.close()
        assert device._engine.used_mm == 0


@pytest.mark.parametrize("name", MODELS)
async def test_after_the_questions_a_ticket_comes_clean_with_the_proposed_profile(name: str) -> None:
    profile = load_profile(PROFILES[name]).profile
    assert profile is not None
    with FaultPrinter(quick(profile.paper, name)) as device:
        asked(device.uri)
        printer = open_printer(device.uri, profile.paper, SystemClock(), settings=treatment(profile))
        try:
            result = await printer.submit(compose(ORDINARY, WORDS), lambda _: None)
        finally:
            await printer.close()
        device.tell("take")
        (ticket,) = device.seen.tickets
        assert result.outcome is (Outcome.BLIND if name == "mute" else Outcome.PRINTED)
        assert ticket.height < profile.paper.to_dots(result.length_mm + 1), "no line of stray letters"


@pytest.mark.parametrize(
    ("faults", "condition"),
    [(Faults(paper_mm=0), NoPaper()), (Faults(cover_open=True), CoverOpen())],
)
def test_a_printer_that_is_not_ready_is_not_judged(
    faults: Faults, condition: Condition, capsys: pytest.CaptureFixture[str]
) -> None:
    with FaultPrinter(MODELS["tm-t82"], faults) as device:
        answers = asked(device.uri)
        assert answers == Answers(condition)
        assert device.seen.received == 4 * len(b"\x10\x04\x01"), "nothing waits in it for its paper"
        assert propose(answers) is None
        assert main(["printer", "probe", device.uri]) == 1
    told = capsys.readouterr().out
    assert condition.word.replace("_", " ") in told
    assert "Then ask again" in told
    assert "profile" not in told


def test_an_answer_by_id_of_a_printer_whose_profile_has_none_is_a_change_to_its_copy() -> None:
    answers = Answers(Ready(), reports=False, in_turn=True, by_id=True, maker="EPSON", model="TM-T20III")
    assert propose(answers) == Proposal(("epson-tm-t20",), ('completion = "by_id"', "asb = false"))


def test_a_printer_that_tells_no_state_is_blind_though_it_answers_in_turn() -> None:
    assert propose(Answers(None, in_turn=True)) == Proposal(("mute-clone",))


def test_a_test_paper_comes_out_only_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with FaultPrinter(quick(name="tm-t82")) as device:
        assert main(["printer", "probe", device.uri, "--json"]) == 0
        assert device.seen.papers == []
        told = json.loads(capsys.readouterr().out)
        assert told["answers"] == {
            "state": True,
            "reports": True,
            "in_turn": True,
            "by_id": True,
            "presenter": False,
        }
        assert (told["model"], told["condition"], told["paper"]) == ("TM-T82", "ready", None)
        assert (told["profiles"], told["completion"]) == (["epson-tm-t82"], "by_id")
        assert main(["printer", "probe", device.uri, "--paper"]) == 0
        (paper,) = device.seen.tickets
    assert paper.crop((0, 20, 384, 26)).getextrema() == (255, 255), "a ruler of 384 dots"
    told_paper = capsys.readouterr().out
    assert "the printer says that it is out" in told_paper
    assert 'profile = "epson-tm-t82"' in told_paper


def test_a_test_paper_that_nothing_answers_for_is_to_be_looked_at() -> None:
    with FaultPrinter(quick(name="tm-t82"), Faults(completions=2)) as device:
        answers = asked(device.uri, paper=True)
    assert (answers.by_id, answers.paper) == (True, Unknown(Doubt.UNCONFIRMED))


def test_a_printer_at_a_serial_line_is_asked_too() -> None:
    with LinePrinter(MODELS["tm-t88"]) as device:
        proposal = propose(asked(f"serial:{device.path}?baud=115200"))
    assert proposal == Proposal(("epson-tm-t88",))


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("tcp://127.0.0.1:9", "cannot be asked"),
        ("usb:/no/such/lp0", "cannot be asked"),
        ("file:paper", "there is nothing to ask"),
        ("ipp://printer/ipp/print", "tells at each ticket what it is"),
        ("windows:EPSON", 'set profile = "mute-clone"'),
        ("fax:1", "no printer's URI"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(
    uri: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["printer", "probe", uri]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line


def test_the_command_is_there_as_a_program() -> None:
    with FaultPrinter(MODELS["generic-58"]) as device:
        done = subprocess.run(
            (sys.executable, "-m", "kiosk", "printer", "probe", device.uri),
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
    assert done.stdout.splitlines()[-2:] == [
        'profile = "generic-80mm"',
        '# or "generic-58mm": no printer tells its width; measure the paper',
    ]
