"""The technician's PIN as ``kiosk.toml`` keeps it: its salted hash, and the command that makes one.

A PIN is short: whoever reads the file can try all of six digits within a day, though the hash is slow
(RFC 7914; some 50 ms and 16 MB for each). The file is to be kept private, and the page is no other door.
"""

import base64
import getpass
import hashlib
import hmac
import secrets
import sys
from dataclasses import dataclass

from kiosk.domain.technician import PIN_DIGITS
from kiosk.settings.pin_form import BLOCK, COST, HEAD, PARALLEL

SALT_BYTES, HASH_BYTES = 16, 32


class BadPinError(ValueError):
    """The digits cannot be a PIN; the message says why."""


@dataclass(frozen=True, slots=True)
class PinHash:
    """What is kept of a PIN."""

    salt: bytes
    digest: bytes

    def fits(self, pin: str) -> bool:
        """Tell whether this is the PIN's; it takes its time."""
        return hmac.compare_digest(_digest(pin, self.salt), self.digest)

    def __str__(self) -> str:
        return f"{HEAD}{_encoded(self.salt)}${_encoded(self.digest)}"


def hash_of(pin: str) -> PinHash:
    """Hash a PIN with a new salt; raises ``BadPinError``."""
    if not (pin.isascii() and pin.isdecimal()) or len(pin) not in PIN_DIGITS:
        raise BadPinError(f"a PIN has {PIN_DIGITS[0]} to {PIN_DIGITS[-1]} digits and nothing else")
    if len(set(pin)) == 1:
        raise BadPinError("a PIN has more than one digit")
    salt = secrets.token_bytes(SALT_BYTES)
    return PinHash(salt, _digest(pin, salt))


def read_hash(words: str) -> PinHash | None:
    """Read what ``str`` wrote; ``None`` for no words, which is no PIN. The settings were checked before."""
    if not words:
        return None
    salt, digest = words.removeprefix(HEAD).split("$")
    return PinHash(_decoded(salt), _decoded(digest))


def make_pin() -> int:
    """Ask for a PIN and write the lines for ``kiosk.toml``; return the exit code.

    At a terminal it is asked for twice and not shown; else it is the first line of the input.
    """
    if sys.stdin.isatty():
        pin = getpass.getpass("PIN: ")
        if getpass.getpass("Once more: ") != pin:
            sys.stderr.write("the two are not the same; begin again\n")
            return 1
    else:
        pin = sys.stdin.readline().strip()
    try:
        kept = hash_of(pin)
    except BadPinError as error:
        sys.stderr.write(f"{error}; begin again\n")
        return 1
    sys.stdout.write(f'[technician]\npin = "{kept}"\n')
    return 0


def _digest(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**COST, r=BLOCK, p=PARALLEL, dklen=HASH_BYTES)


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


def _decoded(words: str) -> bytes:
    return base64.b64decode(words + "=" * (-len(words) % 4))
