"""The other commands: checking files, the states of services, and the kiosk itself from its settings."""

import json
import os
import signal
import subprocess
from pathlib import Path
from time import monotonic, sleep

from kiosk.assets import asset
from tests.e2e.kit import AT, ENVIRONMENT, SECONDS, command, kiosk

STOP_SECONDS = 2.0
SETTINGS = """
[kiosk]
number = 7

[printer]
uri = "file:{paper}"

[screen]
fullscreen = false
width_mm = 268
height_mm = 476
"""


def test_the_shipped_files_have_no_faults() -> None:
    done = kiosk(
        "check",
        asset("kiosk.example.toml"),
        asset("catalogue", "pekanbaru"),
        asset("catalogue", "examples", "ternate.yaml"),
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_every_fault_stands_on_a_line_of_its_own_with_its_place(tmp_path: Path) -> None:
    wrong_settings = tmp_path / "kiosk.toml"
    wrong_settings.write_text('[kiosk]\nnumber = 100\n[printer]\npaper = "letter"\n')
    ternate = asset("catalogue", "examples", "ternate.yaml").read_text("utf-8")
    wrong_catalogue = tmp_path / "mall.yaml"
    wrong_catalogue.write_text(ternate.replace("agency: bpjs-kesehatan", "agency: bpjs", 1), "utf-8")
    done = kiosk("check", wrong_settings, wrong_catalogue, tmp_path / "none.toml")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert f"{wrong_settings}:2" in lines[0]
    assert f"{wrong_settings}:4" in lines[1]
    assert any(f"{wrong_catalogue}:" in line and "bpjs" in line for line in lines)
    assert any("none.toml" in line for line in lines)


def test_the_states_of_all_services_at_a_time() -> None:
    done = kiosk("availability", "--json", "--at", AT)
    assert done.returncode == 0
    states = json.loads(done.stdout)
    for service in ("paspor-baru", "samsat-bbn2", "sim-a-baru"):
        assert states[service]["state"] == "preparing", service
        assert states[service]["reason"]["id"], service
    assert states["imei"]["state"] == "closed"
    assert states["ktp-baru"]["state"] == "open"
    assert states["ktp-baru"]["until"].startswith("2019-02-18T")


def test_the_kiosk_runs_from_its_settings_and_stops_at_once(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(SETTINGS.format(paper=tmp_path / "paper"))
    with subprocess.Popen(
        command("run", "--config", settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        start_new_session=True,
    ) as running:
        try:
            wait_for(tmp_path / "paper" / "printer.json")
            begun = monotonic()
            running.send_signal(signal.SIGTERM)
            _, said = running.communicate(timeout=SECONDS)
            stopped = monotonic() - begun
        finally:
            running.kill()
    assert running.returncode == 0, said
    assert stopped < STOP_SECONDS
    assert "Traceback" not in said
    assert "the first frame is painted" in said
    assert (tmp_path / "data" / "journal.db").exists()
    assert not (tmp_path / "data" / "journal.db-wal").exists(), "the journal was closed"
    assert not group_lives(running.pid)


def wait_for(file: Path) -> None:
    deadline = monotonic() + SECONDS
    while not file.exists():
        assert monotonic() < deadline, f"{file} did not come"
        sleep(0.02)


def group_lives(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def test_wrong_settings_keep_the_kiosk_from_starting_and_are_named(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(SETTINGS.replace("number = 7", 'number = "seven"'))
    done = kiosk("run", "--config", settings)
    assert done.returncode == 2
    assert f"{settings}:3" in done.stderr
    assert kiosk("run", "--config", tmp_path / "none.toml").returncode == 2
