"""Ends that nobody planned: a signal in mid-visit, a killed demonstration, a place that cannot be used."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from kiosk.assets import asset
from tests.e2e.kit import ENVIRONMENT, command, demo, demo_arguments, kiosk, report, write_answers

MORNING = asset("answers", "morning-id.yaml")


def test_a_demonstration_in_mid_run_stops_when_told_to(tmp_path: Path) -> None:
    running = begun(tmp_path, "service: ktp-baru", *["service: ktp-hilang"] * 40)
    server = server_of(running)
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=5) == 130
    assert gone(server)
    assert 0 < len(report(tmp_path / "out")) < 40


def test_a_killed_demonstration_leaves_no_server(tmp_path: Path) -> None:
    running = begun(tmp_path, *["service: ktp-hilang"] * 40)
    server = server_of(running)
    running.kill()
    running.wait()
    assert gone(server)


def test_an_out_that_is_a_file_is_told_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = demo(file, MORNING)
    assert done.returncode == 2
    assert f"{file}: no place for the results" in done.stderr


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('[data]\nfolder = "taken"\n', "taken cannot be opened"),
        ('[data]\ncatalogue = "nowhere"\n', "nowhere"),
        ('[printer]\nuri = "serial:/dev/ttyS0?baud=1"\n', "baud '1' is not known; use one of 9600"),
        ('[printer]\nuri = "tcp://localhost"\nprofile = "epson"\n', "there is no profile 'epson'"),
    ],
)
def test_a_kiosk_that_cannot_begin_says_why(tmp_path: Path, settings: str, told: str) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    (tmp_path / "kiosk.toml").write_text(settings)
    done = kiosk("run", "--config", tmp_path / "kiosk.toml")
    assert done.returncode == 2
    assert told in done.stderr


def test_what_the_catalogue_does_not_know_is_found_in_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(
        '[mall]\nlanguages = ["id", "xx"]\nagencies = ["imigrasi", "imigrassi"]\n[server]\nurl = "http://"\n'
    )
    assert "names no host" in kiosk("check", file).stdout
    file.write_text(file.read_text().replace("http://", "") + '[printer]\nuri = "tcp://host/path"\n')
    done = kiosk("check", file)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"{file}:{n}" for n in (7, 3, 2)]
    assert "imigrassi" in lines[1]
    assert "xx" in lines[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--size", "99999x99999"), "320 to 8000 pixels"),
        (("--server", "notaurl"), "no server's address"),
    ],
)
def test_an_argument_that_cannot_be_is_refused(tmp_path: Path, arguments: tuple[str, str], told: str) -> None:
    done = kiosk(*demo_arguments(tmp_path, MORNING, *arguments))
    assert done.returncode == 2
    assert told in done.stderr


def begun(folder: Path, *visits: str) -> subprocess.Popen[bytes]:
    """Start a demonstration and return when its first visit is done."""
    out = folder / "out"
    answers = write_answers(folder / "answers.yaml", *visits)
    running = subprocess.Popen(
        command(*demo_arguments(out, answers)),
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = monotonic() + 20
    while not report(out):
        assert running.poll() is None, "the demonstration ended by itself"
        assert monotonic() < deadline, "no visit within 20 s"
        sleep(0.05)
    return running


def server_of(running: subprocess.Popen[bytes]) -> int:
    """Return the process id of the demonstration's server."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    servers = [int(child) for child in children if b"server" in Path(f"/proc/{child}/cmdline").read_bytes()]
    assert len(servers) == 1, f"{sys.executable} has {len(servers)} servers"
    return servers[0]


def gone(process: int) -> bool:
    """Tell whether a process ends within a few seconds."""
    deadline = monotonic() + 5
    while monotonic() < deadline:
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().split(") ")[1].startswith("Z"):
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        sleep(0.05)
    return False
