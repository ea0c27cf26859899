"""Words as a search compares them: small letters, no accents, nothing but letters and digits."""

import re
import unicodedata
from collections.abc import Iterable

_PARTS = re.compile(r"[\W_]+")
_JOINTS = re.compile(r"[-'./_]")


def plain(text: str) -> str:
    """Return a text's words in small letters without accents, parted by single spaces."""
    bare = text.casefold()
    if not bare.isascii():
        letters = unicodedata.normalize("NFKD", bare)
        bare = "".join(each for each in letters if not unicodedata.combining(each))
    return _PARTS.sub(" ", bare).strip()


def words_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts' words, each once; ``KTP-el`` gives ``ktp``, ``el`` and ``ktpel``."""
    parts = [part for text in texts for part in (plain(text), plain(_JOINTS.sub("", text)))]
    return tuple(dict.fromkeys(" ".join(parts).split()))
