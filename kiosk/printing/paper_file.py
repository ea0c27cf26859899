"""The paper of a printer that writes files: a small JSON file that a person may edit.

``{"condition": "ready", "paper_mm": 50000}``: the condition is one of ``Condition``'s words, and the
paper counts down. Taking the paper away is to write 0, or another condition.
"""

import logging
from pathlib import Path

import msgspec

from kiosk.printing.condition import Condition, NearEnd, NoPaper, Ready, Unknown, condition_of_word

FULL_ROLL_MM = 50_000.0
NEAR_END_MM = 3_000.0

log = logging.getLogger(__name__)


class PaperState(msgspec.Struct, frozen=True):
    """What the file says."""

    condition: str = Ready.word
    paper_mm: float = FULL_ROLL_MM

    def __post_init__(self) -> None:
        condition_of_word(self.condition)

    @property
    def seen(self) -> Condition:
        """The condition, with the length of the roll taken into account."""
        written = condition_of_word(self.condition)
        if not written.prints:
            return written
        if self.paper_mm <= 0:
            return NoPaper()
        return NearEnd(self.paper_mm) if self.paper_mm < NEAR_END_MM else written


class PaperFile:
    """Reads the file again at every question, and takes paper off it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._complaint = ""

    def read(self) -> PaperState:
        """Return the state; a file that is missing is a new roll, one that cannot be read is ``Unknown``."""
        try:
            state = self._read_or_begin()
        except (OSError, msgspec.DecodeError) as error:
            self._complain(str(error))
            return PaperState(Unknown.word, 0.0)
        self._complaint = ""
        return state

    def take(self, mm: float) -> Condition:
        """Use up so much paper if there is any, and return the condition that was seen before."""
        state = self.read()
        if state.seen.prints:
            self._write(PaperState(state.condition, round(max(0.0, state.paper_mm - mm), 1)))
        return state.seen

    def _read_or_begin(self) -> PaperState:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=PaperState)
        except FileNotFoundError:
            state = PaperState()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._write(state)
            return state

    def _complain(self, complaint: str) -> None:
        if complaint != self._complaint:
            log.warning(
                '%s: %s; write {"condition": "ready", "paper_mm": 50000} or delete the file',
                self._path,
                complaint,
            )
        self._complaint = complaint

    def _write(self, state: PaperState) -> None:
        write_whole(self._path, msgspec.json.encode(state) + b"\n")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees a part of it."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
