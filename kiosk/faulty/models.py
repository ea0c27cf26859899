"""What printers are like, as data.

Capabilities are those of the makers' command references and of printers that were met; speeds are of their
data sheets.
"""

from dataclasses import dataclass

BUFFER_BYTES = 4096
EVERY_PICTURE = 0xFFFF * 0xFFFF


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of printer.

    ``units_per_inch`` is the vertical motion unit until GS P changes it. A picture (GS v 0) of more than
    ``largest_picture`` bytes, or whose height is a multiple of ``garbled_multiple``, prints as characters.
    ``real_time`` are the DLE commands, and ``drops`` the one of them that drops what is stored (DLE DC4 8);
    ``reports`` is automatic status back (GS a), ``answers_in_turn`` is GS r and GS I, ``completes_by_id`` is
    GS ( H. One that ``skips_unknown`` passes over functions that it does not have (GS ( and its kin); others
    print them.
    """

    name: str
    about: str
    width_mm: int = 80
    dots: int = 576
    dpi: int = 203
    mm_per_second: float = 200.0
    cutter: bool = True
    cut_seconds: float = 0.3
    feed_to_cutter_mm: float = 15.0
    units_per_inch: int = 203
    near_end_mm: float = 3000.0
    buffer_bytes: int = BUFFER_BYTES
    largest_picture: int = EVERY_PICTURE
    garbled_multiple: int = 0
    real_time: bool = True
    drops: bool = True
    reports: bool = True
    answers_in_turn: bool = True
    completes_by_id: bool = False
    skips_unknown: bool = True
    presenter: bool = False
    maker: str = "GENERIC"


_ALL = (
    Model(
        "tm-t82",
        "Epson TM-T82 and its kin: 80 mm, 576 dots, completion by id",
        units_per_inch=406,
        completes_by_id=True,
        maker="EPSON",
    ),
    Model(
        "tm-t88",
        "Epson TM-T88 and its kin: 80 mm, 512 dots at 180 dpi, fast",
        dots=512,
        dpi=180,
        mm_per_second=300.0,
        units_per_inch=360,
        completes_by_id=True,
        maker="EPSON",
    ),
    Model(
        "tm-t20",
        "Epson TM-T20 and its kin: 80 mm, 576 dots, no completion by id",
        mm_per_second=150.0,
        units_per_inch=406,
        near_end_mm=0.0,
        maker="EPSON",
    ),
    Model("generic-80", "a nameless 80 mm printer with a small buffer for pictures", largest_picture=7200),
    Model(
        "generic-58",
        "a nameless 58 mm printer without cutter and without a low-paper sensor",
        width_mm=58,
        dots=384,
        mm_per_second=90.0,
        cutter=False,
        near_end_mm=0.0,
        garbled_multiple=48,
        drops=False,
        skips_unknown=False,
    ),
    Model(
        "mute",
        "a clone that prints and never answers anything",
        garbled_multiple=48,
        real_time=False,
        reports=False,
        answers_in_turn=False,
        skips_unknown=False,
    ),
    Model(
        "presenter",
        "a kiosk printer that holds the cut ticket in its mouth, like Custom's VKP80",
        mm_per_second=220.0,
        reports=False,
        presenter=True,
        maker="CUSTOM",
    ),
)
MODELS = {model.name: model for model in _ALL}
