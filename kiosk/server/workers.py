"""Several server processes behind one port: they share its socket, and one that dies is replaced."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.server.metrics import FOLDER, forget_worker

log = logging.getLogger(__name__)

STOP_SECONDS = 5.0
"""How long a worker may take to stop."""

SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
"""Seconds before a worker is replaced; twice as long each time that one dies before it served."""


async def keep_workers(
    command: Callable[[], Sequence[str]],
    listener: socket.socket,
    count: int,
    ready: Callable[[], None],
    figures: Path,
) -> bool:
    """Run ``count`` workers until SIGTERM or SIGINT.

    ``command`` starts one; the listener has the same number in it as here. A worker says that it serves by
    a line on its standard output, and ends when its standard input does. ``ready`` is called when all serve;
    ``figures`` is the folder in which they gather what ``/metrics`` tells. Return whether they could start.
    """
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stopping.set)
    workers = [_Worker(number, command, listener.fileno(), figures) for number in range(1, count + 1)]
    keeping = [asyncio.create_task(each.keep(), name=f"worker {each.number}") for each in workers]
    telling = asyncio.create_task(_tell(workers, ready), name="ready")
    stop = asyncio.create_task(stopping.wait(), name="stopping")
    await asyncio.wait([*keeping, stop], return_when=asyncio.FIRST_COMPLETED)
    for task in (*keeping, telling, stop):
        task.cancel()
    await asyncio.wait([*keeping, telling, stop])
    return stopping.is_set()


async def _tell(workers: Sequence["_Worker"], ready: Callable[[], None]) -> None:
    for each in workers:
        await each.serves.wait()
    ready()


class _Worker:
    """One place among the workers, and whichever process has it now."""

    def __init__(
        self, number: int, command: Callable[[], Sequence[str]], listener: int, figures: Path
    ) -> None:
        self.number = number
        self.serves = asyncio.Event()
        self._command = command
        self._listener = listener
        self._figures = figures

    async def keep(self) -> None:
        """Run a process after another until cancelled; return if the first one cannot start."""
        pause = SHORTEST_PAUSE
        while True:
            served, code = await self._run()
            if not self.serves.is_set():
                return
            pause = SHORTEST_PAUSE if served else min(2 * pause, LONGEST_PAUSE)
            log.error("worker %d ended with %d; another one starts in %g s", self.number, code, pause)
            await asyncio.sleep(pause)

    async def _run(self) -> tuple[bool, int]:
        """Run one process to its end; return whether it served, and its exit code."""
        process = await asyncio.create_subprocess_exec(
            *self._command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            pass_fds=[self._listener],
            start_new_session=True,
            env={**os.environ, FOLDER: str(self._figures)},
        )
        assert process.stdout is not None
        try:
            served = bool(await process.stdout.readline())
            if served:
                log.info("worker %d serves as process %d", self.number, process.pid)
                self.serves.set()
            return served, await process.wait()
        finally:
            await _stop(process)
            forget_worker(process.pid, str(self._figures))


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
