"""Bands: whatever the picture, what comes out of the printer is the picture."""

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kiosk.faulty.faults import Faults
from kiosk.faulty.models import Model
from kiosk.printing.bands import CLONE_MODULUS, bands_of
from kiosk.printing.escpos.encoding import begin, encode_band, end
from kiosk.printing.paper import NARROW
from tests.faulty_kit import Bench, differing
from tests.printer_kit import quick

ROWS = st.sampled_from([bytes(48), b"\xff" * 48, b"\xcc" * 48, b"\x40" + bytes(47), b"\xf0" + bytes(47)])
PICTURES = st.lists(st.tuples(ROWS, st.integers(1, 230)), min_size=1, max_size=12)
MOST = st.integers(8, 255)
CLONE: Model = quick(NARROW, "generic-58")


def picture_of(runs: list[tuple[bytes, int]]) -> Image.Image:
    data = b"".join(row * count for row, count in runs)
    return ImageChops.invert(Image.frombytes("1", (384, len(data) // 48), data))


@given(PICTURES, MOST)
def test_the_paper_of_a_clone_shows_the_picture(runs: list[tuple[bytes, int]], most: int) -> None:
    picture = picture_of(runs)
    bench = Bench(CLONE, Faults())
    bands = b"".join(encode_band(band) for band in bands_of(picture, most))
    bench.send(begin(NARROW) + bands + end(NARROW))
    bench.wait(0.1)
    bench.tell("take")
    (paper,) = bench.engine.seen.tickets
    assert bench.engine.seen.strays == 0
    printed = paper.crop((0, 0, picture.width, picture.height))
    assert differing(printed, ImageChops.invert(picture)) == 0


@given(PICTURES, MOST)
def test_no_band_is_too_high_or_of_a_height_that_clones_garble(
    runs: list[tuple[bytes, int]], most: int
) -> None:
    for band in bands_of(picture_of(runs), most):
        if band.width:
            assert band.rows <= most
            assert band.rows * (1 + band.doubled) % CLONE_MODULUS
            assert len(band.data) == band.rows * band.width


def test_a_code_costs_a_quarter_of_its_dots() -> None:
    checks = [bytes((0xF0, 0x0F)) * 24, bytes((0x0F, 0xF0)) * 24]
    picture = picture_of([(checks[row % 2], 4) for row in range(30)])
    assert sum(len(encode_band(band)) for band in bands_of(picture, NARROW.band_rows)) <= 48 * 120 / 4 + 3 * 8
