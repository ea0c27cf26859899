"""QR codes, for paper and screen alike."""

from functools import lru_cache

import segno


@lru_cache(maxsize=16)
def modules(data: str) -> tuple[bytes, ...]:
    """Return a code's rows, a byte of 1 for each dark module, at error correction M (ISO/IEC 18004).

    The screen and the paper show the same one, and choosing its mask is most of the work.
    """
    return tuple(bytes(row) for row in segno.make_qr(data, error="m", boost_error=False).matrix)
