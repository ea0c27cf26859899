"""Identity by the program's own commands: enrol, be known, be listed, be revoked."""

import asyncio
import json
import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.e2e.kit import kiosk
from tests.server.kit import command, later, running
from tests.server.store_kit import opened


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "kiosk.toml"
    file.write_text('[data]\nfolder = "here"\n')
    return file


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that a server has made; none runs."""

    async def make() -> None:
        async with opened(str(made)):
            pass

    made = tmp_path / "queue.db"
    asyncio.run(make())
    return made


@contextmanager
def guarded(database: Path) -> Iterator[str]:
    with running(database, later(), "--access", "enrolled") as server:
        yield server.url


def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = kiosk(*arguments)
    assert done.returncode == code, done.stderr
    return done


def invite(database: Path, *more: str) -> dict[str, str | int | None]:
    told: dict[str, str | int | None] = json.loads(
        run("server", "enrol", "--database", database, "--name", "Lobi", "--json", *more).stdout
    )
    return told


def test_a_code_made_beside_a_running_server_makes_a_kiosk_known_to_it(
    tmp_path: Path, settings: Path
) -> None:
    database = tmp_path / "queue.db"
    with guarded(database) as url:
        invited = invite(database)
        assert invited.keys() == {"kiosk", "number", "code", "expires_at"}
        left = datetime.fromisoformat(str(invited["expires_at"])) - datetime.now(UTC)
        assert timedelta(minutes=9) < left <= timedelta(minutes=10)
        code = str(invited["code"])
        enrolled = run("enrol", code, "--server", url, "--config", settings)
        assert "kiosk 1" in enrolled.stdout
        kept = tmp_path / "here" / "identity.json"
        identity = json.loads(kept.read_text())
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert (identity["kiosk"], identity["number"], identity["server"]) == (invited["kiosk"], 1, url)
        bearer = {"Authorization": f"Bearer {identity['token']}"}
        assert httpx.get(f"{url}/v1/catalogue", headers=bearer).status_code == 200

        again = run("enrol", code, "--server", url, "--config", settings, code=1)
        assert "kiosk server enrol" in again.stderr
        assert json.loads(kept.read_text()) == identity, "the old identity stays"
        log = (tmp_path / "server.log").read_text()
    for secret in (code, code.replace("-", ""), identity["token"]):
        assert secret not in log
        assert secret not in enrolled.stdout + enrolled.stderr + again.stderr
        assert secret.encode() not in database.read_bytes()


def test_kiosks_are_listed_and_revoked_by_number_or_name(database: Path) -> None:
    invite(database, "--number", "12")
    run("server", "enrol", "--database", database, "--name", "Gedung B")
    run("server", "enrol", "--database", database, "--name", "Loket 1", "--for", "staff")
    revoked = run("server", "revoke", "12", "--database", database)
    assert "kiosk 12 (Lobi)" in revoked.stdout
    run("server", "revoke", "Loket 1", "--database", database)
    table = run("server", "kiosks", "--database", database).stdout.splitlines()
    assert [line.split()[:2] for line in table] == [
        ["NUMBER", "NAME"],
        ["1", "Gedung"],
        ["12", "Lobi"],
        ["Loket", "1"],
    ]
    listed = json.loads(run("server", "kiosks", "--database", database, "--json").stdout)["kiosks"]
    assert [(each["number"], each["state"]) for each in listed] == [
        (1, "invited"),
        (12, "revoked"),
        (None, "revoked"),
    ]
    for who, why in (("12", "already"), ("99", "no kiosk")):
        assert why in run("server", "revoke", who, "--database", database, code=1).stderr


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--name", "x", "--number", "1"), "is 'Lobi''s"),
        (("--name", "x", "--number", "100"), "1 to 99"),
        (("--name", " "), "--name"),
        (("--name", "x\ny"), "--name"),
        (("--name", "x", "--for", "staff", "--number", "3"), "staff have none"),
        (("--name", "x", "--catalogue", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_what_cannot_be_enrolled_is_refused_with_the_reason(
    database: Path, more: tuple[str, ...], why: str
) -> None:
    invite(database)
    assert why in run("server", "enrol", "--database", database, *more, code=1).stderr


def test_staff_speak_with_a_token_by_option_or_environment(tmp_path: Path, settings: Path) -> None:
    database = tmp_path / "queue.db"
    with guarded(database) as url:
        code = str(invite(database, "--for", "staff")["code"])
        token = run("enrol", code, "--server", url, "--config", settings).stdout.strip()
        assert not (tmp_path / "here" / "identity.json").exists()
        said = ("server", "say", "paspor-baru", "paused", "--url", url)
        assert "token" in run(*said, code=1).stderr
        assert "paused" in run(*said, "--token", token).stdout
        by_environment = subprocess.run(
            command_of(*said, "--until", "11:00"),
            env={**os.environ, "MPP_TOKEN": token},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert by_environment.returncode == 0, by_environment.stderr


def command_of(*arguments: str) -> list[str]:
    return [*command("x")[:2], "kiosk", *arguments]


@pytest.mark.parametrize("wrong", ["settings", "code", "server"])
def test_a_kiosk_that_cannot_be_enrolled_says_why(tmp_path: Path, settings: Path, wrong: str) -> None:
    database = tmp_path / "queue.db"
    with guarded(database) as url:
        if wrong == "settings":
            done = run("enrol", "ABCD-2345", "--server", url, "--config", tmp_path / "none.toml", code=2)
            assert "none.toml" in done.stderr
        elif wrong == "code":
            done = run("enrol", "not a code", "--server", url, "--config", settings, code=1)
            assert "code" in done.stderr
        else:
            nowhere = "http://127.0.0.1:1"
            done = run("enrol", "ABCD-2345", "--server", nowhere, "--config", settings, code=1)
            assert nowhere in done.stderr
    assert not list((tmp_path / "here").glob("*")) if (tmp_path / "here").exists() else True


def test_a_kiosk_with_a_damaged_identity_does_not_begin(tmp_path: Path, settings: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "identity.json").write_text("{")
    done = run("run", "--config", settings, code=2)
    assert "identity.json" in done.stderr
