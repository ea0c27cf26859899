"""ESC/POS: the bytes that put a picture on paper (Epson's command reference gives the names in capitals)."""

import re
import secrets

from PIL import Image

from kiosk.printing.bands import Band, bands_of
from kiosk.printing.paper import PaperProfile

PLAIN, DOUBLED = b"\x1dv0\x00", b"\x1dv0\x03"
"""GS v 0 with m = 0 and m = 3: dots as they are, and each printed two wide and two high."""
INITIALISE = b"\x1b@"
REPORT_CHANGES = b"\x1da\xff"
"""GS a: send four status bytes now and at every change; ESC @ ends it, so it comes after."""
ASK_COMPLETION = b"\x1dr\x01"
"""GS r: answered only when everything before it was processed."""
JOB_ID_BYTES = range(32, 127)
JOB_ID_LENGTH = 4
QUESTIONS = tuple(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""DLE EOT: printer, cause of being offline, error, roll."""
ASK_FULL_STATUS = b"\x10\x04\x14"
"""DLE EOT 20, which presenters have."""
RETRACT = b"\x1de\x02"
"""GS e: a presenter takes back the ticket in its mouth."""
RECOVER = b"\x10\x05\x02"
"""DLE ENQ: recover from an error that can be recovered from, and clear the buffers."""
FORGET = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: drop what is stored, at once and even off line, so that nobody's rest comes out later."""
HEAD_NULS = bytes(32)
"""More than any command's head: one that broke off would else take the next questions for its lengths."""
STUMP_NULS = bytes(8192)
"""More than any band holds: ends a picture that was left half sent, and prints nothing itself."""

REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
"""DLE EOT, DLE ENQ and DLE DC4, which a printer obeys even inside a picture."""


def new_job_id() -> bytes:
    """Return an id for GS ( H that no answer to an earlier job carries."""
    return bytes(secrets.choice(JOB_ID_BYTES) for _ in range(JOB_ID_LENGTH))


def encode_ticket(
    picture: Image.Image, paper: PaperProfile, job_id: bytes = b"", *, reports: bool = True
) -> bytes:
    """Return all that prints one picture of mode ``1``, cuts, and asks whether it is done.

    With ``job_id`` it asks for that to be answered too, with ``reports`` for every change meanwhile.
    """
    return begin(paper, reports=reports) + encode_picture(picture, paper) + end(paper, job_id)


def encode_picture(picture: Image.Image, paper: PaperProfile) -> bytes:
    """Return what prints one picture of mode ``1`` and nothing else."""
    return b"".join(encode_band(band) for band in bands_of(picture, paper.band_rows))


def encode_clearing(paper: PaperProfile, job_id: bytes = b"", *, reports: bool = True) -> bytes:
    """Return what clears a printer that was left in the middle of a ticket, and asks whether it is done."""
    return RECOVER + FORGET + STUMP_NULS + begin(paper, reports=reports) + end(paper, job_id)


def begin(paper: PaperProfile, *, reports: bool = True) -> bytes:
    """Return the printer to its defaults, let it report, and make a unit of feeding one dot (GS P)."""
    return INITIALISE + REPORT_CHANGES * reports + bytes((0x1D, 0x50, paper.dpi, paper.dpi))


def end(paper: PaperProfile, job_id: bytes = b"") -> bytes:
    """Bring the ticket to the blade and cut it (GS V, function B), or to the tear bar; then ask."""
    asked = ASK_COMPLETION + (ask_for(job_id) if job_id else b"")
    if paper.cutter:
        return b"\x1dV\x42\x00" + asked
    return _feed(paper.to_dots(paper.feed_to_cutter_mm)) + asked


def ask_for(job_id: bytes) -> bytes:
    """Ask for this id when printing is completed (GS ( H, function 48)."""
    return b"\x1d(H\x06\x00" + b"00" + job_id


def break_look_alikes(data: bytes) -> bytes:
    """Add one dot wherever a picture's bytes read as a real-time command."""
    return REAL_TIME.sub(b"\x18", data)


def encode_band(band: Band) -> bytes:
    """Return the command for a band: a feed, or a picture (GS v 0)."""
    if not band.width:
        return _feed(band.rows)
    size = band.width.to_bytes(2, "little") + band.rows.to_bytes(2, "little")
    return (DOUBLED if band.doubled else PLAIN) + size + break_look_alikes(band.data)


def _feed(rows: int) -> bytes:
    """Return ESC J commands, each of at most 255 dots."""
    whole, rest = divmod(rows, 255)
    return b"\x1bJ\xff" * whole + (bytes((0x1B, 0x4A, rest)) if rest else b"")
