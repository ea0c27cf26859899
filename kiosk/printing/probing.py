"""What a printer answers, and which profile fits it: asked once, when it is set up.

The questions are those of Epson's command reference (DLE EOT, GS a, GS r, GS I, GS ( H) and of Custom's (DLE
EOT 20). Nothing comes out: where GS ( H is not known its letters go into the line, which ESC @ empties.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.printing.condition import Condition, Doubt, Unknown
from kiosk.printing.escpos.answers import (
    FULL_STATUS,
    FULL_STATUS_BYTES,
    Answer,
    AnswerReader,
    Completion,
    JobDone,
    Report,
)
from kiosk.printing.escpos.dialogue import Deadlines, Dialogue, Trouble
from kiosk.printing.escpos.encoding import (
    ASK_COMPLETION,
    ASK_FULL_STATUS,
    INITIALISE,
    REPORT_CHANGES,
    ask_for,
    encode_ticket,
    new_job_id,
)
from kiosk.printing.profile import BLIND, BY_ID, EPSON, IN_TURN, PRESENTER, PrinterProfile
from kiosk.printing.profile_file import load_profile, shipped
from kiosk.printing.rulers import rulers
from kiosk.printing.transports.transport import Transport

MAKER, MODEL = b"\x1dIB", b"\x1dIC"
"""GS I 66 and 67: answered by an underscore, the name, and NUL."""
REPORT_NO_CHANGES = b"\x1da\x00"
WIDE, NARROW, MUTE, HELD = "generic-80mm", "generic-58mm", "mute-clone", "presenter"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a printer answers.

    ``condition`` is what DLE EOT 1 to 4 tell, None where they are not answered. A printer that is not ready
    may leave the other questions open, so then they are not asked. ``paper`` tells how a test paper ended,
    None without one.
    """

    condition: Condition | None
    reports: bool = False
    in_turn: bool = False
    by_id: bool = False
    presenter: bool = False
    maker: str = ""
    model: str = ""
    paper: Condition | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all was asked that a profile depends on."""
        return self.condition is None or self.condition.prints

    @property
    def completion(self) -> str:
        """What the kiosk can go by: nothing, unless the printer tells of its state and answers in turn."""
        if self.condition is None or not self.in_turn:
            return BLIND
        return BY_ID if self.by_id else IN_TURN


@dataclass(frozen=True, slots=True)
class Proposal:
    """The profiles that fit, of which only a person may know which: they differ in what no printer tells.

    ``changes`` are what is to be written otherwise in a copy of it, as in its file.
    """

    profiles: tuple[str, ...]
    changes: tuple[str, ...] = ()


def probe(transport: Transport, clock: Clock, deadlines: Deadlines, *, paper: bool = False) -> Answers:
    """Ask a printer all that a profile depends on; with ``paper`` it also prints a test paper.

    Raises ``OSError`` when it cannot be reached, or the connection breaks.
    """
    transport.open(deadlines.connect)
    try:
        return _Interview(transport, clock, deadlines).hold(paper=paper)
    finally:
        transport.close(discard=not paper)


def propose(answers: Answers) -> Proposal | None:
    """Return what fits a printer, or None while it is not ready to answer."""
    if not answers.is_whole:
        return None
    names = _fitting(answers)
    profile = load_profile(names[0]).profile
    assert profile is not None, f"the profile {names[0]} that is shipped has faults"
    return Proposal(names, tuple(_changes(profile, answers)))


def _fitting(answers: Answers) -> tuple[str, ...]:
    if answers.completion == BLIND:
        return (MUTE,)
    if answers.presenter:
        return (HELD,)
    return _of_model(answers.model) or (WIDE, NARROW)


def _of_model(model: str) -> tuple[str, ...]:
    known = ((name, load_profile(name).profile) for name in shipped())
    return tuple(
        name
        for name, profile in known
        if profile and any(model.upper().startswith(each.upper()) for each in profile.models)
    )


def _changes(profile: PrinterProfile, answers: Answers) -> list[str]:
    wanted = (
        (profile.completion, answers.completion, f'completion = "{answers.completion}"'),
        (profile.asb, answers.reports, f"asb = {str(answers.reports).lower()}"),
        (profile.dialect, PRESENTER if answers.presenter else EPSON, f'dialect = "{PRESENTER}"'),
    )
    return [change for has, answered, change in wanted if has != answered]


class _Interview:
    def __init__(self, transport: Transport, clock: Clock, deadlines: Deadlines) -> None:
        self._dialogue = Dialogue(transport, clock, deadlines, retired=lambda: False)

    def hold(self, *, paper: bool) -> Answers:
        condition = self._dialogue.ask()
        if condition is not None and not condition.prints:
            return Answers(condition)
        in_turn = self._hears(ASK_COMPLETION, Completion)
        reports = self._hears(REPORT_CHANGES, Report)
        self._dialogue.hear(REPORT_NO_CHANGES, lambda _: True)
        by_id = in_turn and self._answers_by_id()
        return Answers(
            condition,
            reports,
            in_turn,
            by_id,
            presenter=self._is_presenter(),
            maker=self._name(MAKER) if in_turn else "",
            model=self._name(MODEL) if in_turn else "",
            paper=self._print(by_id=by_id, in_turn=in_turn) if paper else None,
        )

    def _hears(self, question: bytes, kind: type[Completion | Report]) -> bool:
        return any(isinstance(each, kind) for each in _read(self._dialogue.hear(question, _has(kind))))

    def _answers_by_id(self) -> bool:
        job_id = new_job_id()
        heard = self._dialogue.hear(ask_for(job_id) + INITIALISE, _has(JobDone))
        return JobDone(job_id) in _read(heard)

    def _is_presenter(self) -> bool:
        heard = self._dialogue.hear(ASK_FULL_STATUS, lambda heard: len(heard) >= FULL_STATUS_BYTES)
        return len(heard) == FULL_STATUS_BYTES and heard.startswith(FULL_STATUS)

    def _name(self, question: bytes) -> str:
        heard = self._dialogue.hear(question, lambda heard: heard.endswith(b"\0"))
        name = heard.removeprefix(b"_").removesuffix(b"\0")
        is_name = heard.startswith(b"_") and heard.endswith(b"\0") and name.isascii()
        return name.decode() if is_name else ""

    def _print(self, *, by_id: bool, in_turn: bool) -> Condition:
        job_id = new_job_id() if by_id else b""
        picture, paper = rulers()
        trouble = self._dialogue.deliver(encode_ticket(picture, paper, job_id))
        if trouble is not None:
            return trouble.condition
        if not in_turn:
            return Unknown(Doubt.UNCONFIRMED)
        ended = self._dialogue.await_completion(job_id)
        return ended.condition if isinstance(ended, Trouble) else ended


def _read(heard: bytes) -> list[Answer]:
    return AnswerReader().feed(heard)


def _has(kind: type[Answer]) -> Callable[[bytes], bool]:
    return lambda heard: any(isinstance(each, kind) for each in _read(heard))
