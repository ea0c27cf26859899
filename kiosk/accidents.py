"""Accidents that are wanted: a program that ends itself, as a power cut would, at a step that was named.

What a citizen may hold must be right after a sudden end between any two steps. To try that on a machine as
it stands, ``MPP_KILL_AT=journal.numbered_here.after`` kills the process right there, and ``...:3`` when it
gets there the third time. Without the variable a step costs one look at a name.
"""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

VARIABLE = "MPP_KILL_AT"


class Deed(StrEnum):
    """What has a moment before it and a moment after it; of a commit, the first is within the transaction."""

    PRESSED = "journal.pressed"
    NUMBERED_ONLINE = "journal.numbered_online"
    NUMBERED_HERE = "journal.numbered_here"
    NUMBERED_BY_LEASE = "journal.numbered_by_lease"
    PRINTING = "journal.printing"
    OUTCOME = "journal.outcome"
    COPYING = "journal.copying"
    COPIED = "journal.copied"
    VOID = "journal.void"
    ABANDONED = "journal.abandoned"
    RECOVER = "journal.recover"
    ACKNOWLEDGED = "journal.acknowledged"
    REFUSED = "journal.refused"
    CHANGE_LEASES = "journal.change_leases"
    COMMAND_BEGUN = "journal.command_begun"
    COMMAND_ENDED = "journal.command_ended"
    COMMANDS_TOLD = "journal.commands_told"
    FIRST_BYTE = "printer.first_byte"
    ISSUE = "server.issue"
    RECORD = "server.record"
    ANSWER = "server.answer"


STEPS = tuple(f"{deed}.{when}" for deed in Deed for when in ("before", "after"))
"""The names that the variable takes."""


class UnknownStepError(ValueError):
    """The variable names no step; the message lists those that there are."""


@dataclass(slots=True)
class _Awaited:
    """The step at which the process ends, none if empty, and how often it is still to be passed."""

    step: str = ""
    left: int = 0


_awaited = _Awaited()


def await_accident(environment: Mapping[str, str] = os.environ) -> None:
    """Read the variable, once and before anything else; raises ``UnknownStepError``."""
    wanted = environment.get(VARIABLE, "")
    step, _, times = wanted.partition(":")
    if wanted and (step not in STEPS or not (times or "1").isdecimal() or times == "0"):
        names = "\n  ".join(STEPS)
        raise UnknownStepError(
            f"{VARIABLE}={wanted}: there is no such step; unset it, or give one of these, and :3 behind it "
            f"for the third time:\n  {names}"
        )
    _awaited.step, _awaited.left = step, int(times or 1)


def awaited() -> bool:
    """Tell whether the process is to end at some step."""
    return bool(_awaited.step)


def before(deed: Deed) -> None:
    """Pass the moment before a deed."""
    if _awaited.step:
        _pass(f"{deed}.before")


def after(deed: Deed) -> None:
    """Pass the moment after a deed."""
    if _awaited.step:
        _pass(f"{deed}.after")


def _pass(step: str) -> None:
    if step != _awaited.step:
        return
    _awaited.left -= 1
    if not _awaited.left:
        _end()


def _end() -> NoReturn:
    if sys.platform == "win32":
        os._exit(1)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody outlives this signal")
