"""Draw every screen: both languages, portrait and landscape, largest text, high contrast.

    python scripts/screens.py OUT [--readme docs/pictures]

writes ``OUT/SIZE-LANGUAGE-LOOK/NN-SCREEN.png``; with ``--readme`` also the few, at half their size,
that the documents show.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from kiosk import runtime
from kiosk.assets import asset
from kiosk.demo.gallery import scenes
from kiosk.demo.options import PUBLIC_URL, display_of
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.places import Adjustments, Contrast, TextSize
from kiosk.parts import read_catalogue
from kiosk.ui.views.stage import Nobody, Stage
from kiosk.ui.window import KioskWindow
from kiosk.words import load_words

PORTRAIT, LANDSCAPE, SMALL = (1080, 1920), (1920, 1080), (1366, 768)


@dataclass(frozen=True)
class Look:
    """One way of showing all screens."""

    size: tuple[int, int]
    language: str
    text_size: TextSize = TextSize.NORMAL
    contrast: Contrast = Contrast.HOUSE

    @property
    def name(self) -> str:
        """The name of the folder."""
        width, height = self.size
        parts = [f"{width}x{height}", self.language]
        if self.text_size:
            parts.append(self.text_size.name.lower())
        if self.contrast is not Contrast.HOUSE:
            parts.append(self.contrast.value)
        return "-".join(parts)


LOOKS = (
    *(Look(size, language) for size in (PORTRAIT, LANDSCAPE, SMALL) for language in ("id", "en")),
    *(Look(size, "id", TextSize.LARGEST) for size in (PORTRAIT, LANDSCAPE, SMALL)),
    Look(PORTRAIT, "en", TextSize.LARGEST, Contrast.DARK),
    Look(LANDSCAPE, "en", contrast=Contrast.DARK),
    Look(PORTRAIT, "id", contrast=Contrast.LIGHT),
)

README = {
    "1080x1920-id": ("welcome", "agencies", "service", "check-lacking", "way", "ticket-printed"),
    "1080x1920-en": ("service-preparing", "search"),
    "1920x1080-en": ("agencies", "way", "ticket-printed"),
    "1080x1920-en-largest-dark": ("services",),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--readme", type=Path)
    options = parser.parse_args()
    application = runtime.application()
    catalogue = read_catalogue(asset("catalogue", "pekanbaru"))
    faults: list[str] = []
    for look in LOOKS:
        draw(look, catalogue, options.out, options.readme, application, faults)
    print(f"{len(LOOKS)} looks in {options.out}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def draw(
    look: Look,
    catalogue: Catalogue,
    out: Path,
    readme: Path | None,
    application: QGuiApplication,
    faults: list[str],
) -> None:
    window = KioskWindow(Stage(Nobody(), load_words()), display_of(look.size), PUBLIC_URL, faults.append)
    window.show()
    window.warm()
    folder = out / look.name
    folder.mkdir(parents=True, exist_ok=True)
    wanted = Adjustments(look.language, look.text_size, look.contrast)
    for number, scene in enumerate(scenes(catalogue, wanted), 1):
        window.update(scene.model)
        application.processEvents()
        picture = window.quick.grabWindow()
        save(picture, folder / f"{number:02d}-{scene.name}.png")
        if readme and scene.name in README.get(look.name, ()):
            half = picture.scaledToWidth(picture.width() // 2, Qt.TransformationMode.SmoothTransformation)
            readme.mkdir(parents=True, exist_ok=True)
            save(half, readme / f"{look.name}-{scene.name}.png")
    window.close()


def save(picture: QImage, file: Path) -> None:
    if not picture.save(str(file)):
        raise OSError(f"{file}: the picture cannot be written")


if __name__ == "__main__":
    sys.exit(main())
