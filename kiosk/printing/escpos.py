"""ESC/POS: the bytes that put a picture on paper (Epson's command reference gives the names in capitals)."""

import re
import secrets
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from PIL import Image

from kiosk.printing.paper import PaperProfile

CLONE_MODULUS = 48
"""Some clones print garbage when a picture's height is a multiple of this."""
SHORTEST_FEED = 4
"""Fewer blank rows than this are cheaper inside a band."""

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
    rows = b"".join(_rows(picture, paper.band_rows))
    return begin(paper, reports=reports) + rows + end(paper, job_id)


def encode_clearing(paper: PaperProfile, job_id: bytes = b"", *, reports: bool = True) -> bytes:
    """Return what clears a printer that was left in the middle of a ticket, and asks whether it is done."""
    return RECOVER + STUMP_NULS + begin(paper, reports=reports) + end(paper, job_id)


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


def _rows(picture: Image.Image, band_rows: int) -> Iterator[bytes]:
    """Yield feeds for long blank stretches and bands for all else."""
    ink = picture.point(lambda light: 0 if light else 255)
    for top, bottom, blank in _stretches(ink):
        if blank:
            yield _feed(bottom - top)
        else:
            yield from _bands(ink, top, bottom, band_rows)


def _stretches(ink: Image.Image) -> Iterator[tuple[int, int, bool]]:
    """Divide the rows into blank and printed stretches: first row, row after the last, blank or not."""
    row = bytes(-(-ink.width // 8))
    data = ink.tobytes()
    blanks = (data[start : start + len(row)] == row for start in range(0, len(data), len(row)))
    runs = [(blank, len(list(rows))) for blank, rows in groupby(blanks)]
    stretches = [(blank and rows >= SHORTEST_FEED, rows) for blank, rows in runs]
    top = 0
    for feed, parts in groupby(stretches, key=itemgetter(0)):
        bottom = top + sum(rows for _, rows in parts)
        yield top, bottom, feed
        top = bottom


def _bands(ink: Image.Image, top: int, bottom: int, most: int) -> Iterator[bytes]:
    """Yield GS v 0 pictures, each cropped after its last dark byte."""
    while top < bottom:
        rows = min(most, bottom - top)
        if rows % CLONE_MODULUS == 0:
            rows -= 1
        band = ink.crop((0, top, ink.width, top + rows))
        edges = band.getbbox()
        width = -(-(edges[2] if edges else 1) // 8)
        data = band.crop((0, 0, width * 8, rows)).tobytes()
        size = width.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield b"\x1dv0\x00" + size + break_look_alikes(data)
        top += rows


def _feed(rows: int) -> bytes:
    """Return ESC J commands, each of at most 255 dots."""
    whole, rest = divmod(rows, 255)
    return b"\x1bJ\xff" * whole + (bytes((0x1B, 0x4A, rest)) if rest else b"")
