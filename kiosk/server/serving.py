"""Running the server as a process: what it needs, how it starts, and how it stops."""

import asyncio
import gc
import json
import logging
import signal
import socket
import ssl
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import uvicorn

from kiosk.catalogue.calendar import calendar_warning
from kiosk.catalogue.loading import load_catalogue
from kiosk.clock import Clock, SystemClock
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.server.away import StoreAwayError
from kiosk.server.board import Board
from kiosk.server.databases import claim, open_store
from kiosk.server.feed import Feed
from kiosk.server.identity.identities import Identity
from kiosk.server.postgres.url import is_postgres, without_password
from kiosk.server.refused import Refused
from kiosk.server.retention import keep_forgetting
from kiosk.server.store import Store
from kiosk.server.web.accidents import passing_answers
from kiosk.server.web.app import build_app
from kiosk.server.web.door import Door
from kiosk.server.web.limits import Limited
from kiosk.server.web.protocol import BoundedProtocol
from kiosk.server.workers import keep_workers

if sys.platform == "win32":
    _new_loop = asyncio.new_event_loop
else:
    import uvloop

    _new_loop = uvloop.new_event_loop

STOPPED, CANNOT_START = 0, 2
"""Exit codes."""

GRACE = 1
"""Whole seconds that requests under way get when the server is told to stop."""

UNHEARD_SECONDS = 30
"""How long what was sent may go unconfirmed; then whoever it was for is gone, and their streams with them.

Linux alone would try on for a quarter of an hour, and a kiosk whose line was cut a few times would meet the
limit of its own streams.
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What a server needs.

    ``database`` is as ``open_store`` takes it; port 0 takes any that is free. With ``announce``, one line
    of JSON on the standard output says when and where the server listens. More than one of ``workers`` are
    processes of their own; ``listener`` is the socket that one of them has from whoever began it.
    ``door`` tells who may ask, and how. ``keep_days`` before today are kept, 0 for all; a shifted clock
    forgets nothing.
    """

    database: str
    catalogue: Path
    host: str = "127.0.0.1"
    port: int = 8080
    clock: Clock = field(default_factory=SystemClock)
    announce: bool = True
    workers: int = 1
    listener: int | None = None
    door: Door = field(default_factory=Door)
    keep_days: int = 0


def serve(options: ServerOptions) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code, 2 if the server cannot start."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        stopped = runner.run(_serve(options))
    if isinstance(stopped, Refused):
        log.error("%s", stopped.why)
        return CANNOT_START
    return STOPPED


async def _serve(options: ServerOptions) -> Refused | None:
    if options.workers > 1:
        return await _serve_by_workers(options)
    catalogue = _catalogue(options.catalogue)
    if isinstance(catalogue, Refused):
        return catalogue
    today = service_day(options.clock.now(), catalogue.mall.zone)
    if warning := calendar_warning(catalogue.calendar, today):
        log.warning("%s", warning)
    tls = options.door.tls()
    if isinstance(tls, Refused):
        return tls
    listener = _listen(options)
    if isinstance(listener, Refused):
        return listener
    claimed = claim(options.database)
    if isinstance(claimed, Refused):
        listener.close()
        return claimed
    with listener, claimed:
        store = await open_store(options.database)
        if isinstance(store, Refused):
            return store
        try:
            await _serve_store(store, catalogue, listener, tls, options)
        finally:
            await store.close()
    return None


async def _serve_by_workers(options: ServerOptions) -> Refused | None:
    if not is_postgres(options.database):
        return Refused(
            f"--workers {options.workers}: {options.database} serves one process; "
            "give a --database postgresql://..., or leave --workers out"
        )
    if sys.platform == "win32":
        return Refused("--workers: this system cannot share a port among processes; start one server")
    if isinstance(tls := options.door.tls(), Refused):
        return tls
    listener = _listen(options)
    if isinstance(listener, Refused):
        return listener
    with listener, TemporaryDirectory(prefix="mpp-kiosk-") as figures:
        command = partial(_worker_command, options, listener.fileno())
        started = await keep_workers(
            command, listener, options.workers, partial(_announce, listener, options), Path(figures)
        )
    return None if started else Refused("the workers cannot start, for the reason above")


