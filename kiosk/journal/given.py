"""The kiosk's own numbers written down once more, beside the journal, before they are given.

A journal can lose its last commits without a sign: SQLite passes over what it cannot read at the end of a
log, and over a log that is gone. Each number is therefore a line of a second file, which holds nothing else
and to which lines are only added: what is damaged of it spoils one line, and a later line tells more.
"""

import contextlib
import errno
import logging
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.domain.numbering import NUMBERS, is_series
from kiosk.journal.errors import JournalError, JournalFullError, JournalUnusableError

log = logging.getLogger(__name__)

SERIES_KEPT = 1000
"""Of how many days' series the file keeps the highest number when it is made short; some weeks' worth."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Numbers = Mapping[tuple[str, str], int]
"""The highest number by day and series."""


class GivenNumbers:
    """The file; it is read at the opening of the journal and written before each commit of a number."""

    def __init__(self, journal: Path) -> None:
        self._path = journal.with_name(f"{journal.name}.numbers")

    def highest(self) -> Numbers:
        """Return all that can still be read; a file that is missing or spoilt tells little or nothing."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            log.warning("%s cannot be read: %s", self._path, error)
            return {}
        highest: dict[tuple[str, str], int] = {}
        for day, series, number in _lines(content):
            known = highest.pop((day, series), 0)
            highest[day, series] = max(known, number)  # the key goes to the end: it was used last
        return highest

    def note(self, day: str, series: str, number: int) -> None:
        """Write a number down, durably; raises a ``JournalError``."""
        try:
            # The end of a line before it: what a power cut left of an earlier one cannot spoil this one.
            with self._path.open("ab") as file:
                file.write(b"\n" + _line(day, series, number))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _fault(self._path, error) from error

    def shorten(self, highest: Numbers) -> None:
        """Begin the file anew with the highest numbers alone; on a full disk it stays as it is."""
        kept = list(highest.items())[-SERIES_KEPT:]
        draft = self._path.with_name(f"{self._path.name}.part")
        try:
            with draft.open("wb") as file:
                file.write(b"\n".join(_line(day, series, number) for (day, series), number in kept))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            log.warning("%s stays long: %s", self._path, error)
            with contextlib.suppress(OSError):
                draft.unlink()


def _line(day: str, series: str, number: int) -> bytes:
    words = f"{day} {series} {number}".encode()
    return words + b" %08x" % zlib.crc32(words)


def _lines(content: bytes) -> Iterator[tuple[str, str, int]]:
    for line in content.split(b"\n"):
        words, _, check = line.rpartition(b" ")
        if words and check == b"%08x" % zlib.crc32(words):
            day, series, number = words.decode().split(" ")
            if is_series(series) and int(number) in NUMBERS:
                yield day, series, int(number)


def _fault(path: Path, error: OSError) -> JournalError:
    if error.errno in FULL:
        return JournalFullError(f"{path}: the disk is full ({error}); free some space on it")
    return JournalUnusableError(f"{path}: cannot be written ({error}); check the disk and its rights")
