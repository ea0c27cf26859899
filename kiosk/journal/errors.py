"""What can be wrong with a journal, as errors that say what to do."""

import sqlite3
import traceback


class JournalError(Exception):
    """The journal could not do what it was asked; nothing of it was written."""


class JournalFullError(JournalError):
    """The disk is full."""


class JournalDamagedError(JournalError):
    """The file is not what was written to it."""


class JournalTooNewError(JournalError):
    """The file was written by a newer program."""


class JournalUnusableError(JournalError):
    """The disk, its permissions or another program keep the file from being used."""


class OutOfStepError(JournalError):
    """The ticket is unknown, or is not at the step that must come before this one."""


def let_go(fault: JournalError) -> None:
    """Free what the calls that led to a fault still hold.

    A statement that was left in the midst of its rows keeps the file locked, though its connection is closed.
    """
    error: BaseException | None = fault
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__


def error_of(error: sqlite3.Error, path: str) -> JournalError:
    """Say what an SQLite error means here (result codes: sqlite.org/rescode.html)."""
    exact = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if exact == sqlite3.SQLITE_IOERR_WRITE:  # so SQLite tells that a quota is used up
        return JournalFullError(f"{path}: the disk takes no more ({error}); free some space, or change it")
    if isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode"):
        return JournalDamagedError(f"{path}: the journal is damaged ({error})")  # text that is none
    match exact & 0xFF:
        case sqlite3.SQLITE_FULL:
            return JournalFullError(f"{path}: the disk is full ({error}); free some space on it")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return JournalDamagedError(
                f"{path}: the journal is damaged ({error}); it is set aside at the next opening"
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return JournalUnusableError(
                f"{path}: another program has the journal open ({error}); end that one first"
            )
        case sqlite3.SQLITE_CONSTRAINT:
            return OutOfStepError(f"{path}: this is there already ({error}); nothing was written")
        case _:
            return JournalUnusableError(
                f"{path}: the journal cannot be used ({error}); check the disk and its rights"
            )
