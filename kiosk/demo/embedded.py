"""The demonstration's queue server: a process of its own that can be stopped, killed and started again."""

import asyncio
import json
import signal
import sys
from datetime import datetime
from pathlib import Path

START_SECONDS = 20.0
STOP_SECONDS = 5.0


class ServerDidNotStartError(Exception):
    """The server process ended or said nothing; the message tells where its log is."""


class EmbeddedServer:
    """Runs ``kiosk server`` on a port of its own choosing, and on the same one after every start."""

    def __init__(self, folder: Path, catalogue: Path, at: datetime | None) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._at = at
        self._port = 0
        self._process: asyncio.subprocess.Process | None = None
        self.url = ""

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it and wait until it listens; raises ``ServerDidNotStartError``."""
        if self.running:
            return
        log = self._folder / "server.log"
        with log.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                *_program(),
                "server",
                *("--database", str(self._folder / "server.db")),
                *("--catalogue", str(self._catalogue)),
                *("--port", str(self._port)),
                "--attached",
                *(("--at", self._at.isoformat()) if self._at else ()),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(START_SECONDS):
                line = await self._process.stdout.readline()
            self.url = json.loads(line)["url"]
        except (TimeoutError, ValueError, KeyError) as error:
            await self.kill()
            raise ServerDidNotStartError(f"the queue server did not start; its log is {log}") from error
        self._port = int(self.url.rpartition(":")[2])

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Let it finish what it does."""
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(how)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _program() -> tuple[str, ...]:
    """Return how this program is started, from a checkout or from a bundle."""
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "kiosk")
