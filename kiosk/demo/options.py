"""What a demonstration is asked for, and the display that it pretends to have."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.ui.window import Display

DEFAULT_SIZE = (1080, 1920)
PUBLIC_URL = "https://antrean.example.id/t/"
PIN = "202611"
PIN_HASH = "$scrypt$ln=14,r=8,p=1$hf4S82d8rROQLk6CV6cCdg$qNrctAWAiHQ7p4dby7GtjIr8CMz3QpRk+rLxo3scyFM"
"""What opens the technician's page of a demonstration, and its hash, which takes 50 ms to make."""
LARGE_INCHES, SMALL_INCHES, SMALL_PIXELS = 21.5, 15.6, 1366
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the command line asks for; ``None`` means the demonstration's own part."""

    out: Path
    catalogue: Path
    answers: Path | None = None
    server: str | None = None
    printer: str | None = None
    size: tuple[int, int] = DEFAULT_SIZE
    at: datetime | None = None
    pictures: bool = True


def display_of(size: tuple[int, int]) -> Display:
    """Return the display of a demonstration: 21.5 inches, or 15.6 for small pictures."""
    width, height = size
    inches = SMALL_INCHES if max(size) <= SMALL_PIXELS else LARGE_INCHES
    per_pixel = inches * MM_PER_INCH / (width**2 + height**2) ** 0.5
    return Display(width, height, width * per_pixel, height * per_pixel)
