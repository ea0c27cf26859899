"""From the start of the process to the first painted frame, as a parent process sees it.

The clock starts before the process is made and stops when its log says that a frame was painted, so the
interpreter, all imports, Qt and the screens are in it.
"""

import compileall
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, report

RUNS = 15
PAINTED = b"the first frame is painted"
SCREEN = {"name": "lobby", "x": 0, "y": 0, "width": 1080, "height": 1920, "logicalDpi": 96, "dpr": 1}


def first_frame(arguments: list[str], folder: Path) -> float:
    """Return the milliseconds to the first frame; ``RuntimeError`` if the program ends without one."""
    screens = folder / "screens.json"
    screens.write_text(json.dumps({"screens": [SCREEN]}))
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as kiosk:
        assert kiosk.stderr is not None
        said = []
        for line in kiosk.stderr:
            said.append(line)
            if PAINTED in line:
                took = time.monotonic() - began
                kiosk.terminate()
                return 1000 * took
    raise RuntimeError("no frame was painted:\n" + b"".join(said).decode())


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "kiosk.toml"
        config.write_text(f'[data]\nfolder = "data"\n[printer]\nuri = "file:{folder / "paper"}"\n')
        run = ["run", "--config", str(config)]
        demo = ["demo", "--out", str(folder / "demo")]
        compileall.compile_dir("kiosk", quiet=1)
        first_frame(run, folder)  # from here on the disk's cache is warm
        report(
            Figure(
                "`kiosk run`: process to first frame",
                [first_frame(run, folder) for _ in range(RUNS)],
                "ms",
                500,
            ),
            Figure(
                "`kiosk demo`: process to first frame",
                [first_frame(demo, folder) for _ in range(RUNS)],
                "ms",
                500,
            ),
        )


if __name__ == "__main__":
    main()
