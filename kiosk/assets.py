"""Where the files stand that are data and not code: fonts, icons, words, catalogues, templates."""

import sys
from pathlib import Path


def asset(*parts: str) -> Path:
    """Return the path of an asset, from a checkout or from a bundle."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    return root.joinpath("assets", *parts)
