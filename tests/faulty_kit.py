"""A fault printer's machine on a bench: no network, no threads, and a clock that the test turns."""

from PIL import Image, ImageChops

from kiosk.faulty.controls import Controls
from kiosk.faulty.engine import Engine
from kiosk.faulty.faults import Faults
from kiosk.faulty.models import Model

TICK = 0.005


class Bench:
    """Sends bytes as far as the printer takes them, and hears all that it says."""

    def __init__(self, model: Model, faults: Faults | None = None) -> None:
        self.now = 0.0
        self.engine = Engine(model, faults or Faults())
        self.controls = Controls(self.engine, lambda: self.now)

    def send(self, data: bytes) -> bytes:
        """Send until all is taken or nothing more is; return what was answered meanwhile."""
        heard = b""
        while room := min(self.engine.room, len(data)):
            self.engine.receive(data[:room], self.now)
            data = data[room:]
            heard += self.wait(TICK)
        self.left = data
        return heard

    def wait(self, seconds: float) -> bytes:
        """Let time pass; return what was said."""
        heard, until = b"", self.now + seconds
        while self.now < until:
            self.now = min(until, self.now + TICK)
            self.engine.run(self.now)
            heard += self.engine.answers(self.now)
        return heard

    def tell(self, line: str) -> str:
        return self.controls.obey(line)


def picture(ink: Image.Image) -> bytes:
    """Put a picture into bytes as the manual says (GS v 0); written out here and not by our encoder."""
    width = ink.width // 8
    return (
        b"\x1dv0\x00"
        + bytes((width % 256, width // 256, ink.height % 256, ink.height // 256))
        + ink.tobytes()
    )


def black(width: int, height: int) -> Image.Image:
    return Image.new("1", (width, height), 255)


def differing(one: Image.Image, other: Image.Image) -> int:
    """Return how many dots differ."""
    assert one.size == other.size
    return ImageChops.logical_xor(one, other).histogram()[255]
