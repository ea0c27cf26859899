"""Codes and tokens: how they are made, written, and turned into what the server keeps of them."""

import hashlib
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What codes are made of: without 0, 1, I, L and O, which look like one another."""

CODE_LENGTH = 8
TOKEN_BYTES = 32
"""Random bytes in a token; nobody types it."""


def new_code() -> str:
    """Make a code for a person to read out and type: four letters, a dash, four more; 39 random bits."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """Make a token of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def code_hash(code: str, mall: str) -> bytes:
    """Return what is kept of a code; case and dash do not count. It takes some 50 ms and 16 MB.

    A code is short, so its hash is slow (RFC 7914): whoever reads the database cannot try them all
    within the minutes in which it is valid.
    """
    letters = code.replace("-", "").upper()
    return hashlib.scrypt(letters.encode(), salt=mall.encode(), n=2**14, r=8, p=1, dklen=32)


def token_hash(token: str) -> bytes:
    """Return what is kept of a token: it is random enough for a fast hash."""
    return hashlib.sha256(token.encode()).digest()
