"""``kiosk printer probe``: what a printer answers, and what to write into the settings."""

import argparse
import json
import sys
from collections.abc import Iterator

from kiosk.clock import SystemClock
from kiosk.printing.address import (
    FileAddress,
    IppAddress,
    PrinterAddress,
    PrinterUriError,
    WindowsAddress,
    printer_address,
)
from kiosk.printing.advice import advice
from kiosk.printing.condition import Condition, Offline, cause_of
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.opening import transport_to
from kiosk.printing.probing import MUTE, Answers, Proposal, probe, propose
from kiosk.words import load_words


def run(options: argparse.Namespace) -> int:
    """Ask a printer and tell what was found; return the exit code: 1 nothing proposed, 2 not asked."""
    try:
        answers = probe(transport_to(_asked(options.uri)), SystemClock(), Deadlines(), paper=options.paper)
    except PrinterUriError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        mend = f"{_mend(Offline(cause_of(error)))} See that no kiosk prints on it now."
        sys.stderr.write(f"{options.uri}: cannot be asked: {error}. {mend}\n")
        return 2
    proposal = propose(answers)
    if options.json:
        told = json.dumps(report(options.uri, answers, proposal), indent=2)
    else:
        told = "\n".join(_lines(options.uri, answers, proposal))
    sys.stdout.write(f"{told}\n")
    return 0 if proposal else 1


def report(uri: str, answers: Answers, proposal: Proposal | None) -> dict[str, object]:
    """Return what was found as one JSON object."""
    return {
        "uri": uri,
        "maker": answers.maker,
        "model": answers.model,
        "condition": answers.condition and answers.condition.word,
        "answers": {
            "state": answers.condition is not None,
            "reports": answers.reports,
            "in_turn": answers.in_turn,
            "by_id": answers.by_id,
            "presenter": answers.presenter,
        },
        "paper": answers.paper and answers.paper.word,
        "completion": answers.completion if proposal else None,
        "profiles": list(proposal.profiles) if proposal else [],
        "changes": list(proposal.changes) if proposal else [],
    }


def _asked(uri: str) -> PrinterAddress:
    match printer_address(uri):
        case FileAddress():
            raise PrinterUriError(f"{uri}: tickets in a folder need no profile; there is nothing to ask")
        case WindowsAddress():
            raise PrinterUriError(f'{uri}: the Windows spooler answers nothing; set profile = "{MUTE}"')
        case IppAddress():
            raise PrinterUriError(
                f"{uri}: an IPP printer tells at each ticket what it is; there is nothing to set"
            )
        case address:
            return address


def _mend(condition: Condition) -> str:
    _, what_to_do = advice(condition).told(load_words(), "en")
    return what_to_do


def _lines(uri: str, answers: Answers, proposal: Proposal | None) -> Iterator[str]:
    yield f"{uri}: {' '.join(filter(None, (answers.maker, answers.model))) or 'says no name'}"
    condition = answers.condition
    yield f"  its state (DLE EOT)           {condition.word.replace('_', ' ') if condition else 'no answer'}"
    if proposal is None:
        assert condition is not None
        yield f"It is not ready, so nothing else was asked. {_mend(condition)} Then ask again."
        return
    for what, answered in (
        ("reports by itself (GS a)", answers.reports),
        ("completion in turn (GS r)", answers.in_turn),
        ("completion by id (GS ( H)", answers.by_id),
        ("holds tickets (DLE EOT 20)", answers.presenter),
    ):
        yield f"  {what:<29} {'yes' if answered else 'no'}"
    if answers.paper:
        yield f"  test paper                    {_paper(answers.paper)}"
    yield from ("Write into kiosk.toml:", "[printer]", f'uri = "{uri}"')
    yield from _proposed(proposal)


def _paper(ended: Condition) -> str:
    if ended.prints:
        return "the printer says that it is out"
    return f"nothing says that it is out ({ended.word.replace('_', ' ')}): look"


def _proposed(proposal: Proposal) -> Iterator[str]:
    first, *others = proposal.profiles
    if proposal.changes:
        yield f'profile = "./my-printer.toml"  # a copy of {first}.toml with {", ".join(proposal.changes)}'
    else:
        yield f'profile = "{first}"'
    for other in others:
        yield f'# or "{other}": no printer tells its width; measure the paper'
    if first == MUTE:
        yield f"# 58 mm paper: a copy of {first}.toml with width_mm = 58, dots = 384"
