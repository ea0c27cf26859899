"""QR codes, for paper and screen alike."""

from functools import lru_cache

import zxingcpp
from PIL import Image


@lru_cache(maxsize=16)
def modules(data: str) -> tuple[bytes, ...]:
    """Return a code's rows, a byte of 1 for each dark module, at error correction M (ISO/IEC 18004).

    The screen and the paper show the same one.
    """
    code = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = Image.fromarray(code.to_image(add_quiet_zones=False))
    rows = picture.point(lambda light: int(light == 0)).tobytes()
    return tuple(rows[start : start + picture.width] for start in range(0, len(rows), picture.width))