def _worker_command(options: ServerOptions, listener: int) -> list[str]:
    """Write the command of one worker; a shifted clock goes on where it is now."""
    program = [] if getattr(sys, "frozen", False) else ["-m", "kiosk"]
    at = [] if isinstance(options.clock, SystemClock) else ["--at", options.clock.now().isoformat()]
    read = ["--database", options.database, "--catalogue", str(options.catalogue)]
    read += ["--keep-days", str(options.keep_days)]
    door = options.door.arguments(options.host)
    return [sys.executable, *program, "server", *read, *at, *door, "--listener", str(listener), "--attached"]


async def _serve_store(
    store: Store,
    catalogue: Catalogue,
    listener: socket.socket,
    tls: ssl.SSLContext | None,
    options: ServerOptions,
) -> None:
    feed = Feed()
    board = Board(catalogue, store, options.clock, feed)
    door, host = options.door, options.host
    # Codes and revocations go by the machine's clock, whatever a demonstration's shows.
    identity = Identity.of(store.clients, catalogue.mall.id, door.access_on(host), SystemClock())
    app = build_app(catalogue, store, options.clock, board, identity)
    spared = door.spares_this_machine(host)
    config = uvicorn.Config(
        Limited(passing_answers(app), door.limits, identity.roster, time.monotonic, spared),
        http=BoundedProtocol,
        ws="none",
        proxy_headers=bool(door.proxies),
        forwarded_allow_ips=list(door.proxies),
        ssl_context_factory=(lambda *_: tls) if tls else None,
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config, feed, partial(_announce, listener, options))
    with suppress(StoreAwayError):  # ``watch`` asks again, and until then the server is not ready
        await board.refresh()
    gc.freeze()  # the catalogue stays: looking through it for garbage would hold up a press for 25 ms
    tasks = [asyncio.create_task(board.watch(), name="board")]
    if options.keep_days and isinstance(options.clock, SystemClock):
        forgetting = keep_forgetting(store, catalogue.mall, options.clock, options.keep_days)
        tasks.append(asyncio.create_task(forgetting, name="forgetting"))
    try:
        await server.serve(sockets=[listener])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


class _Server(uvicorn.Server):
    """Says when it listens, ends the streams when it stops, and outlives the signal that stopped it."""

    def __init__(self, config: uvicorn.Config, feed: Feed, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._feed = feed
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()

    def handle_exit(self, sig: int, _frame: FrameType | None) -> None:
        log.info("stopping on %s", signal.Signals(sig).name)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._feed.close()
        await super().shutdown(sockets)


def _catalogue(path: Path) -> Catalogue | Refused:
    loaded = load_catalogue(path)
    for fault in loaded.faults:
        log.warning("%s", fault)
    return loaded.catalogue or Refused(
        f"{path}: holds no catalogue that can be served; mend the faults above"
    )


def _listen(options: ServerOptions) -> socket.socket | Refused:
    host, port = options.host, options.port
    try:
        if options.listener is not None:
            return socket.socket(fileno=options.listener)
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        listener = socket.create_server((host, port), family=family)
        if sys.platform == "linux":  # connections have it from their listener
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * UNHEARD_SECONDS)
    except (OSError, OverflowError) as error:
        return Refused(f"{host}:{port}: cannot listen there: {error}; free the port or give another --port")
    return listener


def _announce(listener: socket.socket, options: ServerOptions) -> None:
    if not options.announce:
        return
    host, port = listener.getsockname()[:2]
    where = f"[{host}]" if ":" in host else host
    told = {"url": f"{options.door.scheme}://{where}:{port}", "database": without_password(options.database)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
