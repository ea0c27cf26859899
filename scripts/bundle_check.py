"""Try a bundle on its own: copied elsewhere, and with no environment but a home, a path and a display.

    python scripts/bundle_check.py build/dist/kiosk

Every command must do its work; visits are made to their tickets by touching the window, on an X server of
the check's own and without a screen. The exit code is 0 only if all of it went well.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import msgspec

PAINTED = b"the first frame is painted"
FIRST_FRAMES = 5
PATIENCE_SECONDS = 120.0
SCREEN = "1080x1920x24"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A copy of the bundle and the empty folder in which its commands run."""

    program: Path
    folder: Path

    @property
    def assets(self) -> Path:
        """The files that are shipped inside."""
        return self.program.parent / "_internal" / "assets"

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        """Start a command in nearly no environment; its output and its log can be read."""
        return subprocess.Popen(
            [self.program, *arguments],
            cwd=self.folder,
            env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str | Path, **environment: str) -> bytes:
        """Run a command to its end and return its output; the check ends here if the command fails."""
        with self.start(*arguments, **environment) as process:
            output, log = process.communicate(timeout=PATIENCE_SECONDS)
        if process.returncode != 0:
            words = " ".join(map(str, arguments))
            sys.exit(f"kiosk {words}: exit code {process.returncode}\n{output.decode()}{log.decode()}")
        return output


def check_commands(bundle: Bundle) -> None:
    """Run the commands that print and end."""
    assets = bundle.assets
    bundle.run("check", assets / "kiosk.example.toml", assets / "catalogue" / "pekanbaru")
    report = msgspec.json.decode(bundle.run("availability", "--at", "2019-02-18T09:00+07:00", "--json"))
    opened = sum(state["state"] == "open" for state in report.values())
    if not opened:
        sys.exit("kiosk availability: no service is open on a Monday morning")
    print(f"check and availability: {opened} of {len(report)} services open on a Monday morning")


def check_server(bundle: Bundle) -> None:
    """Ask the server over HTTP how it is, and tell it to stop."""
    with bundle.start("server", "--port", "0") as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        if line:
            with urlopen(msgspec.json.decode(line)["url"] + "/healthz", timeout=PATIENCE_SECONDS) as answer:
                health = answer.read().decode()
            server.send_signal(signal.SIGTERM)
        _, log = server.communicate(timeout=PATIENCE_SECONDS)
    if server.returncode != 0:
        sys.exit(f"kiosk server: exit code {server.returncode}\n{log.decode()}")
    print(f"server: {health}")


def check_visits(bundle: Bundle, name: str, **environment: str) -> None:
    """Make visits by touch, some of them while the line is cut."""
    for answers in ("morning-id", "line-cut"):
        file = bundle.assets / "answers" / f"{answers}.yaml"
        output = bundle.run("demo", "--out", f"{name}-{answers}", "--answers", file, **environment)
        print(f"{name}, {answers}: {output.decode().splitlines()[-1]}")


def measure_first_frame(bundle: Bundle, **environment: str) -> None:
    """Time ``kiosk run`` from the start of its process to its first frame, the files being cached."""
    (bundle.folder / "kiosk.toml").write_text('[printer]\nuri = "file:paper"\n')
    times = [_first_frame(bundle, **environment) for _ in range(1 + FIRST_FRAMES)][1:]
    listed = ", ".join(f"{each:.0f}" for each in times)
    print(f"first frame: {listed} ms, median {statistics.median(times):.0f} ms")


def _first_frame(bundle: Bundle, **environment: str) -> float:
    began = time.monotonic()
    with bundle.start("run", **environment) as kiosk:
        assert kiosk.stderr is not None
        log = []
        for line in kiosk.stderr:
            log.append(line)
            if PAINTED in line:
                took = 1000 * (time.monotonic() - began)
                kiosk.send_signal(signal.SIGTERM)
                kiosk.communicate(timeout=PATIENCE_SECONDS)
                return took
    sys.exit("kiosk run: no frame was painted\n" + b"".join(log).decode())


@contextmanager
def x_server() -> Iterator[str]:
    """Start an X server on a display of its own choosing, and yield the display's name."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        if not number:
            sys.exit("Xvfb does not start; install it with: apt-get install xvfb")
        try:
            yield f":{number}"
        finally:
            server.terminate()


def main() -> None:
    made = Path(sys.argv[1]).resolve()
    with TemporaryDirectory() as name, x_server() as display:
        elsewhere = Path(shutil.copytree(made, Path(name) / "elsewhere", symlinks=True))
        folder = Path(name) / "folder"
        folder.mkdir()
        bundle = Bundle(elsewhere / "kiosk", folder)
        check_commands(bundle)
        check_server(bundle)
        check_visits(bundle, "X", DISPLAY=display, QT_QPA_PLATFORM="xcb")
        check_visits(bundle, "offscreen", QT_QPA_PLATFORM="offscreen")
        measure_first_frame(bundle, DISPLAY=display)


if __name__ == "__main__":
    main()
