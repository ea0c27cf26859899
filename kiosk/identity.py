"""Who this kiosk is to the server: what ``kiosk enrol`` got, kept in the data folder for its eyes alone."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.domain.numbering import KIOSKS
from kiosk.settings.model import KioskSettings, Settings

FILE = "identity.json"
PRIVATE = 0o600


class Identity(msgspec.Struct, frozen=True):
    """An enrolment: the kiosk's id, its number in the mall, its token, and the server that knows them."""

    kiosk: str
    number: Annotated[int, Meta(ge=KIOSKS[0], le=KIOSKS[-1])]
    token: str
    server: str


class BadIdentityError(Exception):
    """The identity cannot be read or kept; the message says where, why, and what to do."""


def load_identity(folder: Path) -> Identity | None:
    """Read the identity that a data folder holds, if it holds one; raises ``BadIdentityError``."""
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Identity)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as error:
        # Without its number the kiosk might give another one's labels.
        raise BadIdentityError(
            f"{path}: cannot be used: {error}; enrol this kiosk again with: kiosk enrol CODE --server URL"
        ) from error


def as_enrolled(settings: Settings) -> tuple[Settings, list[str]]:
    """Put the kiosk's identity before its settings; also return what of them it contradicts.

    Raises ``BadIdentityError``.
    """
    identity = load_identity(settings.data.folder)
    if identity is None:
        return settings, []
    kiosk, server = settings.kiosk, settings.server
    notes = []
    if kiosk.number not in (identity.number, KioskSettings().number):
        notes.append(
            f"kiosk.number is {kiosk.number}, but this kiosk is enrolled as {identity.number}, which counts"
        )
    if server.token not in (identity.token, ""):
        notes.append("server.token is not the token of this kiosk's enrolment, which counts")
    if server.url not in (identity.server, ""):
        notes.append(f"server.url is {server.url}, and counts; this kiosk was enrolled at {identity.server}")
    url = server.url or identity.server
    return replace(
        settings,
        kiosk=replace(kiosk, number=identity.number),
        server=replace(server, url=url, token=identity.token),
    ), notes


class IdentityFile:
    """A place for an identity, proved to be writable before a code is used up.

    Raises ``BadIdentityError``.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._new = folder / f"{FILE}.new"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._write(b"")
        except OSError as error:
            raise BadIdentityError(
                f"{self._path}: cannot be written: {error.strerror}; check data.folder"
            ) from error

    def keep(self, identity: Identity) -> Path:
        """Keep it durably, in place of the one before, and return where; raises ``BadIdentityError``."""
        try:
            self._write(msgspec.json.encode(identity))
            self._new.replace(self._path)
        except OSError as error:
            raise BadIdentityError(
                f"{self._path}: cannot be written: {error.strerror}; the code is used up, make a new one"
            ) from error
        return self._path

    def leave(self) -> None:
        """Take away what was begun."""
        self._new.unlink(missing_ok=True)

    def _write(self, content: bytes) -> None:
        self.leave()
        descriptor = os.open(self._new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
